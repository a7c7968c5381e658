"""Keeping rehearsals going: a light thread inside the server that looks every half second who is due to do what.

It holds nothing that matters: stopped and started again, in this process or another, it goes on from the room's own rows.
"""

from __future__ import annotations

import logging
import threading
from typing import TYPE_CHECKING

from django.db import close_old_connections, connections

from collective.ground.lib import clock
from collective.share.rehearsal.actions import performing
from collective.share.rehearsal.models import Rehearsal

if TYPE_CHECKING:
    from datetime import datetime

log = logging.getLogger(__name__)

RUNNING, RESTING, AFTER_TROUBLE = 0.5, 2.0, 5.0  # seconds between two looks


def once(now: datetime) -> int | None:
    """What is due now in every running rehearsal: how many acts were done, or None when none is running."""
    running = list(Rehearsal.objects.running())
    if not running:
        return None
    return sum(performing.turn(rehearsal=rehearsal, now=now) for rehearsal in running)


class Driver:
    """The thread. Starting it twice is one thread; it starts anew after a stop."""

    def __init__(self) -> None:
        self._stop = threading.Event()
        self._thread: threading.Thread | None = None

    def start(self) -> None:
        if self._thread is None or not self._thread.is_alive():
            self._stop = threading.Event()
            self._thread = threading.Thread(target=self._run, args=(self._stop,), name="rehearsal", daemon=True)
            self._thread.start()

    def stop(self) -> None:
        self._stop.set()
        if self._thread is not None:
            self._thread.join(5)

    def _run(self, stop: threading.Event) -> None:
        pause = RUNNING
        while not stop.wait(pause):
            close_old_connections()
            try:
                pause = RESTING if once(clock.now()) is None else RUNNING
            except Exception:
                log.exception("A rehearsal stumbled; it goes on in a moment.")
                pause = AFTER_TROUBLE
        connections.close_all()


driver = Driver()
