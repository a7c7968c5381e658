"""Tables from whoever is in the room, kept right as people come and go."""

from itertools import combinations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from collective.talk.conversations import queries
from collective.talk.conversations.actions import drawing, seating
from collective.talk.conversations.models import Draw, Seat
from collective.talk.rooms.actions import host, joining
from tests.cast import NOON, a_room, a_round_step, people_in, somebody


def sizes(round):
    return sorted(
        (len(table.seats) for table in queries.tables(queries.standing_draw(round)) if table.seats), reverse=True
    )


def where(round):
    return dict(
        Seat.objects.filter(draw=queries.standing_draw(round), left_at__isnull=True).values_list("participant", "group")
    )


@pytest.fixture
def talking(db):
    """Thirty people at published tables."""
    room = a_room()
    step = a_round_step(room)
    people = people_in(room, 30)
    host.go_to(room=room, step=step, now=NOON, by=None)
    drawing.propose(round=step.round, now=NOON, by=None, seed=7)
    drawing.publish(round=step.round, now=NOON, by=None)
    return room, step.round, people


class TestDraw:
    def test_thirty_people_make_six_tables_of_four_and_two_of_three(self, talking):
        _, round, _ = talking
        assert sizes(round) == [4, 4, 4, 4, 4, 4, 3, 3]

    def test_is_for_the_host_only_until_it_is_published(self, db):
        room = a_room()
        step = a_round_step(room)
        (amy, *_) = people_in(room, 8)
        drawing.propose(round=step.round, now=NOON, by=None)

        assert queries.published_draw(step.round) is None
        assert not Draw.objects.visible_to(amy).exists()

    def test_is_from_the_people_in_the_room_not_from_the_list(self, db):
        room = a_room()
        step = a_round_step(room)
        people = people_in(room, 9)
        joining.leave(participant=people[0], now=NOON)

        drawing.propose(round=step.round, now=NOON, by=None)

        assert people[0].pk not in where(step.round)
        assert len(where(step.round)) == 8

    def test_the_same_people_and_seed_give_the_same_tables(self, db):
        room = a_room()
        step = a_round_step(room)
        people_in(room, 17)
        drawing.propose(round=step.round, now=NOON, by=None, seed=42)
        first = {frozenset(table.members) for table in queries.tables(queries.standing_draw(step.round))}

        drawing.propose(round=step.round, now=NOON, by=None, seed=42)

        assert {frozenset(table.members) for table in queries.tables(queries.standing_draw(step.round))} == first

    def test_colleagues_sit_apart_while_that_can_be(self, db):
        room = a_room()
        step = a_round_step(room)
        for number in range(20):
            somebody(room, f"Person {number}", organisation=f"Charity {number % 10}")

        drawing.propose(round=step.round, now=NOON, by=None)

        for table in queries.tables(queries.standing_draw(step.round)):
            organisations = [seat.participant.organisation for seat in table.seats]
            assert len(set(organisations)) == len(organisations)

    def test_online_people_and_people_in_the_room_never_share_a_table_unless_asked(self, db):
        room = a_room()
        step = a_round_step(room)
        for number in range(14):
            somebody(room, f"Person {number}", way="online" if number < 7 else "room")
        drawing.propose(round=step.round, now=NOON, by=None)

        for table in queries.tables(queries.standing_draw(step.round)):
            assert len({seat.participant.way for seat in table.seats}) == 1
            assert table.group.way in {"online", "room"}

    def test_one_facilitator_a_table(self, db):
        room = a_room()
        step = a_round_step(room)
        people = people_in(room, 16)
        for person in people[:4]:
            joining.set_facilitating(participant=person, facilitating=True)
        drawing.propose(round=step.round, now=NOON, by=None)

        for table in queries.tables(queries.standing_draw(step.round)):
            assert sum(seat.participant.facilitating for seat in table.seats) == 1

    def test_three_rounds_of_thirty_nobody_meets_twice(self, db):
        room = a_room()
        rounds = [a_round_step(room, f"Question {number}").round for number in range(3)]
        people_in(room, 30)
        met: list[frozenset[int]] = []
        for round in rounds:
            host.go_to(room=room, step=round.step, now=NOON, by=None)
            drawing.propose(round=round, now=NOON, by=None)
            drawing.publish(round=round, now=NOON, by=None)
            for table in queries.tables(queries.standing_draw(round)):
                met += [frozenset(pair) for pair in combinations(table.members, 2)]

        assert len(met) == len(set(met))

    def test_a_published_draw_can_be_undone_and_drawn_again(self, talking):
        _, round, _ = talking
        with pytest.raises(drawing.AlreadyPublished):
            drawing.propose(round=round, now=NOON, by=None)

        drawing.undo(round=round, now=NOON, by=None)
        drawing.propose(round=round, now=NOON, by=None)

        assert queries.published_draw(round) is None
        assert len(where(round)) == 30

    def test_links_come_from_the_pattern(self, db):
        room = a_room()
        step = a_round_step(room, link_pattern="https://meet.example/room-{number}")
        people_in(room, 8)
        drawing.propose(round=step.round, now=NOON, by=None)

        links = [table.group.link for table in queries.tables(queries.standing_draw(step.round))]

        assert links == ["https://meet.example/room-1", "https://meet.example/room-2"]


