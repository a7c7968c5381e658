"""The hub: what listeners get, in good days and bad ones."""

import asyncio
import threading
import time

import pytest
from django.db import connections
from hypothesis import given, settings
from hypothesis import strategies as st

from collective.ground.live.frames import State, encode, event_id
from collective.ground.live.hub import SLICE, Hub, UnknownTopic
from collective.ground.live.sse import stream
from tests.ground.live_kit import Connection, events, until


class Source:
    """A number that can be changed from outside, as the state of every topic; counts how often it was read."""

    def __init__(self):
        self.value = 0
        self.reads = 0
        self.fails = False
        self.running = 0
        self.most = 0

    def __call__(self, topic):
        self.running += 1
        self.most = max(self.most, self.running)
        self.reads += 1
        value, fails = self.value, self.fails
        time.sleep(0.002)
        self.running -= 1
        if fails:
            raise RuntimeError("the state cannot be read")
        return State(value, f"{topic} is {value}")


@pytest.fixture
def source():
    return Source()


def in_a_loop(main, source, hz=200, heartbeat=20.0):
    """Run main(hub, listen) with a hub that is stopped afterwards."""

    async def run():
        hub = Hub(epoch="e", heartbeat=heartbeat)
        hub.provide("thing:", source, hz)
        hub.start()
        tasks = []

        def listen(topic="thing:a", **more):
            connection = Connection(**more)
            tasks.append(asyncio.create_task(stream(connection.scope, connection.receive, connection.send, hub, topic)))
            return connection

        try:
            await main(hub, listen)
        finally:
            await hub.stop()
            await asyncio.wait_for(asyncio.gather(*tasks), 3)

    asyncio.run(run())


def test_a_new_listener_gets_the_current_state_at_once(source):
    async def main(hub, listen):
        first = listen()
        await until(lambda: first.states == ["thing:a is 0"])
        second = listen()
        await until(lambda: second.states == ["thing:a is 0"])
        assert source.reads == 1
        assert first.status == 200
        assert first.headers == {
            "content-type": "text/event-stream; charset=utf-8",
            "cache-control": "no-store",
            "x-accel-buffering": "no",
            "x-content-type-options": "nosniff",
        }
        assert hub.listeners("thing:a") == 2
        assert hub.listeners("thing:b") == 0

    in_a_loop(main, source)


def test_a_touch_from_another_thread_reaches_every_listener(source):
    async def main(hub, listen):
        crowd = [listen() for _ in range(SLICE + 20)]
        await until(lambda: all(one.states for one in crowd))
        source.value = 7
        threading.Thread(target=hub.touch, args=("thing:a",)).start()
        await until(lambda: all(one.states[-1] == "thing:a is 7" for one in crowd))

    in_a_loop(main, source)


def test_many_touches_are_few_reads_and_the_last_state_wins(source):
    async def main(hub, listen):
        one = listen()
        await until(lambda: one.states)
        before = source.reads
        started = time.monotonic()
        for value in range(1, 301):
            source.value = value
            hub.touch("thing:a")
            await asyncio.sleep(0.001)
        await until(lambda: one.states[-1] == "thing:a is 300")
        took = time.monotonic() - started
        assert source.reads - before <= took * 20 + 2
        assert source.most == 1

    in_a_loop(main, source, hz=20)


def test_a_state_with_the_same_version_is_not_sent_again(source):
    async def main(hub, listen):
        one = listen()
        await until(lambda: one.states)
        hub.touch("thing:a")
        await until(lambda: source.reads == 2)
        await asyncio.sleep(0.02)
        assert len(one.states) == 1

    in_a_loop(main, source)


def test_who_comes_back_with_the_current_state_gets_nothing_but_a_comment(source):
    async def main(hub, listen):
        first = listen()
        await until(lambda: first.states)
        id = events(first.body)[-1]["id"]
        assert id == hub.event_id(0) == "e.0"
        back = listen(headers=[("Last-Event-ID", id)])
        shown = listen(query=b"seen=e.0")
        stranger = listen(headers=[("Last-Event-ID", "of-an-earlier-run.0")])
        await until(lambda: stranger.states)
        await asyncio.sleep(0.02)
        assert (back.states, shown.states) == ([], [])
        assert b":\n\n" in back.body
        source.value = 1
        hub.touch("thing:a")
        await until(lambda: back.states == shown.states == ["thing:a is 1"])

    in_a_loop(main, source)


