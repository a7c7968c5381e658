"""Making a gathering, changing it, publishing it, calling it off."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils import timezone
from django.utils.text import slugify

from collective.gather.diary import wall
from collective.gather.gatherings import letters
from collective.gather.gatherings.actions import in_the_diary, offering
from collective.gather.gatherings.models import Cancellation, Gathering, Listing, Move
from collective.ground.lib.errors import Refused

if TYPE_CHECKING:
    from datetime import datetime

    from collective.join.people.models import Member

SAME_PRESS = timedelta(minutes=1)
_TIMES = ("zone", "wall_start", "wall_end")
_WHERE = ("way", "place", "link")


class CalledOff(Refused):
    """The gathering does not take place, so its time means nothing any more."""


@transaction.atomic
def plan(*, title: str, now: datetime, by: Member | None = None, **facts: Any) -> Gathering:
    """A new gathering, a draft that only organisers see. `facts` are the model's own fields.

    Its time is `wall_start` and `wall_end` (texts of `diary.wall`) with `zone`; or `starts_at` and `ends_at`, moments, with or
    without a zone. Raises what `wall.span` raises.
    """
    when = times(facts)
    made = Gathering.objects.create(
        slug=free_slug(title, when["starts_at"]), title=title, made_at=now, made_by=by, **(facts | when)
    )
    in_the_diary.write(made, now)
    return made


def plan_once(*, title: str, starts_at: datetime, now: datetime, by: Member, **facts: Any) -> Gathering:
    """`plan`, from a form: the same organiser sending the same gathering twice within a minute makes one."""
    same = {"title": title, "starts_at": starts_at, "made_by": by, "made_at__gte": now - SAME_PRESS}
    return Gathering.objects.filter(**same).first() or plan(title=title, starts_at=starts_at, now=now, by=by, **facts)


def times(facts: dict[str, Any]) -> dict[str, Any]:
    """The five fields about the time, from the wall texts where there are any, else from the moments."""
    zone = str(facts.get("zone") or timezone.get_default_timezone_name())
    wall_start, wall_end = facts.get("wall_start", ""), facts.get("wall_end", "")
    if not (wall_start and wall_end):
        wall_start, wall_end = wall.shown(facts["starts_at"], zone), wall.shown(facts["ends_at"], zone)
    starts_at, ends_at = wall.span(wall_start, wall_end, zone)
    return {
        "zone": zone,
        "wall_start": wall.tidy(wall_start),
        "wall_end": wall.tidy(wall_end),
        "starts_at": starts_at,
        "ends_at": ends_at,
    }


def free_slug(title: str, starts_at: datetime) -> str:
    """An address for a gathering, from its name and day, that no other has."""
    base = f"{slugify(title)[:60].strip('-') or 'gathering'}-{timezone.localtime(starts_at):%Y-%m-%d}"
    taken = set(Gathering.objects.filter(slug__startswith=base).values_list("slug", flat=True))
    return next(slug for slug in [base, *(f"{base}-{n}" for n in range(2, len(taken) + 3))] if slug not in taken)


@transaction.atomic
def change(*, gathering: Gathering, now: datetime, by: Member | None = None, **facts: Any) -> Move | None:
    """New facts about a gathering. Its address stays, so that links in letters go on working.

    Answers the `Move` when somebody counts on the time or place that it had; from that row the tick writes the letters. Their
    diaries follow in the same transaction. Raises `CalledOff` when it is cancelled and the time would change, and what
    `wall.span` raises.
    """
    held = Gathering.objects.select_for_update(of=("self",)).select_related("entry", "listing", "cancellation")
    before = held.get(pk=gathering.pk)
    if {"starts_at", "ends_at", *_TIMES} & set(facts):
        facts |= times(_said_before(before, facts) | facts)
    moved = any(getattr(before, name) != facts[name] for name in (*_TIMES, *_WHERE) if name in facts)
    retimed = any(getattr(before, name) != facts[name] for name in _TIMES if name in facts)
    if before.is_cancelled and retimed:
        raise CalledOff("It is called off, so its time cannot be changed. Copy it to plan it again.")
    move = _move(before, now, by) if moved and _is_awaited(before, now) else None
    for name, value in facts.items():
        setattr(before, name, value)
        setattr(gathering, name, value)
    before.save(update_fields=list(facts))
    in_the_diary.write(before, now)
    for host in before.hosts.select_related("member__person", "gathering") if move else ():
        letters.moved_for_host(host, move, now)
    offering.run_list(gathering=before, now=now)  # more seats, or fewer: the waiting list follows at once
    return move


def _said_before(gathering: Gathering, facts: dict[str, Any]) -> dict[str, Any]:
    """What stays of the time where the facts name only a part of it."""
    zone = {"zone": gathering.zone}
    if "wall_start" in facts or "wall_end" in facts or not {"starts_at", "ends_at"} & set(facts):
        return zone | {"wall_start": gathering.wall_start, "wall_end": gathering.wall_end}
    return zone | {"starts_at": gathering.starts_at, "ends_at": gathering.ends_at}


def _is_awaited(gathering: Gathering, now: datetime) -> bool:
    """Whether anybody counts on it: it is to come, and somebody has a seat, waits, or hosts."""
    if gathering.ends_at <= now or gathering.is_cancelled:
        return False
    return gathering.sign_ups.coming().exists() or gathering.waiting.standing().exists() or gathering.hosts.exists()


def _move(before: Gathering, now: datetime, by: Member | None) -> Move:
    return Move.objects.create(
        gathering=before,
        was_zone=before.zone,
        was_wall_start=before.wall_start,
        was_wall_end=before.wall_end,
        was_starts_at=before.starts_at,
        was_place=before.place,
        at=now,
        by=by,
    )


@transaction.atomic
def list_publicly(*, gathering: Gathering, now: datetime, by: Member) -> Listing:
    """Publish the gathering to its audience. Twice is harmless."""
    listing, is_new = Listing.objects.get_or_create(gathering=gathering, defaults={"at": now, "by": by})
    if is_new:
        in_the_diary.write(_as_it_is(gathering), now)
        for host in gathering.hosts.select_related("member__person", "gathering"):
            letters.hosting(host, now)
    return listing


@transaction.atomic
def unlist(*, gathering: Gathering, now: datetime) -> None:
    """A draft again, which organisers see. Who has a seat keeps it, and goes on seeing the page. Twice is harmless."""
    gone, _ = Listing.objects.filter(gathering=gathering).delete()
    if gone:
        in_the_diary.write(_as_it_is(gathering), now)


@transaction.atomic
def cancel(*, gathering: Gathering, now: datetime, by: Member, reason: str = "") -> Cancellation:
    """The gathering does not take place. It keeps its page, which says so. Diaries follow at once, and letters from the row that
    is written here, with the tick. Twice is harmless."""
    gathering = Gathering.objects.select_for_update().get(pk=gathering.pk)
    facts = {"at": now, "by": by, "reason": reason}
    made, is_new = Cancellation.objects.get_or_create(gathering=gathering, defaults=facts)
    if is_new:
        in_the_diary.cancel(_as_it_is(gathering), now)
        for host in gathering.hosts.select_related("member__person", "gathering__cancellation"):
            letters.called_off_for_host(host, now)
        offering.run_list(gathering=gathering, now=now)  # which closes the waiting list
    return made


def _as_it_is(gathering: Gathering) -> Gathering:
    return Gathering.objects.select_related("listing", "entry").get(pk=gathering.pk)
