"""Group commit: durable before it is acknowledged, in order, and one bad item sinks nobody else."""

import asyncio
import os
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

import pytest
from django.contrib.sessions.models import Session
from django.db import OperationalError, connections, transaction

from collective.ground.lib.errors import Refused
from collective.ground.live.writer import Busy, GroupCommit

pytestmark = pytest.mark.django_db(transaction=True)
LATER = datetime(2030, 1, 1, tzinfo=UTC)


class Store:
    """Stores each item as a row; remembers the batches. `poison` breaks a constraint of the database."""

    def __init__(self):
        self.batches = []
        self.hold = threading.Event()
        self.hold.set()
        self.entered = threading.Event()

    def __call__(self, items):
        self.entered.set()
        assert self.hold.wait(5)
        self.batches.append(list(items))
        Session.objects.bulk_create(
            Session(session_key=item, session_data="", expire_date=None if item == "poison" else LATER)
            for item in items
        )
        return [f"stored {item}" for item in items]

    def keep_waiting(self):
        self.hold.clear()
        self.entered.clear()


@pytest.fixture
def store():
    return Store()


@pytest.fixture
def writers():
    made = []

    def make(*args, **more):
        made.append(GroupCommit(*args, **more))
        return made[-1]

    yield make
    for writer in made:
        writer.close()


def rows():
    return set(Session.objects.values_list("session_key", flat=True))


def test_an_acknowledged_item_is_there_for_every_other_connection(store, writers):
    writer = writers(store)
    assert writer.submit_and_wait("a", 5) == "stored a"
    assert rows() == {"a"}


def test_what_gathers_during_a_commit_is_one_batch_in_the_order_of_coming(store, writers):
    writer = writers(store)

    async def main():
        store.keep_waiting()
        first = asyncio.create_task(writer.submit("first"))
        await asyncio.to_thread(store.entered.wait, 5)
        rest = [asyncio.create_task(writer.submit(f"item {n:03}")) for n in range(200)]
        await asyncio.sleep(0.05)
        assert not any(task.done() for task in (first, *rest))
        assert writer.waiting() == 200
        store.hold.set()
        return await asyncio.gather(first, *rest)

    answers = asyncio.run(main())
    assert answers == ["stored first", *(f"stored item {n:03}" for n in range(200))]
    assert store.batches == [["first"], [f"item {n:03}" for n in range(200)]]
    assert len(rows()) == 201


def test_a_batch_has_a_size(store, writers):
    writer = writers(store, max_batch=10)

    async def main():
        await asyncio.gather(*(writer.submit(str(n)) for n in range(35)))

    asyncio.run(main())
    assert max(len(batch) for batch in store.batches) <= 10
    assert len(rows()) == 35


def test_nothing_is_acknowledged_when_the_commit_fails(writers):
    def store(items):
        with connections["default"].cursor() as cursor:
            for item in items:
                cursor.execute("INSERT INTO later (child) VALUES (%s)", [item])
        return [True] * len(items)

    with connections["default"].cursor() as cursor:
        cursor.execute("CREATE TABLE parent (id integer PRIMARY KEY)")
        cursor.execute("CREATE TABLE later (child integer REFERENCES parent (id) DEFERRABLE INITIALLY DEFERRED)")
        cursor.execute("INSERT INTO parent VALUES (1)")
    try:
        writer = writers(store)
        with pytest.raises(Exception, match=r"(?i)foreign key"):
            writer.submit_and_wait(2, 5)
        assert writer.submit_and_wait(1, 5) is True
    finally:
        writer.close()
        with connections["default"].cursor() as cursor:
            cursor.execute("DROP TABLE later")
            cursor.execute("DROP TABLE parent")


def test_a_poisoned_item_fails_alone(store, writers):
    writer = writers(store)
    names = [f"item {n}" for n in range(20)]
    names[7] = "poison"

    async def main():
        store.keep_waiting()
        first = asyncio.create_task(writer.submit("first"))
        await asyncio.to_thread(store.entered.wait, 5)
        rest = [asyncio.create_task(writer.submit(name)) for name in names]
        await asyncio.sleep(0.02)
        store.hold.set()
        await first
        return await asyncio.gather(*rest, return_exceptions=True)

    answers = asyncio.run(main())
    assert [type(answer) for answer in answers].count(str) == 19
    assert "null" in str(answers[7]).lower()
    assert rows() == {"first", *names} - {"poison"}


