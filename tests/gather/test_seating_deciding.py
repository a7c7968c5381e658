"""Who is offered a seat: in order, never more than there are, never at night, and everybody passed over is told why."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from collective.gather.gatherings.seating import hours
from collective.gather.gatherings.seating.deciding import (
    Close,
    Expire,
    Offer,
    Skip,
    Withdraw,
    decide,
    place_for,
)
from collective.gather.gatherings.seating.facts import Facts, Pool, Promise, Rules, Seat, Waiting

LONDON = ZoneInfo("Europe/London")
NOON = datetime(2027, 3, 1, 12, 0, tzinfo=UTC)
STARTS = NOON + timedelta(days=4)
RULES = Rules(
    starts_at=STARTS,
    stops_at=STARTS - timedelta(hours=3),
    zone=LONDON,
    offer=timedelta(hours=24),
    quiet_from=time(21),
    quiet_to=time(8),
)
HOUSE = Pool(None, seats=2)
CLOCKS_CHANGE = [datetime(2027, 3, 28, 1, tzinfo=UTC), datetime(2027, 10, 31, 1, tzinfo=UTC)]


def waiting(key: int, **facts: object) -> Waiting:
    return Waiting(key, NOON - timedelta(days=1) + timedelta(minutes=key), **facts)


def facts(*people: Waiting, **more: object) -> Facts:
    return Facts(**({"rules": RULES, "pools": (HOUSE,), "waiting": people} | more))


def offered(decision, kind=Offer) -> list[int]:
    return [act.waiting for act in decision.acts if isinstance(act, kind)]


def reason_of(decision, key: int) -> str:
    return next(one.reason.code for one in decision.standings if one.waiting == key)


class TestOrder:
    def test_who_came_first_is_offered_first(self):
        said = decide(facts(waiting(3), waiting(1), waiting(2)), NOON)
        assert offered(said) == [1, 2]
        assert [(one.waiting, one.place) for one in said.standings] == [(1, 0), (2, 0), (3, 1)]
        assert reason_of(said, 3) == "no_seat"

    def test_who_let_an_offer_run_out_comes_after_who_was_not_asked(self):
        assert offered(decide(facts(waiting(1, lapsed=1), waiting(2), waiting(3)), NOON)) == [2, 3]

    def test_an_offer_holds_its_seat(self):
        promise = Promise(9, 1, None, 1, NOON, NOON + timedelta(hours=5))
        said = decide(facts(waiting(1), waiting(2), waiting(3), promises=(promise,)), NOON)
        assert offered(said) == [2]
        assert [act.number for act in said.acts] == [2]

    def test_an_offer_that_ran_out_goes_to_the_next(self):
        promise = Promise(9, 1, None, 1, NOON - timedelta(hours=5), NOON)
        said = decide(facts(waiting(1), waiting(2), waiting(3), promises=(promise,)), NOON)
        assert said.acts[0] == Expire(9)
        assert offered(said) == [2, 3]

    def test_seats_that_the_organiser_adds_are_offered_at_once(self):
        more = Pool(None, seats=5)
        assert offered(decide(facts(waiting(1), waiting(2), waiting(3), pools=(more,)), NOON)) == [1, 2, 3]

    def test_with_fewer_seats_the_newest_offer_is_taken_back_and_its_place_kept(self):
        promises = tuple(Promise(n, n, None, n, NOON + timedelta(minutes=n), STARTS) for n in (1, 2))
        said = decide(facts(waiting(1), waiting(2), waiting(3), pools=(Pool(None, seats=1),), promises=promises), NOON)
        assert [act.offer for act in said.acts if isinstance(act, Withdraw)] == [2]
        assert [(one.waiting, one.place) for one in said.standings] == [(1, 0), (2, 1), (3, 2)]


class TestReasons:
    def test_in_the_night_nobody_is_offered_and_those_next_read_when_it_will_be(self):
        night = NOON.replace(hour=23)
        said = decide(facts(waiting(1), waiting(2), waiting(3)), night)
        assert offered(said) == []
        assert offered(said, Skip) == [1, 2]
        reason = next(act.reason for act in said.acts if isinstance(act, Skip))
        assert reason.person == (
            "A seat is free for you. We do not write in the night: it is offered to you at Tuesday 2 March, 08:00 (GMT)."
        )
        assert said.look_again_at == datetime(2027, 3, 2, 8, tzinfo=UTC)

    def test_after_the_cut_off_nothing_is_offered(self):
        said = decide(facts(waiting(1)), STARTS - timedelta(hours=3))
        assert offered(said) == []
        assert reason_of(said, 1) == "late"

    def test_who_does_not_want_a_seat_so_late_is_passed_over_and_keeps_the_place(self):
        said = decide(facts(waiting(1, not_after=NOON), waiting(2), waiting(3)), NOON)
        assert offered(said) == [2, 3]
        assert offered(said, Skip) == [1]
        assert next(one for one in said.standings if one.waiting == 1).place == 1

    def test_who_cannot_be_written_to_is_left_to_the_organiser(self):
        said = decide(facts(waiting(1, reachable=False), waiting(2)), NOON)
        assert offered(said) == [2]
        assert reason_of(said, 1) == "no_address"

    def test_by_hand_nobody_is_offered_by_itself(self):
        said = decide(facts(waiting(1), rules=replace(RULES, by_hand=True)), NOON)
        assert offered(said) == []
        assert reason_of(said, 1) == "by_hand"

    def test_a_cancelled_gathering_closes_the_list_and_takes_offers_back(self):
        promise = Promise(9, 1, None, 1, NOON, STARTS)
        closed = replace(RULES, closed="It is called off.")
        said = decide(facts(waiting(1), waiting(2), rules=closed, promises=(promise,)), NOON)
        assert [type(act) for act in said.acts] == [Withdraw, Close, Close]
        assert said.standings == ()


class TestPools:
    SMALL = Pool(7, "Small charities", seats=1, held=True, held_until=NOON + timedelta(days=1))

    def test_held_seats_go_to_those_they_are_held_for(self):
        said = decide(facts(waiting(1), waiting(2, pool=7), pools=(Pool(None, seats=0), self.SMALL)), NOON)
        assert offered(said) == [2]
        assert offered(said, Skip) == [1]
        assert "held for others (Small charities) until Tuesday 2 March, 12:00 (GMT)" in said.acts[0].reason.person

    def test_from_the_stated_time_they_are_open_to_all_in_the_order_of_the_list(self):
        pools = (Pool(None, seats=0), self.SMALL)
        said = decide(facts(waiting(1), waiting(2, pool=7), pools=pools), NOON + timedelta(days=1))
        assert offered(said) == [1]

    def test_small_charities_sit_on_their_own_seats_first_and_then_on_any(self):
        people = [waiting(1, pool=7), waiting(2, pool=7), waiting(3)]
        said = decide(facts(*people, pools=(Pool(None, seats=2), self.SMALL)), NOON)
        assert [(act.waiting, act.pool) for act in said.acts] == [(1, 7), (2, None), (3, None)]

    def test_seats_for_small_organisations_go_by_their_size_whatever_somebody_asked_for(self):
        pools = (Pool(None, seats=0), replace(self.SMALL, small_only=True))
        people = [waiting(1, pool=7), waiting(2, pool=7, small=False), waiting(3, small=True)]
        said = decide(facts(*people, pools=pools), NOON)
        assert offered(said) == [3]
        assert {reason_of(said, key) for key in (1, 2)} == {"held"}
        later = decide(facts(*people, pools=pools), NOON + timedelta(days=1))
        assert offered(later) == [1], "then they are open to all, in the order of the list"

    def test_a_house_that_is_fuller_than_it_should_be_offers_no_held_seat_either(self):
        """The organiser put somebody more on the open seats by hand: the room is full, whatever the pools say."""
        sat = frozenset({Seat(None, 1), Seat(None, 2)})
        pools = (Pool(None, seats=1), self.SMALL)
        said = decide(facts(waiting(1, pool=7), pools=pools, most=2, taken=sat), NOON)
        assert said.acts == ()
        assert reason_of(said, 1) == "no_seat"

    def test_room_and_online_are_kept_apart(self):
        ways = (Pool(None, seats=0), Pool(1, "In the room", seats=0, way="room"), Pool(2, "Online", 1, way="online"))
        said = decide(facts(waiting(1, way="room"), waiting(2, way="online"), pools=ways), NOON)
        assert offered(said) == [2]
        assert reason_of(said, 1) == "other_way"


class TestHours:
    def test_an_offer_lasts_its_hours(self):
        assert hours.open_until(RULES, NOON) == NOON + timedelta(hours=24)

    def test_an_offer_that_would_end_in_the_night_ends_in_the_morning(self):
        short = replace(RULES, offer=timedelta(hours=4))
        said = hours.open_until(short, NOON.replace(hour=20))
        assert said == datetime(2027, 3, 2, 10, tzinfo=UTC)

    def test_close_to_the_start_an_offer_is_shorter_but_never_under_an_hour(self):
        assert hours.open_until(RULES, RULES.stops_at - timedelta(hours=5)) == RULES.stops_at
        last = RULES.stops_at - timedelta(minutes=1)
        assert hours.open_until(RULES, last) == last + timedelta(hours=1)

    def test_quiet_hours_are_wall_time_on_both_sides_of_the_change_of_clocks(self):
        """At 01:00 UTC on 28 March 2027 London's clocks go forward: eight in the morning is seven in UTC."""
        assert hours.quiet_ends(RULES, datetime(2027, 3, 27, 23, tzinfo=UTC)) == datetime(2027, 3, 28, 7, tzinfo=UTC)
        assert hours.quiet_ends(RULES, datetime(2027, 3, 26, 23, tzinfo=UTC)) == datetime(2027, 3, 27, 8, tzinfo=UTC)

    @given(st.sampled_from([0, 1]), st.integers(0, 4 * 24 * 60), st.times(), st.times())
    def test_the_end_of_the_quiet_is_never_quiet_and_never_in_the_past(self, day, minute, start, end):
        rules = replace(RULES, quiet_from=start, quiet_to=end)
        now = CLOCKS_CHANGE[day] - timedelta(days=2) + timedelta(minutes=minute)
        ends = hours.quiet_ends(rules, now)
        assert ends >= now
        assert not hours.is_quiet(rules, ends)


