"""What staff see of the post: letters, addresses that are not written to, and what will go out when."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import islice
from typing import TYPE_CHECKING

from django.db.models import Count, Q
from django.urls import reverse
from django.utils import timezone

from collective.gather.gatherings.models import Gathering
from collective.ground.outbox import automatic
from collective.ground.outbox.actions import outages
from collective.ground.outbox.models import Letter, OptOut, Outage, Pause, Suppression
from collective.join.people.models import is_organiser

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date, datetime

    from collective.ground.outbox.models import LetterQuerySet, SuppressionQuerySet

A_PAGE = 50
DAYS = 14
EXPECTED_AT_MOST = 5000
STATES = {
    "waiting": ("Waiting", Q(sent_at__isnull=True, given_up_at__isnull=True, stopped_at__isnull=True)),
    "sent": ("Sent", Q(sent_at__isnull=False)),
    "given-up": ("Given up", Q(given_up_at__isnull=False)),
    "stopped": ("Not sent", Q(stopped_at__isnull=False)),
}


def letters(viewer: object) -> LetterQuerySet:
    """Every letter, for organisers."""
    return Letter.objects.all() if is_organiser(viewer) else Letter.objects.none()


def suppressions(viewer: object) -> SuppressionQuerySet:
    return Suppression.objects.all() if is_organiser(viewer) else Suppression.objects.none()


@dataclass(frozen=True, slots=True)
class About:
    """What a letter is about, as a link where there is a page for it."""

    words: str
    url: str = ""


@dataclass(frozen=True, slots=True)
class Found:
    """One page of letters, newest first; `older` is where the next page begins, or None."""

    rows: list[tuple[Letter, About]]
    older: int | None


def find(viewer: object, *, words: str, state: str, about: str, before: int | None) -> Found:
    """Letters whose address or subject has these words, or that are about this."""
    wanted = letters(viewer).order_by("-pk")
    if words:
        wanted = wanted.filter(Q(to__icontains=words) | Q(subject__icontains=words))
    if about:
        wanted = wanted.filter(about=about)
    if state in STATES:
        wanted = wanted.filter(STATES[state][1])
    if before:
        wanted = wanted.filter(pk__lt=before)
    page = list(wanted.defer("text", "calendar_text").prefetch_related("pauses")[: A_PAGE + 1])
    names = abouts(each.about for each in page)
    rows = [(each, names[each.about]) for each in page[:A_PAGE]]
    return Found(rows, page[A_PAGE - 1].pk if len(page) > A_PAGE else None)


def counts(viewer: object) -> list[tuple[str, str, int]]:
    """(state, its name, how many), in the order of a letter's life."""
    found = letters(viewer).aggregate(
        **{state.replace("-", "_"): Count("pk", which) for state, (_, which) in STATES.items()}
    )
    return [(state, name, found[state.replace("-", "_")]) for state, (name, _) in STATES.items()]


def abouts(keys: Iterable[str]) -> dict[str, About]:
    """What the keys mean, in one question however many there are."""
    keys = set(keys)
    numbers = {key: key.partition(":")[2] for key in keys if key.startswith("gathering:")}
    titles = Gathering.objects.in_bulk([int(each) for each in numbers.values() if each.isdecimal()])
    found = {key: About(key) for key in keys}
    for key, number in numbers.items():
        if number.isdecimal() and (gathering := titles.get(int(number))):
            found[key] = About(gathering.title, reverse("gathering-overview", args=[gathering.slug]))
    return found


@dataclass(frozen=True, slots=True)
class Now:
    """Whether letters go at all."""

    paused: Pause | None
    outage: Outage | None


def at_present() -> Now:
    return Now(Pause.objects.standing().filter(all_of_them=True).first(), outages.present())


@dataclass(frozen=True, slots=True)
class Event:
    """One line of a letter's history."""

    at: datetime
    words: str
    more: str = ""


def history(letter: Letter) -> list[Event]:
    """What became of a letter, in order."""
    found = [Event(letter.posted_at, "Written and put in the outbox")] if letter.posted_at else []
    for each in letter.happenings.all():
        who = f" by {each.by}" if each.by else ""
        found.append(Event(each.at, f"{each.get_what_display().capitalize()}{who}", each.words))
    for pause in letter.pauses.all():
        found.append(Event(pause.at, f"Held back by {pause.by}"))
        if pause.ended_at:
            found.append(Event(pause.ended_at, f"Let go by {pause.ended_by}"))
    if letter.sent_at:
        found.append(Event(letter.sent_at, "Handed to the mail server, which took it"))
    return sorted(found, key=lambda event: event.at)


@dataclass(slots=True)
class Heap:
    """Letters or acts of one sort that are expected on one day: which go, and which do not and why. One may stand for many
    readers, and then says so in words."""

    step: str
    what: str
    about: About
    first_at: datetime
    last_at: datetime
    going: list[automatic.Coming] = field(default_factory=list)
    held: list[automatic.Coming] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Day:
    date: date
    heaps: list[Heap]


@dataclass(frozen=True, slots=True)
class Outlook:
    """What will go by itself, by day, as things stand now; `failed` names steps that could not say."""

    days: list[Day]
    failed: list[str]
    cut: bool


def outlook(now: datetime) -> Outlook:
    """The next fortnight. Nothing of it is written down anywhere: each is decided again when it is due."""
    until, failed = now + timedelta(days=DAYS), []
    seen: list[tuple[str, automatic.Coming]] = []
    for step in automatic.steps():
        try:
            seen += [(step.name, one) for one in islice(step.coming(now, until), EXPECTED_AT_MOST + 1)]
        except Exception:  # one step that cannot say must not hide the others
            automatic.log.exception("What %s will do could not be worked out.", step.name)
            failed.append(step.name)
    cut = len(seen) > EXPECTED_AT_MOST
    return Outlook(_by_day(sorted(seen, key=lambda one: one[1].at)[:EXPECTED_AT_MOST], now), failed, cut)


def _by_day(expected: list[tuple[str, automatic.Coming]], now: datetime) -> list[Day]:
    names = abouts(one.about for _, one in expected)
    days: dict[date, dict[tuple[str, str, str], Heap]] = defaultdict(dict)
    for step, one in expected:
        heaps = days[timezone.localtime(max(one.at, now)).date()]
        about = names[one.about]
        what = one.what.removesuffix(f": {about.words}")  # it stands below, as a link
        heap = heaps.setdefault((step, what, one.about), Heap(step, what, about, one.at, one.at))
        heap.last_at = max(heap.last_at, one.at)
        (heap.held if one.held else heap.going).append(one)
    return [Day(date, list(heaps.values())) for date, heaps in sorted(days.items())]


def waiting(viewer: object, now: datetime) -> list[tuple[Letter, About]]:
    """Letters that are written already and wait: to be tried again, or for their hour."""
    rows = list(
        letters(viewer)
        .open()
        .order_by("due_at", "pk")
        .defer("text", "calendar_text")
        .prefetch_related("pauses")[:A_PAGE]
    )
    names = abouts(each.about for each in rows)
    return [(each, names[each.about]) for each in rows]


def no_news() -> int:
    """How many readers want no news of some kind."""
    return OptOut.objects.filter(ended_at__isnull=True).values("reader").distinct().count()
