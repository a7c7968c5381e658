"""Tables changed on purpose: moves, swaps, taking back, repairs; and what the next draw goes by."""

import pytest
from django.db import IntegrityError, transaction

from collective.join.people.models import Person
from collective.talk.conversations import queries
from collective.talk.conversations.actions import drawing, moving, rules, seating
from collective.talk.conversations.models import Draw, Move, Pair, Seat
from collective.talk.rooms.actions import joining
from tests.cast import NOON, a_room, a_round_step, an_organiser, people_in, somebody

pytestmark = pytest.mark.django_db
SIZES = {"size": 4, "smallest": 3, "largest": 5, "mix_ways": False}


@pytest.fixture
def room():
    return a_room()


@pytest.fixture
def round(room):
    return a_round_step(room).round


def drawn(round, people=12, **facts):
    everybody = people_in(round.step.room, people)
    drawing.propose(round=round, now=NOON, by=None, **{"seed": 5, **facts})
    return everybody


def where(round):
    seats = Seat.objects.filter(draw=queries.standing_draw(round), left_at__isnull=True)
    return dict(seats.values_list("participant", "group__number"))


def as_sets(round):
    return {frozenset(table.members) for table in queries.tables(queries.standing_draw(round)) if table.seats}


def two_apart(round):
    """Two people of different tables."""
    tables = [table for table in queries.tables(queries.standing_draw(round)) if table.seats]
    return tables[0].seats[0].participant, tables[1].seats[0].participant


class TestMove:
    def test_is_a_row_with_where_from_where_to_and_who_did_it(self, round):
        drawn(round)
        ada = an_organiser()
        one, other = two_apart(round)
        before = where(round)

        seating.move(round=round, participant=one, table=before[other.pk], now=NOON, by=ada)

        (move,) = Move.objects.select_related("act", "from_group", "to_group")
        assert (move.from_group.number, move.to_group.number) == (before[one.pk], before[other.pk])
        assert (move.act.by, move.act.at) == (ada, NOON)
        assert queries.moved_since(queries.standing_draw(round)) == 1

    def test_is_taken_back(self, round):
        drawn(round)
        one, other = two_apart(round)
        before = where(round)
        seating.move(round=round, participant=one, table=before[other.pk], now=NOON, by=None)

        moving.undo_last(round=round, now=NOON, by=None)

        assert where(round) == before
        assert queries.moved_since(queries.standing_draw(round)) == 0
        with pytest.raises(seating.CannotMove, match="nothing to take back"):
            moving.undo_last(round=round, now=NOON, by=None)

    def test_is_not_taken_back_once_the_person_has_gone(self, round):
        drawn(round)
        drawing.publish(round=round, now=NOON, by=None)
        one, other = two_apart(round)
        seating.move(round=round, participant=one, table=where(round)[other.pk], now=NOON, by=None)
        joining.leave(participant=one, now=NOON)

        with pytest.raises(seating.CannotMove, match="has gone or sits elsewhere by now"):
            moving.undo_last(round=round, now=NOON, by=None)

    def test_before_the_room_saw_the_tables_nobody_has_met_where_they_were_moved_from(self, room, round):
        drawn(round, 8)
        one, other = two_apart(round)
        left_behind = [who for who, table in where(round).items() if table == where(round)[one.pk] and who != one.pk]
        seating.move(round=round, participant=one, table=where(round)[other.pk], now=NOON, by=None)
        later = NOON.replace(hour=13)
        drawing.publish(round=round, now=later, by=None)
        second = a_round_step(room, "And now?").round

        from collective.talk.conversations import engine

        met = engine.history_before(second)

        assert met.times(str(one.pk), str(other.pk)) == 1
        assert all(met.times(str(one.pk), str(who)) == 0 for who in left_behind)


class TestSwap:
    def test_two_people_change_tables_and_places(self, round):
        drawn(round)
        one, other = two_apart(round)
        before = where(round)

        moving.swap(round=round, participant=one, other=other, now=NOON, by=None)

        assert where(round) == before | {one.pk: before[other.pk], other.pk: before[one.pk]}
        assert Move.objects.count() == 2

    def test_is_taken_back_whole(self, round):
        drawn(round)
        one, other = two_apart(round)
        before = where(round)
        moving.swap(round=round, participant=one, other=other, now=NOON, by=None)

        moving.undo_last(round=round, now=NOON, by=None)

        assert where(round) == before

    def test_somebody_without_a_seat_has_none_to_give(self, room, round):
        drawn(round)
        one, _ = two_apart(round)
        late = somebody(room, "Late One")

        with pytest.raises(seating.CannotMove, match="Late One has no seat to give"):
            moving.swap(round=round, participant=one, other=late, now=NOON, by=None)

    def test_with_oneself_or_at_one_table_changes_nothing(self, round):
        drawn(round)
        one, _ = two_apart(round)

        moving.swap(round=round, participant=one, other=one, now=NOON, by=None)

        assert not Move.objects.exists()


