"""One gathering at a glance, for its organisers: how sign-ups grew, who they are, how many will come, and what is left to do.

Only organisers see this, so its counts are exact.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from django.db.models import Count, Exists, OuterRef
from django.db.models.functions import TruncDate
from django.urls import reverse
from django.utils import timezone

from collective.gather.gatherings import queries as gatherings
from collective.gather.gatherings import standings
from collective.gather.gatherings.models import CheckIn
from collective.ground.figures.drawings.over_time import over_time
from collective.ground.lib import places
from collective.ground.outbox.models import Letter
from collective.ground.web.people import counted
from collective.join.people.models import MATURITY, ORGANISATION_SIZES, Person

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date, datetime

    from django.db.models import QuerySet
    from django.utils.safestring import SafeString

    from collective.gather.gatherings.models import Gathering
    from collective.gather.gatherings.seating.turnout import Advice, Forecast

LINES = 8
ROWS = 40


@dataclass(frozen=True, slots=True)
class Growth:
    """Sign-ups over time: the same as a picture, a sentence and rows of (day, new, in all)."""

    svg: SafeString
    sentence: str
    rows: tuple[tuple[date, int, int], ...]


@dataclass(frozen=True, slots=True)
class Who:
    """Who is coming: heading and (label, people) lines, largest first; and sentences."""

    lines: tuple[tuple[str, tuple[tuple[str, int], ...]], ...]
    sentences: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Point:
    """Something that is left to do, and where."""

    text: str
    url: str


@dataclass(frozen=True, slots=True)
class AtAGlance:
    """All of it; `growth` is None before the first sign-up, `forecast` and `advice` once it has begun."""

    growth: Growth | None
    who: Who | None
    forecast: Forecast | None
    advice: Advice | None
    points: tuple[Point, ...]


def at_a_glance(gathering: Gathering, now: datetime) -> AtAGlance:
    """Everything, in a number of queries that does not grow with the list."""
    ahead = gathering.starts_at > now and not gathering.is_cancelled
    return AtAGlance(
        growth(gathering, now),
        who(gathering),
        standings.forecast_of(gathering, now) if ahead else None,
        standings.advice_for(gathering, now) if ahead else None,
        tuple(left_to_do(gathering, now)),
    )


def growth(gathering: Gathering, now: datetime) -> Growth | None:
    """How the list grew, day by day in the community's zone."""
    by_day = gathering.sign_ups.annotate(day=TruncDate("made_at")).values_list("day").annotate(people=Count("pk"))
    days = list(by_day.order_by("day"))
    if not days:
        return None
    total, rows = 0, []
    for day, people in days:
        total += people
        rows.append((day, people, total))
    today = timezone.localtime(min(now, gathering.starts_at)).date()
    lately = sum(people for day, people, _ in rows if day > today - timedelta(days=7))
    first = rows[0][0]
    sentence = f"{total:,} signed up, the first on {first.day} {first:%B}; {lately:,} in the last week."
    picture = over_time(
        [(day, so_far) for day, _, so_far in rows],
        today,
        key="growth",
        title="Sign-ups over time",
        description=sentence,
    )
    return Growth(picture, sentence, tuple(rows[-ROWS:]))


def who(gathering: Gathering) -> Who | None:
    """Where they are from, how mature their data is, how large their organisations are, and who is new."""
    coming = Person.objects.filter(pk__in=gathering.sign_ups.coming().values("person"))
    people = coming.count()
    if not people:
        return None
    lines = [
        ("Where they are", _places(coming)),
        ("Data maturity", _maturity(coming)),
        ("Size of organisation", _sizes(coming)),
    ]
    return Who(tuple((title, found) for title, found in lines if found), tuple(_sentences(gathering, coming, people)))


def _places(coming: QuerySet[Person]) -> tuple[tuple[str, int], ...]:
    rows = coming.exclude(place_key="", place="").values_list("place_key", "place").annotate(people=Count("pk"))
    named: dict[str, int] = {}
    for key, written, people in rows:
        place = places.by_key(key)
        label = place.label if place else written
        named[label] = named.get(label, 0) + people
    ranked = sorted(named.items(), key=lambda line: (-line[1], line[0]))
    rest = sum(people for _, people in ranked[LINES:])
    return (*ranked[:LINES], *([("Elsewhere", rest)] if rest else []))


