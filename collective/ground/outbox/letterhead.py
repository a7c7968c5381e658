"""Whose letters these are. The outbox lies below the community, so the community says so here when it starts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable


@dataclass(frozen=True)
class Letterhead:
    """The name above a letter, the colour of its buttons (#rrggbb, dark text must be readable on it), where answers go."""

    name: str = ""
    colour: str = "#ffc33d"
    contact: str = ""


_says: list[Callable[[], Letterhead]] = []


def use(says: Callable[[], Letterhead]) -> None:
    """`says()` is asked once for each batch of letters. The last who registers is the one asked."""
    _says[:] = [says]


def present() -> Letterhead:
    """The letterhead as it is now."""
    return _says[0]() if _says else Letterhead()
