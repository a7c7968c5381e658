"""Two organisers change a draw at the same moment: everybody keeps exactly one seat, and one wish stands for a pair."""

import pytest

from collective.ground.lib.errors import Refused
from collective.talk.conversations import queries
from collective.talk.conversations.actions import drawing, moving, rules, seating
from collective.talk.conversations.models import Move, Pair, Seat
from tests.cast import NOON, a_room, a_round_step, people_in, somebody
from tests.talk.test_conversations_races import at_once

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def round():
    round = a_round_step(a_room()).round
    people_in(round.step.room, 12)
    drawing.propose(round=round, now=NOON, by=None, seed=5)
    return round


def fresh(round):
    return type(round).objects.select_related("step__room").get(pk=round.pk)


def seated(round):
    seats = Seat.objects.filter(draw=queries.standing_draw(round), left_at__isnull=True)
    return list(seats.values_list("participant", flat=True))


def whole(round):
    here = set(round.step.room.participants.here().values_list("pk", flat=True))
    assert len(seated(round)) == len(set(seated(round)))
    assert set(seated(round)) == here


def first_of_each(round):
    return [table.seats[0].participant for table in queries.tables(queries.standing_draw(round))]


def test_one_person_is_moved_to_two_tables_at_once_and_the_second_organiser_is_told(round):
    one, *_ = first_of_each(round)
    seen = fresh(round).step.room.act

    answers = at_once(
        *[
            lambda table=table: seating.move(
                round=fresh(round), participant=one, table=table, now=NOON, by=None, seen=seen
            )
            for table in (2, 3)
        ]
    )

    assert sum(isinstance(answer, Refused) for answer in answers) == 1
    assert Move.objects.count() == 1
    whole(round)


def test_three_people_swap_in_a_ring_at_once_and_everybody_has_a_seat(round):
    a, b, c = first_of_each(round)

    at_once(
        *[
            lambda one=one, other=other: moving.swap(
                round=fresh(round), participant=one, other=other, now=NOON, by=None
            )
            for one, other in ((a, b), (b, c), (c, a))
        ]
    )

    whole(round)


def test_the_last_move_is_taken_back_by_two_at_once_and_only_once(round):
    a, b, _ = first_of_each(round)
    before = {frozenset(table.members) for table in queries.tables(queries.standing_draw(round))}
    moving.swap(round=round, participant=a, other=b, now=NOON, by=None)

    answers = at_once(*[lambda: moving.undo_last(round=fresh(round), now=NOON, by=None) for _ in range(2)])

    assert sum(isinstance(answer, Refused) for answer in answers) == 1
    assert {frozenset(table.members) for table in queries.tables(queries.standing_draw(round))} == before


def test_a_repair_while_somebody_comes_is_made_or_refused_whole(round):
    somebody(round.step.room, "Late One")
    state = queries.state_of(queries.standing_draw(round))

    at_once(
        lambda: moving.repair(round=fresh(round), how="calm", state=state, now=NOON, by=None),
        lambda: drawing.publish(round=fresh(round), now=NOON, by=None),
    )

    whole(round)


def test_two_organisers_ask_a_pair_apart_and_together_and_one_wish_stands(round):
    a, b, _ = first_of_each(round)
    room = round.step.room

    answers = at_once(
        *[
            lambda one=one, other=other, together=together: rules.add_pair(
                room=room, one=one, other=other, together=together, now=NOON, by=None
            )
            for one, other, together in ((a, b, True), (b, a, False))
        ]
    )

    assert sum(isinstance(answer, Refused) for answer in answers) == 1
    assert Pair.objects.count() == 1


def test_the_tables_are_shown_while_somebody_is_moved_and_both_hold(round):
    one, *_ = first_of_each(round)

    at_once(
        lambda: seating.move(round=fresh(round), participant=one, table=2, now=NOON, by=None),
        lambda: drawing.publish(round=fresh(round), now=NOON, by=None),
    )

    assert queries.published_draw(round) is not None
    assert queries.seat_of(queries.standing_draw(round), one).group.number == 2
    whole(round)
