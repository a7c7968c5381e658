"""Slowing down whoever tries room codes. Right codes never wait, however many phones share an address."""

from __future__ import annotations

import threading
from collections import deque
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime

WRONG_AT_MOST, SECONDS = 20, 60
_REMEMBERED = 10_000  # addresses; the oldest are forgotten first, so that memory stays bounded


class Guesses:
    """Wrong codes by address, over the last minute. One process's memory is enough: it slows guessing, it decides nothing."""

    def __init__(self) -> None:
        self._wrong: dict[str, deque[datetime]] = {}
        self._lock = threading.Lock()

    def wrong(self, address: str, now: datetime) -> bool:
        """Note a wrong code; True when this address has tried too many lately."""
        with self._lock:
            times = self._wrong.pop(address, deque())
            while times and (now - times[0]).total_seconds() > SECONDS:
                times.popleft()
            if len(times) <= WRONG_AT_MOST:
                times.append(now)
            self._wrong[address] = times
            while len(self._wrong) > _REMEMBERED:
                del self._wrong[next(iter(self._wrong))]
            return len(times) > WRONG_AT_MOST

    def too_many(self, address: str, now: datetime) -> bool:
        """Whether this address has tried too many wrong codes lately. Notes nothing."""
        with self._lock:
            times = self._wrong.get(address, ())
            return sum((now - at).total_seconds() <= SECONDS for at in times) > WRONG_AT_MOST

    def forget(self) -> None:
        with self._lock:
            self._wrong.clear()


guesses = Guesses()
