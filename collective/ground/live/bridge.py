"""Django's synchronous side behind an ASGI server: a WSGI application on a few threads.

An ordinary page costs one hop to a thread and one back. (Django's own ASGI handler makes several for each request
and is five to ten times slower at the same page.) Files are read in blocks, so that a slow download holds no thread;
a view that streams keeps its thread for as long as it streams.
"""

import asyncio
import io
import logging
import tempfile
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import IO, Any

from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler
from django.db import close_old_connections
from django.http.response import HttpResponseBase

from collective.ground.live import environ
from collective.ground.live.http import Disconnected, Receive, Scope, TooLarge, header, respond
from collective.ground.live.listeners import Send
from collective.ground.live.streaming import Piped
from collective.ground.live.workers import Workers, settle

WSGIApplication = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]
Headers = list[tuple[bytes, bytes]]

IN_MEMORY = 1024 * 1024  # bytes of a body above which it goes to a temporary file
STALL = 30.0  # seconds that a streaming view waits for a reader who takes nothing

log = logging.getLogger(__name__)


@dataclass(slots=True)
class _Whole:
    status: int
    headers: Headers
    body: bytes


@dataclass(slots=True)
class _File:
    status: int
    headers: Headers
    first: bytes
    file: environ.FileBody


@dataclass(slots=True)
class _Stream:
    status: int
    headers: Headers
    pipe: Piped


_Answer = _Whole | _File | _Stream


class Bridge:
    """An ASGI application for http requests that answers with a WSGI application."""

    def __init__(self, application: WSGIApplication, *, workers: Workers, max_body: int, stall: float = STALL) -> None:
        """`max_body` is the number of bytes that a request may send; more is answered 413 without asking the
        application. `stall` is the number of seconds after which a stream that nobody reads is given up."""
        self._application = application
        self._workers = workers
        self._max_body = max_body
        self._stall = stall

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        try:
            body, length = await _spool(scope, receive, self._max_body)
        except TooLarge as refusal:
            return await respond(send, 413, str(refusal))
        except Disconnected:
            return None
        with body:
            loop = asyncio.get_running_loop()
            answer: asyncio.Future[_Answer] = loop.create_future()
            asked = environ.make(scope, body, length)
            self._workers.put(lambda: self._serve(asked, loop, answer))
            try:
                found = await answer
            except Exception:
                log.exception("The application failed without an answer")
                return await respond(send, 500, "Something went wrong here. Please try again in a moment.")
            return await self._send(found, receive, send)

    def close(self) -> None:
        """Finish what is being answered and end the threads."""
        self._workers.close()

    # on a worker thread

    def _serve(self, asked: dict[str, Any], loop: asyncio.AbstractEventLoop, answer: "asyncio.Future[_Answer]") -> None:
        """Run the application; pages go back whole, files with their first block, streams as a pipe."""
        head: list[Any] = []

        def start_response(status: str, headers: list[tuple[str, str]], *_: Any) -> None:
            head[:] = int(status[:3]), _encoded(headers)

        try:
            result = self._application(asked, start_response)
            found = _immediate(asked["REQUEST_METHOD"], result, *head)
        except Exception as error:
            settle(answer, loop, error=error)
            return
        if found is not None:
            settle(answer, loop, found)
            return
        pipe = Piped(loop, self._stall)
        settle(answer, loop, _Stream(head[0], head[1], pipe))
        pipe.pump(result)

    # on the event loop

    async def _send(self, found: _Answer, receive: Receive, send: Send) -> None:
        await send({"type": "http.response.start", "status": found.status, "headers": found.headers})
        if isinstance(found, _Whole):
            await send({"type": "http.response.body", "body": found.body, "more_body": False})
            return
        gone = asyncio.ensure_future(_until_gone(receive))
        try:
            if isinstance(found, _File):
                await self._send_file(found, send, gone)
            else:
                await found.pipe.drain(send, gone)
        finally:
            gone.cancel()

    async def _send_file(self, found: _File, send: Send, gone: "asyncio.Future[None]") -> None:
        block = found.first
        try:
            while block and not gone.done():
                await send({"type": "http.response.body", "body": block, "more_body": True})
                block = await self._workers.run(found.file.read)
        finally:
            await self._workers.read(found.file.close)
        if not gone.done():
            await send({"type": "http.response.body", "body": b"", "more_body": False})


def django_bridge() -> Bridge:
    """Django itself behind the bridge, as the settings LIVE_THREADS (8) and LIVE_MAX_BODY (25 MB) say."""
    workers = Workers(getattr(settings, "LIVE_THREADS", 8), "live-page")
    return Bridge(WSGIHandler(), workers=workers, max_body=getattr(settings, "LIVE_MAX_BODY", 25 * 1024 * 1024))


def _immediate(method: str, result: Any, status: int, headers: Headers) -> _Whole | _File | None:
    """The answer, if it can be had without waiting for more to be produced."""
    if isinstance(result, environ.FileBody):
        return _file(method, result, status, headers)
    if isinstance(result, (list, tuple)) or (isinstance(result, HttpResponseBase) and not result.streaming):
        body = b"".join(result)
        _close(result)
        if status not in (204, 304) and all(name != b"content-length" for name, _ in headers):
            headers.append((b"content-length", str(len(body)).encode()))
        return _Whole(status, headers, b"" if method == "HEAD" else body)
    if method == "HEAD":
        _close(result)
        return _Whole(status, headers, b"")
    return None


def _file(method: str, result: environ.FileBody, status: int, headers: Headers) -> _Whole | _File:
    block = b"" if method == "HEAD" else result.read()
    if len(block) < environ.BLOCK:
        result.close()
        return _Whole(status, headers, block)
    close_old_connections()  # the response is closed later, perhaps on another thread
    return _File(status, headers, block, result)


def _close(result: Any) -> None:
    close = getattr(result, "close", None)
    if close is not None:
        close()


def _encoded(headers: list[tuple[str, str]]) -> Headers:
    return [(name.lower().encode("latin-1"), value.strip().encode("latin-1")) for name, value in headers]


async def _until_gone(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass


async def _spool(scope: Scope, receive: Receive, limit: int) -> tuple[IO[bytes], int]:
    """The request's body as a file at its beginning, and its length."""
    declared = header(scope, "content-length") or ""
    if declared.isdigit() and int(declared) > limit:
        raise _too_large(limit)
    if declared in ("", "0") and header(scope, "transfer-encoding") is None:
        return io.BytesIO(), 0
    body = tempfile.SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115 - the caller closes it
    try:
        length = await _copy(receive, body, limit)
    except BaseException:
        body.close()
        raise
    body.seek(0)
    return body, length


async def _copy(receive: Receive, body: IO[bytes], limit: int) -> int:
    length, more = 0, True
    while more:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise Disconnected
        part = message.get("body", b"")
        length += len(part)
        if length > limit:
            raise _too_large(limit)
        body.write(part)
        more = message.get("more_body", False)
    return length


def _too_large(limit: int) -> TooLarge:
    return TooLarge(f"That is larger than this site takes ({_size(limit)} at most). Please choose something smaller.")


def _size(limit: int) -> str:
    for unit, bytes_each in (("MB", 1024 * 1024), ("KB", 1024)):
        if limit >= bytes_each:
            return f"{limit // bytes_each} {unit}"
    return f"{limit} bytes"