class TestDrawAgain:
    def test_the_seed_typed_in_gives_the_same_tables(self, round):
        drawn(round, 17, seed=None)
        seed, first = queries.standing_draw(round).seed, as_sets(round)
        drawing.propose(round=round, now=NOON, by=None)

        drawing.propose(round=round, now=NOON, by=None, seed=seed)

        assert as_sets(round) == first

    def test_tables_that_are_kept_stay_as_they_are_under_their_number(self, round):
        drawn(round, 16)
        kept = {table.group.number: set(table.members) for table in queries.tables(queries.standing_draw(round))}

        draw = drawing.propose(round=round, now=NOON, by=None, seed=99, keep=[2, 3])

        now = {table.group.number: set(table.members) for table in queries.tables(draw)}
        assert (now[2], now[3]) == (kept[2], kept[3])
        assert sorted(now) == [1, 2, 3, 4]
        assert set.union(*now.values()) == set.union(*kept.values())
        assert draw.kept == [2, 3]

    def test_with_every_table_kept_there_is_nothing_to_draw(self, round):
        drawn(round, 8)

        with pytest.raises(drawing.CannotDraw, match="Keep fewer tables"):
            drawing.propose(round=round, now=NOON, by=None, keep=[1, 2])

    def test_several_rounds_are_planned_together_and_nobody_meets_twice(self, room, round):
        others = [a_round_step(room, f"Question {n}").round for n in (2, 3)]
        rules.set_rules(round=round, aim="random", traits_chosen=[], **SIZES | {"largest": 6}, now=NOON, by=None)
        drawn(round, 20, rounds=3)

        draws = [queries.standing_draw(one) for one in (round, *others)]
        met = [
            frozenset((a, b))
            for draw in draws
            for table in queries.tables(draw)
            for a in table.members
            for b in table.members
            if a < b
        ]

        assert [(draw.nth, draw.rounds, draw.published_at) for draw in draws] == [(n, 3, None) for n in (1, 2, 3)]
        assert len(met) == len(set(met))
        others[1].refresh_from_db()
        assert others[1].largest == 6

    def test_more_rounds_than_there_are_is_refused_in_words(self, round):
        people_in(round.step.room, 8)

        with pytest.raises(drawing.CannotDraw, match="there are 1 to plan"):
            drawing.propose(round=round, now=NOON, by=None, rounds=2)


class TestPairs:
    def wish(self, room, one, other, together):
        return rules.add_pair(room=room, one=one, other=other, together=together, now=NOON, by=None)

    def test_who_is_to_sit_apart_does_and_who_is_to_sit_together_does(self, room, round):
        people = people_in(room, 12)
        self.wish(room, people[0], people[1], True)
        self.wish(room, people[2], people[3], False)

        for seed in range(6):
            drawing.propose(round=round, now=NOON, by=None, seed=seed)
            at = where(round)
            assert at[people[0].pk] == at[people[1].pk]
            assert at[people[2].pk] != at[people[3].pk]

    def test_twice_is_one_and_the_other_way_round_is_the_same_pair(self, room):
        one, other = people_in(room, 2)

        self.wish(room, one, other, True)
        self.wish(room, other, one, True)

        assert Pair.objects.count() == 1

    def test_apart_and_together_at_once_is_refused_in_words_and_by_the_database(self, room):
        one, other = people_in(room, 2)
        self.wish(room, one, other, True)

        with pytest.raises(rules.CannotRule, match="are to sit together already"):
            self.wish(room, other, one, False)
        with pytest.raises(IntegrityError), transaction.atomic():
            Pair.objects.create(room=room, one=other, other=one, together=False, at=NOON)

    def test_two_people_are_needed_and_of_this_room(self, room):
        one, other = people_in(room, 2)
        stranger = somebody(a_room_elsewhere(), "Zoe")

        with pytest.raises(rules.CannotRule, match="two different people"):
            self.wish(room, one, one, True)
        with pytest.raises(rules.CannotRule, match="of this room"):
            self.wish(room, other, stranger, True)

    def test_a_wish_taken_away_twice_is_gone(self, room):
        one, other = people_in(room, 2)
        pair = self.wish(room, one, other, True)

        for _ in range(2):
            rules.remove_pair(room=room, pair=pair.pk, now=NOON, by=None)

        assert not Pair.objects.exists()


