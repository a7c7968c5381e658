"""When people with a seat are reminded and asked. Wall time of the gathering's zone; nothing here depends on a clock."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

ASK, DAY, MORNING, HOUR = "ask", "day", "morning", "hour"
_DAY_AT, _MORNING_AT = time(10), time(8)
_APART = timedelta(hours=3)  # a letter in the morning and one an hour before are two only if they are so far apart
LATEST = timedelta(days=2)  # no reminder goes earlier than this before the start
WORDS = {
    ASK: "Still coming? The day before",
    DAY: "Reminder, the day before",
    MORNING: "Reminder, on the morning",
    HOUR: "Reminder with the link, an hour before",
}


@dataclass(frozen=True, slots=True)
class Call:
    """One letter to everybody with a seat: due at `at`, never sent from `until` on. Who took the seat after `not_since` has
    been told everything just now and is left out."""

    kind: str
    at: datetime
    until: datetime
    not_since: datetime


def calls(starts_at: datetime, zone: ZoneInfo, *, asks: bool) -> list[Call]:
    """The reminders of one gathering, in order.

    At ten on the day before, until midnight (with the question, where the gathering `asks`); at eight on the morning, where
    that is three hours or more before the start; and an hour before it.
    """
    local = starts_at.astimezone(zone)
    before = datetime.combine(local.date() - timedelta(days=1), _DAY_AT, zone).astimezone(starts_at.tzinfo)
    midnight = datetime.combine(local.date(), time(0), zone).astimezone(starts_at.tzinfo)
    morning = datetime.combine(local.date(), _MORNING_AT, zone).astimezone(starts_at.tzinfo)
    hour = starts_at - timedelta(hours=1)
    made = [Call(ASK if asks else DAY, before, min(midnight, hour), before - timedelta(days=1))]
    if starts_at - morning >= _APART:
        made.append(Call(MORNING, morning, hour - timedelta(hours=1), morning - timedelta(hours=12)))
    return [*made, Call(HOUR, hour, starts_at, hour)]
