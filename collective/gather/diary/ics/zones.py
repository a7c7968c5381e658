"""A zone as two yearly rules, the only kind that Outlook reads ([MS-STANOICAL] 2.2.59: DTSTART, RRULE and the offsets).

The rules are worked out from the zone data of this machine as they stand for the years asked about, and held against them
for 28 years (after which the calendar repeats): a zone that does not fit (Morocco at Ramadan, Israel's Friday before the last
Sunday) gets none, and the file is written in universal time instead.
"""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from functools import lru_cache
from itertools import pairwise
from zoneinfo import ZoneInfo

CYCLE = 28  # years until the days of the week fall on the same dates again
STEP = timedelta(days=7)
MINUTE = timedelta(minutes=1)
DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")


@dataclass(frozen=True)
class Change:
    """Clocks change each year on the `week`th `weekday` of a month (-1: the last), when they show `at`."""

    month: int
    week: int
    weekday: int
    at: time
    offset_from: timedelta
    offset_to: timedelta


@dataclass(frozen=True)
class Rules:
    """What a zone does every year: nothing (`offset` only), or two changes."""

    zone: str
    offset: timedelta
    changes: tuple[Change, ...] = ()


@lru_cache(maxsize=512)
def rules(zone: str, first: int, last: int) -> Rules | None:
    """The two rules or the one offset of `zone` that hold from the year `first` to `last`, or None where none fit."""
    area = ZoneInfo(zone)
    start = datetime(first, 1, 1, tzinfo=UTC)
    end = datetime(max(last, first + CYCLE - 1) + 1, 1, 1, tzinfo=UTC)
    moments = _changes(area, start, end)
    offset = _offset(area, start)
    if not moments:
        return Rules(zone, offset)
    kinds: dict[tuple[timedelta, timedelta], list[datetime]] = {}
    for moment in moments:
        kinds.setdefault((_offset(area, moment - MINUTE), _offset(area, moment)), []).append(moment)
    if len(kinds) != 2 or any(len(each) != end.year - first for each in kinds.values()):
        return None
    found = [_change(area, *offsets, each) for offsets, each in kinds.items()]
    if any(change is None for change in found):
        return None
    changes = tuple(sorted((change for change in found if change), key=lambda change: change.offset_to))
    return Rules(zone, changes[0].offset_to, changes)


def forget() -> None:
    """Work the rules out anew: the zone data of this machine have changed."""
    rules.cache_clear()


def lines(found: Rules) -> list[str]:
    """A VTIMEZONE, not yet folded: standard time first, the summer after it."""
    body = [line for change in found.changes for line in _observance(change)] or _fixed(found.offset)
    return ["BEGIN:VTIMEZONE", f"TZID:{found.zone}", *body, "END:VTIMEZONE"]


def _changes(area: ZoneInfo, start: datetime, end: datetime) -> list[datetime]:
    """The moments, to the minute, at which the offset changes."""
    weeks = [start + STEP * n for n in range((end - start) // STEP + 1)] + [end]
    return [
        _between(area, before, after)
        for before, after in pairwise(weeks)
        if _offset(area, before) != _offset(area, after)
    ]


def _between(area: ZoneInfo, before: datetime, after: datetime) -> datetime:
    offset = _offset(area, before)
    low, high = 0, (after - before) // MINUTE
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if _offset(area, before + MINUTE * middle) == offset else (low, middle)
    return before + MINUTE * high


def _change(area: ZoneInfo, offset_from: timedelta, offset_to: timedelta, moments: list[datetime]) -> Change | None:
    """The one rule that gives all these moments."""
    clocks = [(moment + offset_from).replace(tzinfo=None) for moment in moments]
    if len({(clock.month, clock.weekday(), clock.time()) for clock in clocks}) != 1:
        return None
    weeks = {(clock.day - 1) // 7 + 1 for clock in clocks}
    if len(weeks) == 1:
        week = weeks.pop()
    elif all(clock.day + 7 > monthrange(clock.year, clock.month)[1] for clock in clocks):
        week = -1
    else:
        return None
    return Change(clocks[0].month, week, clocks[0].weekday(), clocks[0].time(), offset_from, offset_to)


def _observance(change: Change) -> list[str]:
    name = "DAYLIGHT" if change.offset_to > change.offset_from else "STANDARD"
    return [
        f"BEGIN:{name}",
        f"DTSTART:{_first(change):%Y%m%dT%H%M%S}",
        f"RRULE:FREQ=YEARLY;BYMONTH={change.month};BYDAY={change.week}{DAYS[change.weekday]}",
        f"TZOFFSETFROM:{_hours(change.offset_from)}",
        f"TZOFFSETTO:{_hours(change.offset_to)}",
        f"END:{name}",
    ]


def _fixed(offset: timedelta) -> list[str]:
    both = [f"TZOFFSETFROM:{_hours(offset)}", f"TZOFFSETTO:{_hours(offset)}"]
    return ["BEGIN:STANDARD", "DTSTART:19700101T000000", *both, "END:STANDARD"]


def _first(change: Change) -> datetime:
    """When the rule would first have held, in 1970: readers begin to count there."""
    days = [day for day in range(1, 32) if _is(change.weekday, day, change.month)]
    return datetime.combine(datetime(1970, change.month, days[change.week - (change.week > 0)]), change.at)  # noqa: DTZ001


def _is(weekday: int, day: int, month: int) -> bool:
    return day <= monthrange(1970, month)[1] and datetime(1970, month, day).weekday() == weekday  # noqa: DTZ001


def _offset(area: ZoneInfo, moment: datetime) -> timedelta:
    return moment.astimezone(area).utcoffset() or timedelta()


def _hours(offset: timedelta) -> str:
    minutes = round(offset.total_seconds() / 60)
    return f"{'-' if minutes < 0 else '+'}{abs(minutes) // 60:02d}{abs(minutes) % 60:02d}"
