"""Changing drawn tables on purpose: two people swap, the last change is taken back, tables are put right after people came or went.

One person moved alone is in seating.py. Each act leaves its moves as rows, so that the last one can be taken back whole.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from collective.talk.conversations import engine, queries
from collective.talk.conversations.actions import seating
from collective.talk.conversations.actions.seating import CannotMove
from collective.talk.conversations.models import Draw, Group, Move, Round, Seat
from collective.talk.rooms.actions.host import locked, record
from collective.talk.rooms.models import Participant

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from collective.join.people.models import Member
    from collective.talk.rooms.models import RoomAct

Change = tuple[
    Participant, Group | None, Group | None
]  # somebody, from a table (None: no seat), to a table (None: no seat)


@transaction.atomic
def swap(
    *,
    round: Round,
    participant: Participant,
    other: Participant,
    now: datetime,
    by: Member | None,
    seen: int | None = None,
) -> None:
    """Two people change tables. At one table already, nothing happens.

    Raises `CannotMove` when one has no seat or is not in the room, or a study keeps the draw to itself.
    """
    room = locked(round.step.room, seen=seen, by=by)
    draw = _standing(round)
    seating.refuse_sealed(draw)
    here = set(room.participants.here().filter(pk__in=[participant.pk, other.pk]).values_list("pk", flat=True))
    tables = _tables_of(draw)
    for one in (participant, other):
        if one.pk not in here:
            raise CannotMove(f"{one} is not in the room now. Mark them as here again first.")
        if one.pk not in tables:
            raise CannotMove(f"{one} has no seat to give. Put them at a table first.")
    one_at, other_at = tables[participant.pk], tables[other.pk]
    if one_at == other_at:
        return
    changes: list[Change] = [(participant, one_at, other_at), (other, other_at, one_at)]
    act = record(room, "swapped", now=now, by=by, step=round.step)
    _carry_out(draw, changes, act, now)


@transaction.atomic
def undo_last(*, round: Round, now: datetime, by: Member | None, seen: int | None = None) -> None:
    """Take back the last change by hand, or the last repair, whole.

    Raises `CannotMove` when there is none, or somebody of it has gone or been moved since.
    """
    room = locked(round.step.room, seen=seen, by=by)
    draw = _standing(round)
    moves = queries.last_moves(draw)
    if not moves:
        raise CannotMove("Nobody has been moved by hand, so there is nothing to take back.")
    tables = _tables_of(draw)
    for move in moves:
        gone = move.from_group is not None and move.from_group.merged_into_id is not None
        if tables.get(move.participant_id) != move.to_group or gone:
            raise CannotMove(f"{move.participant} has gone or sits elsewhere by now, so that cannot be taken back.")
    act = record(room, "move undone", now=now, by=by, step=round.step)
    _reseat(draw, [(move.participant, move.to_group, move.from_group) for move in moves], now)
    Move.objects.filter(pk__in=[move.pk for move in moves]).update(undone_by=act)


@transaction.atomic
def repair(*, round: Round, how: str, state: str, now: datetime, by: Member | None, seen: int | None = None) -> None:
    """Put the tables right for whoever is in the room now, exactly as it was shown.

    `how` is "calm" (nobody moves who need not) or "better" (as good as can be had for few moves). `state` is that of the page on
    which the host saw who would move; raises `CannotMove` when somebody came, went or moved since.
    """
    room = locked(round.step.room, seen=seen, by=by)
    draw = _standing(round)
    if state != queries.state_of(draw):
        raise CannotMove("Somebody came, went or moved since you looked. Look again at who would move.")
    repaired = queries.repaired(draw, how)
    for seat in Seat.objects.filter(draw=draw, left_at__isnull=True).exclude(participant__in=repaired.people):
        seating.free(seat, now)
    changes = _changes(draw, repaired)
    if changes:
        act = record(room, "repaired", now=now, by=by, step=round.step, how=how)
        _carry_out(draw, changes, act, now)


def _standing(round: Round) -> Draw:
    draw = queries.standing_draw(round)
    if draw is None:
        raise CannotMove("No tables are drawn in this round. Draw them first.")
    return draw


def _tables_of(draw: Draw) -> dict[int, Group]:
    seats = Seat.objects.filter(draw=draw, left_at__isnull=True).select_related("group")
    return {seat.participant_id: seat.group for seat in seats}


def _changes(draw: Draw, repaired: engine.Repaired) -> list[Change]:
    groups = {group.number: group for group in draw.groups.filter(merged_into__isnull=True)}
    people = Participant.objects.in_bulk(list(repaired.people))
    tables = _tables_of(draw)
    changes: list[Change] = []
    for number, members in enumerate(repaired.tables, start=1):
        for who in members:
            if number not in groups:
                groups[number] = seating.new_table(draw)
            if tables.get(who) != groups[number]:
                changes.append((people[who], tables.get(who), groups[number]))
    return changes


def _carry_out(draw: Draw, changes: Sequence[Change], act: RoomAct, now: datetime) -> None:
    _reseat(draw, changes, now)
    Move.objects.bulk_create(
        Move(draw=draw, act=act, participant=who, from_group=before, to_group=after)
        for who, before, after in changes
        if after is not None
    )


def _reseat(draw: Draw, changes: Sequence[Change], now: datetime) -> None:
    """Everybody gets up first, then everybody sits down, so that two can change places."""
    who = [participant.pk for participant, _, _ in changes]
    free: dict[int, list[int]] = {}
    for seat in Seat.objects.filter(draw=draw, left_at__isnull=True, participant__in=who).order_by("place"):
        seating.free(seat, now)
        free.setdefault(seat.group_id, []).append(seat.place)
    for participant, _, after in changes:
        if after is not None:
            places = free.get(after.pk)
            seating.take(draw, after, participant, now, late=False, place=places.pop(0) if places else None)
