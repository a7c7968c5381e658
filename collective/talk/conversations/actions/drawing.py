"""Drawing lots: proposed to the host first, shown to the room only when published, and undone without a trace on screen."""

from __future__ import annotations

import itertools
import secrets
from typing import TYPE_CHECKING, Any

from django.db import transaction

from collective.ground.lib.errors import Refused
from collective.ground.web import seating as seating_plan
from collective.talk.conversations import engine, queries
from collective.talk.conversations.actions import seating
from collective.talk.conversations.actions.rules import set_rules
from collective.talk.conversations.models import LOT, Draw, Group, Round, Seat
from collective.talk.rooms.actions.host import locked, record
from collective.talk.rooms.models import Step

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence
    from datetime import datetime

    from collective.join.people.models import Member


class CannotDraw(Refused):
    """The tables cannot be drawn as asked."""


class AlreadyPublished(Refused):
    """The room has seen these tables."""


class NothingDrawn(Refused):
    """There is no draw to publish or undo."""


class Sealed(Refused):
    """A study keeps to itself how this round is drawn."""


@transaction.atomic
def draw_by(
    *,
    round: Round,
    rules: Mapping[str, Any],
    how: Mapping[str, Any],
    now: datetime,
    by: Member | None,
    seen: int | None = None,
) -> Draw:
    """Keep these rules (see `rules.set_rules`) and draw by them, or neither. `how` goes to `propose`. Raises as both do."""
    locked(round.step.room, seen=seen, by=by)
    set_rules(round=round, now=now, by=by, **rules)
    return propose(round=round, now=now, by=by, **how)


@transaction.atomic
def propose(
    *,
    round: Round,
    now: datetime,
    by: Member | None,
    seed: int | None = None,
    seen: int | None = None,
    keep: Collection[int] = (),
    rounds: int = 1,
) -> Draw:
    """Draw tables from whoever is in the room now. The host sees them; the room does not yet. Again draws anew.

    `seed` gives the same tables for the same people, rules and meetings. Tables whose numbers are in `keep` stay as they are.
    With `rounds`, so many from this one on are planned together, under the rules of this one. Answers this round's draw.
    Raises `AlreadyPublished`, `Sealed`, or `CannotDraw` with the rules that collide.
    """
    room = locked(round.step.room, seen=seen, by=by)
    planned = _to_draw(round, rounds)
    if any(one.sealed_at for one in planned) and (seed is not None or keep):
        raise Sealed("A study draws this round, so its seed and its tables are not for anybody to choose.")
    kept = _kept(round, keep)
    asked = engine.asked_of(round, besides=planned)
    to_seat = asked.without([who for members in kept.values() for who in members])
    _enough(len(asked.people), len(to_seat.people), round)
    if round.aim != LOT and not asked.looks_at:
        raise CannotDraw(
            "Nobody here has said any of that with their name on it. Choose Mix, or something else to look at."
        )
    seed = secrets.randbelow(2**53) if seed is None else seed
    try:
        drawn = engine.draw(to_seat, rounds=len(planned), seed=seed)
    except engine.ImpossibleRules as problem:
        raise CannotDraw(engine.of_tables(str(problem))) from problem
    for one in planned:
        Draw.objects.standing().filter(round=one).update(undone_at=now)
        _take_rules(one, round)
    draws = [
        _keep_drawn(one, planned[nth], kept=kept, seed=seed, nth=nth + 1, rounds=len(planned), made_at=now, made_by=by)
        for nth, one in enumerate(drawn)
    ]
    shown = {} if round.sealed_at else {"seed": seed}
    record(room, "tables drawn", now=now, by=by, step=round.step, rounds=len(planned), **shown)
    return draws[0]


def _to_draw(round: Round, rounds: int) -> list[Round]:
    standing = queries.standing_draw(round)
    if standing and standing.published_at:
        raise AlreadyPublished("The room has these tables already. Undo them first, then draw again.")
    there = queries.to_plan(round)
    if not 1 <= rounds <= len(there):
        raise CannotDraw(f"From this round on there are {len(there)} to plan. Choose as many at most.")
    return there[:rounds]


def _kept(round: Round, keep: Collection[int]) -> dict[int, tuple[int, ...]]:
    """Who of the people here sits at the tables to be kept, by the table's number."""
    standing = queries.standing_draw(round)
    if standing is None or not keep:
        return {}
    here = set(round.step.room.participants.here().values_list("pk", flat=True))
    tables = {one.group.number: tuple(who for who in one.members if who in here) for one in queries.tables(standing)}
    return {number: tables[number] for number in keep if tables.get(number)}


def _enough(people: int, to_seat: int, round: Round) -> None:
    if people < 2:
        raise CannotDraw("Fewer than two people are in the room, so there are no tables to make yet.")
    if to_seat < min(round.smallest, people):
        raise CannotDraw("Besides the tables that you keep there are too few people for another. Keep fewer tables.")


def _take_rules(one: Round, like: Round) -> None:
    """Rounds that are planned together are drawn under the rules of the first."""
    if one.pk != like.pk:
        for name in ("size", "smallest", "largest", "mix_ways", "aim", "traits"):
            setattr(one, name, getattr(like, name))
        one.save()


def _keep_drawn(drawn: engine.Drawn, round: Round, *, kept: dict[int, tuple[int, ...]], **facts: Any) -> Draw:
    draw = Draw.objects.create(
        round=round,
        method=drawn.method,
        aim=round.aim,
        traits=round.traits,
        kept=sorted(kept),
        sentences=list(drawn.standing.sentences),
        **facts,
    )
    free = (number for number in itertools.count(1) if number not in kept)
    _seat(draw, sorted([*kept.items(), *zip(free, drawn.tables, strict=False)]), round, facts["made_at"])
    return draw


def _seat(draw: Draw, tables: Sequence[tuple[int, tuple[int, ...]]], round: Round, now: datetime) -> None:
    ways = dict(round.step.room.participants.values_list("pk", "way"))
    for number, members in tables:
        used = {ways[member] for member in members}
        group = Group.objects.create(
            draw=draw, number=number, way=used.pop() if len(used) == 1 else "", link=engine.link_for(round, number)
        )
        Seat.objects.bulk_create(
            Seat(draw=draw, group=group, participant_id=member, place=place, seated_at=now)
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
