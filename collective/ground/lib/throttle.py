"""Slowing down whoever does one thing very often. It keeps nobody out for good, and it decides nothing about a person."""

from __future__ import annotations

import ipaddress
import threading
from collections import deque
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime

REMEMBERED = 10_000


class Throttle:
    """So many times in so many seconds for each name, by one process's memory.

    What is refused is not counted, so that whoever waits is let in again. Of more than `remembered` names
    the one that was let in longest ago is forgotten first: memory stays bounded, whoever knocks.
    """

    def __init__(self, at_most: int, seconds: float, *, remembered: int = REMEMBERED) -> None:
        self._at_most, self._seconds, self._remembered = at_most, seconds, remembered
        self._times: dict[str, deque[datetime]] = {}
        self._lock = threading.Lock()

    def allows(self, who: str, now: datetime) -> bool:
        """Whether `who` may once more; a yes is noted."""
        with self._lock:
            times = self._times.get(who, deque())
            while times and (now - times[0]).total_seconds() >= self._seconds:
                times.popleft()
            if len(times) >= self._at_most:
                return False
            times.append(now)
            self._times.pop(who, None)
            self._times[who] = times
            while len(self._times) > self._remembered:
                del self._times[next(iter(self._times))]
            return True

    def forget(self) -> None:
        """Begin anew, as after a start."""
        with self._lock:
            self._times.clear()

    def __len__(self) -> int:
        return len(self._times)


def network(address: str) -> str:
    """What to count an address under: one connection is given 2**64 addresses of the new kind, and they count as one."""
    try:
        ip = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return address[:64]
    if isinstance(ip, ipaddress.IPv4Address):
        return str(ip)
    return str(ip.ipv4_mapped or ipaddress.ip_network((int(ip), 64), strict=False))
