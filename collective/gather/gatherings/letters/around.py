"""To hosts, to people who were asked along, and afterwards to those who came."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.urls import reverse

from collective.gather.gatherings.letters import posting
from collective.gather.gatherings.letters.seats import what_was

if TYPE_CHECKING:
    from datetime import datetime

    from collective.gather.gatherings.models import Host, Invite, Move, SignUp


def hosting(host: Host, now: datetime) -> None:
    """A plain notice, not an invitation: nobody is asked whether they come to what they host, and mail programs mislay an
    invitation to oneself."""
    _to_host("hosting", host, now, key=f"{host.pk}:{host.at.isoformat()}", subject="You host: {}")


def moved_for_host(host: Host, move: Move, now: datetime) -> None:
    facts = what_was(host.gathering, move, seated=True)
    _to_host("hosting_moved", host, now, key=f"{host.pk}:{move.pk}", subject="Moved: {}", facts=facts)


def called_off_for_host(host: Host, now: datetime) -> None:
    facts = {"reason": host.gathering.cancellation.reason}
    _to_host("hosting_called_off", host, now, key=str(host.pk), subject="Called off: {}", facts=facts)


def _to_host(
    name: str, host: Host, now: datetime, *, key: str, subject: str, facts: dict[str, Any] | None = None
) -> None:
    gathering = host.gathering
    posting.post(
        name,
        key=key,
        to=host.member.email,
        person=host.member.person,
        gathering=gathering,
        subject=subject.format(gathering.title),
        why=posting.ended(f"An organiser named you as a host of {gathering.title}"),
        now=now,
        facts={"address": posting.page(gathering), "place": gathering.place, **(facts or {})},
    )


def invite(one: Invite, now: datetime) -> None:
    """Somebody asks them along. They sign up themself; one letter, and no reminder if they do not."""
    gathering, by = one.gathering, _asked_by(one)
    asked = posting.ended(f"{by} gave us your address to ask you to {gathering.title}")
    posting.post(
        "invite",
        key=str(one.pk),
        to=one.email,
        person=None,
        gathering=gathering,
        subject=f"{by} asks you along: {gathering.title}",
        why=f"{asked} We write once, and use it for nothing else.",
        now=now,
        facts={
            "invite": one,
            "by": by,
            "address": f"{settings.SITE_URL}{reverse('sign-up', args=[gathering.slug])}?invited={one.token}",
        },
        not_after=gathering.ends_at,
    )


def _asked_by(one: Invite) -> str:
    if one.from_sign_up:
        return one.from_sign_up.person.name
    return one.by.person.name if one.by else "An organiser"


def thanks(sign_up: SignUp, now: datetime, *, outcome: str = "") -> None:
    """Thank you for coming, with what there is to read and see. Once for each gathering."""
    gathering = sign_up.gathering
    posting.post(
        "thanks",
        key=str(sign_up.pk),
        to=sign_up.person.email or "",
        person=sign_up.person,
        gathering=gathering,
        subject=f"Thank you for coming: {gathering.title}",
        why=posting.ended(f"You came to {gathering.title}"),
        now=now,
        facts={
            "materials": list(gathering.materials.order_by("pk")),
            "account": getattr(gathering, "account", None),
            "outcome": settings.SITE_URL + outcome if outcome else "",
            "address": posting.page(gathering),
        },
    )
