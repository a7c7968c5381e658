"""Drawing lots: proposed to the host first, shown to the room only when published, and undone without a trace on screen."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING

from django.db import transaction

import grouping
from collective.ground.lib.errors import Refused
from collective.ground.web import seating as seating_plan
from collective.talk.conversations import engine, queries
from collective.talk.conversations.actions import seating
from collective.talk.conversations.models import Draw, Group, Round, Seat
from collective.talk.rooms.actions.host import locked, record
from collective.talk.rooms.models import Step

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from collective.join.people.models import Member


class CannotDraw(Refused):
    """The tables cannot be drawn as asked."""


class AlreadyPublished(Refused):
    """The room has seen these tables."""


class NothingDrawn(Refused):
    """There is no draw to publish or undo."""


@transaction.atomic
def propose(
    *, round: Round, now: datetime, by: Member | None, seed: int | None = None, seen: int | None = None
) -> Draw:
    """Draw tables from whoever is in the room now. The host sees them; the room does not yet. Again draws anew.

    Raises `AlreadyPublished`, or `CannotDraw` with the rules that collide.
    """
    room = locked(round.step.room, seen=seen)
    standing = queries.standing_draw(round)
    if standing and standing.published_at:
        raise AlreadyPublished("The room has these tables already. Undo them first, then draw again.")
    people = engine.people_of(room)
    if len(people) < 2:
        raise CannotDraw("Fewer than two people are in the room, so there are no tables to make yet.")
    if standing:
        standing.undone_at = now
        standing.save(update_fields=["undone_at"])
    seed = secrets.randbelow(2**53) if seed is None else seed
    try:
        drawing = grouping.draw(people, rules=engine.rules_of(round), history=engine.history_before(round), seed=seed)
    except grouping.ImpossibleRules as problem:
        raise CannotDraw(str(problem)) from problem
    said = [engine.of_tables(sentence) for sentence in drawing.report.sentences]
    draw = Draw.objects.create(round=round, seed=seed, method=drawing.method, sentences=said, made_at=now, made_by=by)
    _seat(draw, drawing.groups, round, now)
    record(room, "tables drawn", now=now, by=by, step=round.step, seed=seed)
    return draw


def _seat(draw: Draw, groups: grouping.Groups, round: Round, now: datetime) -> None:
    ways = dict(round.step.room.participants.values_list("pk", "way"))
    for number, members in enumerate(groups, start=1):
        used = {ways[int(member)] for member in members}
        group = Group.objects.create(
            draw=draw, number=number, way=used.pop() if len(used) == 1 else "", link=engine.link_for(round, number)
        )
        Seat.objects.bulk_create(
            Seat(draw=draw, group=group, participant_id=int(member), place=place, seated_at=now)
            for place, member in zip(places(len(members)), members, strict=True)
        )


def places(size: int) -> list[int]:
    """The seats that so many people take. Three leave the second free, where an open seat stands off from the table."""
    drawn = seating_plan.numbers(size)
    return [*drawn, *range(len(drawn) + 1, size + 1)]


@transaction.atomic
def publish(*, round: Round, now: datetime, by: Member | None, seen: int | None = None) -> Draw:
    """Show everybody their table. People who came since the draw take open seats. Twice is harmless."""
    room = locked(round.step.room, seen=seen)
    draw = queries.standing_draw(round)
    if draw is None:
        raise NothingDrawn("Draw the tables first, look at them, then show them to the room.")
    if draw.published_at is None:
        draw.published_at = now
        draw.save(update_fields=["published_at"])
        seating.settle(draw, now=now)
        _give_whole_time(round.step, now)
        record(room, "tables published", now=now, by=by, step=round.step)
    return draw


def _give_whole_time(step: Step, now: datetime) -> None:
    """The minutes of a round count from when people see their tables, however long the drawing took."""
    visit = step.visits.filter(to_at__isnull=True).first()
    if visit is not None:
        since = int((now - visit.from_at).total_seconds())
        Step.objects.filter(pk=step.pk, extra_seconds__lt=since).update(extra_seconds=since)


@transaction.atomic
def undo(*, round: Round, now: datetime, by: Member | None, seen: int | None = None) -> None:
    """Take the tables back. What people wrote at them is kept. Twice is harmless."""
    room = locked(round.step.room, seen=seen)
    draw = queries.standing_draw(round)
    if draw is not None:
        draw.undone_at = now
        draw.save(update_fields=["undone_at"])
        record(room, "tables undone", now=now, by=by, step=round.step)


@transaction.atomic
def change_round(
    *,
    round: Round,
    size: int,
    smallest: int,
    largest: int,
    mix_ways: bool,
    link_pattern: str,
    links: Sequence[str],
    now: datetime,
    by: Member | None,
) -> Round:
    """Other sizes, other links. Tables stay as they are and get the new links; the next draw follows the new sizes."""
    if not 2 <= smallest <= size <= largest <= 12:
        raise CannotDraw(
            "The usual size must lie between the smallest (two at least) and the largest (twelve at most)."
        )
    room = locked(round.step.room)
    round.size, round.smallest, round.largest = size, smallest, largest
    round.mix_ways, round.link_pattern, round.links = mix_ways, link_pattern, list(links)
    round.save()
    tables = list(Group.objects.filter(draw__round=round, draw__undone_at__isnull=True))
    for group in tables:
        group.link = engine.link_for(round, group.number)
    Group.objects.bulk_update(tables, ["link"])
    record(room, "round changed", now=now, by=by, step=round.step)
    return round
