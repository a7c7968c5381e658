"""Wall time: what the clock of a place shows. It is kept as text with the zone's name; the moment is worked out from it.

The text is `YYYY-MM-DDTHH:MM`. Where clocks go back and that hour comes twice, the offset stands behind it and says which
of the two is meant: `2026-10-25T01:30+01:00`. Kept like this, a gathering at six stays at six when a government moves its
clocks.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from difflib import get_close_matches
from functools import cache
from zoneinfo import ZoneInfo, available_timezones

from collective.ground.lib.errors import Refused

EARLIEST, LATEST = 1970, 2099
MINUTE = timedelta(minutes=1)
_WALL = re.compile(r"(\d{4}-\d{2}-\d{2})[T ](\d{2}:\d{2})(?::00)?([+-]\d{2}:\d{2})?", re.ASCII)
_NOT_PLACES = ("posix/", "right/", "SystemV/", "Factory", "localtime", "posixrules")


class NotATime(Refused):
    """Not a day and a time on a clock."""

    status = 400


class UnknownZone(Refused):
    """A zone that no list of time zones has."""

    status = 400


class NoSuchHour(Refused):
    """The clocks go forward past it."""

    status = 400


class ComesTwice(Refused):
    """The clocks go back, and it has to be said which of the two hours is meant: `choices`."""

    status = 400

    def __init__(self, words: str, choices: tuple[Choice, ...]) -> None:
        super().__init__(words)
        self.choices = choices


class EndsTooSoon(Refused):
    """Over before it has begun."""

    status = 400


@dataclass(frozen=True)
class Choice:
    """One of two equal hours: the wall text that means it, and the words for a form."""

    wall: str
    label: str


def resolve(wall: str, zone: str) -> datetime:
    """The moment, in UTC, at which the clocks of `zone` show `wall`.

    Raises NotATime, UnknownZone, NoSuchHour, and ComesTwice where the text does not say which of two hours is meant.
    An offset that no longer fits, because the rules have changed, is passed over where the hour comes only once.
    """
    shown, offset = _read(wall)
    area = named(zone)
    moments = _moments(shown, area)
    if not moments:
        raise NoSuchHour(_skipped(shown, area))
    if len(moments) == 1:
        return moments[0]
    for moment in moments:
        if offset is not None and moment.astimezone(area).utcoffset() == offset:
            return moment
    raise _twice(shown, area, moments)


def span(wall_start: str, wall_end: str, zone: str) -> tuple[datetime, datetime]:
    """Both ends, in UTC. Raises EndsTooSoon, and whatever `resolve` raises."""
    starts_at, ends_at = resolve(wall_start, zone), resolve(wall_end, zone)
    if ends_at <= starts_at:
        raise EndsTooSoon("It ends before it starts. Put the end after the start; past midnight, choose the next day.")
    return starts_at, ends_at


def shown(moment: datetime, zone: str) -> str:
    """The wall text for a moment; with the offset only where that hour comes twice."""
    local = moment.astimezone(named(zone))
    plain = local.replace(tzinfo=None, fold=0)
    text = plain.isoformat(timespec="minutes")
    return text if len(_moments(plain, named(zone))) == 1 else text + _offset_text(local.utcoffset())


def plain(wall: str) -> datetime:
    """The day and time that a wall text shows, without a zone: for a form to start from. Raises NotATime."""
    return _read(wall)[0]


def tidy(wall: str) -> str:
    """The text as it is kept: without seconds or blanks. Raises NotATime."""
    at, offset = _read(wall)
    return at.isoformat(timespec="minutes") + ("" if offset is None else _offset_text(offset))


def named(zone: str) -> ZoneInfo:
    """The zone of that name. Raises UnknownZone, with names that look like it."""
    if zone in zones():
        return ZoneInfo(zone)
    near = _near(zone)
    hint = f" Did you mean {' or '.join(near)}?" if near else " Choose one such as Europe/London."
    raise UnknownZone(f"We do not know the time zone {zone[:60]!r}.{hint}")


@cache
def zones() -> frozenset[str]:
    """Every zone there is to choose from."""
    return frozenset(name for name in available_timezones() if not name.startswith(_NOT_PLACES))


def forget() -> None:
    """Read the zones anew from the disk: their rules may have changed while we were running."""
    ZoneInfo.clear_cache()
    zones.cache_clear()


def _near(zone: str) -> list[str]:
    asked = "_".join(zone[:60].split()).casefold()
    known = {name.casefold(): name for name in sorted(zones())}
    towns = {low.rpartition("/")[2]: name for low, name in known.items()}
    close = [known[found] for found in get_close_matches(asked, known, n=1, cutoff=0.8)]
    return close or [towns[found] for found in get_close_matches(asked, towns, n=2, cutoff=0.75)]


def _read(wall: str) -> tuple[datetime, timedelta | None]:
    found = _WALL.fullmatch(wall.strip())
    if found is None:
        raise NotATime("That is not a day and a time. Write them as 2026-03-14 and 18:30.")
    day, clock, offset = found.groups()
    try:
        at = datetime.fromisoformat(f"{day}T{clock}")
        behind = datetime.fromisoformat(f"{day}T{clock}{offset}").utcoffset() if offset else None
    except ValueError:
        raise NotATime(f"There is no {day}, {clock}. Look at the day and the time again.") from None
    if not EARLIEST <= at.year <= LATEST:
        raise NotATime(f"The year {at.year} is too far away. Choose one from {EARLIEST} to {LATEST}.")
    return at, behind


def _moments(at: datetime, area: ZoneInfo) -> list[datetime]:
    """When the clocks there show this: never, once or twice, in order."""
    found = {at.replace(tzinfo=area, fold=fold).astimezone(UTC) for fold in (0, 1)}
    return sorted(moment for moment in found if moment.astimezone(area).replace(tzinfo=None) == at)


def _skipped(at: datetime, area: ZoneInfo) -> str:
    before = at.replace(tzinfo=area, fold=1).astimezone(UTC)
    after = at.replace(tzinfo=area, fold=0).astimezone(UTC)
    offset = before.astimezone(area).utcoffset()
    while after - before > MINUTE:
        middle = before + (after - before) // 2
        if middle.astimezone(area).utcoffset() == offset:
            before = middle
        else:
            after = middle
    last = (after - MINUTE).astimezone(area).replace(tzinfo=None) + MINUTE
    first = after.astimezone(area).replace(tzinfo=None)
    far = "" if last.date() == first.date() else f" on {_day(first)}"
    return (
        f"The clocks in {area.key} go forward on {_day(last)}, from {last:%H:%M} to {first:%H:%M}{far}, "
        f"so {at:%H:%M} does not exist then. Choose a time before {last:%H:%M}, or from {first:%H:%M}{far} on."
    )


def _twice(at: datetime, area: ZoneInfo, moments: list[datetime]) -> ComesTwice:
    first, second = (_offset_text(moment.astimezone(area).utcoffset()) for moment in moments)
    text = at.isoformat(timespec="minutes")
    return ComesTwice(
        f"The clocks in {area.key} go back on {_day(at)}, and {at:%H:%M} comes twice. Say which of the two you mean.",
        (
            Choice(text + first, f"The first {at:%H:%M}, before the clocks go back (UTC{first})"),
            Choice(text + second, f"The second {at:%H:%M}, after the clocks go back (UTC{second})"),
        ),
    )


def _day(at: datetime) -> str:
    return f"{at:%A} {at.day} {at:%B %Y}"


def _offset_text(offset: timedelta | None) -> str:
    minutes = round((offset or timedelta()).total_seconds() / 60)
    return f"{'-' if minutes < 0 else '+'}{abs(minutes) // 60:02d}:{abs(minutes) % 60:02d}"
