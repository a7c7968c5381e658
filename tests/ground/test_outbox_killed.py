"""A tick may be killed anywhere, and two may run at once: nothing is lost, and at most the one letter in hand goes twice."""

import os
import random
import signal
import threading
from collections import Counter
from datetime import timedelta

import pytest

from collective.ground.outbox import actions
from collective.ground.outbox.actions.delivering import CLAIM
from collective.ground.outbox.models import Letter
from tests.ground.outbox_kit import NOON, a_tick, open_postbox, post_many, use

pytestmark = pytest.mark.django_db(transaction=True)

AFTER_THE_CLAIM = CLAIM + timedelta(minutes=1)
MANY = 40


@pytest.fixture
def postbox(settings):
    with open_postbox() as inside:
        use(settings, inside)
        yield inside


def kill_at(process_of, address):
    """Something for the server to do: at this address it kills the process, with no chance to say goodbye."""

    def at(arriving):
        if arriving == address and process_of:
            os.kill(process_of.pop().pid, signal.SIGKILL)

    return at


def run_and_finish(postbox, hook):
    """A tick that is killed by the hook, and one after its claim has run out."""
    process_of = []
    setattr(postbox, hook, kill_at(process_of, "p00017@example.org"))
    ticking = a_tick(postbox, NOON)
    process_of.append(ticking)
    ticking.communicate(timeout=60)
    assert ticking.returncode == -signal.SIGKILL
    before = len(postbox.arrived)
    assert 0 < before < MANY
    actions.deliver_all(now=NOON + AFTER_THE_CLAIM)
    return before


class TestKilled:
    def test_before_the_server_has_the_letter_nothing_is_doubled_or_lost(self, postbox):
        post_many(MANY)
        run_and_finish(postbox, "at_rcpt")
        assert Counter(postbox.addresses()) == Counter(f"p{n:05d}@example.org" for n in range(MANY))
        assert not Letter.objects.open().exists()

    def test_between_the_servers_yes_and_our_mark_that_one_goes_twice_under_one_identity(self, postbox):
        post_many(MANY)
        run_and_finish(postbox, "at_data")
        told = Counter(postbox.addresses())
        assert set(told) == {f"p{n:05d}@example.org" for n in range(MANY)}
        assert [address for address, times in told.items() if times > 1] == ["p00017@example.org"]
        twins = [letter["Message-ID"] for address, letter in postbox.arrived if address == "p00017@example.org"]
        assert len(twins) == 2
        assert len(set(twins)) == 1

    def test_until_its_claim_runs_out_nobody_touches_the_letter_in_hand(self, postbox):
        post_many(MANY)
        process_of = []
        postbox.at_rcpt = kill_at(process_of, "p00017@example.org")
        ticking = a_tick(postbox, NOON)
        process_of.append(ticking)
        ticking.communicate(timeout=60)
        actions.deliver_all(now=NOON + timedelta(seconds=5))
        (left,) = Letter.objects.open()
        assert left.to == "p00017@example.org"

    @pytest.mark.parametrize("seed", range(2))
    def test_at_any_moment_each_kill_doubles_one_letter_at_most(self, postbox, seed):
        post_many(MANY)
        chance, kills, now = random.Random(seed), 0, NOON
        while Letter.objects.open().exists() and kills < 3:
            ticking = a_tick(postbox, now)
            arrived = threading.Event()
            wanted = len(postbox.arrived) + chance.randrange(1, 12)
            postbox.at_data = lambda _to, arrived=arrived, wanted=wanted: (
                arrived.set() if len(postbox.arrived) >= wanted else None
            )
            arrived.wait(30)
            threading.Event().wait(chance.random() * 0.02)
            ticking.kill()
            ticking.communicate(timeout=60)
            kills += 1
            now += AFTER_THE_CLAIM
        postbox.at_data = lambda _to: None
        actions.deliver_all(now=now)

        told = Counter(postbox.addresses())
        assert set(told) == {f"p{n:05d}@example.org" for n in range(MANY)}
        assert sum(told.values()) - MANY <= kills
        assert len({letter["Message-ID"] for _, letter in postbox.arrived}) == MANY


class TestTwoAtOnce:
    def test_two_processes_send_each_letter_once(self, postbox):
        post_many(MANY)
        both = [a_tick(postbox, NOON) for _ in range(2)]
        for ticking in both:
            said, _ = ticking.communicate(timeout=60)
            assert ticking.returncode == 0, said
        assert Counter(postbox.addresses()) == Counter(f"p{n:05d}@example.org" for n in range(MANY))

    def test_two_threads_and_a_batch_each_send_each_letter_once(self, postbox):
        post_many(MANY)
        from django.db import connections

        def work():
            try:
                actions.deliver_all(now=NOON)
            finally:
                connections.close_all()

        threads = [threading.Thread(target=work) for _ in range(2)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(60)
        assert Counter(postbox.addresses()) == Counter(f"p{n:05d}@example.org" for n in range(MANY))