@st.composite
def situations(draw) -> tuple[Facts, datetime]:
    """Any gathering with a house, held seats and two ways, at any moment around its start."""
    now = NOON + timedelta(minutes=draw(st.integers(0, 5 * 24 * 60)))
    held_until = draw(st.none() | st.integers(-48, 48).map(lambda h: now + timedelta(hours=h)))
    room = st.none() | st.integers(0, 4)
    pools = (
        Pool(None, seats=draw(room)),
        Pool(1, "Small charities", draw(st.integers(0, 3)), held=True, held_until=held_until),
        Pool(2, "Online", draw(st.integers(0, 3)), way="online"),
        Pool(3, "Up to ten", draw(st.integers(0, 2)), held=True, held_until=held_until, small_only=True),
    )
    keys = st.sampled_from([None, 1, 2, 3])
    seats = draw(st.lists(st.builds(Seat, keys, st.integers(1, 6)), unique=True, max_size=6))
    people = [
        Waiting(
            key,
            NOON - timedelta(hours=draw(st.integers(0, 6))),
            draw(keys),
            draw(st.sampled_from(["", "room", "online"])),
            draw(st.none() | st.integers(-5, 50).map(lambda h: now + timedelta(hours=h))),
            draw(st.booleans()),
            draw(st.integers(0, 2)),
            draw(st.sampled_from([None, False, True])),
        )
        for key in range(draw(st.integers(0, 7)))
    ]
    numbers = st.builds(Seat, keys, st.integers(1, 6)).filter(lambda seat: seat not in seats)
    promised = draw(st.lists(numbers, unique=True, max_size=len(people)))
    promises = tuple(
        Promise(
            k,
            people[k].key,
            seat.pool,
            seat.number,
            NOON + timedelta(minutes=k),
            now + timedelta(hours=draw(st.integers(-3, 30))),
        )
        for k, seat in enumerate(promised)
    )
    rules = replace(RULES, by_hand=draw(st.booleans()) and draw(st.booleans()))
    most = draw(st.none() | st.integers(0, 12))
    return Facts(rules, pools, most, frozenset(seats), promises, tuple(people)), now