def test_a_refusal_goes_to_its_own_sender_whether_raised_or_returned(writers):
    class Closed(Refused):
        pass

    def store(items):
        if items == ["raise"]:
            raise Closed("This is closed.")
        return [Closed("This is closed.") if item == "closed" else item for item in items]

    writer = writers(store)

    async def main():
        return await asyncio.gather(*(writer.submit(item) for item in ("a", "closed", "b")), return_exceptions=True)

    a, refused, b = asyncio.run(main())
    assert (a, b) == ("a", "b")
    assert isinstance(refused, Closed)
    with pytest.raises(Closed, match="This is closed"):
        writer.submit_and_wait("raise", 5)


def test_a_full_queue_says_busy_and_takes_again_when_it_has_emptied(store, writers):
    writer = writers(store, 3, busy="Very busy.")
    store.keep_waiting()
    with ThreadPoolExecutor(4) as pool:
        pool.submit(writer.submit_and_wait, "taken", 5)
        assert store.entered.wait(5)
        waiting = [pool.submit(writer.submit_and_wait, f"waiting {n}", 5) for n in range(3)]
        while writer.waiting() < 3:
            time.sleep(0.001)
        with pytest.raises(Busy, match="Very busy"):
            writer.submit_and_wait("too many", 5)
        store.hold.set()
        assert [future.result() for future in waiting]
    assert writer.submit_and_wait("again", 5) == "stored again"
    assert "too many" not in rows()


def test_who_waits_too_long_is_told_so_and_an_item_not_yet_taken_is_left_out(store, writers):
    writer = writers(store)
    store.keep_waiting()
    with ThreadPoolExecutor(1) as pool:
        first = pool.submit(writer.submit_and_wait, "first", 5)
        assert store.entered.wait(5)
        with pytest.raises(Busy):
            writer.submit_and_wait("late", 0.02)
        store.hold.set()
        first.result()
    writer.submit_and_wait("after", 5)
    assert rows() == {"first", "after"}


def test_a_sender_that_goes_away_does_not_undo_its_item_or_harm_others(store, writers):
    writer = writers(store)

    async def main():
        store.keep_waiting()
        gone, here = asyncio.create_task(writer.submit("gone")), asyncio.create_task(writer.submit("here"))
        await asyncio.to_thread(store.entered.wait, 5)
        gone.cancel()
        store.hold.set()
        return await here

    assert asyncio.run(main()) == "stored here"
    assert rows() == {"gone", "here"}


def test_inside_a_transaction_of_the_senders_own_the_item_is_part_of_it(store, writers):
    writer = writers(store)
    with transaction.atomic():
        assert writer.submit_and_wait("a", 5) == "stored a"
        assert rows() == {"a"}
        transaction.set_rollback(True)
    assert rows() == set()
    refusing = writers(lambda items: [Refused("No.") for _ in items])
    with transaction.atomic(), pytest.raises(Refused, match="No"):
        refusing.submit_and_wait("a", 5)


def test_an_event_loop_that_has_ended_does_not_stop_the_writer(store, writers):
    writer = writers(store)

    async def main():
        store.keep_waiting()
        asyncio.create_task(writer.submit("orphan"))  # noqa: RUF006
        await asyncio.to_thread(store.entered.wait, 5)

    asyncio.run(main())
    store.hold.set()
    assert writer.submit_and_wait("next", 5) == "stored next"
    assert rows() == {"orphan", "next"}


def test_an_error_of_the_database_is_met_with_one_more_try(writers):
    tries = []

    def store(items):
        tries.append(items)
        if len(tries) == 1:
            raise OperationalError("database is locked")
        return items

    writer = writers(store)
    assert writer.submit_and_wait("a", 5) == "a"
    assert tries == [["a"], ["a"]]


