"""Dates and times as exports write them."""

import datetime as dt
import re
from collections.abc import Iterable
from typing import Final

LONGEST_READ: Final = 60

_CLOCK: Final = r"(?:,?\s*(?:at\s+)?(\d{1,2}):(\d{2})(?::(\d{2}))?\s*([ap])?\.?(?:m\.?)?)?"
_FIGURES: Final = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})" + _CLOCK, re.IGNORECASE)
_WORDED: Final = re.compile(
    r"(?:[a-z]{3,9},?\s+)?(?:(\d{1,2})(?:st|nd|rd|th)?\s+([a-z]{3})[a-z]*|([a-z]{3})[a-z]*\s+(\d{1,2})(?:st|nd|rd|th)?),?\s+(\d{4})"
    + _CLOCK,
    re.IGNORECASE,
)
_MONTHS: Final = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")


def month_comes_first(texts: Iterable[str]) -> bool:
    """Whether a column writes 01/27/2021 (month first) or 27/01/2021 (day first, as people in the UK do).

    Decided for the column as a whole by any date that can be read one way only; failing that, by "AM" or "PM", which
    exports of American tools write.
    """
    figures = [match for text in texts if len(text) <= LONGEST_READ and (match := _FIGURES.fullmatch(text))]
    if any(int(match[1]) > 12 for match in figures):
        return False
    return any(int(match[2]) > 12 for match in figures) or any(match[7] for match in figures)


def read_time(text: str, *, month_first: bool) -> str:
    """ISO 8601 ("2021-01-27T14:05:00", or a date alone when there is no time), or "" when it is no date.

    The zone is kept where the file gives one and never guessed.
    """
    if len(text) > LONGEST_READ:
        return ""
    if text[4:5] == "-":
        return _from_iso(text)
    match = _FIGURES.fullmatch(text)
    if match:
        day, month = (match[2], match[1]) if month_first else (match[1], match[2])
        return _joined(int(match[3]), int(month), int(day), match.groups()[3:])
    match = _WORDED.fullmatch(text)
    if match:
        name, number = (match[2], match[1]) if match[1] else (match[3], match[4])
        if name.lower() in _MONTHS:
            return _joined(int(match[5]), _MONTHS.index(name.lower()) + 1, int(number), match.groups()[5:])
    return ""


def _from_iso(text: str) -> str:
    try:
        moment = dt.datetime.fromisoformat(text.replace(" UTC", "+00:00"))
    except ValueError:
        return ""
    return moment.date().isoformat() if len(text) == 10 else moment.isoformat()


def _joined(year: int, month: int, day: int, clock: tuple[str | None, ...]) -> str:
    hours, minutes, seconds, half = clock
    date = f"{year:04}-{month:02}-{day:02}"
    if hours is None:
        return _from_iso(date)
    hour = int(hours)
    if half:
        if not 1 <= hour <= 12:
            return ""
        hour = hour % 12 + (12 if half.lower() == "p" else 0)
    return _from_iso(f"{date}T{hour:02}:{minutes}:{seconds or '00'}")