def after(before: Facts, said) -> Facts:
    """The facts once the acts are done."""
    gone = {act.offer for act in said.acts if isinstance(act, Expire | Withdraw)}
    kept = [one for one in before.promises if one.key not in gone]
    made = [
        Promise(100 + n, act.waiting, act.pool, act.number, NOON, act.expires_at)
        for n, act in enumerate(act for act in said.acts if isinstance(act, Offer))
    ]
    return replace(before, promises=(*kept, *made))


class TestAlways:
    @given(situations())
    def test_never_more_seats_are_promised_than_are_free(self, situation):
        before, now = situation
        then = after(before, decide(before, now))
        for pool in before.pools:
            taken = sum(seat.pool == pool.key for seat in before.taken)
            promised = [one.number for one in then.promises if one.pool == pool.key]
            assert pool.seats is None or not promised or taken + len(promised) <= pool.seats
        assert before.most is None or not then.promises or len(before.taken) + len(then.promises) <= before.most
        places = [(one.pool, one.number) for one in then.promises] + [(seat.pool, seat.number) for seat in before.taken]
        assert len(places) == len(set(places)), "no seat is promised twice, or to two people"
        assert len({one.waiting for one in then.promises}) == len(then.promises)

    @given(situations())
    def test_nothing_is_offered_in_the_night_too_late_or_past_the_start(self, situation):
        before, now = situation
        for act in decide(before, now).acts:
            if isinstance(act, Offer):
                assert not hours.is_quiet(RULES, now)
                assert now < RULES.stops_at
                assert now + timedelta(hours=1) <= act.expires_at <= RULES.starts_at

    @given(situations())
    def test_nobody_is_overtaken_for_a_seat_they_could_have_had(self, situation):
        before, now = situation
        said = decide(before, now)
        expired = {act.offer for act in said.acts if isinstance(act, Expire)}
        late = {one.waiting for one in before.promises if one.key in expired}
        behind = [replace(one, lapsed=one.lapsed + (one.key in late)) for one in before.waiting]
        order = [one.key for one in replace(before, waiting=tuple(behind)).in_order()]
        passed_over = {act.waiting: act.reason.code for act in said.acts if isinstance(act, Skip)}
        for act in said.acts:
            if isinstance(act, Offer):
                for ahead in order[: order.index(act.waiting)]:
                    has_one = next(one for one in said.standings if one.waiting == ahead).place == 0
                    assert has_one or passed_over.get(ahead) in {"own_limit", "no_address", "held", "other_way"}

    @given(situations())
    def test_everybody_stands_somewhere_with_a_reason_in_words(self, situation):
        before, now = situation
        said = decide(before, now)
        assert {one.waiting for one in said.standings} == {one.key for one in before.waiting}
        assert all(one.reason.staff.endswith(".") and one.reason.person.endswith(".") for one in said.standings)
        places = [one.place for one in said.standings if one.place]
        assert places == list(range(1, len(places) + 1))

    @given(situations())
    def test_asking_again_at_once_does_nothing_more(self, situation):
        before, now = situation
        said = decide(before, now)
        again = decide(after(before, said), now)
        assert {type(act) for act in again.acts} <= {Skip}

    @given(situations(), st.sampled_from([None, 1, 2]), st.sampled_from(["", "room", "online"]))
    def test_a_newcomer_takes_no_seat_that_somebody_on_the_list_could_be_offered(self, situation, pool, way):
        before, now = situation
        got = place_for(before, pool=pool, way=way, now=now)
        if got is None or hours.too_late(RULES, now):
            return
        sat = replace(before, taken=before.taken | {Seat(*got)})
        awake = replace(RULES, quiet_from=None, by_hand=False)
        there, gone = decide(replace(before, rules=awake), now), decide(replace(sat, rules=awake), now)
        assert len(offered(there)) == len(offered(gone))

    @given(situations(), st.sampled_from([None, 1, 2]), st.sampled_from(["", "room", "online"]))
    def test_a_newcomer_never_gets_a_seat_too_many(self, situation, pool, way):
        before, now = situation
        got = place_for(before, pool=pool, way=way, now=now)
        if got is None:
            return
        assert Seat(*got) not in before.taken
        found = next(one for one in before.pools if one.key == got[0])
        used = sum(seat.pool == got[0] for seat in before.taken)
        assert found.seats is None or used + 1 <= found.seats
        assert before.most is None or len(before.taken) + 1 <= before.most

    @given(situations())
    def test_when_time_alone_changes_something_it_says_when(self, situation):
        before, now = situation
        said = decide(before, now)
        if any(act.reason.code == "quiet" for act in said.acts if isinstance(act, Skip)):
            assert said.look_again_at is not None
            assert now < said.look_again_at <= hours.quiet_ends(RULES, now)
