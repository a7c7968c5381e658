"""Quiet hours, and how long an offer stays open. Wall time of the gathering's zone, right across the change of clocks."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collective.gather.gatherings.seating.facts import Rules

LEAST_OPEN = timedelta(hours=1)  # nobody is asked to decide faster than this
AFTER_QUIET = timedelta(hours=2)  # an offer that would end in the night ends this long after it


def is_quiet(rules: Rules, now: datetime) -> bool:
    """Is this a time at which the waiting list wakes nobody?"""
    start, end = rules.quiet_from, rules.quiet_to
    if start is None or end is None or start == end:
        return False
    wall = now.astimezone(rules.zone).time()
    return start <= wall < end if start < end else wall >= start or wall < end


def quiet_ends(rules: Rules, now: datetime) -> datetime:
    """The next moment, `now` or later, that is not quiet."""
    if not is_quiet(rules, now) or rules.quiet_to is None:
        return now
    today = now.astimezone(rules.zone).date()
    ends = [
        # To UTC and back: an hour that the clocks leave out becomes the one after it; one that comes twice is tried twice.
        datetime.combine(today + timedelta(days=day), rules.quiet_to.replace(fold=fold), rules.zone)
        for day in range(3)
        for fold in (0, 1)
    ]
    return min(end for end in (one.astimezone(now.tzinfo) for one in ends) if end > now and not is_quiet(rules, end))


def too_late(rules: Rules, now: datetime) -> bool:
    """From the cut-off on, and when there would be no hour left to decide in, nobody is offered anything."""
    return now >= rules.stops_at or now + LEAST_OPEN > rules.starts_at


def open_until(rules: Rules, now: datetime) -> datetime:
    """When an offer made `now` ends: after its hours; not in the night, but two hours after it; and no later than the
    cut-off, yet never sooner than after an hour. An hour before the start nothing is offered, so it ends by the start."""
    end = now + rules.offer
    if is_quiet(rules, end):
        end = quiet_ends(rules, end) + AFTER_QUIET
    return min(end, max(rules.stops_at, now + LEAST_OPEN))
