"""When a call that failed is made again, and when a receiver is given up."""

from __future__ import annotations

from datetime import datetime, timedelta

GAPS = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 30, 120, 300, 600, 840, 1200, 1440))
SWITCHED_OFF_AFTER = timedelta(days=3)  # less than all the gaps together, so that one lonely call can come to it


def again_at(tries: int, now: datetime) -> datetime | None:
    """When a call that failed for the `tries`-th time is due again; None when it is given up."""
    return now + GAPS[tries - 1] if tries <= len(GAPS) else None
