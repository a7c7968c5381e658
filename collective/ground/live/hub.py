"""The newest state of each topic, pushed to everyone who listens.

An app says once where the states of its topics come from (`provide`) and, after each commit that changes one, that
it changed (`touch`). The hub reads the state at most so many times a second, however often it was touched, encodes
it once and writes it to all listeners. Nobody is kept a backlog: whoever is slow gets the newest state when their
connection has drained. A topic that nobody listens to, or that nobody touches, costs nothing.
"""

import asyncio
import logging
import secrets
import threading
from collections.abc import Callable
from dataclasses import dataclass, field

from collective.ground.live import frames
from collective.ground.live.frames import Frame, State
from collective.ground.live.listeners import Listener
from collective.ground.live.workers import Workers

__all__ = ["Closing", "Hub", "State", "UnknownTopic", "hub"]

Provider = Callable[[str], State | None]

SLICE = 500  # writes between two turns of the event loop: about 5 ms
LONGEST_PAUSE = 30.0  # seconds between two attempts of a provider that keeps failing

log = logging.getLogger(__name__)


class UnknownTopic(LookupError):
    """No provider was named for this topic."""


class Closing(Exception):
    """The process is about to end and takes no new listeners."""


@dataclass(frozen=True, slots=True)
class _Source:
    prefix: str
    provider: Provider
    interval: float


@dataclass(slots=True, eq=False)
class _Topic:
    name: str
    source: _Source
    listeners: dict[Listener, None] = field(default_factory=dict)
    frame: Frame | None = None
    stale: bool = True
    due: float = 0.0  # not read before this time of the loop's clock
    pushed: float = 0.0  # when something was last written to everyone
    failures: int = 0
    task: asyncio.Task[None] | None = None

    def newest(self) -> Frame | None:
        return self.frame


