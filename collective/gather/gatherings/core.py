"""What may be said in public about seats, and the days on which something repeats. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

TABLE = 4
TABLES_DRAWN = 15
DAYS = {"week": 7, "fortnight": 14}
A_WEEK = 7


@dataclass(frozen=True, slots=True)
class Seats:
    """A sentence, whether somebody can still sit down, and for each table to draw (seats taken, seats open).

    No tables when drawing them would let somebody count one to four people, or when they are too many to look at.
    """

    sentence: str
    open: bool
    tables: tuple[tuple[int, int], ...] = ()


def seats_said(taken: int, of: int | None, *, least: int = 5) -> Seats:
    """What everybody may know when `taken` of `of` seats are taken (None: as many as like). `least` is the public threshold.

    Neither the people who come nor the seats left are given as a number below `least`, so that no subtraction gives it.
    """
    if of is not None and taken >= of:
        return Seats("Every seat is taken.", False, _tables(of, 0) if of >= least else ())
    if taken < least:
        return Seats("Seats are open.", True)
    if of is None:
        return Seats(
            f"{taken:,} people have taken a seat, and there is room.", True, _tables(taken, TABLE - taken % TABLE)
        )
    if of - taken < least:
        return Seats("The last few seats are open.", True)
    return Seats(f"{taken:,} of {of:,} seats are taken.", True, _tables(taken, of - taken))


def _tables(taken: int, left: int) -> tuple[tuple[int, int], ...]:
    """Tables of four, filled one after the other; the last may be smaller."""
    total = taken + left
    if total > TABLE * TABLES_DRAWN:
        return ()
    sizes = [min(TABLE, total - start) for start in range(0, total, TABLE)]
    sat = [min(max(taken - start, 0), size) for start, size in zip(range(0, total, TABLE), sizes, strict=True)]
    return tuple((here, size - here) for here, size in zip(sat, sizes, strict=True))


def repeated(first: date, rule: str, times: int) -> list[date]:
    """`times` days from `first` on: every "week", every "fortnight", or each "month" on the same weekday of it.

    The fifth of a weekday in its month is taken as the last, which every month has.
    """
    if rule in DAYS:
        return [first + timedelta(days=DAYS[rule] * number) for number in range(times)]
    return [_same_weekday(first, number) for number in range(times)]


def _same_weekday(first: date, months: int) -> date:
    years, month = divmod(first.month - 1 + months, 12)
    begin = date(first.year + years, month + 1, 1)
    earliest = begin + timedelta(days=(first.weekday() - begin.weekday()) % A_WEEK)
    there = earliest + timedelta(days=(first.day - 1) // A_WEEK * A_WEEK)
    return there if there.month == begin.month else there - timedelta(days=A_WEEK)
