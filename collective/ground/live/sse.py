"""One open stream of server-sent events, as a raw ASGI endpoint."""

import asyncio
import contextlib
import secrets
from typing import Any
from urllib.parse import parse_qs

from collective.ground.live.http import Receive, Scope, header, respond
from collective.ground.live.hub import Closing, Hub, UnknownTopic
from collective.ground.live.listeners import Listener, Send

HEADERS = [
    (b"content-type", b"text/event-stream; charset=utf-8"),
    (b"cache-control", b"no-store"),
    (b"x-accel-buffering", b"no"),  # nginx would otherwise collect the events
    (b"x-content-type-options", b"nosniff"),
]
GOODBYE = 1.0  # seconds that the last write of a stream may take
_PLAIN = {"content-type": "text/plain; charset=utf-8", "cache-control": "no-store"}


async def stream(scope: Scope, receive: Receive, send: Send, hub: Hub, topic: str) -> None:
    """Serve `topic` until the other side or the process ends. Who may listen is for the caller to have checked.

    The current state comes first, unless the request says that it is there already: by `Last-Event-ID`, as browsers
    do when they reconnect, or by `?seen=` for a page that was rendered with the state.
    """
    if scope["method"] not in {"GET", "HEAD"}:
        return await respond(send, 405, "This address is for listening only.", {**_PLAIN, "allow": "GET, HEAD"})
    try:
        hub.check(topic)
    except UnknownTopic:
        return await respond(send, 404, "There is nothing to listen to here.", _PLAIN)
    except Closing:
        return await respond(send, 503, "The server is starting again. Please come back in a moment.", _PLAIN)
    if scope["method"] == "HEAD":
        await send({"type": "http.response.start", "status": 200, "headers": HEADERS})
        return await send({"type": "http.response.body", "body": b"", "more_body": False})
    return await _serve(scope, receive, send, hub, topic)


async def _serve(scope: Scope, receive: Receive, send: Send, hub: Hub, topic: str) -> None:
    task = asyncio.current_task()
    listener = Listener(send, seen=_seen(scope), task=task)
    current = hub.current(topic)
    opening = _opening()
    if current is not None and current.id != listener.seen:
        opening += current.body
    await send({"type": "http.response.start", "status": 200, "headers": HEADERS})
    await send({"type": "http.response.body", "body": opening, "more_body": True})
    listener.sent = current
    try:
        hub.join(topic, listener)  # offers what has changed since
        while (await receive())["type"] != "http.disconnect":
            pass
        return
    except Closing:
        pass
    except asyncio.CancelledError:
        if not listener.over or task is None:
            raise
        task.uncancel()  # it was the hub that woke us
    finally:
        full = listener.blocked
        hub.leave(topic, listener)
    if not full:
        with contextlib.suppress(Exception):
            await asyncio.wait_for(send({"type": "http.response.body", "body": b"", "more_body": False}), GOODBYE)


def _opening() -> bytes:
    """A comment, so that the browser knows at once that it is connected, and how long it waits before it reconnects:
    not the same for all, or a restart would bring everybody back in one moment."""
    return b"retry: %d\n:\n\n" % (1000 + secrets.randbelow(2000))


def _seen(scope: Scope) -> str:
    given = header(scope, "last-event-id")
    if given is None:
        query: dict[str, Any] = parse_qs(scope.get("query_string", b"").decode("latin-1"))
        given = query.get("seen", [""])[0]
    return str(given)[:200]