def test_a_database_that_takes_nothing_sends_everybody_back_and_the_writer_lives_on(writers):
    broken = True

    def store(items):
        if broken:
            raise OperationalError("server closed the connection unexpectedly")
        return items

    writer = writers(store)
    with pytest.raises(Busy) as told:
        writer.submit_and_wait("a", 5)
    assert isinstance(told.value.__cause__, OperationalError)
    broken = False
    assert writer.submit_and_wait("a", 5) == "a"


@pytest.mark.sqlite
def test_a_locked_sqlite_is_waited_for(store, writers):
    writer = writers(store)
    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            Session.objects.create(session_key="ours", session_data="", expire_date=LATER)
            waiting = pool.submit(writer.submit_and_wait, "theirs", 5)
            time.sleep(0.1)
            assert not waiting.done()
        assert waiting.result() == "stored theirs"
    assert rows() == {"ours", "theirs"}


def test_an_item_that_the_database_cannot_take_as_a_statement_fails_alone(writers):
    def store(items):
        with connections["default"].cursor() as cursor:
            for item in items:
                cursor.execute(item)
        return items

    writer = writers(store)

    async def main():
        return await asyncio.gather(
            *(writer.submit(item) for item in ("SELECT 1", "SELECT * FROM nowhere", "SELECT 2")),
            return_exceptions=True,
        )

    first, bad, last = asyncio.run(main())
    assert (first, last) == ("SELECT 1", "SELECT 2")
    assert "nowhere" in str(bad)
    assert not isinstance(bad, Busy)


def test_a_store_that_returns_too_little_stores_nothing(writers):
    def store(items):
        Session.objects.create(session_key="lost", session_data="", expire_date=LATER)
        return []

    with pytest.raises(RuntimeError, match="0 results for 1 items"):
        writers(store).submit_and_wait("a", 5)
    assert rows() == set()


def test_what_is_told_after_the_commit_is_told_when_the_row_is_there(writers):
    seen = []

    def look():
        seen.append(Session.objects.count())
        connections.close_all()

    def told():
        thread = threading.Thread(target=look)
        thread.start()
        thread.join()

    def store(items):
        Session.objects.create(session_key=items[0], session_data="", expire_date=LATER)
        transaction.on_commit(told)
        return items

    writers(store).submit_and_wait("a", 5)
    assert seen == [1]


def test_closing_stores_what_waits_and_a_later_item_starts_anew(store, writers):
    writer = writers(store)
    store.keep_waiting()
    with ThreadPoolExecutor(3) as pool:
        results = [pool.submit(writer.submit_and_wait, "first", 5)]
        assert store.entered.wait(5)
        results += [pool.submit(writer.submit_and_wait, "second", 5)]
        while not writer.waiting():
            time.sleep(0.001)
        closing = pool.submit(writer.close)
        store.hold.set()
        closing.result()
        assert [future.result() for future in results] == ["stored first", "stored second"]
    assert not [thread for thread in threading.enumerate() if thread.name == "live-writer"]
    assert writer.submit_and_wait("third", 5) == "stored third"


@pytest.mark.sqlite
@pytest.mark.filterwarnings("ignore:.*multi-threaded.*fork:DeprecationWarning")
def test_a_forked_process_has_a_writer_of_its_own(store, writers):
    writer = writers(store)
    writer.submit_and_wait("parent", 5)
    child = os.fork()
    if child == 0:  # pragma: no cover - in another process
        try:
            connections.close_all()
            os._exit(0 if writer.submit_and_wait("child", 5) == "stored child" else 1)
        except BaseException:
            os._exit(2)
    assert os.waitpid(child, 0)[1] == 0
    assert rows() == {"parent", "child"}
    assert writer.submit_and_wait("parent again", 5) == "stored parent again"


def test_hundreds_of_senders_from_threads_and_tasks_lose_nothing(store, writers):
    writer = writers(store)

    def sender(name):
        return [writer.submit_and_wait(f"{name}.{n}", 10) for n in range(20)]

    async def main():
        own = [writer.submit(f"task.{n}") for n in range(300)]
        threads = [asyncio.to_thread(sender, f"thread{n}") for n in range(4)]
        return await asyncio.gather(*own, *threads)

    asyncio.run(main())
    assert len(rows()) == 380
    assert sum(len(batch) for batch in store.batches) == 380
    assert len(store.batches) < 380
