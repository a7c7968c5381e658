"""What a diary page or a feed shows."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from django.conf import settings

from collective.gather.diary import calendar
from collective.gather.diary.free import Hours, OneDay, Spell
from collective.gather.diary.models import CONFIRMED, DECLINED, Availability, Entry, Invitation
from collective.ground.community.models import present

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from collective.join.people.models import Person

KEPT = timedelta(days=180)  # so long what is over stays in a feed: calendars drop what a feed drops
AT_MOST = 1000


@dataclass(frozen=True)
class Feed:
    """A calendar feed as it is served: its text, a tag that changes with it, and when it last did."""

    text: str
    tag: str
    changed_at: datetime | None


@dataclass(frozen=True)
class FeedAddress:
    """Where somebody's feed is: `web` to paste into a calendar, `subscribe` for a phone or a desktop calendar to open."""

    web: str
    subscribe: str


def personal_feed(person: Person, now: datetime) -> Feed:
    """All that this person is asked to or hosts; what was called off, or what they left, stands there as cancelled."""
    kept = Invitation.objects.filter(person=person, entry__ends_at__gte=now - KEPT).select_related("entry")
    pairs = [(each.entry, each) for each in kept.order_by("entry__starts_at", "pk")[:AT_MOST]]
    return _feed(pairs, f"{present().name}: your diary")


def public_feed(now: datetime) -> Feed:
    """All that everybody may see."""
    kept = Entry.objects.public().filter(ends_at__gte=now - KEPT).order_by("starts_at", "pk")[:AT_MOST]
    return _feed([(entry, None) for entry in kept], present().name)


def _feed(pairs: Sequence[tuple[Entry, Invitation | None]], title: str) -> Feed:
    text = calendar.feed(pairs, title=title)
    changed = [each.changed_at for pair in pairs for each in pair if each is not None]
    tag = hashlib.sha256(text.encode()).hexdigest()[:32]
    return Feed(text, f'"{tag}"', max(changed, default=None))


def address(path: str) -> FeedAddress:
    """A feed's addresses, from its path on this site."""
    web = f"{settings.SITE_URL}{path}"
    return FeedAddress(web, "webcal:" + web.partition(":")[2])


def coming(person: Person, now: datetime) -> list[Invitation]:
    """What this person has in the diary, the next first; what was called off too, until its day has passed."""
    return list(Invitation.objects.filter(person=person).current(now)[:AT_MOST])


def hours_of(people: Iterable[Person], *, start: datetime, end: datetime) -> dict[int, Hours]:
    """When these people are free, by the id of the person, for `free.common`; who has told nothing is left out.

    Where they stand in our diary between the two moments, and have not said no, they are busy.
    """
    asked = Availability.objects.filter(person__in=list(people)).prefetch_related("weekly", "exceptions")
    busy: dict[int, list[tuple[datetime, datetime]]] = {}
    taken = Invitation.objects.standing().filter(
        person__availability__in=asked, entry__status=CONFIRMED, entry__starts_at__lt=end, entry__ends_at__gt=start
    )
    for person, begins, ends in taken.exclude(state=DECLINED).values_list(
        "person", "entry__starts_at", "entry__ends_at"
    ):
        busy.setdefault(person, []).append((begins, ends))
    return {each.person_id: _hours(each, busy.get(each.person_id, [])) for each in asked}


def _hours(told: Availability, busy: Sequence[tuple[datetime, datetime]]) -> Hours:
    weekly: dict[int, list[Spell]] = {}
    for each in told.weekly.all():
        weekly.setdefault(each.weekday, []).append(Spell(each.first, each.last))
    # The one said last holds, so they stand in the order in which they were said.
    exceptions = [
        OneDay(each.day, Spell(each.first, each.last), each.free)
        for each in sorted(told.exceptions.all(), key=lambda each: each.pk)
    ]
    return Hours(told.zone, weekly, exceptions, busy)
