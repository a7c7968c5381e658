"""A few threads that do the work which may not stop the event loop: reading the database, running a view."""

import asyncio
import logging
import os
import queue
import threading
from collections.abc import Callable
from typing import Any, TypeVar

from django.db import close_old_connections, connections

T = TypeVar("T")
Job = Callable[[], None]

log = logging.getLogger(__name__)


class Workers:
    """At most `size` threads, started when there is work for them. All methods may be called from any thread.

    Unlike the standard library's pool, each thread closes its own database connections before it ends, and none
    keeps the process alive.
    """

    def __init__(self, size: int, name: str) -> None:
        self._size = size
        self._name = name
        self._fresh()

    def _fresh(self) -> None:
        self._pid = os.getpid()
        self._lock = threading.Lock()
        self._jobs: queue.SimpleQueue[Job | None] = queue.SimpleQueue()
        self._threads: list[threading.Thread] = []
        self._load = 0  # jobs that wait or run

    def put(self, job: Job) -> None:
        """Do this on one of the threads; what it raises is logged."""
        if self._pid != os.getpid():
            self._fresh()  # threads do not survive a fork
        with self._lock:
            self._load += 1
            if len(self._threads) < min(self._load, self._size):
                number = len(self._threads) + 1
                thread = threading.Thread(
                    target=self._work, args=(self._jobs,), name=f"{self._name}-{number}", daemon=True
                )
                self._threads.append(thread)
                thread.start()
            self._jobs.put(job)

    async def run(self, work: Callable[..., T], *args: Any) -> T:
        """The result of `work(*args)`; what it raises is raised here."""
        loop = asyncio.get_running_loop()
        result: asyncio.Future[T] = loop.create_future()

        def job() -> None:
            if result.cancelled():
                return
            try:
                value = work(*args)
            except Exception as error:
                settle(result, loop, error=error)
            else:
                settle(result, loop, value)

        self.put(job)
        return await result

    async def read(self, work: Callable[..., T], *args: Any) -> T:
        """As `run`, for work that uses the database outside a request: connections past their age are closed."""
        return await self.run(_with_connections, work, *args)

    def close(self, timeout: float = 5.0) -> None:
        """Finish what is queued, close the connections, end the threads. New work starts new threads."""
        with self._lock:
            threads, jobs = self._threads, self._jobs
            self._fresh_after_close()
        for _ in threads:
            jobs.put(None)
        for thread in threads:
            thread.join(timeout)

    def _fresh_after_close(self) -> None:
        self._jobs = queue.SimpleQueue()
        self._threads = []
        self._load = 0

    def _work(self, jobs: "queue.SimpleQueue[Job | None]") -> None:
        try:
            while (job := jobs.get()) is not None:
                try:
                    job()
                except Exception:
                    log.exception("A piece of work failed")
                del job
                with self._lock:
                    if jobs is self._jobs:
                        self._load -= 1
        finally:
            connections.close_all()


def settle(
    result: "asyncio.Future[T]",
    loop: asyncio.AbstractEventLoop,
    value: Any = None,
    *,
    error: BaseException | None = None,
) -> None:
    """Give a future of the event loop its result, from any thread. Nothing happens if the loop has ended."""
    try:
        loop.call_soon_threadsafe(_settle, result, value, error)
    except RuntimeError:
        log.debug("The event loop ended before a result came")


def _settle(result: "asyncio.Future[T]", value: T, error: BaseException | None) -> None:
    if result.done():
        return
    if isinstance(error, StopIteration):  # a future refuses these
        error = RuntimeError("StopIteration")
    if error is not None:
        result.set_exception(error)
    else:
        result.set_result(value)


def _with_connections(work: Callable[..., T], *args: Any) -> T:
    close_old_connections()
    try:
        return work(*args)
    finally:
        close_old_connections()
