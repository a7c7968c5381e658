"""Gatherings that repeat. Each is one of its own with its own seats and its own entry in diaries; they are moved, never
thrown away and made anew, so that nobody's calendar shows them twice."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils.text import slugify

from collective.gather.diary import wall
from collective.gather.gatherings.actions import copying, planning
from collective.gather.gatherings.core import repeated
from collective.gather.gatherings.models import Gathering, Series
from collective.ground.lib.errors import Refused

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.db.models import QuerySet

    from collective.join.people.models import Member

TIMES = ("zone", "wall_start", "wall_end", "starts_at", "ends_at")


class NotInASeries(Refused):
    """It stands alone."""


class BadDay(Refused):
    """One of the days of the series does not have that hour."""

    status = 400


@transaction.atomic
def plan_series(
    *, title: str, rule: str, times: int, now: datetime, by: Member | None = None, **facts: Any
) -> list[Gathering]:
    """A series and its first gatherings, drafts, `times` of them: on the day that `facts` say and as `rule` repeats it
    ("week", "fortnight", "month" for the same weekday of each month). Raises `BadDay`, and what `wall.span` raises."""
    first = planning.plan(title=title, now=now, by=by, **facts)
    series = Series.objects.create(
        slug=_free_slug(title), title=title, summary="", kind=first.kind, made_at=now, made_by=by
    )
    Gathering.objects.filter(pk=first.pk).update(series=series)
    first.series = series
    days = repeated(wall.plain(first.wall_start).date(), rule, times)
    return [first, *(_again(first, day, now, by) for day in days[1:])]


def plan_series_once(*, title: str, starts_at: datetime, now: datetime, by: Member, **facts: Any) -> Gathering:
    """`plan_series`, from a form: the same organiser sending the same series twice within a minute makes one. Answers the first."""
    same = {"title": title, "starts_at": starts_at, "made_by": by, "made_at__gte": now - planning.SAME_PRESS}
    there = Gathering.objects.filter(**same, series__isnull=False).first()
    return there or plan_series(title=title, starts_at=starts_at, now=now, by=by, **facts)[0]


@transaction.atomic
def add_gathering(*, series: Series, now: datetime, by: Member | None = None, **when: Any) -> Gathering:
    """One more, as the latest of the series is, at `zone`, `wall_start` and `wall_end`. At a time that has one already, that
    one. Raises what `wall.span` raises."""
    Series.objects.select_for_update().get(pk=series.pk)
    starts_at = planning.times(when)["starts_at"]
    there = series.gatherings.filter(starts_at=starts_at, cancellation__isnull=True).first()
    latest = series.gatherings.order_by("-starts_at", "-pk").first()
    if latest is None:
        raise NotInASeries("This series has no gathering left to copy. Plan a new one instead.")
    return there or copying.copy(gathering=latest, now=now, by=by, series=series, **when)


@transaction.atomic
def put_in_series(*, gathering: Gathering, now: datetime, by: Member | None = None) -> Series:
    """Begin a series with a gathering that stood alone. Twice is harmless."""
    held = Gathering.objects.select_for_update().get(pk=gathering.pk)
    if held.series is not None:
        return held.series
    series = Series.objects.create(
        slug=_free_slug(held.title), title=held.title, summary="", kind=held.kind, made_at=now, made_by=by
    )
    held.series = series
    held.save(update_fields=["series"])
    return series


@transaction.atomic
def change_following(*, gathering: Gathering, now: datetime, by: Member | None = None, **facts: Any) -> int:
    """This gathering and all that follow it in its series: the same new facts for each, and its time moved alike, by as many
    days and to the same hours. Those that are over or called off stay as they are. Answers how many were changed.

    Raises `NotInASeries`, `BadDay` when one of the days does not have that hour, and what `wall.span` raises.
    """
    following = list(_following(gathering, now))
    shift = _shift(gathering, facts)
    planning.change(gathering=gathering, now=now, by=by, **facts)
    words = {name: value for name, value in facts.items() if name not in TIMES}
    for one in following:
        when = {} if shift is None else _moved(one, gathering, shift)
        planning.change(gathering=one, now=now, by=by, **words, **when)
    return 1 + len(following)


@transaction.atomic
def cancel_following(*, gathering: Gathering, now: datetime, by: Member, reason: str = "") -> int:
    """Call off this gathering and all that follow it in its series. Answers how many. Twice is harmless."""
    following = list(_following(gathering, now))
    for one in (gathering, *following):
        planning.cancel(gathering=one, now=now, by=by, reason=reason)
    return 1 + len(following)


@transaction.atomic
def publish_all(*, series: Series, now: datetime, by: Member) -> int:
    """Publish every draft of the series that is still to come. Answers how many. Twice is harmless."""
    drafts = series.gatherings.upcoming(now).filter(listing__isnull=True).select_related("entry")
    for one in drafts:
        planning.list_publicly(gathering=one, now=now, by=by)
    return len(drafts)


def change_series(*, series: Series, title: str, summary: str) -> None:
    """What the series is called, and the words of its page. The gatherings keep their own."""
    series.title, series.summary = title, summary
    series.save(update_fields=["title", "summary"])


def _following(gathering: Gathering, now: datetime) -> QuerySet[Gathering]:
    if gathering.series is None:
        raise NotInASeries("This gathering is not part of a series, so nothing follows it.")
    later = gathering.series.gatherings.filter(starts_at__gt=gathering.starts_at)
    return later.upcoming(now).select_related("entry", "listing", "cancellation")


def _shift(gathering: Gathering, facts: dict[str, Any]) -> timedelta | None:
    """By how many days it moves, or None when its time stays."""
    said = [facts.get(name, getattr(gathering, name)) for name in ("wall_start", "wall_end", "zone")]
    if said == [gathering.wall_start, gathering.wall_end, gathering.zone]:
        return None
    return wall.plain(said[0]).date() - wall.plain(gathering.wall_start).date()


def _moved(one: Gathering, first: Gathering, shift: timedelta) -> dict[str, Any]:
    """The time of another of the series, moved as the first was, which stands at its new time by now."""
    day = wall.plain(one.wall_start).date() + shift
    return _at(day, wall.plain(first.wall_start), wall.plain(first.wall_end), first.zone)


def _again(first: Gathering, day: date, now: datetime, by: Member | None) -> Gathering:
    start, end = wall.plain(first.wall_start), wall.plain(first.wall_end)
    return copying.copy(gathering=first, now=now, by=by, series=first.series, **_at(day, start, end, first.zone))


def _at(day: date, start: datetime, end: datetime, zone: str) -> dict[str, Any]:
    """The hours of `start` and `end` on another day, in words if that day does not have them."""
    last = day + (end.date() - start.date())
    texts = (f"{day.isoformat()}T{start:%H:%M}", f"{last.isoformat()}T{end:%H:%M}")
    try:
        starts_at, ends_at = wall.span(*texts, zone)
    except Refused as refused:
        raise BadDay(f"On {day:%A} {day.day} {day:%B %Y} that does not work. {refused}") from refused
    return {"zone": zone, "wall_start": texts[0], "wall_end": texts[1], "starts_at": starts_at, "ends_at": ends_at}


def _free_slug(title: str) -> str:
    base = slugify(title)[:60].strip("-") or "series"
    taken: Sequence[str] = list(Series.objects.filter(slug__startswith=base).values_list("slug", flat=True))
    return next(slug for slug in [base, *(f"{base}-{n}" for n in range(2, len(taken) + 3))] if slug not in taken)
