"""An event as a file: asked for, called off, or published.

Why it is as it is: METHOD stands at the top, because Google passes over one that comes late; a mailed file is a REQUEST from
the first day, because what came as PUBLISH cannot be taken back by mail; it names nobody but its reader, because a mailed
file is forwarded; there is no RRULE, because an hour repeated in universal time drifts when clocks change.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from collective.gather.diary.ics import zones
from collective.gather.diary.ics.text import address, one_line, parameter, text, web, written

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from collective.gather.diary.ics.zones import Rules

PRODUCT = "-//The Data Collective//Diary//EN"
REQUEST, CANCEL, PUBLISH = "REQUEST", "CANCEL", "PUBLISH"
REFRESH = "PT4H"


@dataclass(frozen=True)
class Party:
    """Somebody with a name and an address."""

    name: str
    address: str


@dataclass(frozen=True)
class Attendee(Party):
    """The reader of a mailed file. `said` is a PARTSTAT: NEEDS-ACTION, ACCEPTED, DECLINED or TENTATIVE.

    `reply`: whether their calendar may offer to answer by mail. Only where mail is read; else the letter's link does it.
    """

    said: str = "NEEDS-ACTION"
    reply: bool = False


@dataclass(frozen=True)
class Event:
    """What stands in a diary. Moments have a zone of their own; `zone` is an IANA name, for the clock people look at."""

    uid: str
    sequence: int
    zone: str
    starts_at: datetime
    ends_at: datetime
    summary: str
    organiser: Party
    changed_at: datetime
    description: str = ""
    location: str = ""
    url: str = ""
    cancelled: bool = False


def request(event: Event, attendee: Attendee, now: datetime) -> str:
    """An invitation, or news of a change: same UID, a higher SEQUENCE where time, place or status changed."""
    return _mailed(REQUEST, event, attendee, now)


def cancel(event: Event, attendee: Attendee, now: datetime) -> str:
    """Takes it out of the reader's calendar, whether all of it is called off or only their part in it."""
    return _mailed(CANCEL, event, attendee, now)


def publish(events: Sequence[Event], *, title: str = "", zone: str = "UTC") -> str:
    """A feed or a download: any number of events, nobody named but the organiser, what was called off kept as such.

    `title` makes it a feed, and says its name. DTSTAMP is the last change, so that an unchanged feed is unchanged to the
    byte. A file has to hold something, so an empty feed holds its zone.
    """
    fitting = _fitting(events)
    blocks = [zones.lines(found) for _name, found in sorted(fitting.items())]
    if not events:
        found = zones.rules(zone, 2026, 2026) or zones.rules("UTC", 2026, 2026)
        blocks = [zones.lines(found)] if found else []
    for event in events:
        status = "CANCELLED" if event.cancelled else "CONFIRMED"
        blocks.append(_event(event, _told(event, fitting), status, event.changed_at, None))
    return _calendar(PUBLISH, [line for block in blocks for line in block], _about_feed(title) if title else [])


def _mailed(method: str, event: Event, attendee: Attendee, now: datetime) -> str:
    fitting = _fitting([event])
    status = "CANCELLED" if method == CANCEL else "CONFIRMED"
    zone_lines = [line for found in fitting.values() for line in zones.lines(found)]
    body = _event(event, _told(event, fitting), status, now, attendee)
    return _calendar(method, zone_lines + body)


def _calendar(method: str, body: Iterable[str], about: Iterable[str] = ()) -> str:
    head = ["BEGIN:VCALENDAR", f"METHOD:{method}", f"PRODID:{PRODUCT}", "VERSION:2.0", "CALSCALE:GREGORIAN"]
    return written([*head, *about, *body, "END:VCALENDAR"])


def _about_feed(title: str) -> list[str]:
    name = one_line(title)
    refresh = [f"REFRESH-INTERVAL;VALUE=DURATION:{REFRESH}", f"X-PUBLISHED-TTL:{REFRESH}"]
    return [f"NAME:{name}", f"X-WR-CALNAME:{name}", *refresh]


