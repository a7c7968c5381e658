"""Everything that goes by itself: what is due now, run by the tick, and what will be due, for staff to see."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from datetime import datetime

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Coming:
    """One letter or act that is expected at `at`, as things stand now. `held` says in words why it will not go."""

    at: datetime
    what: str
    to: str
    about: str
    held: str = ""


@dataclass(frozen=True)
class Step:
    """One automatic step. `coming(now, until)` looks and changes nothing; `run(now)` does what is due, and may be run
    twice at once, and be killed anywhere."""

    name: str
    coming: Callable[[datetime, datetime], Iterable[Coming]]
    run: Callable[[datetime], object]


_STEPS: dict[str, Step] = {}


def register(
    name: str, *, coming: Callable[[datetime, datetime], Iterable[Coming]], run: Callable[[datetime], object]
) -> None:
    """Add a step, or put another in the place of one with this name. Call it in `AppConfig.ready`."""
    _STEPS[name] = Step(name, coming, run)


def steps() -> list[Step]:
    return list(_STEPS.values())


def expected(now: datetime, until: datetime) -> Iterator[tuple[str, Coming]]:
    """(name of the step, what it expects to do), step by step, not in order of time."""
    for step in steps():
        for one in step.coming(now, until):
            yield step.name, one
