"""From a thread that produces a body piece by piece to the connection that takes it."""

import asyncio
import logging
import threading
from collections.abc import Iterable
from typing import Any

from collective.ground.live.listeners import Send

AHEAD = 256 * 1024  # bytes that may wait for the connection before the producer has to

log = logging.getLogger(__name__)


class _GivenUp(Exception):
    """The reader has gone, or takes nothing."""


class Piped:
    """A bounded pipe. One thread calls `pump`, the event loop calls `drain`."""

    def __init__(self, loop: asyncio.AbstractEventLoop, stall: float) -> None:
        self._loop = loop
        self._stall = stall
        self._room = threading.Condition()
        self._pieces: list[bytes] = []
        self._size = 0
        self._ended = False
        self._broken = False
        self._abandoned = False
        self._news = asyncio.Event()

    def pump(self, result: Iterable[bytes]) -> None:
        """Produce everything, no faster than it is taken. Closes the result, in this thread."""
        broken = True
        try:
            for piece in result:
                if piece:
                    self._put(piece)
            broken = False
        except _GivenUp:
            log.info("A stream ended early, because nobody takes it any more")
        except Exception:
            log.exception("A stream failed half-way")
        finally:
            try:
                close = getattr(result, "close", None)
                if close is not None:
                    close()
            finally:
                self._end(broken)

    def _put(self, piece: bytes) -> None:
        with self._room:
            while self._size >= AHEAD and not self._abandoned:
                before = self._size
                if not self._room.wait(self._stall) and self._size == before:
                    raise _GivenUp
            if self._abandoned:
                raise _GivenUp
            self._pieces.append(piece)
            self._size += len(piece)
        self._tell()

    def _end(self, broken: bool) -> None:
        with self._room:
            self._ended, self._broken = True, broken
        self._tell()

    def _tell(self) -> None:
        try:
            self._loop.call_soon_threadsafe(self._news.set)
        except RuntimeError:
            self._abandoned = True

    async def drain(self, send: Send, gone: "asyncio.Future[Any]") -> None:
        """Send pieces as they come, until the end. `gone` is done when the other side has left. `ConnectionError`
        if the body broke off, so that the server cuts the connection instead of ending it as if all was there."""
        gone.add_done_callback(lambda _: self._news.set())
        try:
            while not gone.done():
                await self._news.wait()
                self._news.clear()
                body, ended = self._take()
                if body and not gone.done():
                    await send({"type": "http.response.body", "body": body, "more_body": True})
                if ended:
                    break
            if gone.done():
                return
            if self._broken:
                raise ConnectionError("The body broke off half-way.")
            await send({"type": "http.response.body", "body": b"", "more_body": False})
        finally:
            with self._room:
                self._abandoned = True
                self._room.notify()

    def _take(self) -> tuple[bytes, bool]:
        with self._room:
            body, self._pieces, self._size = b"".join(self._pieces), [], 0
            self._room.notify()
            return body, self._ended
