"""A calendar to the gatherings that might be planned from it, each with what would become of it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any, Final

from collective.gather.gatherings.calendar_files.lines import Block, CalendarRefused, blocks_of
from collective.gather.gatherings.calendar_files.repeats import occurrences
from collective.gather.gatherings.calendar_files.times import (
    AN_HOUR,
    LONGEST,
    Moment,
    Zones,
    duration_of,
    moment_of,
    zone_named,
)
from collective.gather.gatherings.signup_files.clean import clean
from collective.ground.lib.tables.sniff import shown

#: Outcome → what the organiser reads.
OUTCOMES: Final = {
    "new": "New",
    "known": "Planned already",
    "past": "Over",
    "cancelled": "Called off",
    "problem": "Cannot be planned",
}
LIMITS: Final = {"title": 120, "summary": 5_000, "place": 160, "link": 200}
_LINK: Final = re.compile(r"https?://[^\s<>\"]{4,400}")


@dataclass(frozen=True, slots=True)
class FoundEntry:
    """One gathering that might be planned.

    uid
        the calendar's own name for it; with the day after it where it repeats.
    wall_start, wall_end
        "2026-12-03T12:30" on the clock of `zone`.
    outcome
        a key of OUTCOMES; notes are sentences for the organiser.
    """

    uid: str
    title: str
    summary: str
    place: str
    link: str
    zone: str
    wall_start: str
    wall_end: str
    outcome: str = "new"
    notes: tuple[str, ...] = ()

    @property
    def way(self) -> str:
        """ "online", "room" or "both", from whether there is a link and a place."""
        if self.place:
            return "both" if self.link else "room"
        return "online"

    def as_json(self) -> dict[str, Any]:
        """Plain data to keep until somebody has decided."""
        names = ("uid", "title", "summary", "place", "link", "zone", "wall_start", "wall_end", "outcome")
        return {**{name: getattr(self, name) for name in names}, "notes": list(self.notes)}


@dataclass(frozen=True, slots=True)
class FoundCalendar:
    """All entries by time, the calendar's name, and sentences about the file as a whole."""

    name: str
    entries: tuple[FoundEntry, ...]
    notes: tuple[str, ...]


def read_calendar(data: bytes, filename: str, *, zone: str, today: datetime) -> FoundCalendar:
    """Read an iCalendar file.

    zone
        the community's own: for times in UTC, times without a zone, and zones that nobody knows.
    today
        now on the wall clock of that zone (naive); what began before it is over.

    Raises `CalendarRefused` with a sentence: no calendar, damaged, too large, too many entries, or nobody's.
    """
    found = blocks_of(data, filename)
    zones = Zones(zone_named(found.zone) or zone, set())
    read = [entry for block in found.entries for entry in _entries(block, zones)]
    moved = {entry.uid: entry for block in found.entries for entry in _moved(block, zones)}
    entries = [entry for entry in read if entry.uid not in moved] + list(moved.values())
    if not entries:
        raise CalendarRefused(
            f"There are no entries with a time in {shown(filename)}. Check that you exported the right calendar."
        )
    dated = sorted(
        (_past(entry, today) for entry in entries), key=lambda entry: (entry.wall_start, entry.title, entry.uid)
    )
    return FoundCalendar(found.name, tuple(_once(dated)), tuple(_about(zones, found.damaged)))


def _once(entries: list[FoundEntry]) -> Iterator[FoundEntry]:
    """Each uid once: some tools write an entry twice."""
    seen: set[str] = set()
    for entry in entries:
        if entry.uid not in seen:
            seen.add(entry.uid)
            yield entry


def _about(zones: Zones, damaged: int) -> Iterator[str]:
    for name in sorted(zones.unknown)[:5]:
        yield f"Nobody knows the time zone “{clean(name)}”, so its times were read as {zones.own}. Check them before you plan."
    if damaged:
        yield f"Lines that are damaged were passed over: {damaged:,}."


def _moved(block: Block, zones: Zones) -> Iterator[FoundEntry]:
    """A single occurrence of a repetition that was changed: it stands for the one that it names."""
    named = block.first("RECURRENCE-ID")
    moment = moment_of(named, zones) if named else None
    start = _start(block, zones)
    if moment and start:
        yield replace(_entry(block, start, _length(block, start, zones), zones), uid=_dated(block, moment.wall))


