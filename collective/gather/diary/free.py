"""When people are free together, whatever zones they live in: from weeks painted in half-hours to times that suit.

Time is looked at in quarters of an hour of universal time. Each quarter is turned into each person's own clock and asked for
there, so an hour that the clocks skip is never offered, one that comes twice is free both times, and zones with offsets of 45
minutes need no care of their own.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

if TYPE_CHECKING:
    from collections.abc import Hashable, Mapping, Sequence

QUARTER = timedelta(minutes=15)
LONGEST = timedelta(days=92)


@dataclass(frozen=True, order=True)
class Spell:
    """Half-hours of one day, from `first` up to, not with, `last`: 24 to 26 is 12:00 to 13:00, and 48 is the midnight after."""

    first: int
    last: int

    def holds(self, half_hour: int) -> bool:
        return self.first <= half_hour < self.last


@dataclass(frozen=True)
class OneDay:
    """On this day these half-hours are free, or are not, whatever the week says."""

    day: date
    spell: Spell
    free: bool


@dataclass(frozen=True)
class Hours:
    """When one person is free, on the clock of their own zone.

    `weekly`: spells by weekday, 0 is Monday. `exceptions`: of two that meet, the later in the list holds. `busy`: moments,
    from and until, at which they are somewhere else already.
    """

    zone: str
    weekly: Mapping[int, Sequence[Spell]] = field(default_factory=dict)
    exceptions: Sequence[OneDay] = ()
    busy: Sequence[tuple[datetime, datetime]] = ()


@dataclass(frozen=True)
class Meeting:
    """A time at which all these people are free from beginning to end; in UTC."""

    starts_at: datetime
    ends_at: datetime
    who: frozenset[Hashable]


def common(
    people: Mapping[Hashable, Hours],
    *,
    start: datetime,
    end: datetime,
    minutes: int,
    at_least: int | None = None,
) -> list[Meeting]:
    """Every time between `start` and `end` at which `at_least` of these people (all, unless told) are free for `minutes`.

    In order of time; a meeting begins on the hour or the half-hour of at least one of them. Callers choose: the most people,
    the soonest. Raises ValueError for a span of more than 92 days, or a length that is not positive.
    """
    if minutes <= 0 or end - start > LONGEST:
        raise ValueError("Ask for a positive length, within 92 days.")
    wanted = len(people) if at_least is None else at_least
    quarters = _quarters(start, end)
    length = -(-minutes // 15)
    if not people or wanted < 1 or len(quarters) < length:
        return []
    clocks = {zone: _clock(zone, quarters) for zone in {each.zone for each in people.values()}}
    runs = {who: _runs(_free(hours, quarters, clocks[hours.zone])) for who, hours in people.items()}
    found = []
    for place in range(len(quarters) - length + 1):
        if not any(clock[place].minute in {0, 30} for clock in clocks.values()):
            continue
        who = frozenset(person for person, run in runs.items() if run[place] >= length)
        if len(who) >= wanted:
            found.append(Meeting(quarters[place], quarters[place] + timedelta(minutes=minutes), who))
    return found


def spells(half_hours: set[int]) -> list[Spell]:
    """The fewest spells that hold exactly these half-hours."""
    found: list[Spell] = []
    for each in sorted(half_hours):
        if found and found[-1].last == each:
            found[-1] = Spell(found[-1].first, each + 1)
        else:
            found.append(Spell(each, each + 1))
    return found


def _quarters(start: datetime, end: datetime) -> list[datetime]:
    """Each quarter of an hour that lies between the two, by its beginning."""
    epoch = datetime(1970, 1, 1, tzinfo=UTC)
    first = epoch + -(-(start - epoch) // QUARTER) * QUARTER
    return [first + QUARTER * n for n in range(max((end - first) // QUARTER, 0))]


def _clock(zone: str, quarters: Sequence[datetime]) -> list[datetime]:
    area = ZoneInfo(zone)
    return [quarter.astimezone(area).replace(tzinfo=None) for quarter in quarters]


def _free(hours: Hours, quarters: Sequence[datetime], clock: Sequence[datetime]) -> list[bool]:
    days: dict[date, list[OneDay]] = {}
    for each in reversed(hours.exceptions):
        days.setdefault(each.day, []).append(each)
    free = [_says(hours, days.get(shown.date(), []), shown) for shown in clock]
    for begins, ends in hours.busy:
        for place, quarter in enumerate(quarters):
            if begins < quarter + QUARTER and quarter < ends:
                free[place] = False
    return free


def _says(hours: Hours, exceptions: Sequence[OneDay], shown: datetime) -> bool:
    """Whether they are free when their clock shows this; `exceptions` of that day, the last one first."""
    half_hour = shown.hour * 2 + (shown.minute >= 30)
    for each in exceptions:
        if each.spell.holds(half_hour):
            return each.free
    return any(spell.holds(half_hour) for spell in hours.weekly.get(shown.weekday(), ()))


def _runs(free: Sequence[bool]) -> list[int]:
    """How many quarters in a row are free from each one on."""
    runs = [0] * (len(free) + 1)
    for place in range(len(free) - 1, -1, -1):
        runs[place] = runs[place + 1] + 1 if free[place] else 0
    return runs[:-1]
