"""Times as calendars write them, to what the clock on the wall says and in which zone."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo, available_timezones

from icalendar.timezone.windows_to_olson import WINDOWS_TO_OLSON

from collective.gather.gatherings.calendar_files.lines import Property

AN_HOUR: Final = timedelta(hours=1)
LONGEST: Final = timedelta(days=7)
YEARS: Final = range(2000, 2101)

_MOMENT: Final = re.compile(r"(\d{4})(\d{2})(\d{2})(?:T(\d{2})(\d{2})(\d{2})?(Z)?)?")
_DURATION: Final = re.compile(r"\+?P(?:(\d{1,3})W)?(?:(\d{1,3})D)?(?:T(?:(\d{1,4})H)?(?:(\d{1,5})M)?(?:(\d{1,6})S)?)?")


@dataclass(frozen=True, slots=True)
class Moment:
    """What a line says: the clock on the wall, its zone ("" when it floats), and whether it is a day without a time."""

    wall: datetime
    zone: str
    is_day: bool = False


@dataclass(frozen=True, slots=True)
class Zones:
    """`own` is the zone for what names none; `unknown` collects the names that nobody knows."""

    own: str
    unknown: set[str]

    def named(self, name: str) -> str:
        """The IANA name behind a calendar's word for a zone; the community's own where nobody knows the word."""
        if not name:
            return self.own
        known = zone_named(name)
        if not known:
            self.unknown.add(name)
        return known or self.own


def zone_named(name: str) -> str:
    """ "Europe/London" for itself, for "GMT Standard Time" and for "/mozilla.org/20050126_1/Europe/London"; "" for no zone."""
    if name in available_timezones():
        return name
    if name.upper() in {"UTC", "GMT", "Z", "ETC/UTC"}:
        return "UTC"
    tail = "/".join(name.split("/")[-2:])
    return tail if tail in available_timezones() else WINDOWS_TO_OLSON.get(name, "")


def moment_of(said: Property, zones: Zones) -> Moment | None:
    """The moment of a DTSTART, DTEND or RECURRENCE-ID; None when it is none. Times in UTC are turned to the own zone."""
    match = _MOMENT.fullmatch(said.value.strip().upper())
    if match is None or int(match[1]) not in YEARS:
        return None
    year, month, day, hour, minute, _, utc = match.groups()
    try:
        wall = datetime(int(year), int(month), int(day), int(hour or 0), int(minute or 0))  # noqa: DTZ001 - a wall clock
    except ValueError:
        return None
    if hour is None:
        return Moment(wall, zones.named(said.zone), is_day=True)
    if utc:
        there = wall.replace(tzinfo=UTC).astimezone(ZoneInfo(zones.own))
        return Moment(there.replace(tzinfo=None), zones.own)
    return Moment(wall, zones.named(said.zone))


def duration_of(text: str) -> timedelta | None:
    """ISO 8601 as iCalendar uses it: "PT1H30M", "P1D". None for anything else, and for what is negative."""
    match = _DURATION.fullmatch(text.strip().upper())
    if match is None or not any(match.groups()):
        return None
    weeks, days, hours, minutes, seconds = (int(part or 0) for part in match.groups())
    return timedelta(weeks=weeks, days=days, hours=hours, minutes=minutes, seconds=seconds)
