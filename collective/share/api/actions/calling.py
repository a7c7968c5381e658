"""One call outwards, to an address that somebody else chose.

The name is resolved once; every address that it has must be one that we may call; we connect to one of exactly those, so
that a name which answers differently the second time gains nothing. Certificates are checked against the name. Redirects
are not followed, proxies not used, and the whole call ends after a fixed time however slowly it is answered.
"""

from __future__ import annotations

import http.client
import socket
import ssl
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from collective.share.api.core import guard

EACH, WHOLE = 8.0, 15.0  # seconds for one step, and for all of it
Resolve = Callable[..., list[Any]]


class Unreachable(Exception):
    """Nobody answered, or we do not call there. The message is for the log of deliveries."""


@dataclass(frozen=True)
class Answered:
    status: int
    milliseconds: int


def post(
    url: str,
    body: bytes,
    headers: dict[str, str],
    *,
    may: Callable[[str], bool] = guard.is_public,
    resolve: Resolve = socket.getaddrinfo,
) -> Answered:
    """POST `body` and answer the status. Raises `Unreachable`."""
    started = time.monotonic()
    try:
        where = guard.target(url)
        address = _checked(where, may, resolve)
        status = _call(where, address, body, headers)
    except guard.BadTarget as no:
        raise Unreachable(str(no)) from no
    except TimeoutError as late:
        raise Unreachable("No answer in time.") from late
    except (OSError, http.client.HTTPException, UnicodeError) as problem:
        raise Unreachable(f"{type(problem).__name__}: {problem}"[:200]) from problem
    return Answered(status, int((time.monotonic() - started) * 1000))


def _checked(where: guard.Target, may: Callable[[str], bool], resolve: Resolve) -> str:
    """The one IP address to connect to. All that the name has must be allowed: one inner address among them is a trick."""
    found = resolve(where.host, where.port, type=socket.SOCK_STREAM)
    addresses = list(dict.fromkeys(str(each[4][0]) for each in found))
    if not addresses or not all(may(address) for address in addresses):
        raise Unreachable("This name leads to an address inside a network, or nowhere. We call public addresses only.")
    return addresses[0]


def _call(where: guard.Target, address: str, body: bytes, headers: dict[str, str]) -> int:
    held = [socket.create_connection((address, where.port), timeout=EACH)]
    late = threading.Event()
    watch = threading.Timer(WHOLE, _cut, [held, late])
    watch.daemon = True
    watch.start()
    try:
        if where.secure:
            context = ssl.create_default_context()
            held.append(context.wrap_socket(held[0], server_hostname=where.host, do_handshake_on_connect=False))
            held[-1].do_handshake()  # type: ignore[attr-defined]
        connection = http.client.HTTPConnection(where.host, where.port, timeout=EACH)
        connection.sock = held[-1]
        connection.putrequest("POST", where.path, skip_host=True, skip_accept_encoding=True)
        connection.putheader("Host", _name(where))
        for header, value in {**headers, "Content-Length": str(len(body)), "Connection": "close"}.items():
            connection.putheader(header, value)
        connection.endheaders(body)
        status = connection.getresponse().status
        if late.is_set():
            raise TimeoutError
        return status
    finally:
        watch.cancel()
        for each in held:
            each.close()


def _name(where: guard.Target) -> str:
    host = f"[{where.host}]" if ":" in where.host else where.host
    return host if where.port == (443 if where.secure else 80) else f"{host}:{where.port}"


def _cut(held: list[socket.socket], late: threading.Event) -> None:
    late.set()
    for each in held:
        try:
            each.shutdown(socket.SHUT_RDWR)
        except OSError:
            continue  # it ended a moment before, or its descriptor went on to the one that speaks TLS
