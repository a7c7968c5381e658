"""Keeping published tables right as people come and go. Nobody moves who need not."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

import grouping
from collective.ground.lib.errors import Refused
from collective.talk.conversations import engine, queries
from collective.talk.conversations.models import Draw, Group, Round, Seat
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
        _free(seat, now)
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
        return _take(draw, before.group, participant, now, late=False)
    tables = queries.tables(draw)
    groups = tuple(tuple(str(pk) for pk in table.members) for table in tables)
    placement = grouping.seat_latecomer(
        groups,
        engine.person_of(participant),
        people=_people(draw, participant),
        rules=engine.rules_of(draw.round),
        history=engine.history_before(draw.round),
    )
    group = tables[placement.group].group if placement.group < len(tables) else _new_table(draw)
    return _take(draw, group, participant, now, late=True)


def _may_return(group: Group) -> bool:
    """Whether the table is still there, somebody sits at it, and it has room."""
    there = group.seats.filter(left_at__isnull=True).count()
    return group.merged_into_id is None and 0 < there < group.draw.round.largest


def _people(draw: Draw, newcomer: Participant) -> list[grouping.Person]:
    seated = Participant.objects.filter(seats__draw=draw, seats__left_at__isnull=True).exclude(pk=newcomer.pk)
    return [engine.person_of(participant) for participant in [*seated, newcomer]]


def _new_table(draw: Draw) -> Group:
    number = (draw.groups.order_by("-number").values_list("number", flat=True).first() or 0) + 1
    return Group.objects.create(draw=draw, number=number, link=engine.link_for(draw.round, number))


def _take(draw: Draw, group: Group, participant: Participant, now: datetime, *, late: bool) -> Seat:
    taken = set(Seat.objects.filter(group=group, left_at__isnull=True).values_list("place", flat=True))
    place = next(place for place in range(1, len(taken) + 2) if place not in taken)
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


def _free(seat: Seat, now: datetime) -> None:
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
            _free(seat, now)


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
        _free(seat, now)
        _take(draw, target, seat.participant, now, late=False)
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

    Raises `CannotMove` for a table that is not there, or somebody who has left the room.
    """
    room = locked(round.step.room, seen=seen)
    if not Participant.objects.filter(pk=participant.pk, room=room, left_at__isnull=True).exists():
        raise CannotMove(f"{participant} is not in the room now. Mark them as here again first.")
    draw = queries.standing_draw(round)
    group = Group.objects.filter(draw=draw, number=table, merged_into__isnull=True).first() if draw else None
    if draw is None or group is None:
        raise CannotMove(f"There is no table {table} in this round.")
    seat = Seat.objects.filter(draw=draw, participant=participant, left_at__isnull=True).select_related("group").first()
    if seat and seat.group_id == group.pk:
        return seat
    if seat:
        _free(seat, now)
    moved = _take(draw, group, participant, now, late=False)
    record(room, "moved", now=now, by=by, step=round.step, table=table)
    return moved


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