class TestComingAndGoing:
    def test_latecomers_take_open_seats_at_the_smallest_tables_and_nobody_moves(self, talking):
        room, round, _ = talking
        before = where(round)

        late = [somebody(room, f"Late {number}") for number in range(3)]

        after = where(round)
        assert all(after[person] == table for person, table in before.items())
        assert all(person.pk in after for person in late)
        assert sizes(round) == [5, 4, 4, 4, 4, 4, 4, 4]

    def test_somebody_who_comes_back_sits_where_they_sat(self, talking):
        _, round, people = talking
        table = where(round)[people[3].pk]
        joining.leave(participant=people[3], now=NOON)

        joining.come_back(participant=people[3], now=NOON)

        assert where(round)[people[3].pk] == table

    def test_a_table_below_three_is_offered_a_merge_and_only_its_members_move(self, talking):
        _, round, _ = talking
        small = next(table for table in queries.tables(queries.standing_draw(round)) if len(table.seats) == 3)
        joining.leave(participant=small.seats[0].participant, now=NOON)
        before = where(round)

        (offer,) = queries.merge_offers(queries.standing_draw(round))
        seating.merge(round=round, table=offer.group.number, now=NOON, by=None)

        after = where(round)
        moved = {person for person, table in before.items() if after[person] != table}
        assert moved == {seat.participant_id for seat in small.seats[1:]}
        assert all(3 <= size <= 5 for size in sizes(round))

    def test_people_who_came_after_the_draw_are_seated_when_it_is_published(self, db):
        room = a_room()
        step = a_round_step(room)
        people_in(room, 8)
        drawing.propose(round=step.round, now=NOON, by=None)
        late = somebody(room, "Late One")

        drawing.publish(round=step.round, now=NOON, by=None)

        assert late.pk in where(step.round)

    @settings(
        max_examples=15,
        deadline=None,
        suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
    )
    @given(moves=st.lists(st.integers(min_value=0, max_value=11), max_size=12))
    def test_whoever_comes_and_goes_each_person_here_has_exactly_one_seat(self, db, moves):
        room = a_room()
        step = a_round_step(room)
        people = people_in(room, 12)
        host.go_to(room=room, step=step, now=NOON, by=None)
        drawing.propose(round=step.round, now=NOON, by=None, seed=3)
        drawing.publish(round=step.round, now=NOON, by=None)
        here = set(range(12))
        for number in moves:
            people[number].refresh_from_db()
            (joining.leave if number in here else joining.come_back)(participant=people[number], now=NOON)
            here ^= {number}

        assert set(where(step.round)) == {people[number].pk for number in here}
        room.delete()
        room.gathering.delete()