def _maturity(coming: QuerySet[Person]) -> tuple[tuple[str, int], ...]:
    found = dict(coming.exclude(maturity="").values_list("maturity").annotate(people=Count("pk")))
    return tuple((label, found[value]) for value, label in MATURITY if value in found)


def _sizes(coming: QuerySet[Person]) -> tuple[tuple[str, int], ...]:
    found = dict(coming.exclude(organisation_size="").values_list("organisation_size").annotate(people=Count("pk")))
    return tuple((label, found[value]) for value, label in ORGANISATION_SIZES if value in found)


def _sentences(gathering: Gathering, coming: QuerySet[Person], people: int) -> Iterator[str]:
    earlier = CheckIn.objects.filter(person=OuterRef("pk"), gathering__starts_at__lt=gathering.starts_at)
    new = coming.exclude(Exists(earlier)).count()
    yield f"{counted(new, 'person', 'people').capitalize()} come{'s' if new == 1 else ''} for the first time."
    sizes = list(
        coming.filter(organisation__isnull=False)
        .values_list("organisation__name")
        .annotate(people=Count("pk"))
        .order_by("-people")
    )
    if sizes:
        largest, most = sizes[0]
        named = counted(sum(of for _, of in sizes), "person", "people").capitalize()
        extra = f"; the most, {most}, are from {largest}" if most > 1 else ""
        yield f"{named} named {counted(len(sizes), 'organisation', 'organisations')}{extra}."
    silent = people - coming.exclude(maturity="").count()
    if silent:
        yield f"{counted(silent, 'person', 'people').capitalize()} said nothing about data maturity."


def left_to_do(gathering: Gathering, now: datetime) -> Iterator[Point]:
    """What the rows say is still open. Nothing here is ticked by hand: a point goes when what it asks for is there."""
    if gathering.is_cancelled:
        return
    edit = reverse("gathering-edit", args=[gathering.slug])
    if gathering.ends_at > now:
        yield from _before(gathering, edit)
    else:
        yield from _after(gathering)
    failed = Letter.objects.filter(about=f"gathering:{gathering.pk}", given_up_at__isnull=False).count()
    if failed:
        yield Point(
            f"{counted(failed, 'letter', 'letters').capitalize()} did not arrive",
            f"{reverse('mail')}?about=gathering:{gathering.pk}",
        )


def _before(gathering: Gathering, edit: str) -> Iterator[Point]:
    if gathering.way != "room" and not gathering.link:
        yield Point("There is no video link yet", edit)
    if gathering.way != "online" and not gathering.place:
        yield Point("It does not say where the room is", edit)
    if not gathering.hosts.exists():
        yield Point("Nobody is named as its host", reverse("gathering-setup", args=[gathering.slug]))
    if not gathering.access_notes:
        yield Point("It does not say how somebody with access needs can take part", edit)
    notes = gathering.sign_ups.coming().exclude(note="").count()
    if notes:
        said = f"{counted(notes, 'person', 'people').capitalize()} wrote a note when they signed up: read it"
        yield Point(said, reverse("gathering-people", args=[gathering.slug]))
    waiting = gatherings.told(gathering, "waiting").count()
    if waiting:
        said = f"{counted(waiting, 'person waits', 'people wait').capitalize()} for a seat"
        yield Point(said, reverse("gathering-waiting", args=[gathering.slug]))


def _after(gathering: Gathering) -> Iterator[Point]:
    came = reverse("gathering-attendance", args=[gathering.slug])
    if gathering.reports.filter(decided_at__isnull=True).exists():
        yield Point("A report of the call waits: say who is who", came)
    unknown = gatherings.not_known(gathering).count()
    if unknown:
        yield Point(f"Of {counted(unknown, 'person', 'people')} we do not know whether they came", came)
    if not gathering.materials.exists():
        yield Point("No slides or notes are shared", reverse("gathering-materials", args=[gathering.slug]))
    if not hasattr(gathering, "account"):
        yield Point("What happened is not told yet", reverse("gathering-setup", args=[gathering.slug]))
