"""The one loop behind everything automatic: each tick runs the registered jobs, which decide from the present state."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from django.db import close_old_connections, connections

from collective.ground.lib import clock
from collective.ground.outbox import actions, automatic

if TYPE_CHECKING:
    import threading
    from collections.abc import Callable
    from datetime import datetime

log = logging.getLogger(__name__)

SECONDS = 5
LETTERS = 20  # seconds that a thousand newsletters may take before other things get their turn
_JOBS: list[Callable[[datetime], object]] = []


def register(job: Callable[[datetime], object]) -> None:
    """Run `job(now)` at every tick. It must be idempotent: two ticks at once are allowed."""
    if job not in _JOBS:
        _JOBS.append(job)


def once(now: datetime, *, seconds: float | None = None) -> None:
    """One tick: what is due is done, then the letters go, for `seconds` at most. A job that fails is logged and does
    not stop the others."""
    for job in [
        *_JOBS,
        *(step.run for step in automatic.steps()),
        lambda at: actions.deliver_all(now=at, seconds=seconds),
    ]:
        try:
            job(now)
        except Exception:
            log.exception("A tick job failed; it is tried again at the next tick.")


def run_forever(stop: threading.Event) -> None:
    """Tick until `stop` is set. Runs in a thread of its own inside `serve`."""
    while not stop.wait(SECONDS):
        close_old_connections()
        once(clock.now(), seconds=LETTERS)
    connections.close_all()
