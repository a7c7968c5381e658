"""Links that open a web calendar with an event filled in. They are only followed when somebody presses one.

None of these is a standard: Google documents `render?action=TEMPLATE`, Outlook its compose deeplink, and Yahoo's `v=60` is what
its own buttons use. All take the moment in universal time, so no zone has to be understood on the way.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC
from typing import TYPE_CHECKING
from urllib.parse import quote, urlencode

if TYPE_CHECKING:
    from collective.gather.diary.ics.events import Event

WORDS = 1500  # longer addresses are cut off by some browsers and mail programs


@dataclass(frozen=True)
class Link:
    """One calendar to choose: its name, and the address that fills it in."""

    name: str
    url: str


def links(event: Event) -> list[Link]:
    """Google, Outlook at home and at work, Yahoo; in the order in which charities use them."""
    return [
        Link("Google Calendar", _google(event)),
        Link("Outlook.com", _outlook("outlook.live.com", event)),
        Link("Microsoft 365", _outlook("outlook.office.com", event)),
        Link("Yahoo Calendar", _yahoo(event)),
    ]


def _google(event: Event) -> str:
    facts = {
        "action": "TEMPLATE",
        "text": event.summary,
        "dates": "/".join(f"{moment.astimezone(UTC):%Y%m%dT%H%M%SZ}" for moment in (event.starts_at, event.ends_at)),
        "ctz": event.zone,
        "details": _words(event),
        "location": event.location,
    }
    return _address("https://calendar.google.com/calendar/render", facts)


def _outlook(host: str, event: Event) -> str:
    facts = {
        "path": "/calendar/action/compose",
        "rru": "addevent",
        "subject": event.summary,
        "startdt": f"{event.starts_at.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}",
        "enddt": f"{event.ends_at.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}",
        "body": _words(event),
        "location": event.location,
    }
    return _address(f"https://{host}/calendar/0/deeplink/compose", facts)


def _yahoo(event: Event) -> str:
    facts = {
        "v": "60",
        "title": event.summary,
        "st": f"{event.starts_at.astimezone(UTC):%Y%m%dT%H%M%SZ}",
        "et": f"{event.ends_at.astimezone(UTC):%Y%m%dT%H%M%SZ}",
        "desc": _words(event),
        "in_loc": event.location,
    }
    return _address("https://calendar.yahoo.com/", facts)


def _address(base: str, facts: dict[str, str]) -> str:
    clean = {name: value.encode("utf-8", "replace").decode() for name, value in facts.items() if value}
    return f"{base}?{urlencode(clean, quote_via=quote)}"


def _words(event: Event) -> str:
    words = event.description.strip()[:WORDS]
    if event.url not in words:
        words = f"{words}\n\n{event.url}".strip()
    return words.encode("utf-8", "replace").decode()