def test_who_comes_back_first_with_the_current_state_gets_nothing_but_a_comment(source):
    async def main(hub, listen):
        back = listen(headers=[("Last-Event-ID", "e.0")])
        await until(lambda: source.reads == 1)
        await asyncio.sleep(0.02)
        assert back.states == []

    in_a_loop(main, source)


def test_a_slow_listener_is_skipped_and_then_gets_the_newest_state(source):
    async def main(hub, listen):
        fast, slow = listen(), listen()
        await until(lambda: fast.states and slow.states)
        slow.fill()
        for value in range(1, 6):
            source.value = value
            hub.touch("thing:a")
            await until(lambda wanted=value: fast.states[-1] == f"thing:a is {wanted}")
        assert slow.states == ["thing:a is 0"]
        slow.drain()
        await until(lambda: slow.states[-1] == "thing:a is 5")
        assert slow.states == ["thing:a is 0", "thing:a is 1", "thing:a is 5"]

    in_a_loop(main, source)


def test_a_listener_that_never_reads_holds_one_frame_and_one_task(source):
    async def main(hub, listen):
        fast, stuck = listen(), listen()
        await until(lambda: fast.states and stuck.states)
        stuck.fill()
        before = stuck.calls
        tasks = 0
        for value in range(1, 50):
            source.value = value
            hub.touch("thing:a")
            await until(lambda wanted=value: fast.states[-1] == f"thing:a is {wanted}")
            if value == 1:
                tasks = len(asyncio.all_tasks())
        assert stuck.calls == before + 1
        assert len(asyncio.all_tasks()) <= tasks

    in_a_loop(main, source, hz=1000)


def test_a_connection_that_breaks_while_sending_harms_nobody_else(source):
    async def main(hub, listen):
        good, bad, late = listen(), listen(), listen()
        await until(lambda: good.states and bad.states and late.states)
        bad.fails_with = RuntimeError("unable to perform operation; the handler is closed")
        late.fill()
        source.value = 1
        hub.touch("thing:a")
        await until(lambda: good.states[-1] == "thing:a is 1")
        await until(lambda: hub.listeners("thing:a") == 2)
        late.hang_up()
        await until(lambda: hub.listeners("thing:a") == 1)
        source.value = 2
        hub.touch("thing:a")
        await until(lambda: good.states[-1] == "thing:a is 2")

    in_a_loop(main, source)


def test_a_provider_that_fails_is_logged_and_the_next_touch_works(source, caplog):
    async def main(hub, listen):
        one = listen()
        await until(lambda: one.states)
        source.fails = True
        hub.touch("thing:a")
        await until(lambda: source.reads == 2)
        await until(lambda: "could not be read" in caplog.text)
        source.fails, source.value = False, 5
        hub.touch("thing:a")
        await until(lambda: one.states[-1] == "thing:a is 5", timeout=0.9)

    in_a_loop(main, source)


def test_after_a_failure_listeners_get_the_state_even_if_nobody_touches(source):
    async def main(hub, listen):
        source.fails = True
        one = listen()
        await until(lambda: source.reads == 1)
        source.fails = False
        await until(lambda: one.states == ["thing:a is 0"])

    in_a_loop(main, source)


def test_a_version_that_could_break_out_of_its_line_is_refused_and_logged(caplog):
    async def main(hub, listen):
        listen()
        await until(lambda: "printable ASCII" in caplog.text)

    in_a_loop(main, lambda topic: State("1\nevent: other", "text"))


def test_a_topic_whose_provider_has_nothing_sends_nothing(source):
    async def main(hub, listen):
        one = listen()
        await until(lambda: one.calls >= 2)
        await asyncio.sleep(0.02)
        assert one.states == []

    in_a_loop(main, lambda topic: None)


