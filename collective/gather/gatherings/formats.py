"""The sign-up list as a file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils import timezone

from collective.gather.gatherings.models import WAYS
from collective.gather.gatherings.queries import everybody
from collective.ground.lib.tables import Sheet, write_csv, write_xlsx
from collective.join.people.models import MATURITY

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from collective.gather.gatherings.models import Gathering
    from collective.gather.gatherings.queries import Entry

HEADERS = (
    "Name",
    "Email",
    "Organisation",
    "Role",
    "Place",
    "Words",
    "Data maturity",
    "State",
    "In the room or online",
    "Facilitator",
    "Signed up",
    "Came in",
    "Note",
)
_STATES = {"here": "Here", "cannot": "Cannot come", "coming": "Coming"}


def as_csv(gathering: Gathering) -> bytes:
    """UTF-8 with a byte order mark; cells that a spreadsheet would run as a formula are made text."""
    return write_csv(HEADERS, _rows(gathering))


def as_xlsx(gathering: Gathering) -> bytes:
    return write_xlsx([Sheet("Sign-ups", HEADERS, _rows(gathering))])


def _rows(gathering: Gathering) -> Iterator[tuple[str, ...]]:
    """Everybody on the roll by name; times are wall clock in the community's zone."""
    return map(_row, everybody(gathering))


def _row(entry: Entry) -> tuple[str, ...]:
    person, sign_up, check_in = entry.person, entry.sign_up, entry.check_in
    return (
        person.name,
        person.email or "",
        person.organisation.name if person.organisation else "",
        person.role,
        person.place,
        ", ".join(person.words),
        dict(MATURITY).get(person.maturity, ""),
        _STATES[entry.state],
        dict(WAYS).get(sign_up.way, "") if sign_up else "",
        "yes" if sign_up and sign_up.facilitating else "",
        _clock(sign_up.made_at if sign_up else None),
        _clock(check_in.at if check_in else None),
        sign_up.note if sign_up else "",
    )


def _clock(moment: datetime | None) -> str:
    return f"{timezone.localtime(moment):%Y-%m-%d %H:%M}" if moment else ""
