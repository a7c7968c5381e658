"""When an entry comes again: the repetitions that gatherings have, spelled out within bounds.

Every so many days, weeks (on the days named) or months (on the same day of the month, or "the second Tuesday"); until a day or so
many times; without the days left out. Anything else that RFC 5545 allows (every second, the 200th day of a year) is no rhythm of
gatherings: the first occurrence is taken and the reader is told.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import count, islice
from typing import Final

MOST_TIMES: Final = 60
FURTHEST: Final = timedelta(days=731)
_DAYS: Final = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_KNOWN: Final = frozenset({"FREQ", "INTERVAL", "COUNT", "UNTIL", "BYDAY", "WKST", "BYMONTHDAY"})


def occurrences(start: datetime, rule: str) -> list[datetime] | None:
    """The walls on which an entry takes place, `start` first; None when the rule is none that we spell out.

    At most 60, and at most two years from the start.
    """
    said = _parts(rule)
    if said is None:
        return None
    days = _candidates(start, said)
    if days is None:
        return None
    last = min(_until(said.get("UNTIL", ""), start), start + FURTHEST)
    most = min(_number(said.get("COUNT", ""), MOST_TIMES), MOST_TIMES)
    found: list[datetime] = []
    for day in islice(days, 2_000):
        if day > last or len(found) >= most:
            break
        if day >= start:
            found.append(day)
    return found if found and found[0] == start else [start, *found][:most]


def _parts(rule: str) -> dict[str, str] | None:
    pairs = [part.partition("=") for part in rule.strip().upper()[:300].split(";") if part]
    said = {name: value for name, _, value in pairs}
    if not set(said) <= _KNOWN or said.get("FREQ") not in {"DAILY", "WEEKLY", "MONTHLY"}:
        return None
    return said


def _candidates(start: datetime, said: dict[str, str]) -> Iterator[datetime] | None:
    """Days in order, perhaps some before the start; None for combinations that we do not spell out."""
    step = max(_number(said.get("INTERVAL", ""), 1), 1)
    named = [day for day in said.get("BYDAY", "").split(",") if day]
    monthday = said.get("BYMONTHDAY", "")
    if said["FREQ"] == "DAILY" and not named and not monthday:
        return (start + timedelta(days=step * each) for each in count())
    if said["FREQ"] == "WEEKLY" and not monthday and all(day in _DAYS for day in named):
        return _weekly(start, step, sorted(_DAYS.index(day) for day in named) or [start.weekday()])
    if said["FREQ"] == "MONTHLY" and not named and monthday in {"", str(start.day)}:
        return _monthly(start, step)
    if said["FREQ"] == "MONTHLY" and len(named) == 1 and not monthday:
        return _nth(start, step, named[0])
    return None


def _weekly(start: datetime, step: int, days: list[int]) -> Iterator[datetime]:
    monday = start - timedelta(days=start.weekday())
    for week in count():
        for day in days:
            yield monday + timedelta(weeks=week * step, days=day)


def _monthly(start: datetime, step: int) -> Iterator[datetime]:
    for each in count():
        first = _month(start, each * step)
        try:
            yield first.replace(day=start.day)
        except ValueError:
            continue  # there is no 31 June; the month is passed over (RFC 5545, 3.3.10)


def _nth(start: datetime, step: int, named: str) -> Iterator[datetime] | None:
    number, day = named[:-2], named[-2:]
    if day not in _DAYS or number not in {"1", "2", "3", "4", "-1", "+1", "+2", "+3", "+4"}:
        return None
    return (_weekday_of(_month(start, each * step), int(number), _DAYS.index(day)) for each in count())


def _weekday_of(first: datetime, number: int, day: int) -> datetime:
    if number > 0:
        return first + timedelta(days=(day - first.weekday()) % 7 + 7 * (number - 1))
    last = _month(first, 1) - timedelta(days=1)
    return last - timedelta(days=(last.weekday() - day) % 7)


def _month(of: datetime, later: int) -> datetime:
    months = of.year * 12 + of.month - 1 + later
    return of.replace(year=min(months // 12, 9998), month=months % 12 + 1, day=1)


def _number(text: str, otherwise: int) -> int:
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 6 else otherwise


def _until(text: str, start: datetime) -> datetime:
    if len(text) >= 8 and text[:8].isascii() and text[:8].isdecimal():
        try:
            return datetime(int(text[:4]), int(text[4:6]), int(text[6:8]), 23, 59)  # noqa: DTZ001 - a wall clock
        except ValueError:
            pass
    return start + FURTHEST