def _event(event: Event, found: Rules | None, status: str, stamp: datetime, attendee: Attendee | None) -> list[str]:
    description = event.description if found or _is_universal(event.zone) else _with_words(event)
    return [
        "BEGIN:VEVENT",
        f"UID:{one_line(event.uid)}",
        f"SEQUENCE:{event.sequence}",
        f"DTSTAMP:{_universal(stamp)}",
        f"LAST-MODIFIED:{_universal(event.changed_at)}",
        _moment("DTSTART", event.starts_at, found),
        _moment("DTEND", event.ends_at, found),
        f"SUMMARY:{one_line(event.summary)}",
        f"DESCRIPTION:{text(description)}" if description.strip() else "",
        f"LOCATION:{one_line(event.location)}" if event.location.strip() else "",
        f"URL:{web(event.url)}" if event.url.strip() else "",
        f"STATUS:{status}",
        "TRANSP:TRANSPARENT" if status == "CANCELLED" else "TRANSP:OPAQUE",
        f"ORGANIZER;CN={parameter(event.organiser.name)}:{address(event.organiser.address)}",
        _attendee(attendee) if attendee else "",
        "END:VEVENT",
    ]


def _attendee(who: Attendee) -> str:
    asked = f"PARTSTAT={who.said};RSVP={'TRUE' if who.reply else 'FALSE'}"
    return f"ATTENDEE;CUTYPE=INDIVIDUAL;ROLE=REQ-PARTICIPANT;{asked};CN={parameter(who.name)}:{address(who.address)}"


def _fitting(events: Iterable[Event]) -> Mapping[str, Rules]:
    """The zones whose rules a file can tell, each for all the years in which it has events."""
    years: dict[str, set[int]] = {}
    for event in events:
        if not _is_universal(event.zone) and not _in_second_hour(event):
            years.setdefault(event.zone, set()).update({event.starts_at.year, event.ends_at.year})
    found = {zone: zones.rules(zone, min(span), max(span)) for zone, span in years.items()}
    return {zone: each for zone, each in found.items() if each}


def _told(event: Event, fitting: Mapping[str, Rules]) -> Rules | None:
    """The rules that this event's times are told by; None where they are told in universal time."""
    return None if _in_second_hour(event) else fitting.get(event.zone)


def _in_second_hour(event: Event) -> bool:
    """A wall time that comes twice means the first of the two in a file (RFC 5545, 3.3.5); the second needs UTC."""
    area = ZoneInfo(event.zone)
    return any(moment.astimezone(area).fold for moment in (event.starts_at, event.ends_at))


def _is_universal(zone: str) -> bool:
    return zone in {"UTC", "Etc/UTC", "Etc/UCT", "UCT", "Etc/Universal", "Universal", "Etc/Zulu", "Zulu"}


def _moment(name: str, moment: datetime, found: Rules | None) -> str:
    if found is None:
        return f"{name}:{_universal(moment)}"
    return f"{name};TZID={found.zone}:{moment.astimezone(ZoneInfo(found.zone)):%Y%m%dT%H%M%S}"


def _universal(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%Y%m%dT%H%M%SZ}"


def _with_words(event: Event) -> str:
    """No two rules tell this zone's clocks, so the file is in universal time, and a sentence tells the clock there."""
    start, end = (moment.astimezone(ZoneInfo(event.zone)) for moment in (event.starts_at, event.ends_at))
    until = f"{end:%H:%M}" if start.date() == end.date() else f"{end:%A} {end.day} {end:%B}, {end:%H:%M}"
    words = (
        f"On the clock in {event.zone}: {start:%A} {start.day} {start:%B %Y}, {start:%H:%M} to {until}. "
        "Your calendar shows it in your own time."
    )
    return f"{event.description.rstrip()}\n\n{words}" if event.description.strip() else words
