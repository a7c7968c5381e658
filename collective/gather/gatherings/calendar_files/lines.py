"""The bytes of a calendar to the lines of its entries, within bounds."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from icalendar.parser import Contentline

from collective.ground.lib.errors import Refused
from collective.ground.lib.tables.sniff import shown

MAX_BYTES: Final = 2 * 1024 * 1024
MAX_LINES: Final = 60_000
MAX_ENTRIES: Final = 1_000
MAX_DEPTH: Final = 6
#: A longer line holds no title, place or time; a long description is cut where it is kept.
MAX_LINE: Final = 20_000

_READ: Final = frozenset(
    {
        "UID",
        "SUMMARY",
        "DESCRIPTION",
        "LOCATION",
        "URL",
        "DTSTART",
        "DTEND",
        "DURATION",
        "RRULE",
        "RDATE",
        "EXDATE",
        "RECURRENCE-ID",
        "STATUS",
        "CONFERENCE",
        "X-GOOGLE-CONFERENCE",
        "X-MICROSOFT-SKYPETEAMSMEETINGURL",
    }
)
_UNPRINTED: Final = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")


class CalendarRefused(Refused):
    """A file that is no calendar that we can read."""

    status = 400


@dataclass(slots=True)
class Property:
    """One line: its value with escapes undone, and the zone or kind of value that it names."""

    value: str
    zone: str = ""
    is_date: bool = False


@dataclass(slots=True)
class Block:
    """One VEVENT: what it says under each name, in order."""

    said: dict[str, list[Property]] = field(default_factory=dict)

    def first(self, name: str) -> Property | None:
        return next(iter(self.said.get(name, ())), None)

    def text(self, name: str) -> str:
        found = self.first(name)
        return found.value.strip() if found else ""


@dataclass(slots=True)
class Blocks:
    """All entries, the calendar's own name and zone, and how many entries were damaged."""

    name: str = ""
    zone: str = ""
    entries: list[Block] = field(default_factory=list)
    damaged: int = 0


def blocks_of(data: bytes, filename: str) -> Blocks:
    """The entries of a calendar. Raises `CalendarRefused` with a sentence for anything else, and for what is far too much."""
    if len(data) > MAX_BYTES:
        raise CalendarRefused(
            f"{shown(filename)} is larger than {MAX_BYTES // 1024 // 1024} MB, which is more than a calendar of gatherings needs."
            " Export fewer months, or one calendar at a time."
        )
    text = _text(data)
    if "BEGIN:VCALENDAR" not in text[:2000].upper():
        raise CalendarRefused(
            f"{shown(filename)} is not a calendar. Export it from your calendar as an iCalendar file (.ics), and choose that file."
        )
    found = Blocks()
    stack: list[str] = []
    for number, line in enumerate(_unfolded(text)):
        if number > MAX_LINES:
            raise _too_much(filename)
        _take(line, stack, found, filename)
    if stack:
        raise CalendarRefused(
            f"{shown(filename)} ends in the middle of an entry, so part of it is missing. Export or download it again."
        )
    return found


def _text(data: bytes) -> str:
    wide = "utf-16" if data.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8-sig"
    return data.decode(wide, "replace")


def _unfolded(text: str) -> Iterator[str]:
    """Lines put together again (RFC 5545, 3.1); what is beyond any use is dropped as it is read."""
    held: list[str] = []
    length = 0
    for raw in re.split(r"\r\n|\n|\r", text):
        if raw[:1] in {" ", "\t"} and held:
            if length < MAX_LINE:
                held.append(raw[1 : 1 + MAX_LINE - length])
                length += len(held[-1])
            continue
        if held:
            yield _UNPRINTED.sub(" ", "".join(held))
        held = [raw[:MAX_LINE]] if raw.strip() else []
        length = len(held[0]) if held else 0
    if held:
        yield _UNPRINTED.sub(" ", "".join(held))


def _take(line: str, stack: list[str], found: Blocks, filename: str) -> None:
    """One line into the entry that is open; of other components only their begin and end count."""
    word, _, rest = line.partition(":")
    word, kind = word.strip().upper(), rest.strip().upper()
    if word == "BEGIN":
        stack.append(kind)
        if len(stack) > MAX_DEPTH or len(found.entries) >= MAX_ENTRIES:
            raise _too_much(filename)
        if stack == ["VCALENDAR", "VEVENT"]:
            found.entries.append(Block())
    elif word == "END":
        if not stack or stack.pop() != kind:
            raise CalendarRefused(
                f"{shown(filename)} is damaged: its parts do not fit together. Export or download it again."
            )
    elif stack == ["VCALENDAR"]:
        _about_the_calendar(word, rest, found)
    elif stack == ["VCALENDAR", "VEVENT"] and re.split(r"[;:]", line, maxsplit=1)[0].strip().upper() in _READ:
        _property(line, found)


def _about_the_calendar(word: str, rest: str, found: Blocks) -> None:
    if word == "X-WR-CALNAME" and not found.name:
        found.name = rest.strip()[:120]
    elif word in {"X-WR-TIMEZONE", "TIMEZONE-ID"} and not found.zone:
        found.zone = rest.strip()[:64]


def _property(line: str, found: Blocks) -> None:
    try:
        name, parameters, value = Contentline(line).parts()  # type: ignore[no-untyped-call]
    except ValueError:
        found.damaged += 1
        return
    zone = str(parameters.get("TZID", "")).strip("\"'/ ")[:64]
    is_date = str(parameters.get("VALUE", "")).upper() == "DATE"
    found.entries[-1].said.setdefault(name.upper(), []).append(Property(str(value), zone, is_date))


def _too_much(filename: str) -> CalendarRefused:
    return CalendarRefused(
        f"{shown(filename)} holds more than {MAX_ENTRIES:,} entries, or is built in a way that no calendar is. Export fewer months,"
        " or one calendar at a time."
    )
