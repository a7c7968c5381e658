"""Many small writes, one durable transaction.

A transaction that has to be on the disk before it is acknowledged costs some milliseconds, however few rows are in
it. So one thread takes everything that is waiting, stores it in one transaction, and answers each sender after the
commit; meanwhile the next batch gathers. Nobody waits for a batch to fill.
"""

import asyncio
import atexit
import concurrent.futures
import logging
import os
import threading
import weakref
from collections import deque
from collections.abc import Callable, Sequence
from typing import Any, Generic, TypeVar, cast

from django.db import OperationalError, connections, transaction
from django.db.utils import DEFAULT_DB_ALIAS, InterfaceError

from collective.ground.lib.errors import Refused

Item = TypeVar("Item")
Result = TypeVar("Result")
Outcome = Any  # a result, or the exception that its sender gets
Entry = tuple[Any, "asyncio.AbstractEventLoop | None", Any]  # item, loop of the sender, future of the sender

IDLE = 30.0  # seconds after which an idle writer gives its database connection back

log = logging.getLogger(__name__)


class Busy(Refused):
    """Nothing was stored, because too much is waiting; the same again in a moment is right."""

    status = 503


class GroupCommit(Generic[Item, Result]):
    """Stores items in the order of their coming. All methods may be called from any thread.

    The thread starts with the first item, in each process anew. An item is acknowledged after its transaction is
    committed, so it is as durable as the database makes a commit. A sender that goes away does not undo its item.
    """

    def __init__(
        self,
        store: Callable[[list[Item]], Sequence[Result | Exception]],
        max_queue: int = 10_000,
        *,
        max_batch: int = 1_000,
        busy: str = "It is very busy here just now. What you sent is kept on your device and goes again in a moment.",
        using: str = DEFAULT_DB_ALIAS,
        name: str = "live-writer",
    ) -> None:
        """`store(items)` runs inside one transaction and returns a result for each item, in their order; a result
        that is an exception (a `Refused`, say) is raised to that item's sender and the others are stored all the
        same. What `store` raises rolls everything back; then the items are tried in smaller and smaller groups, so
        that a bad one fails alone: `store` has to bear being called again with the same items.

        `max_queue` items may wait; those beyond it, and those that meet a database which does not take them, get
        `Busy` with the sentence `busy`.
        """
        self._store = store
        self._max_queue = max_queue
        self._max_batch = max_batch
        self._sentence = busy
        self._using = using
        self._name = name
        self._fresh()
        _writers.add(self)

    def _fresh(self) -> None:
        self._pid = os.getpid()
        self._lock = threading.Lock()
        self._news = threading.Condition(self._lock)
        self._queue: deque[Entry] = deque()
        self._thread: threading.Thread | None = None
        self._closing = False

    async def submit(self, item: Item) -> Result:
        """Store the item and return what `store` returned for it, after the commit. Raises what the item got:
        `Busy`, a `Refused`, or the error that it caused."""
        loop = asyncio.get_running_loop()
        future: asyncio.Future[Result] = loop.create_future()
        self._enqueue((item, loop, future))
        return await future

    def submit_and_wait(self, item: Item, timeout: float) -> Result:
        """As `submit`, from ordinary code. `Busy` if it takes longer than `timeout` seconds; then the item may still
        be stored, as with any connection that is cut before the answer.

        Inside a transaction of the caller's own the item becomes part of that, and is as durable as it turns out to
        be: the writer would wait for the caller's locks while the caller waits for the writer.
        """
        if connections[self._using].in_atomic_block:
            return self._at_once(item)
        future: concurrent.futures.Future[Result] = concurrent.futures.Future()
        self._enqueue((item, None, future))
        try:
            return future.result(timeout)
        except concurrent.futures.TimeoutError:
            if future.done():
                raise  # the item's own error
            future.cancel()
            raise Busy(self._sentence) from None

    def _at_once(self, item: Item) -> Result:
        outcome = self._commit([item])[0]
        if isinstance(outcome, Exception):
            raise outcome
        return cast("Result", outcome)

    def waiting(self) -> int:
        """How many items have not been taken yet."""
        return len(self._queue)

    def close(self, timeout: float = 10.0) -> None:
        """Store what is waiting, close the connection, end the thread. A later item starts it again."""
        with self._lock:
            thread = self._thread
            self._closing = thread is not None
            self._news.notify()
        if thread is not None and thread is not threading.current_thread():
            thread.join(timeout)

    def _enqueue(self, entry: Entry) -> None:
        if self._pid != os.getpid():
            self._fresh()  # threads do not survive a fork
        with self._lock:
            if len(self._queue) >= self._max_queue:
                raise Busy(self._sentence)
            self._queue.append(entry)
            if self._thread is None:
                self._thread = threading.Thread(target=self._run, name=self._name, daemon=True)
                self._thread.start()
            else:
                self._news.notify()

    # on the writer's own thread

    def _run(self) -> None:
        try:
            while batch := self._take():
                try:
                    self._acknowledge(batch, self._outcomes([entry[0] for entry in batch]))
                except BaseException as error:  # nobody may be left waiting, whatever happened
                    log.exception("A batch of %d items failed in an unforeseen way", len(batch))
                    self._acknowledge(batch, [error] * len(batch))
        finally:
            connections[self._using].close()

    def _take(self) -> list[Entry]:
        """Everything that is waiting, at least one item; nothing when the writer is to end."""
        with self._lock:
            if not self._queue and not self._closing:
                self._news.wait(IDLE)
            while not self._queue and not self._closing:
                connections[self._using].close()
                self._news.wait()
            if not self._queue:
                self._thread, self._closing = None, False
                return []
            batch: list[Entry] = []
            while self._queue and len(batch) < self._max_batch:
                entry = self._queue.popleft()
                if entry[1] is not None or entry[2].set_running_or_notify_cancel():
                    batch.append(entry)
        return batch or self._take()

    def _outcomes(self, items: list[Item]) -> list[Outcome]:
        """Store the items; a group that fails is stored in halves, down to the single item that is to blame."""
        try:
            return self._commit_or_again(items)
        except Exception as error:
            if isinstance(error, (OperationalError, InterfaceError)) and _is_no_item_to_blame(error):
                log.exception("The database takes nothing: %d items are sent back", len(items))
                return [_caused(Busy(self._sentence), error) for _ in items]
            if len(items) == 1:
                if not isinstance(error, Refused):
                    log.exception("An item could not be stored")
                return [error]
        half = len(items) // 2
        return self._outcomes(items[:half]) + self._outcomes(items[half:])

    def _commit_or_again(self, items: list[Item]) -> list[Outcome]:
        try:
            return self._commit(items)
        except (OperationalError, InterfaceError):
            connections[self._using].close()  # a lock may have passed, a server may be back: once more, from new
            return self._commit(items)

    def _commit(self, items: list[Item]) -> list[Outcome]:
        with transaction.atomic(using=self._using):
            results = list(self._store(items))
            if len(results) != len(items):
                raise RuntimeError(f"store() returned {len(results)} results for {len(items)} items.")
        return results

    def _acknowledge(self, batch: list[Entry], outcomes: Sequence[Outcome]) -> None:
        by_loop: dict[asyncio.AbstractEventLoop, list[tuple[Any, Outcome]]] = {}
        for (_, loop, future), outcome in zip(batch, outcomes, strict=True):
            if loop is None:
                _answer(future, outcome)
            else:
                by_loop.setdefault(loop, []).append((future, outcome))
        for loop, answers in by_loop.items():
            try:
                loop.call_soon_threadsafe(_answer_all, answers)  # one wake-up for the whole batch
            except RuntimeError:
                log.debug("The event loop ended before %d items were acknowledged", len(answers))


