"""Two people press at the same moment: one thing happens, and nobody loses a seat."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from collective.ground.lib.errors import Refused
from collective.talk.conversations import queries
from collective.talk.conversations.actions import drawing, seating, writing
from collective.talk.conversations.models import Card, Group, Seat, Vote
from collective.talk.rooms.actions import host, joining, planning
from collective.talk.rooms.models import RoomAct
from tests.cast import NOON, a_room, a_round_step, people_in, somebody

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(*acts):
    """Do all of it in threads that start together; what each gave back, or the refusal it met."""
    ready = Barrier(len(acts))

    def run(act):
        ready.wait(timeout=20)
        try:
            return act()
        except Refused as refused:
            return refused
        finally:
            connection.close()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts))


@pytest.fixture
def round():
    room = a_room()
    round = a_round_step(room).round
    people_in(room, 11)
    host.go_to(room=room, step=round.step, now=NOON, by=None)
    drawing.propose(round=round, now=NOON, by=None, seed=5)
    return round


def fresh(round):
    return type(round).objects.select_related("step__room").get(pk=round.pk)


def seats(round):
    return list(Seat.objects.filter(draw=queries.standing_draw(round), left_at__isnull=True).values_list("participant"))


def test_two_organisers_show_the_same_tables_and_it_is_one_act(round):
    seen = fresh(round).step.room.act

    first, second = at_once(
        *[lambda: drawing.publish(round=fresh(round), now=NOON, by=None, seen=seen) for _ in range(2)]
    )

    refused = [one for one in (first, second) if isinstance(one, Refused)]
    assert [str(one)[:38] for one in refused] == ["Somebody pressed a button a moment bef"]
    assert RoomAct.objects.filter(kind="tables published").count() == 1


def test_two_organisers_draw_and_one_draw_stands(round):
    at_once(*[lambda: drawing.propose(round=fresh(round), now=NOON, by=None) for _ in range(2)])

    assert queries.standing_draw(round) is not None
    assert len(seats(round)) == len(set(seats(round))) == 11


def test_one_organiser_undoes_while_another_shows_and_either_order_is_whole(round):
    at_once(
        lambda: drawing.publish(round=fresh(round), now=NOON, by=None),
        lambda: drawing.undo(round=fresh(round), now=NOON, by=None),
    )

    assert queries.standing_draw(round) is None


def test_a_latecomer_joins_while_a_table_is_merged_and_everybody_has_one_seat(round):
    drawing.publish(round=round, now=NOON, by=None)
    small = min(queries.tables(queries.standing_draw(round)), key=lambda table: len(table.seats))
    joining.leave(participant=small.seats[0].participant, now=NOON)
    room = round.step.room

    at_once(
        lambda: seating.merge(round=fresh(round), table=small.group.number, now=NOON, by=None),
        *[lambda number=number: somebody(room, f"Late {number}") for number in range(2)],
    )

    here = set(room.participants.here().values_list("pk"))
    assert len(seats(round)) == len(here)
    assert set(seats(round)) == here
    merged = Group.objects.filter(merged_into__isnull=False, seats__left_at__isnull=True)
    assert not merged.exists()


def test_people_who_come_together_sit_on_different_seats(round):
    drawing.publish(round=round, now=NOON, by=None)
    room = round.step.room

    came = at_once(*[lambda number=number: somebody(room, f"Late {number}") for number in range(4)])

    assert not any(isinstance(one, Refused) for one in came)
    assert len(seats(round)) == len(set(seats(round))) == 15
    taken = list(Seat.objects.filter(left_at__isnull=True).values_list("group", "place"))
    assert len(taken) == len(set(taken))


def test_a_card_that_a_phone_sends_twice_at_once_is_one_card(round):
    room = round.step.room
    author = room.participants.first()

    cards = at_once(
        *[
            lambda: writing.write_card(room=room, kind="need", text="Time", key="same", now=NOON, author=author)
            for _ in range(3)
        ]
    )

    assert len({card.pk for card in cards}) == 1
    assert Card.objects.count() == 1


def test_two_tables_want_the_same_name_and_one_gets_it(round):
    drawing.publish(round=round, now=NOON, by=None)
    one, two, *_ = [table.group for table in queries.tables(queries.standing_draw(round))]

    answers = at_once(
        *[lambda group=group: writing.name_group(group=group, name="Pivot", participant=None) for group in (one, two)]
    )

    assert sum(isinstance(answer, Refused) for answer in answers) == 1
    assert Group.objects.filter(name="Pivot").count() == 1


def test_a_vote_sent_twice_at_once_is_one_vote(round):
    drawing.publish(round=round, now=NOON, by=None)
    groups = [table.group for table in queries.tables(queries.standing_draw(round))]
    for group in groups:
        writing.name_group(group=group, name=f"Team {group.number}", participant=None)
    step = planning.add_step(room=round.step.room, kind="names", title="Best name?", minutes=3)
    host.go_to(room=round.step.room, step=step, now=NOON, by=None)
    voter = groups[0].seats.first().participant

    at_once(*[lambda: writing.vote(step=step, participant=voter, group=groups[1], now=NOON) for _ in range(3)])

    assert Vote.objects.count() == 1
