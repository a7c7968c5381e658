"""What an organiser wrote to many, as the letter that one of them gets."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.template.loader import render_to_string

from collective.gather.gatherings.letters import posting

if TYPE_CHECKING:
    from datetime import datetime

    from collective.gather.gatherings.models import Broadcast
    from collective.join.people.models import Person

_WHY = {
    "coming": "You have a seat at {}. This is about it.",
    "waiting": "You are waiting for a seat at {}. This is about it.",
    "came": "You came to {}. This is about it.",
}


def told(message: Broadcast, person: Person, own_page: str, now: datetime) -> bool:
    """One letter to one person. The key holds the message and the person, so that it is posted once."""
    gathering = message.gathering
    return posting.post(
        "told",
        key=f"{message.pk}:{person.pk}",
        to=person.email or "",
        person=person,
        gathering=gathering,
        subject=message.subject,
        why=_WHY[message.to].format(gathering.title),
        now=now,
        facts=facts(message, person, own_page),
    )


def facts(message: Broadcast, person: Person, own_page: str) -> dict[str, object]:
    """What the letter's template needs besides the gathering; the preview is drawn from the same."""
    return {"message": message, "own_page": own_page, "page": posting.page(message.gathering), "person": person}


def sample(message: Broadcast, person: Person) -> str:
    """The letter as this person would read it; their private link is not shown."""
    shown = {**facts(message, person, "(their own link)"), "gathering": message.gathering}
    return render_to_string("gatherings/letters/told.txt", shown).strip()