def _entries(block: Block, zones: Zones) -> Iterator[FoundEntry]:
    """What one VEVENT is: one gathering, or one for each time it comes."""
    start = _start(block, zones)
    if start is None or "RECURRENCE-ID" in block.said:
        return
    length = _length(block, start, zones)
    first = _entry(block, start, length, zones)
    rule = block.text("RRULE")
    if not rule:
        yield first
        return
    walls = occurrences(start.wall, rule)
    if walls is None:
        yield replace(
            first, notes=(*first.notes, "It repeats in a way that we do not follow: only the first time is here.")
        )
        return
    left_out = {moment.wall for moment in _exceptions(block, zones)}
    for wall in walls:
        if wall not in left_out:
            yield replace(first, uid=_dated(block, wall), wall_start=_wall(wall), wall_end=_wall(wall + length))


def _start(block: Block, zones: Zones) -> Moment | None:
    said = block.first("DTSTART")
    return moment_of(said, zones) if said else None


def _exceptions(block: Block, zones: Zones) -> Iterator[Moment]:
    for said in block.said.get("EXDATE", ())[:200]:
        for value in said.value.split(",")[:200]:
            if moment := moment_of(replace(said, value=value), zones):
                yield moment


def _length(block: Block, start: Moment, zones: Zones) -> timedelta:
    said = block.first("DTEND")
    ends = moment_of(said, zones) if said else None
    if ends is not None:
        return ends.wall - start.wall
    return duration_of(block.text("DURATION")) or AN_HOUR


def _entry(block: Block, start: Moment, length: timedelta, zones: Zones) -> FoundEntry:
    title = clean(block.text("SUMMARY"))
    place, link = _where(block)
    notes = [] if title else ["It has no title in the calendar: give it one."]
    if len(title) > LIMITS["title"]:
        notes.append("Its title is longer than a title may be, so it was cut.")
    outcome, why = _can_be_planned(start, length, block)
    return FoundEntry(
        uid=block.text("UID")[:200] or f"{title}@{_wall(start.wall)}",
        title=title[: LIMITS["title"]].strip() or "Without a title",
        summary=_text(block.text("DESCRIPTION"))[: LIMITS["summary"]],
        place=place[: LIMITS["place"]],
        link=link if len(link) <= LIMITS["link"] else "",
        zone=start.zone or zones.own,
        wall_start=_wall(start.wall),
        wall_end=_wall(start.wall + max(min(length, LONGEST), timedelta())),
        outcome=outcome,
        notes=(*notes, *why),
    )


def _can_be_planned(start: Moment, length: timedelta, block: Block) -> tuple[str, tuple[str, ...]]:
    if block.text("STATUS").upper() == "CANCELLED":
        return "cancelled", ()
    if start.is_day:
        return "problem", ("It is an entry for a whole day, without a time. Plan it by hand, with the hours.",)
    if length <= timedelta():
        return "problem", ("It ends before it starts. Put that right in the calendar, or plan it by hand.",)
    if length > LONGEST:
        return "problem", ("It lasts longer than a week, which is no gathering. Plan it by hand if it is one.",)
    return "new", ()


def _where(block: Block) -> tuple[str, str]:
    """(place, link): a location that is a link is a link; failing that the meeting's own, or the entry's address."""
    place = clean(block.text("LOCATION"))
    inside = _LINK.search(place)
    named = ("X-GOOGLE-CONFERENCE", "X-MICROSOFT-SKYPETEAMSMEETINGURL", "CONFERENCE", "URL")
    link = inside[0] if inside else next((found[0] for name in named if (found := _LINK.match(block.text(name)))), "")
    if inside:
        place = clean(place.replace(inside[0], " ").strip(" ,;()-"))
    return place, link.rstrip(".,;)")


def _text(text: str) -> str:
    """A description as text: line breaks stay, marks of HTML go."""
    plain = re.sub(r"<br\s*/?>|</p>", "\n", text, flags=re.IGNORECASE)
    plain = re.sub(r"<[^<>]{0,300}>", "", plain)
    lines = [clean(line) for line in plain.split("\n")]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


def _dated(block: Block, wall: datetime) -> str:
    return f"{block.text('UID')[:180]}/{wall:%Y%m%dT%H%M}"


def _past(entry: FoundEntry, today: datetime) -> FoundEntry:
    over = entry.outcome == "new" and entry.wall_start < _wall(today)
    return replace(entry, outcome="past") if over else entry


def _wall(moment: datetime) -> str:
    return f"{moment:%Y-%m-%dT%H:%M}"
