"""Small parts that the tests of the live layer share: connections as an ASGI server would give them."""

import asyncio
import time
from typing import Any


class Connection:
    """One ASGI request: everything sent is kept, and sending can be made to wait like a full connection."""

    def __init__(self, method="GET", path="/", headers=(), query=b"", body=(b"",)):
        self.scope: dict[str, Any] = {
            "type": "http",
            "method": method,
            "path": path,
            "raw_path": path.encode(),
            "query_string": query,
            "headers": [(name.lower().encode(), value.encode()) for name, value in headers],
            "scheme": "http",
            "http_version": "1.1",
            "server": ("127.0.0.1", 8000),
            "client": ("127.0.0.1", 50000),
        }
        self.sent: list[dict[str, Any]] = []
        self.calls = 0
        self._body = list(body)
        self._gone = asyncio.Event()
        self._flow = asyncio.Event()
        self._flow.set()
        self.fails_with: Exception | None = None

    async def receive(self):
        if self._body:
            part = self._body.pop(0)
            return {"type": "http.request", "body": part, "more_body": bool(self._body)}
        await self._gone.wait()
        return {"type": "http.disconnect"}

    async def send(self, message):
        self.calls += 1
        if self.fails_with:
            raise self.fails_with
        if not self._flow.is_set():
            await self._flow.wait()
        self.sent.append(message)

    def fill(self):
        self._flow.clear()

    def drain(self):
        self._flow.set()

    def hang_up(self):
        self._gone.set()

    @property
    def status(self):
        return self.sent[0]["status"]

    @property
    def headers(self):
        return {name.decode(): value.decode("latin-1") for name, value in self.sent[0]["headers"]}

    @property
    def body(self):
        return b"".join(message.get("body", b"") for message in self.sent[1:])

    @property
    def states(self):
        return [event["data"] for event in events(self.body) if event.get("event") == "state"]


def events(raw: bytes):
    """Server-sent events, read as a browser reads them."""
    found = []
    for block in raw.decode().split("\n\n"):
        fields: dict[str, str] = {}
        for line in block.split("\n"):
            name, _, value = line.partition(":")
            if not name:
                continue
            value = value.removeprefix(" ")
            fields[name] = f"{fields[name]}\n{value}" if name in fields else value
        if fields:
            found.append(fields)
    return found


async def until(condition, timeout=10.0):
    """Wait until the condition holds; fail if it does not."""
    end = time.monotonic() + timeout
    while not condition():
        assert time.monotonic() < end, "it did not happen in time"
        await asyncio.sleep(0.002)