class Hub:
    """One per process. Methods say which thread may call them; where nothing is said, the event loop's."""

    def __init__(self, *, epoch: str | None = None, heartbeat: float = 20.0, workers: Workers | None = None) -> None:
        """`epoch` marks this run of the process in event ids, because versions may start anew with it; `heartbeat`
        is the number of seconds after which a quiet stream gets a comment."""
        self.epoch = epoch or secrets.token_hex(4)
        self.workers = workers or Workers(2, "live-read")
        self._heartbeat = heartbeat
        self._sources: tuple[_Source, ...] = ()
        self._topics: dict[str, _Topic] = {}
        self._touched: set[str] = set()
        self._lock = threading.Lock()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._beat: asyncio.TimerHandle | None = None
        self._beating: asyncio.Task[None] | None = None
        self._closing = False

    # from any thread

    def provide(self, prefix: str, provider: Provider, hz: float) -> None:
        """Topics that start with `prefix` have their states from `provider(topic)`; of several prefixes the longest
        counts. Any thread.

        The provider runs on a worker thread, may read the database, and returns None where there is nothing to
        show; at most `hz` times a second for each topic, and never twice at once for the same one.
        """
        if hz <= 0:
            raise ValueError(f"A topic's rate has to be above nought, not {hz}.")
        with self._lock:
            others = [source for source in self._sources if source.prefix != prefix]
            others.append(_Source(prefix, provider, 1 / hz))
            self._sources = tuple(sorted(others, key=lambda source: -len(source.prefix)))

    def touch(self, topic: str) -> None:
        """This topic has changed; call it after the commit. Any thread, signal handlers excepted.

        Takes well under a microsecond where nobody listens, and one wake-up of the event loop however many topics
        are touched before it comes round.
        """
        loop = self._loop
        if loop is None or topic not in self._topics:
            return  # whoever comes later reads the database anyway
        with self._lock:
            first = not self._touched
            self._touched.add(topic)
        if first:
            try:
                loop.call_soon_threadsafe(self._absorb)
            except RuntimeError:  # the loop has ended
                with self._lock:
                    self._touched.clear()

    def listeners(self, topic: str) -> int:
        """How many streams of this process are open on the topic. Any thread."""
        entry = self._topics.get(topic)
        return len(entry.listeners) if entry else 0

    def event_id(self, version: str | int) -> str:
        """The event id of a state. A page that shows the state can hand it to its stream as `?seen=`. Any thread."""
        return frames.event_id(self.epoch, version)

    def close_soon(self) -> None:
        """Close every stream and take no new ones. Any thread, signal handlers included."""
        if self._loop is not None and not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self.close)

    # on the event loop

    def start(self) -> None:
        """Belong to the running event loop. Called by the router; streams do it by themselves where it was not."""
        loop = asyncio.get_running_loop()
        if self._loop is loop:
            return
        if self._loop is not None and not self._loop.is_closed() and self._topics:
            raise RuntimeError("This hub is at work on another event loop.")
        self._loop, self._topics, self._beat, self._closing = loop, {}, None, False
        self._touched.clear()

    def close(self) -> None:
        """Close every stream and take no new ones."""
        self._closing = True
        if self._beat is not None:
            self._beat.cancel()
            self._beat = None
        for topic in list(self._topics.values()):
            for listener in list(topic.listeners):
                listener.end()

    async def stop(self) -> None:
        """Close, and leave nothing behind. After this the hub may be started again."""
        self.close()
        tasks = [topic.task for topic in self._topics.values() if topic.task]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        self._loop = None
        self._topics = {}
        await asyncio.get_running_loop().run_in_executor(None, self.workers.close)

    def check(self, topic: str) -> None:
        """Raises `UnknownTopic` or `Closing` where a stream may not be opened."""
        if self._closing:
            raise Closing
        self._source(topic)

    def current(self, topic: str) -> Frame | None:
        """The newest frame, if there is one already and nothing has changed since: a page that was drawn a moment ago
        must not be told something older."""
        entry = self._topics.get(topic)
        return entry.frame if entry and not entry.stale else None

    def join(self, topic: str, listener: Listener) -> None:
        """From now on this listener gets the topic's states, the current one first unless it has it."""
        self.start()
        self.check(topic)
        entry = self._topics.get(topic)
        if entry is None:
            entry = self._topics[topic] = _Topic(topic, self._source(topic), pushed=self._now())
        listener.newest = entry.newest
        entry.listeners[listener] = None
        if entry.frame is not None and not entry.stale:
            listener.offer(entry.frame)
        self._wake(entry)
        if self._beat is None:
            self._schedule_beat()

    def leave(self, topic: str, listener: Listener) -> None:
        """The listener's stream has ended."""
        listener.leave()
        entry = self._topics.get(topic)
        if entry is None:
            return
        entry.listeners.pop(listener, None)
        if not entry.listeners:
            # Kept until the next read would be due, so that somebody who comes and goes cannot read more often.
            asyncio.get_running_loop().call_later(max(0.0, entry.due - self._now()), self._forget, entry)

    def _forget(self, entry: _Topic) -> None:
        if not entry.listeners and self._topics.get(entry.name) is entry:
            del self._topics[entry.name]
            if entry.task is not None:
                entry.task.cancel()

    def _source(self, topic: str) -> _Source:
        for source in self._sources:
            if topic.startswith(source.prefix):
                return source
        raise UnknownTopic(topic)

    def _now(self) -> float:
        return asyncio.get_running_loop().time()

    def _absorb(self) -> None:
        with self._lock:
            touched, self._touched = self._touched, set()
        for name in touched:
            entry = self._topics.get(name)
            if entry is not None:
                entry.stale = True
                self._wake(entry)

    def _wake(self, entry: _Topic) -> None:
        if entry.stale and entry.task is None and entry.listeners and not self._closing:
            entry.task = asyncio.get_running_loop().create_task(self._keep_up(entry))

    async def _keep_up(self, entry: _Topic) -> None:
        """Read and push until the topic is no longer stale."""
        try:
            while entry.stale and entry.listeners:
                await asyncio.sleep(entry.due - self._now())
                entry.stale = False
                entry.due = self._now() + entry.source.interval
                frame = await self._read(entry)
                if frame is not None and frame is not entry.frame:
                    entry.frame = frame
                    await self._push(entry)
                elif frame is not None:
                    self._offer_to_newcomers(entry, frame)
        except Exception:
            log.exception("The topic %s stopped; the next touch starts it again", entry.name)
        finally:
            entry.task = None
        self._wake(entry)

    def _offer_to_newcomers(self, entry: _Topic, frame: Frame) -> None:
        """Whoever came while the topic was stale was told nothing yet; it turned out to be unchanged."""
        for listener in list(entry.listeners):
            if listener.sent is None:
                listener.offer(frame)

    async def _read(self, entry: _Topic) -> Frame | None:
        try:
            state = await self.workers.read(entry.source.provider, entry.name)
            if state is None:
                return None
            if entry.frame is not None and entry.frame.id == self.event_id(state.version):
                return entry.frame
            frame = frames.encode(state, self.epoch)
        except Exception:
            # Those who listen would be left with an old state if nobody touched the topic again.
            log.exception("The state of %s could not be read; it is tried again", entry.name)
            entry.failures += 1
            pause = min(2.0 ** min(entry.failures, 10) / 2, LONGEST_PAUSE)
            asyncio.get_running_loop().call_later(pause, self._again, entry)
            return None
        entry.failures = 0
        return frame

    def _again(self, entry: _Topic) -> None:
        if entry.failures:
            entry.stale = True
            self._wake(entry)

    async def _push(self, entry: _Topic) -> None:
        frame, everyone = entry.frame, list(entry.listeners)
        if frame is None:
            return
        began = self._now()
        for start in range(0, len(everyone), SLICE):
            if start:
                await asyncio.sleep(0)
            for listener in everyone[start : start + SLICE]:
                listener.offer(frame)
        entry.pushed = self._now()
        # With very many listeners the beat slows down, so that writing takes at most half of the time.
        entry.due = max(entry.due, entry.pushed + (entry.pushed - began))

    def _schedule_beat(self) -> None:
        self._beat = asyncio.get_running_loop().call_later(self._heartbeat / 4, self._start_beat)

    def _start_beat(self) -> None:
        self._beating = asyncio.get_running_loop().create_task(self._beat_all())

    async def _beat_all(self) -> None:
        """A comment for every topic that has been quiet; ends by itself when nobody listens any more."""
        for entry in list(self._topics.values()):
            if self._now() - entry.pushed < self._heartbeat:
                continue
            entry.pushed = self._now()
            everyone = list(entry.listeners)
            for start in range(0, len(everyone), SLICE):
                for listener in everyone[start : start + SLICE]:
                    listener.beat()
                await asyncio.sleep(0)
        self._beat = None
        if self._topics and not self._closing:
            self._schedule_beat()


hub = Hub()
