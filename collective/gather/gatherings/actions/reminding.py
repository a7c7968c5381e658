"""Reminders and the question before, to those with a seat: what is due, sent from how things stand, and what is expected."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from django.db import transaction
from django.db.models import Case, CharField, Count, Exists, OuterRef, Q, Value, When

from collective.gather.gatherings import letters
from collective.gather.gatherings.letters.posting import about
from collective.gather.gatherings.models import Gathering, SignUp, StillComing, Told
from collective.gather.gatherings.seating import calls
from collective.ground.outbox.automatic import Coming
from collective.join.people import purposes
from collective.join.people.models import Consent

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from collective.gather.gatherings.seating.calls import Call

BATCH = 100  # letters in one transaction: nobody who signs up waits longer than these take
_LETTERS: dict[str, Callable[[SignUp, datetime, datetime], None]] = {
    calls.ASK: letters.still_coming,
    calls.DAY: letters.day_before,
    calls.MORNING: letters.on_the_morning,
    calls.HOUR: letters.before_the_start,
}
_HELD = {
    "address": "We hold no address of theirs.",
    "consent": "They came in a list from another tool, or took their yes back: nobody has agreed that we write to them.",
}


def run(now: datetime) -> None:
    """Send the reminders that are due. Twice is harmless, two at once too; killed anywhere it neither doubles nor loses."""
    for gathering in _near(now, now + calls.LATEST):
        for call in calls_of(gathering):
            if call.at <= now < call.until:
                while _due(gathering, call).exists() and _send_some(gathering, call, now):
                    pass


def calls_of(gathering: Gathering) -> list[Call]:
    return calls.calls(gathering.starts_at, ZoneInfo(gathering.zone), asks=gathering.asks_still_coming)


def may_be_reminded() -> Q:
    """Those who said yes to letters about gatherings, and those whom an organiser put on the list by hand."""
    agreed = Consent.objects.standing().filter(person=OuterRef("person"), purpose=purposes.GATHERING.slug)
    return Q(Exists(agreed)) | Q(source="hand")


def _near(now: datetime, until: datetime) -> QuerySet[Gathering]:
    coming = Gathering.objects.filter(starts_at__gt=now, starts_at__lte=until, cancellation__isnull=True)
    return coming.order_by("starts_at", "pk")


@transaction.atomic
def _send_some(gathering: Gathering, call: Call, now: datetime) -> int:
    """One batch, with the gathering locked: nobody leaves, and nobody moves or cancels it, between the look and the letter."""
    held = Gathering.objects.select_for_update(of=("self",)).select_related("cancellation").get(pk=gathering.pk)
    if held.is_cancelled or held.starts_at != gathering.starts_at:
        return 0
    some = list(_due(held, call).select_related("person").order_by("pk")[:BATCH])
    what = _what(held, call)
    Told.objects.bulk_create(Told(sign_up=one, what=what, at=now) for one in some)
    if call.kind == calls.ASK:
        asked = [StillComing(sign_up=one, asked_at=now, about_start=held.starts_at) for one in some]
        StillComing.objects.bulk_create(asked, ignore_conflicts=True)
    for one in some:
        one.gathering = held  # one gathering for the whole batch: nothing about it is asked again for each letter
        _LETTERS[call.kind](one, now, call.until)
    return len(some)


def _what(gathering: Gathering, call: Call) -> str:
    return f"{call.kind}:{gathering.starts_at:%Y-%m-%dT%H:%MZ}"


def _due(gathering: Gathering, call: Call) -> QuerySet[SignUp]:
    there = SignUp.objects.coming().filter(gathering=gathering, person__email__isnull=False)
    told = Told.objects.filter(sign_up=OuterRef("pk"), what=_what(gathering, call))
    return there.filter(may_be_reminded(), made_at__lt=_latest(gathering, call)).exclude(Exists(told))


def _latest(gathering: Gathering, call: Call) -> datetime:
    """Who took a seat from then on has been told everything just now. The link an hour before goes to all who were not given
    it with their seat."""
    if call.kind != calls.HOUR or gathering.link_from is None or not gathering.link:
        return call.not_since
    return gathering.starts_at - timedelta(minutes=gathering.link_from)


def expected(now: datetime, until: datetime) -> Iterator[Coming]:
    """What will go and to how many, and to whom not and why. Two queries, however many gatherings there are."""
    there = {one.pk: one for one in _near(now, until + calls.LATEST)}
    numbers = _numbers(there)
    for gathering in there.values():
        for call in calls_of(gathering):
            if now <= call.at <= until:
                yield from _expected(gathering, call, numbers[gathering.pk])


def _expected(gathering: Gathering, call: Call, numbers: dict[str, int]) -> Iterator[Coming]:
    what = f"{calls.WORDS[call.kind]}: {gathering.title}"
    for fate, held in (("goes", ""), *_HELD.items()):
        if numbers[fate]:
            yield Coming(call.at, what, _people(numbers[fate]), about(gathering), held)


def _numbers(there: dict[int, Gathering]) -> dict[int, dict[str, int]]:
    fate = Case(
        When(person__email__isnull=True, then=Value("address")),
        When(may_be_reminded(), then=Value("goes")),
        default=Value("consent"),
        output_field=CharField(),
    )
    counted = (
        SignUp.objects.coming()
        .filter(gathering__in=there)
        .annotate(fate=fate)
        .order_by()
        .values_list("gathering", "fate")
        .annotate(number=Count("pk"))
    )
    numbers: dict[int, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for gathering, kind, number in counted:
        numbers[gathering][kind] = number
    return numbers


def _people(number: int) -> str:
    return "one person with a seat" if number == 1 else f"{number:,} people with a seat"
