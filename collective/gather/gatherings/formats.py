"""Lists as files: who signed up, who came, and all gatherings. Cells that a spreadsheet would run as a formula are made text."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from collective.gather.diary import calendar
from collective.gather.gatherings.models import WAYS, Attendance
from collective.gather.gatherings.queries import everybody
from collective.ground.lib.tables import Sheet, write_csv, write_xlsx
from collective.join.people.models import MATURITY

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
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
_MATURITY, _WAYS = dict(MATURITY), dict(WAYS)
_STATES = {"here": "Here", "cannot": "Cannot come", "coming": "Coming"}


CAME_HEADERS = ("Name", "Email", "Organisation", "Signed up", "Came", "How we know", "As they told us themselves")
_ATTENDED = dict(Attendance.STATES)
_SOURCES = dict(Attendance.SOURCES)
GATHERING_HEADERS = (
    "Title",
    "Kind",
    "Series",
    "Starts",
    "Ends",
    "Time zone",
    "Place",
    "In the room or online",
    "Seats",
    "Coming",
    "State",
    "Address",
)


def as_csv(gathering: Gathering) -> bytes:
    """The sign-ups: UTF-8 with a byte order mark."""
    return write_csv(HEADERS, _rows(gathering))


def as_xlsx(gathering: Gathering) -> bytes:
    return write_xlsx([Sheet("Sign-ups", HEADERS, _rows(gathering))])


def as_json(gathering: Gathering) -> bytes:
    """The same as a list of objects, one a person, under the headings of the table."""
    return _json("sign_ups", HEADERS, _rows(gathering))


def attendance_as(ending: str, gathering: Gathering) -> bytes:
    """Who came, as "csv", "xlsx" or "json"."""
    return _written(ending, "Who came", "attendance", CAME_HEADERS, map(_came_row, everybody(gathering)))


def gatherings_as(ending: str, gatherings: Iterable[Gathering]) -> bytes:
    """Gatherings (each with `taken`), as "csv", "xlsx" or "json"; times are wall clock in the zone beside them."""
    return _written(ending, "Gatherings", "gatherings", GATHERING_HEADERS, map(_gathering_row, gatherings))


def gatherings_as_calendar(gatherings: Iterable[Gathering]) -> str:
    """Gatherings as one iCalendar file; what was called off is kept as such. The video links are not in it."""
    return calendar.feed([(one.entry, None) for one in gatherings if one.entry], title="Gatherings")


def _written(ending: str, title: str, name: str, headers: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    if ending == "csv":
        return write_csv(headers, rows)
    return write_xlsx([Sheet(title, headers, rows)]) if ending == "xlsx" else _json(name, headers, rows)


def _json(name: str, headers: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    keys = [header.lower().replace(" ", "_") for header in headers]
    people = [dict(zip(keys, row, strict=True)) for row in rows]
    return json.dumps({name: people}, ensure_ascii=False, indent=1).encode()


def _came_row(entry: Entry) -> tuple[str, ...]:
    person, mark = entry.person, entry.mark
    known = _SOURCES[mark.source] if mark else "Checked in" if entry.check_in else ""
    return (
        person.name,
        person.email or "",
        person.organisation.name if person.organisation else "",
        _clock(entry.sign_up.made_at if entry.sign_up else None),
        _ATTENDED[entry.attended],
        known,
        "yes" if mark and mark.corrected_by_person else "",
    )


def _gathering_row(one: Gathering) -> tuple[str, ...]:
    state = "Called off" if one.is_cancelled else "Published" if one.is_listed else "Draft"
    return (
        one.title,
        one.get_kind_display(),
        one.series.title if one.series else "",
        one.wall_start.replace("T", " "),
        one.wall_end.replace("T", " "),
        one.zone,
        one.place,
        one.get_way_display(),
        "" if one.seats is None else str(one.seats),
        str(one.taken),  # type: ignore[attr-defined]
        state,
        settings.SITE_URL + reverse("gathering", args=[one.slug]),
    )


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
        _MATURITY.get(person.maturity, ""),
        _STATES[entry.state],
        _WAYS.get(sign_up.way, "") if sign_up else "",
        "yes" if sign_up and sign_up.facilitating else "",
        _clock(sign_up.made_at if sign_up else None),
        _clock(check_in.at if check_in else None),
        sign_up.note if sign_up else "",
    )


def _clock(moment: datetime | None) -> str:
    return f"{timezone.localtime(moment):%Y-%m-%d %H:%M}" if moment else ""
