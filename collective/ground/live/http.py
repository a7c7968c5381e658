"""Small helpers for raw endpoints, where Django's requests and responses are not at hand."""

from collections.abc import Awaitable, Callable, Iterable, Mapping
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.http.cookie import parse_cookie
from django.http.request import split_domain_port, validate_host

from collective.ground.lib.errors import Refused
from collective.ground.live.listeners import Send
from collective.ground.web.middleware import HEADERS

Scope = dict[str, Any]
Receive = Callable[[], Awaitable[dict[str, Any]]]
Endpoint = Callable[[Scope, Receive, Send], Awaitable[None]]


_SECURITY = [(name.lower().encode("latin-1"), value.encode("latin-1")) for name, value in HEADERS.items()]


class TooLarge(Refused):
    """The body is longer than this address takes."""

    status = 413


class Disconnected(Exception):
    """The other side went away before it had sent everything."""


def header(scope: Scope, name: str) -> str | None:
    """The first header of this name (lower case), or None."""
    wanted = name.encode("latin-1")
    for key, value in scope["headers"]:
        if key == wanted:
            return str(value.decode("latin-1"))
    return None


def cookies(scope: Scope) -> dict[str, str]:
    """The request's cookies, read as Django reads them, without those that hold a NUL: a database may not take it."""
    lines = [value.decode("latin-1") for name, value in scope["headers"] if name == b"cookie"]
    return {name: value for name, value in parse_cookie("; ".join(lines)).items() if "\0" not in name + value}


async def read_body(receive: Receive, limit: int) -> bytes:
    """The whole body, of at most `limit` bytes; else `TooLarge`. `Disconnected` if it ends half-way."""
    parts: list[bytes] = []
    size = 0
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise Disconnected
        part = message.get("body", b"")
        size += len(part)
        if size > limit:
            raise TooLarge(f"That is longer than fits here ({limit:,} bytes at most). Please send less at once.")
        parts.append(part)
        if not message.get("more_body", False):
            return b"".join(parts)


async def respond(
    send: Send,
    status: int,
    body: bytes | str = b"",
    headers: Mapping[str, str] | Iterable[tuple[bytes, bytes]] = (),
) -> None:
    """One whole answer. Text goes out as UTF-8, and as plain text unless the headers say otherwise; the length is
    added, and what every page of ours tells browsers (content policy, no guessing of types). `headers` is a mapping
    of text, or pairs of bytes in lower case (which may repeat)."""
    pairs = _pairs(headers)
    names = {name for name, _ in pairs}
    pairs += [(name, value) for name, value in _SECURITY if name not in names]
    if isinstance(body, str):
        body = body.encode()
        if b"content-type" not in names:
            pairs.append((b"content-type", b"text/plain; charset=utf-8"))
    if b"content-length" not in names and status not in (204, 304):
        pairs.append((b"content-length", str(len(body)).encode()))
    await send({"type": "http.response.start", "status": status, "headers": pairs})
    await send({"type": "http.response.body", "body": body, "more_body": False})


def _pairs(headers: Mapping[str, str] | Iterable[tuple[bytes, bytes]]) -> list[tuple[bytes, bytes]]:
    if isinstance(headers, Mapping):
        return [(name.lower().encode("latin-1"), value.encode("latin-1")) for name, value in headers.items()]
    return list(headers)


def same_origin(scope: Scope) -> bool:
    """Whether a request that changes something may come from one of our own pages.

    Browsers say so themselves (Sec-Fetch-Site); older ones send the Origin, which has to name the host that was
    asked; programs that are not browsers send neither, and carry nobody's cookies by accident. Origins that Django
    trusts (CSRF_TRUSTED_ORIGINS) are trusted here.
    """
    origin = header(scope, "origin")
    if origin is not None and origin in settings.CSRF_TRUSTED_ORIGINS:
        return True
    site = header(scope, "sec-fetch-site")
    if site is not None:
        return site in {"same-origin", "none"}
    if origin is None:
        return True
    return _is_here(scope, origin)


def _is_here(scope: Scope, origin: str) -> bool:
    try:
        asked = urlsplit(origin)
    except ValueError:
        return False
    host = (header(scope, "host") or "").lower()
    allowed = settings.ALLOWED_HOSTS or (["localhost", "127.0.0.1", "[::1]", ".localhost"] if settings.DEBUG else [])
    if not validate_host(split_domain_port(host)[0], allowed):
        return False
    # A proxy that speaks TLS for us may hand on plain http: then the page's https is no contradiction. The reverse is.
    schemes = {"https"} if scope.get("scheme") == "https" else {"http", "https"}
    return asked.scheme in schemes and asked.netloc.lower() == host