def _answer_all(answers: list[tuple[Any, Outcome]]) -> None:
    for future, outcome in answers:
        _answer(future, outcome)


def _answer(future: Any, outcome: Outcome) -> None:
    if future.done():
        return
    if isinstance(outcome, StopIteration):  # futures refuse these
        outcome = RuntimeError("StopIteration")
    if isinstance(outcome, BaseException):
        future.set_exception(outcome)
    else:
        future.set_result(outcome)


def _caused(refusal: Refused, error: Exception) -> Refused:
    refusal.__cause__ = error
    return refusal


# SQLite: locked, busy, read-only, disk error, full, cannot open. PostgreSQL, by class: connection lost, transaction
# rolled back (deadlock), out of resources, lock not available, intervention (shutting down), system error.
_SQLITE_STATES = {5, 6, 8, 10, 13, 14}
_POSTGRES_CLASSES = {"08", "40", "53", "55", "57", "58"}


def _is_no_item_to_blame(error: Exception) -> bool:
    cause = error.__cause__
    code = getattr(cause, "sqlite_errorcode", None)
    if code is not None:
        return (code & 0xFF) in _SQLITE_STATES
    state = getattr(cause, "sqlstate", None)
    return state is None or state[:2] in _POSTGRES_CLASSES


_writers: "weakref.WeakSet[GroupCommit[Any, Any]]" = weakref.WeakSet()


def close_all() -> None:
    """Close every writer of this process."""
    for writer in list(_writers):
        writer.close()


def _after_fork() -> None:
    for writer in list(_writers):
        writer._fresh()  # the parent's thread may have held the lock in the moment of the fork


atexit.register(close_all)
if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_after_fork)
