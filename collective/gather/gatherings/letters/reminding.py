"""The day before, on the morning, an hour before. Not sent any more once their moment has passed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.urls import reverse

from collective.gather.gatherings.letters import posting

if TYPE_CHECKING:
    from datetime import datetime

    from collective.gather.gatherings.models import SignUp


def still_coming(sign_up: SignUp, now: datetime, until: datetime) -> None:
    """One question, one page with two buttons. It is the reminder of the day before as well."""
    facts = {"ask": settings.SITE_URL + reverse("still-coming", args=[sign_up.token])}
    _write("still_coming", sign_up, now, until, subject="Tomorrow: are you still coming to {}?", facts=facts)


def day_before(sign_up: SignUp, now: datetime, until: datetime) -> None:
    _write("day_before", sign_up, now, until, subject="Tomorrow: {}")


def on_the_morning(sign_up: SignUp, now: datetime, until: datetime) -> None:
    _write("on_the_morning", sign_up, now, until, subject="Today: {}")


def before_the_start(sign_up: SignUp, now: datetime, until: datetime) -> None:
    """With the link, whatever the rule about when it shows: they need it now."""
    gathering = sign_up.gathering
    online = posting.ways_in(sign_up, now)["online"]
    facts = {"link": gathering.link if online else ""}
    _write("before_the_start", sign_up, now, until, subject="In an hour: {}", facts=facts)


def _write(
    name: str, sign_up: SignUp, now: datetime, until: datetime, *, subject: str, facts: dict[str, Any] | None = None
) -> None:
    gathering = sign_up.gathering
    posting.post(
        name,
        key=f"{sign_up.pk}:{gathering.starts_at:%Y-%m-%dT%H:%MZ}",
        to=sign_up.person.email or "",
        person=sign_up.person,
        gathering=gathering,
        subject=subject.format(gathering.title),
        why=posting.reason(sign_up),
        now=now,
        facts={**posting.ways_in(sign_up, now), **(facts or {})},
        not_after=until,
    )
