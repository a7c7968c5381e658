"""The ASGI application: raw endpoints by path, Django for everything else, and what happens at start and end."""

import asyncio
import inspect
import logging
import re
import signal
from collections.abc import Awaitable, Callable, Collection
from typing import Any

from collective.ground.live import capacity, writer
from collective.ground.live.http import Endpoint, Receive, Scope, respond
from collective.ground.live.hub import Hub, hub
from collective.ground.live.listeners import Send

Hook = Callable[[], Awaitable[None] | None]
Pattern = str | re.Pattern[str]

log = logging.getLogger(__name__)


class Router:
    """Raw endpoints are mounted while apps load; requests may come from then on."""

    def __init__(self, hub: Hub, otherwise: Endpoint | None = None) -> None:
        """`otherwise` answers what no endpoint takes."""
        self.hub = hub
        self.otherwise = otherwise
        self._routes: list[tuple[Pattern, frozenset[str], Endpoint]] = []
        self._startup: list[Hook] = []
        self._shutdown: list[Hook] = []
        self._signals: dict[int, Any] = {}

    def mount(self, pattern: Pattern, endpoint: Endpoint, *, methods: Collection[str] = ("GET", "HEAD")) -> None:
        """Requests with one of `methods` go to `endpoint` if their path begins with the text `pattern`, or is wholly
        matched by the compiled `pattern`, whose named groups are in `scope["path_params"]`. Other methods at the
        same address are Django's, and so is every path that was not mounted. The first that fits counts.
        """
        if isinstance(pattern, str) and not pattern.startswith("/"):
            raise ValueError(f"A path begins with a slash, not {pattern!r}.")
        self._routes.append((pattern, frozenset(method.upper() for method in methods), endpoint))

    def on_startup(self, hook: Hook) -> None:
        """Call this before the first request. Ordinary functions run on a worker thread and may read the database.
        If one fails the server does not start."""
        self._startup.append(hook)

    def on_shutdown(self, hook: Hook) -> None:
        """Call this after the last request; later hooks first."""
        self._shutdown.append(hook)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            await self._http(scope, receive, send)
        elif scope["type"] == "lifespan":
            await self._lifespan(receive, send)
        elif scope["type"] == "websocket":
            await receive()
            await send({"type": "websocket.close", "code": 1000, "reason": "There are no websockets here."})

    async def _http(self, scope: Scope, receive: Receive, send: Send) -> None:
        method, path = scope["method"], scope["path"]
        for pattern, methods, endpoint in self._routes:
            if method not in methods:
                continue
            if isinstance(pattern, str):
                if path.startswith(pattern):
                    return await endpoint(scope, receive, send)
            elif found := pattern.fullmatch(path):
                return await endpoint({**scope, "path_params": found.groupdict()}, receive, send)
        if self.otherwise is None:
            return await respond(send, 404, "There is nothing at this address.")
        return await self.otherwise(scope, receive, send)

    async def _lifespan(self, receive: Receive, send: Send) -> None:
        await receive()
        try:
            await self._start()
        except Exception as error:
            log.exception("The server could not start")
            await send({"type": "lifespan.startup.failed", "message": str(error)})
            return
        await send({"type": "lifespan.startup.complete"})
        await receive()
        await self._stop()
        await send({"type": "lifespan.shutdown.complete"})

    async def _start(self) -> None:
        self.hub.start()
        self._listen_for_the_end()
        for hook in self._startup:
            await self._call(hook)
        print(capacity.sentence(), flush=True)

    async def _stop(self) -> None:
        self.hub.close()
        for hook in reversed(self._shutdown):
            try:
                await self._call(hook)
            except Exception:
                log.exception("Something failed while the server stopped")
        loop = asyncio.get_running_loop()
        await loop.run_in_executor(None, writer.close_all)
        close = getattr(self.otherwise, "close", None)
        if close is not None:
            await loop.run_in_executor(None, close)
        await self.hub.stop()
        for number, handler in self._signals.items():
            if signal.getsignal(number) == self._on_signal:
                signal.signal(number, handler)
        self._signals = {}

    async def _call(self, hook: Hook) -> None:
        if inspect.iscoroutinefunction(hook):
            await hook()
            return
        result = await self.hub.workers.read(hook)
        if inspect.isawaitable(result):
            await result

    def _listen_for_the_end(self) -> None:
        """Servers wait for open requests before they say that they shut down, and a stream never ends by itself. So
        the streams are closed when the signal comes, and the signal goes on to whoever waited for it."""
        for number in (signal.SIGINT, signal.SIGTERM):
            previous = signal.getsignal(number)
            if not callable(previous):
                continue
            try:
                signal.signal(number, self._on_signal)
            except ValueError:  # not the main thread: whoever started the server here has to stop the hub
                return
            self._signals[number] = previous

    def _on_signal(self, number: int, frame: Any) -> None:
        self.hub.close_soon()
        self._signals[number](number, frame)


router = Router(hub)
mount = router.mount
on_startup = router.on_startup
on_shutdown = router.on_shutdown
