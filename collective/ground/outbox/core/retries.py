"""When to try again, and when not to."""

from __future__ import annotations

from datetime import datetime, timedelta

# Sixteen hours in all: long enough for a mail server's bad night, short enough for a reminder to mean something.
GAPS = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 20, 60, 180, 300, 420))
TRIES = len(GAPS) + 1
_SERVER_GAPS = tuple(timedelta(seconds=seconds) for seconds in (15, 30, 60, 120, 300, 600))


def again_at(tries: int, now: datetime) -> datetime | None:
    """When a letter that failed for the `tries`-th time is due again; None when it is given up."""
    return now + GAPS[tries - 1] if tries < TRIES else None


def server_again_at(tries: int, now: datetime) -> datetime:
    """When a mail server that did not answer, `tries` times running, is asked again. It is never given up."""
    return now + _SERVER_GAPS[min(tries, len(_SERVER_GAPS)) - 1]
