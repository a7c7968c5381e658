"""A made-up host, for a demonstration that nobody runs: goes on when most have answered, and waits for nobody for ever."""

from __future__ import annotations

from datetime import datetime
from enum import Enum

from collective.share.rehearsal.audience.scene import Scene

MOST = 0.85
ARRIVING, FEW = 12.0, 5  # seconds with the way in on the stage, and how many wait for the first step
READING, TALKING, PAUSE, RESULT = 14.0, 130.0, 5.0, 12.0
ASKING, VOTING, RATING = (30.0, 60.0), (18.0, 45.0), (18.0, 40.0)  # at least, at most
ENDING = 300.0  # the last words stay; then the room closes


class HostAct(Enum):
    """What a host does next."""

    GO_ON = "go on"
    REVEAL = "reveal"
    DRAW = "draw"
    SHOW_TABLES = "show tables"
    CLOSE_VOTE = "close vote"
    CLOSE_ROOM = "close room"


def host_act(scene: Scene, now: datetime, *, stretch: float = 1.0) -> HostAct | None:
    """What the made-up host does now; None while they wait."""
    clock = _Clock(now, stretch)
    if scene.since is None:
        ready = scene.here >= FEW or clock.past(scene.started_at, 3 * ARRIVING)
        return HostAct.GO_ON if ready and clock.past(scene.started_at, ARRIVING) else None
    if scene.last:
        return HostAct.CLOSE_ROOM if clock.past(scene.since, ENDING) else None
    if scene.kind == "tables":
        return _at_tables(scene, scene.since, clock)
    if scene.question is not None:
        if not _asked(scene, scene.question.opened_at, ASKING, clock):
            return None
        return HostAct.REVEAL if scene.hidden else HostAct.GO_ON
    if scene.vote is not None:
        return _at_vote(scene, scene.since, clock)
    if scene.rating is not None:
        return HostAct.GO_ON if _asked(scene, scene.since, RATING, clock) else None
    wait = TALKING / 2 if scene.writing is not None else READING
    return HostAct.GO_ON if clock.past(scene.since, wait) else None


class _Clock:
    def __init__(self, now: datetime, stretch: float) -> None:
        self.now, self.stretch = now, stretch

    def past(self, since: datetime, seconds: float) -> bool:
        return (self.now - since).total_seconds() >= seconds * self.stretch


def _asked(scene: Scene, since: datetime, bounds: tuple[float, float], clock: _Clock) -> bool:
    """Most are done and the picture could be looked at; or it has taken long enough."""
    least, most = bounds
    most_are_done = scene.done >= MOST * max(scene.here, 1)
    return clock.past(since, most) or (most_are_done and clock.past(since, least))


def _at_tables(scene: Scene, since: datetime, clock: _Clock) -> HostAct | None:
    if scene.draw is None:
        if scene.here < 2:
            return HostAct.GO_ON if clock.past(since, TALKING) else None
        return HostAct.DRAW if clock.past(since, PAUSE) else None
    if scene.draw.shown_at is None:
        return HostAct.SHOW_TABLES if clock.past(scene.draw.made_at, PAUSE) else None
    return HostAct.GO_ON if clock.past(scene.draw.shown_at, TALKING) else None


def _at_vote(scene: Scene, since: datetime, clock: _Clock) -> HostAct | None:
    if scene.vote is None or not scene.vote.groups:
        return HostAct.GO_ON if clock.past(since, READING) else None
    if scene.vote.closed_at is not None:
        return HostAct.GO_ON if clock.past(scene.vote.closed_at, RESULT) else None
    return HostAct.CLOSE_VOTE if _asked(scene, since, VOTING, clock) else None
