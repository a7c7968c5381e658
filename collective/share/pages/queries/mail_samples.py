"""What each kind of letter looks like: its own template, filled with invented people and an invented gathering."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import time
from types import SimpleNamespace
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string

from collective.ground.community.models import present
from collective.ground.outbox.models import Letter


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of letter; `name` is the first part of its key and, for gatherings, its template."""

    name: str
    title: str
    goes: str
    subject: str
    why: str = "You signed up for Winter lunch."
    template: str = ""

    @property
    def path(self) -> str:
        return self.template or f"gatherings/letters/{self.name}.txt"


@dataclass(frozen=True, slots=True)
class Sample:
    kind: Kind
    letter: Letter


WAITING = "You are on the waiting list of Winter lunch."
KINDS = (
    Kind(
        "welcome",
        "Welcome to the community",
        "when somebody joins",
        "You are part of {community}",
        "You joined our community.",
        "people/letters/welcome.txt",
    ),
    Kind("confirm", "You have a seat", "at once after signing up, or when a seat is taken", "Your seat: Winter lunch"),
    Kind(
        "seat_changed", "The seat has changed", "when somebody comes another way", "Your seat has changed: Winter lunch"
    ),
    Kind("left", "The seat is given back", "when somebody gives it back", "You are not coming: Winter lunch"),
    Kind(
        "invite", "An invitation", "when somebody brings a colleague", "Winter lunch", "Ben Carr gave us your address."
    ),
    Kind(
        "hosting", "You are a host", "when an organiser names a host", "You host Winter lunch", "You are a host of it."
    ),
    Kind(
        "hosting_moved",
        "You host, and it has moved",
        "when time or place change",
        "Moved: Winter lunch",
        "You are a host of it.",
    ),
    Kind(
        "hosting_called_off",
        "You host, and it is off",
        "when it is called off",
        "Called off: Winter lunch",
        "You are a host of it.",
    ),
    Kind("on_the_list", "On the waiting list", "when every seat is taken", "On the list: Winter lunch", WAITING),
    Kind("offer", "A seat is offered", "when one comes free, by day", "A seat for you: Winter lunch", WAITING),
    Kind(
        "offer_expired",
        "The offer has run out",
        "when nobody answered",
        "Your offer has run out: Winter lunch",
        WAITING,
    ),
    Kind("offer_withdrawn", "The offer is taken back", "rarely: when seats were taken away", "Winter lunch", WAITING),
    Kind(
        "list_over", "No seat this time", "when it is too late for offers", "No seat this time: Winter lunch", WAITING
    ),
    Kind("day_before", "Tomorrow", "the day before", "Tomorrow: Winter lunch"),
    Kind("still_coming", "Still coming?", "the day before, where the organiser asks", "Still coming? Winter lunch"),
    Kind("on_the_morning", "Today", "on the morning of the day", "Today: Winter lunch"),
    Kind("before_the_start", "It begins soon", "an hour before, to those online", "Soon: Winter lunch"),
    Kind("moved", "It has moved", "when time or place change", "Moved: Winter lunch"),
    Kind(
        "moved_for_left", "It has moved: could you come now?", "then, to those who had said no", "Moved: Winter lunch"
    ),
    Kind(
        "moved_for_waiting",
        "It has moved, for those waiting",
        "then, to the waiting list",
        "Moved: Winter lunch",
        WAITING,
    ),
    Kind("called_off", "It is called off", "when an organiser calls it off", "Called off: Winter lunch"),
    Kind("called_off_for_waiting", "Called off, for those waiting", "then", "Called off: Winter lunch", WAITING),
    Kind(
        "told", "A message to everybody", "when an organiser writes to all who come, wait or came", "About Winter lunch"
    ),
    Kind(
        "thanks", "Thank you, and what came of it", "when an organiser sends it afterwards", "Thank you: Winter lunch"
    ),
)


def kinds() -> tuple[Kind, ...]:
    return KINDS


def known(name: str) -> Kind | None:
    """The kind with this name, if it is one of these."""
    return next((each for each in KINDS if each.name == name), None)


def sample(name: str) -> Sample | None:
    """The letter of this kind to an invented reader; None where there is no such kind."""
    kind = known(name)
    if kind is None:
        return None
    text = render_to_string(kind.path, facts())
    community = present().name
    letter = Letter(
        to="amina@example.org",
        subject=kind.subject.format(community=community),
        text=re.sub(r"\n{3,}", "\n\n", text).strip() + "\n",
        why=kind.why,
        kind=kind.name,
    )
    return Sample(kind, letter)


def facts() -> dict[str, Any]:
    """Everything that any of the letters asks for."""
    yes = SimpleNamespace(wording=SimpleNamespace(text="Write to me about this gathering."))
    own = f"{settings.SITE_URL}/seat/an-example/"
    return {
        "person": SimpleNamespace(
            name="Amina Yusuf",
            email="amina@example.org",
            organisation=SimpleNamespace(name="Riverside Food Bank"),
            place="Leeds",
            words=["food", "volunteers"],
        ),
        "gathering": SimpleNamespace(
            title="Winter lunch",
            link="https://video.example/winter",
            access_notes="Step-free from the street; the lift is on the left.",
            quiet_from=time(20),
            quiet_to=time(8),
        ),
        "community": present(),
        "maturity": "Learning",
        "sign_up": SimpleNamespace(way="online"),
        "invite": SimpleNamespace(name="Amina"),
        "by": "Ben Carr",
        "when": "Thursday 3 December 2026, 12:30 to 13:30 (GMT)",
        "was": "Wednesday 2 December, 12:30 (GMT)",
        "was_place": "The Old Library, Leeds",
        "until": "Wednesday 2 December, 18:00 (GMT)",
        "place": "Friends' Meeting House, Leeds",
        "link": "https://video.example/winter",
        "online": True,
        "reason": "The room has a burst pipe, and we found no other.",
        "consents": [yes],
        "account": "We talked about numbers that nobody reads.",
        "materials": [SimpleNamespace(title="The slides", url=f"{settings.SITE_URL}/gatherings/winter-lunch/")],
        "outcome": f"{settings.SITE_URL}/gatherings/winter-lunch/result/",
        "message": SimpleNamespace(text="We have moved next door, to the Old Library. Come in by the yard."),
        "own_page": own,
        "page": f"{settings.SITE_URL}/gatherings/winter-lunch/",
        "address": own,
        "ask": f"{own}coming/",
        "front": f"{settings.SITE_URL}/",
    }
