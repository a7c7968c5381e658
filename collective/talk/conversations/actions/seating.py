"""Keeping published tables right as people come and go. Nobody moves who need not."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from collective.ground.lib.errors import Refused
from collective.talk.conversations import engine, queries
from collective.talk.conversations.models import Draw, Group, Move, Round, Seat
from collective.talk.rooms.actions.host import locked, record, tell
from collective.talk.rooms.models import Participant

if TYPE_CHECKING:
    from datetime import datetime

    from collective.join.people.models import Member


class CannotMove(Refused):
    """This person cannot be put there, or this table cannot be merged."""


def settle(draw: Draw, *, now: datetime) -> None:
    """Seat whoever is in the room and has no table, free the seats of those who have gone. Call with the room locked."""
    for seat in Seat.objects.filter(draw=draw, left_at__isnull=True, participant__left_at__isnull=False):
        free(seat, now)
    seated = Seat.objects.filter(draw=draw, left_at__isnull=True).values("participant")
    for participant in draw.round.step.room.participants.here().exclude(pk__in=seated).order_by("joined_at", "pk"):
        seat_latecomer(draw, participant, now=now)


def seat_latecomer(draw: Draw, participant: Participant, *, now: datetime) -> Seat:
    """An open seat at the smallest suitable table, or a new table when the library says so. Nobody else moves."""
    if Seat.objects.filter(draw=draw, participant=participant, left_at__isnull=True).exists():
        return Seat.objects.get(draw=draw, participant=participant, left_at__isnull=True)
    before = (
        Seat.objects.filter(draw=draw, participant=participant)
        .select_related("group__draw__round")
        .order_by("-seated_at", "-pk")
        .first()
    )
    if before and _may_return(before.group):  # somebody back from a dead phone or a short call
        return take(draw, before.group, participant, now, late=False)
    tables = queries.tables(draw)
    seated = Participant.objects.filter(seats__draw=draw, seats__left_at__isnull=True).exclude(pk=participant.pk)
    groups = tuple(table.members for table in tables)
    place = engine.seat_latecomer(groups, participant, draw=draw, seated=seated)
    group = tables[place].group if place < len(tables) else new_table(draw)
    return take(draw, group, participant, now, late=True)


def _may_return(group: Group) -> bool:
    """Whether the table is still there, somebody sits at it, and it has room."""
    there = group.seats.filter(left_at__isnull=True).count()
    return group.merged_into_id is None and 0 < there < group.draw.round.largest


def new_table(draw: Draw) -> Group:
    """One more table, with the next number."""
    number = (draw.groups.order_by("-number").values_list("number", flat=True).first() or 0) + 1
    return Group.objects.create(draw=draw, number=number, link=engine.link_for(draw.round, number))


def take(
    draw: Draw, group: Group, participant: Participant, now: datetime, *, late: bool, place: int | None = None
) -> Seat:
    """Sit down at this place of the table, or the first free one. Call with the room locked, and the person at no other table."""
    taken = set(Seat.objects.filter(group=group, left_at__isnull=True).values_list("place", flat=True))
    place = place or next(place for place in range(1, len(taken) + 2) if place not in taken)
    seat = Seat.objects.create(draw=draw, group=group, participant=participant, place=place, late=late, seated_at=now)
    _keep_way_true(group)
    return seat


def _keep_way_true(group: Group) -> None:
    """Whether this is a table in the room, online or both follows from who sits there."""
    ways = set(group.seats.filter(left_at__isnull=True).values_list("participant__way", flat=True))
    way = ways.pop() if len(ways) == 1 else ""
    if group.way != way:
        group.way = way
        group.save(update_fields=["way"])


def free(seat: Seat, now: datetime) -> None:
    """They do not sit there any more; the row stays, with the time."""
    seat.left_at = now
    seat.save(update_fields=["left_at"])


@transaction.atomic
def someone_came(*, participant: Participant, now: datetime) -> None:
    """Seat them at every published draw that is on now or still to come."""
    for draw in queries.running_draws(participant.room_id):
        seat_latecomer(draw, participant, now=now)


@transaction.atomic
def someone_left(*, participant: Participant, now: datetime) -> None:
    """Free their seat at the tables that are on now or still to come. Past tables remember them."""
    for draw in queries.running_draws(participant.room_id):
        for seat in Seat.objects.filter(draw=draw, participant=participant, left_at__isnull=True):
            free(seat, now)


@transaction.atomic
def merge(*, round: Round, table: int, now: datetime, by: Member | None, seen: int | None = None) -> None:
    """Take up the offer for a table that fell below the smallest size: its members, and only they, join others.

    Raises `CannotMove` when there is no such offer any more.
    """
    room = locked(round.step.room, seen=seen)
    draw = queries.standing_draw(round)
    offer = next((one for one in queries.merge_offers(draw) if one.group.number == table), None) if draw else None
    if draw is None or offer is None or not offer.moves:
        raise CannotMove("That table needs no merging now. Look at the board again.")
    for participant_id, target in offer.moves:
        seat = Seat.objects.get(draw=draw, participant_id=participant_id, left_at__isnull=True)
        free(seat, now)
        take(draw, target, seat.participant, now, late=False)
    offer.group.merged_into = offer.moves[0][1]
    offer.group.save(update_fields=["merged_into"])
    record(room, "tables merged", now=now, by=by, step=round.step, table=table)


@transaction.atomic
def move(
    *,
    round: Round,
    participant: Participant,
    table: int,
    now: datetime,
    by: Member | None,
    seen: int | None = None,
) -> Seat:
    """The host moves one person by hand. Nobody else moves; the rules are the host's to bend.

    Raises `CannotMove` for a table that is not there, somebody who has left the room, or a draw that a study keeps to itself.
    """
    room = locked(round.step.room, seen=seen, by=by)
    draw = queries.standing_draw(round)
    refuse_sealed(draw)
    if not Participant.objects.filter(pk=participant.pk, room=room, left_at__isnull=True).exists():
        raise CannotMove(f"{participant} is not in the room now. Mark them as here again first.")
    group = Group.objects.filter(draw=draw, number=table, merged_into__isnull=True).first() if draw else None
    if draw is None or group is None:
        raise CannotMove(f"There is no table {table} in this round.")
    seat = Seat.objects.filter(draw=draw, participant=participant, left_at__isnull=True).select_related("group").first()
    if seat and seat.group_id == group.pk:
        return seat
    if seat:
        free(seat, now)
    taken = take(draw, group, participant, now, late=False)
    act = record(room, "moved", now=now, by=by, step=round.step, table=table)
    before = seat.group if seat else None
    Move.objects.create(draw=draw, act=act, participant=participant, from_group=before, to_group=group)
    return taken


def refuse_sealed(draw: Draw | None) -> None:
    """Nobody chooses who sits where in a round that a study draws, until the room has seen its tables."""
    if draw and draw.round.sealed_at and draw.published_at is None:
        raise CannotMove("A study draws this round, so nobody is moved before the room sees the tables.")


@transaction.atomic
def say_alone(*, participant: Participant, group: Group, alone: bool, now: datetime) -> None:
    """Somebody finds nobody else at their table: the desk shows it until somebody comes or the host has seen to it."""
    room = locked(participant.room)
    Seat.objects.filter(participant=participant, group=group, left_at__isnull=True).update(
        alone_at=now if alone else None
    )
    tell(room)


@transaction.atomic
def see_to(*, group: Group, now: datetime, by: Member | None) -> None:
    """The host has helped whoever was alone at this table. Twice is harmless."""
    step = group.draw.round.step
    room = locked(step.room)
    if Seat.objects.filter(group=group, alone_at__isnull=False).update(alone_at=None):
        record(room, "seen to", now=now, by=by, step=step)
