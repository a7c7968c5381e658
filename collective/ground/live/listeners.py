"""One open stream as the hub sees it: a `send()` that is stepped by hand."""

import asyncio
from collections.abc import Awaitable, Callable, Coroutine, Generator
from typing import Any

from collective.ground.live.frames import HEARTBEAT, Frame

Send = Callable[[dict[str, Any]], Coroutine[Any, Any, None]]


class Listener:
    """Gets frames; never holds more than the one being sent.

    A task switch for each listener and frame costs more than the write itself. So the hub starts the `send()`
    coroutine and takes its first step at once: nearly always that is the whole of it. Only when the connection is
    full, and the coroutine has to wait, a task waits with it; frames that come meanwhile are skipped, and when the
    connection has drained the newest one follows.

    To be used on the event loop only.
    """

    __slots__ = ("_send", "_task", "_waiting", "newest", "over", "seen", "sent")

    def __init__(self, send: Send, *, seen: str = "", task: asyncio.Task[Any] | None = None) -> None:
        """`send` is the ASGI callable (an `async def`); `seen` the id of the state that the other side has already;
        `task` runs the stream and is woken by `end()`."""
        self._send = send
        self._task = task
        self._waiting: asyncio.Task[None] | None = None
        self.newest: Callable[[], Frame | None] = lambda: None  # set by the hub on joining
        self.seen = seen
        self.sent: Frame | None = None
        self.over = False

    @property
    def blocked(self) -> bool:
        """Whether a frame is still on its way into the connection."""
        return self._waiting is not None

    def offer(self, frame: Frame) -> None:
        """Send this frame, unless it is there already or the connection is full."""
        if self._waiting is not None or self.sent is frame or self.over:
            return
        first = self.sent is None
        self.sent = frame
        if first and frame.id == self.seen:
            return
        self._write(frame)

    def beat(self) -> None:
        """Send a comment, so that nothing between here and there takes the connection for dead."""
        if self._waiting is None and not self.over:
            self._write(HEARTBEAT)

    def end(self) -> None:
        """Wake the stream so that it closes."""
        if self.over:
            return
        self.over = True
        if self._task is not None:
            self._task.cancel()

    def leave(self) -> None:
        """The stream is over by itself: nothing more will be sent."""
        self.over = True
        self._task = None
        if self._waiting is not None:
            self._waiting.cancel()

    def _write(self, frame: Frame) -> None:
        step = self._send(frame.message)
        try:
            awaited = step.send(None)
        except StopIteration:
            return
        except Exception:  # a server may raise anything when the other side has just gone
            self.end()
            return
        self._waiting = asyncio.get_running_loop().create_task(self._drain(step, awaited))

    async def _drain(self, step: Coroutine[Any, Any, None], awaited: object) -> None:
        try:
            await _Resumed(step, awaited)
        except Exception:
            self.end()
        finally:
            self._waiting = None
        newest = self.newest()
        if newest is not None:
            self.offer(newest)


class _Resumed(Awaitable[None]):
    """A coroutine whose first step was taken by hand, carried on by a task."""

    __slots__ = ("_awaited", "_step")

    def __init__(self, step: Coroutine[Any, Any, None], awaited: object) -> None:
        self._step = step
        self._awaited = awaited

    def __await__(self) -> Generator[Any, Any, None]:
        awaited = self._awaited
        while True:
            try:
                try:
                    value = yield awaited
                except BaseException as error:
                    awaited = self._step.throw(error)
                else:
                    awaited = self._step.send(value)
            except StopIteration:
                return
