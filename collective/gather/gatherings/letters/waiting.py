"""To those who wait. No calendar part and no link in any of these: they have no seat."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.urls import reverse

from collective.gather.gatherings.letters import posting
from collective.gather.gatherings.letters.seats import what_was

if TYPE_CHECKING:
    from datetime import datetime

    from collective.gather.gatherings.models import Move, Offer, Waiting
    from collective.gather.gatherings.seating.reasons import Reason


def on_the_list(waiting: Waiting, now: datetime) -> None:
    """They are on the list, and where to see how it stands. One letter an hour, however often the form is sent."""
    key = f"{waiting.pk}:{waiting.made_at:%Y%m%d%H%M}:{now:%Y-%m-%dT%H}"
    _write("on_the_list", waiting, now, key=key, subject="You are on the waiting list: {}")


def offer(one: Offer, now: datetime) -> None:
    """A seat is theirs if they want it, until a stated time. Not sent once that has passed."""
    _write(
        "offer",
        one.waiting,
        now,
        key=str(one.pk),
        subject="A seat is free for you: {}",
        facts={"until": posting.moment(one.expires_at, one.gathering)},
        not_after=one.expires_at,
    )


def offer_expired(one: Offer, now: datetime, due_at: datetime) -> None:
    """Their time is over. Not said in the night (`due_at`), nor when the gathering has begun."""
    ends = one.gathering.starts_at
    subject = "The offer has run out: {}"
    _write("offer_expired", one.waiting, now, key=str(one.pk), subject=subject, not_after=ends, due_at=due_at)


def offer_withdrawn(one: Offer, reason: Reason, now: datetime) -> None:
    """We took an offer back, and why. Nothing to say when the gathering is called off: another letter says it."""
    if reason.code != "closed":
        facts = {"reason": reason.person}
        _write("offer_withdrawn", one.waiting, now, key=str(one.pk), subject="We take our offer back: {}", facts=facts)


def moved_for_waiting(waiting: Waiting, move: Move, now: datetime) -> None:
    facts = what_was(waiting.gathering, move, seated=False)
    _write("moved_for_waiting", waiting, now, key=f"{waiting.pk}:{move.pk}", subject="Moved: {}", facts=facts)


def called_off_for_waiting(waiting: Waiting, now: datetime) -> None:
    facts = {"reason": waiting.gathering.cancellation.reason}
    _write("called_off_for_waiting", waiting, now, key=str(waiting.pk), subject="Called off: {}", facts=facts)


def list_over(waiting: Waiting, now: datetime) -> None:
    """No seat came free before the cut-off, so that they can plan their day."""
    key, ends = f"{waiting.pk}:{waiting.gathering.starts_at.isoformat()}", waiting.gathering.starts_at
    _write("list_over", waiting, now, key=key, subject="No seat has come free: {}", not_after=ends)


def _write(
    name: str,
    waiting: Waiting,
    now: datetime,
    *,
    key: str,
    subject: str,
    facts: dict[str, Any] | None = None,
    not_after: datetime | None = None,
    due_at: datetime | None = None,
) -> None:
    gathering = waiting.gathering
    address = settings.SITE_URL + reverse("my-place", args=[waiting.token])
    posting.post(
        name,
        key=key,
        to=waiting.person.email or "",
        person=waiting.person,
        gathering=gathering,
        subject=subject.format(gathering.title),
        why=posting.ended(f"You put yourself on the waiting list of {gathering.title}"),
        now=now,
        facts={"address": address, **(facts or {})},
        not_after=not_after,
        due_at=due_at,
    )