def a_room_elsewhere():
    from tests.cast import a_gathering

    return a_room(a_gathering("Another lunch", listed=False))


class TestRepair:
    def test_who_came_sits_down_who_left_is_gone_and_nobody_else_moves(self, room, round):
        people = drawn(round, 12)
        before = where(round)
        joining.leave(participant=people[0], now=NOON)
        late = somebody(room, "Late One")
        draw = queries.standing_draw(round)

        moving.repair(round=round, how="calm", state=queries.state_of(draw), now=NOON, by=None)

        after = where(round)
        assert late.pk in after
        assert people[0].pk not in after
        assert {who: table for who, table in after.items() if who != late.pk} == {
            who: table for who, table in before.items() if who != people[0].pk
        }

    def test_what_was_shown_holds_only_until_somebody_comes_or_goes(self, room, round):
        drawn(round, 12)
        state = queries.state_of(queries.standing_draw(round))
        somebody(room, "Late One")

        with pytest.raises(seating.CannotMove, match="Look again at who would move"):
            moving.repair(round=round, how="calm", state=state, now=NOON, by=None)

    def test_is_taken_back_whole(self, room, round):
        people = drawn(round, 9)
        drawing.publish(round=round, now=NOON, by=None)
        for person in people:
            if where(round)[person.pk] == 1 and sum(table == 1 for table in where(round).values()) == 3:
                joining.leave(participant=person, now=NOON)
        draw = queries.standing_draw(round)
        before = where(round)
        moving.repair(round=round, how="calm", state=queries.state_of(draw), now=NOON, by=None)
        assert all(list(where(round).values()).count(table) >= 3 for table in set(where(round).values()))

        moving.undo_last(round=round, now=NOON, by=None)

        assert where(round) == before


class TestSealed:
    @pytest.fixture
    def sealed(self, round):
        round.sealed_at = NOON
        round.save()
        return round

    def test_nobody_types_a_seed_keeps_tables_or_moves_people_before_the_room_has_seen_them(self, sealed):
        people_in(sealed.step.room, 8)
        with pytest.raises(drawing.Sealed):
            drawing.propose(round=sealed, now=NOON, by=None, seed=4)
        drawing.propose(round=sealed, now=NOON, by=None)
        one, other = two_apart(sealed)

        with pytest.raises(drawing.Sealed):
            drawing.propose(round=sealed, now=NOON, by=None, keep=[1])
        with pytest.raises(seating.CannotMove, match="A study draws this round"):
            seating.move(round=sealed, participant=one, table=2, now=NOON, by=None)
        with pytest.raises(seating.CannotMove, match="A study draws this round"):
            moving.swap(round=sealed, participant=one, other=other, now=NOON, by=None)

    def test_the_seed_is_not_in_the_record_of_what_the_host_did(self, sealed):
        people_in(sealed.step.room, 8)
        drawing.propose(round=sealed, now=NOON, by=None)

        assert "seed" not in sealed.step.room.acts.get(kind="tables drawn").detail
        assert Draw.objects.get().seed is not None

    def test_its_aim_is_not_changed_from_the_desk(self, sealed):
        somebody(sealed.step.room, "Amy Ash")

        rules.set_rules(round=sealed, aim="mixed", traits_chosen=["place"], **SIZES, now=NOON, by=None)

        sealed.refresh_from_db()
        assert (sealed.aim, sealed.traits) == ("random", [])


class TestRules:
    def test_balanced_needs_something_to_look_at(self, round):
        with pytest.raises(rules.CannotRule, match="at least one thing"):
            rules.set_rules(round=round, aim="mixed", traits_chosen=["shoes"], **SIZES, now=NOON, by=None)

    def test_with_nothing_that_anybody_said_there_is_nothing_to_balance(self, round):
        rules.set_rules(round=round, aim="mixed", traits_chosen=["place"], **SIZES, now=NOON, by=None)

        with pytest.raises(drawing.CannotDraw, match="Nobody here has said any of that"):
            drawn(round, 8)

    def test_are_kept_with_the_draw_that_was_made_by_them(self, round):
        amy = somebody(round.step.room, "Amy Ash")
        Person.objects.filter(pk=amy.person_id).update(place="Leeds")
        rules.set_rules(round=round, aim="alike", traits_chosen=["place", "words"], **SIZES, now=NOON, by=None)
        drawn(round, 8)

        draw = queries.standing_draw(round)

        assert (draw.aim, draw.traits) == ("alike", ["place", "words"])