def test_an_idle_topic_is_neither_read_nor_kept(source):
    async def main(hub, listen):
        hub.touch("thing:a")
        await asyncio.sleep(0.02)
        assert source.reads == 0
        one = listen()
        await until(lambda: one.states)
        await asyncio.sleep(0.05)
        assert source.reads == 1
        one.hang_up()
        await until(lambda: hub.listeners("thing:a") == 0)
        await until(lambda: not hub._topics)
        source.value = 3
        hub.touch("thing:a")
        again = listen()
        await until(lambda: again.states == ["thing:a is 3"])

    in_a_loop(main, source)


def test_coming_and_going_does_not_read_more_often(source):
    async def main(hub, listen):
        for _ in range(10):
            one = listen()
            await until(lambda one=one: one.calls >= 2)
            one.hang_up()
            await until(lambda: hub.listeners("thing:a") == 0)
        assert source.reads == 1

    in_a_loop(main, source, hz=0.1)


def test_quiet_streams_get_a_comment_and_busy_ones_do_not(source):
    async def main(hub, listen):
        quiet, busy = listen("thing:quiet"), listen("thing:busy")
        await until(lambda: quiet.states and busy.states)
        calls = quiet.calls
        while quiet.calls == calls:
            source.value += 1
            hub.touch("thing:busy")
            await asyncio.sleep(0.005)
        assert quiet.body.endswith(b":\n\n")
        assert busy.body.count(b"\n:\n\n") == 1  # the one it was opened with

    in_a_loop(main, source, heartbeat=0.3)


def test_closing_ends_every_stream_properly_even_a_stuck_one(source):
    async def main(hub, listen):
        one, stuck = listen(), listen()
        await until(lambda: one.states and stuck.states)
        stuck.fill()
        source.value = 1
        hub.touch("thing:a")
        await until(lambda: one.states[-1] == "thing:a is 1")
        threading.Thread(target=hub.close_soon).start()
        await until(lambda: hub.listeners("thing:a") == 0)
        await until(lambda: one.sent[-1]["more_body"] is False)
        late = listen()
        await until(lambda: late.sent)
        assert late.status == 503

    in_a_loop(main, source)


def test_the_server_may_still_cancel_a_stream(source):
    async def main(hub, listen):
        connection = Connection()
        task = asyncio.create_task(stream(connection.scope, connection.receive, connection.send, hub, "thing:a"))
        await until(lambda: connection.states)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        assert hub.listeners("thing:a") == 0

    in_a_loop(main, source)


def test_addresses_without_a_provider_and_other_methods_are_told_so(source):
    async def main(hub, listen):
        nothing, post, head = listen("other:a"), listen(method="POST"), listen(method="HEAD")
        await until(lambda: nothing.sent and post.sent and len(head.sent) == 2)
        assert (nothing.status, post.status, head.status) == (404, 405, 200)
        assert head.sent[-1]["more_body"] is False
        with pytest.raises(UnknownTopic):
            hub.check("other:a")

    in_a_loop(main, source)


def test_the_longest_prefix_counts(source):
    async def main(hub, listen):
        hub.provide("thing:big:", lambda topic: State(1, "big"), hz=100)
        one, big = listen("thing:a"), listen("thing:big:a")
        await until(lambda: one.states == ["thing:a is 0"] and big.states == ["big"])

    in_a_loop(main, source)


@pytest.mark.django_db(transaction=True)
def test_a_provider_reads_what_was_committed():
    from django.contrib.sessions.models import Session
    from django.utils import timezone

    async def main(hub, listen):
        one = listen()
        await until(lambda: one.states == ["0 rows"])

        def write():
            Session.objects.create(session_key="a", session_data="", expire_date=timezone.now())
            connections.close_all()

        await asyncio.to_thread(write)
        hub.touch("thing:a")
        await until(lambda: one.states[-1] == "1 rows")

    def count(topic):
        rows = Session.objects.count()
        return State(rows, f"{rows} rows")

    in_a_loop(main, count)


@settings(max_examples=200, deadline=None)
@given(st.text(), st.integers())
def test_any_text_arrives_whole_as_one_event(data, version):
    (event,) = events(encode(State(version, data), "e").body)
    assert event["data"] == data.replace("\r\n", "\n").replace("\r", "\n")
    assert event["id"] == event_id("e", version)
