"""What the waiting lists are expected to do by themselves, for staff to see before it happens."""

from __future__ import annotations

from typing import TYPE_CHECKING

from collective.gather.gatherings import standings
from collective.gather.gatherings.letters.posting import about
from collective.gather.gatherings.models import Gathering, Offer
from collective.gather.gatherings.seating import deciding
from collective.ground.outbox.automatic import Coming

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime


def expected(now: datetime, until: datetime) -> Iterator[Coming]:
    """Offers that end, and seats that wait to be offered, with what keeps each back."""
    yield from _offers_that_end(now, until)
    for gathering in standings.lists_to_look_at(now):
        yield from _waiting_for_a_seat(gathering, now, until)


def _offers_that_end(now: datetime, until: datetime) -> Iterator[Coming]:
    rows = Offer.objects.filter(seat__isnull=False, expires_at__gt=now, expires_at__lte=until)
    for one in rows.select_related("gathering", "waiting__person").order_by("expires_at", "pk"):
        what = f"Offer ends, the seat goes to the next: {one.gathering.title}"
        yield Coming(one.expires_at, what, one.waiting.person.name, about(one.gathering))


def _waiting_for_a_seat(gathering: Gathering, now: datetime, until: datetime) -> Iterator[Coming]:
    decided = deciding.decide(standings.facts_of(gathering, now), now)
    names = {one.pk: one.person.name for one in gathering.waiting.standing().select_related("person")}
    at = decided.look_again_at or now
    for act in decided.acts:
        if isinstance(act, deciding.Skip) and at <= until:
            held = "" if act.reason.code == "quiet" else act.reason.staff
            yield Coming(at, f"Seat offered: {gathering.title}", names[act.waiting], about(gathering), held)
