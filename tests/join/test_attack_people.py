"""What a stranger could try on the forms that write letters: many of them, hidden characters, and reading the clock."""

from __future__ import annotations

import logging
import socket
import threading
import time
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

import pytest
from django.core import mail
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from collective.ground.lib import clock
from collective.ground.lib.throttle import Throttle, network
from collective.ground.outbox.models import Letter
from collective.join.people import actions, doors, letters
from collective.join.people.forms import JoinForm, tidy
from collective.join.people.models import Person

NOON = datetime(2026, 12, 3, 12, 0, tzinfo=UTC)
ADA = "ada@example.org"
TOO_MANY = "Many sign-ups came from your network in a short time."


def text(answer) -> str:
    return answer.content.decode()


def form(**said) -> JoinForm:
    return JoinForm({"name": "Dan Osei", "email": "dan@example.org", "consent_membership": "on"} | said)


def join(number: int, client: Client | None = None, **more):
    facts = {"name": f"Person {number}", "email": f"p{number}@example.org", "consent_membership": "on"}
    return (client or Client()).post("/community/", facts, **more)


class TestAThrottle:
    def test_lets_so_many_in_and_then_again_when_time_has_passed(self):
        throttle = Throttle(2, 60)
        assert [throttle.allows("a", NOON) for _ in range(4)] == [True, True, False, False]
        assert throttle.allows("b", NOON)
        assert not throttle.allows("a", NOON + timedelta(seconds=59))
        assert throttle.allows("a", NOON + timedelta(seconds=60))

    def test_forgets_who_came_longest_ago_so_that_memory_stays_bounded(self):
        throttle = Throttle(1, 60, remembered=3)
        for who in "abcd":
            assert throttle.allows(who, NOON)
        assert len(throttle) == 3
        assert throttle.allows("a", NOON)
        assert not throttle.allows("d", NOON)

    @given(st.lists(st.integers(0, 40), max_size=60), st.integers(1, 4))
    def test_never_lets_more_in_within_any_stretch_of_its_time(self, pauses, at_most):
        throttle, now, let_in = Throttle(at_most, 60), NOON, []
        for pause in pauses:
            now += timedelta(seconds=pause)
            if throttle.allows("a", now):
                let_in.append(now)
        for start in let_in:
            assert sum(start <= one < start + timedelta(seconds=60) for one in let_in) <= at_most

    @pytest.mark.parametrize(
        ("address", "counted"),
        [
            ("192.0.2.7", "192.0.2.7"),
            ("::ffff:192.0.2.7", "192.0.2.7"),
            ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
            ("2001:db8:1:2::9", "2001:db8:1:2::/64"),
            ("fe80::1%eth0", "fe80::/64"),
            ("", ""),
        ],
    )
    def test_counts_one_connection_as_one(self, address, counted):
        assert network(address) == counted


@pytest.mark.django_db
class TestManySignUps:
    def test_beyond_what_a_shared_network_sends_are_asked_to_wait_with_the_form_kept(
        self, django_capture_on_commit_callbacks
    ):
        with django_capture_on_commit_callbacks(execute=True):
            assert {join(number).status_code for number in range(doors.AT_MOST)} == {302}
            answer = join(99)
        assert answer.status_code == 429
        assert TOO_MANY in text(answer)
        assert 'value="Person 99"' in text(answer)
        assert not Person.objects.with_email("p99@example.org").exists()
        assert Letter.objects.count() == doors.AT_MOST
        assert join(99, REMOTE_ADDR="192.0.2.7").status_code == 302

    def test_forms_that_are_not_complete_count_for_nothing(self):
        for _ in range(doors.AT_MOST + 5):
            assert Client().post("/community/", {"name": "Dan"}).status_code == 400
        assert join(1).status_code == 302


class TestHiddenCharacters:
    @pytest.mark.parametrize("field", ["name", "organisation", "place", "word_1"])
    @pytest.mark.parametrize(
        ("typed", "kept"),
        [
            ("A\u202emina\x07 \x00 B\u200bo", "Amina Bo"),
            ("Amina\r\n\u2028\tBo", "Amina Bo"),
            ("\ufeffAmina\u2066 Bo\u2069", "Amina Bo"),
            ("Amina\u200d\u200c Bo\u200d", "Amina Bo"),
            ("Ami" + "\u0301" * 9 + "na Bo", "Am\u00edna Bo"),
            ("\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645", "\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645"),
        ],
    )
    def test_go_and_what_is_spelling_stays(self, field, typed, kept):
        filled = form(**{field: typed})
        assert filled.is_valid(), filled.errors
        assert filled.cleaned_data[field] == kept

    @given(st.text(max_size=100))
    def test_tidying_twice_is_tidying_once_and_leaves_one_line(self, typed):
        once = tidy(typed)
        assert tidy(once) == once
        assert len(once.splitlines()) <= 1

    def test_a_name_of_nothing_that_shows_is_no_name(self):
        assert "name" in form(name="\u202e\u200b\u200d").errors

    def test_a_flood_of_accents_is_refused_at_once(self):
        started = time.monotonic()
        flood = "a" + "\u0301\u0327" * 100_000
        assert set(form(name=flood, place=flood).errors) == {"name", "place"}
        assert time.monotonic() - started < 5


class TestALinkInALetter:
    @pytest.mark.parametrize("field", ["name", "organisation", "place", "word_1", "word_3"])
    @pytest.mark.parametrize(
        "typed",
        [
            "https://example.com",
            "www.example",
            "win at example.com/x",
            "example.com?x",
            "example.com:80",
            "ht\u200btp:\u202e//example",
            "example\uff0ecom\uff0fx",
            "example\u3002com/x",
            "\u043f\u0440\u0438.\u0440\u0444/x",
        ],
    )
    def test_is_refused_wherever_a_letter_repeats_what_was_typed(self, field, typed):
        assert form(**{field: typed}).errors[field] == ["Write this without a link"]

    @pytest.mark.parametrize("field", ["name", "place", "word_2"])
    def test_is_also_what_mail_programs_make_one_of(self, field):
        assert form(**{field: "See example.com now"}).errors[field] == ["Write this without a link"]

    @pytest.mark.parametrize(
        "said",
        [{"name": "Dr.Smith"}, {"name": "J.R. O'Neill"}, {"organisation": "Example.org"}, {"place": "St.Ives"}],
    )
    def test_is_not_seen_in_names_with_a_stop(self, said):
        assert not set(said) & set(form(**said).errors)


@contextmanager
def a_silent_mail_server(settings):
    """It takes the call and says nothing."""
    with socket.create_server(("127.0.0.1", 0)) as door:
        _smtp(settings, door.getsockname()[1])
        yield


def _smtp(settings, port: int) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_USE_TLS, settings.EMAIL_TIMEOUT = (
        "127.0.0.1",
        port,
        False,
        3,
    )


@pytest.fixture
def really_beside(settings):
    """As on a real site."""
    settings.SEND_BESIDE = letters.beside
    yield
    letters.beside.wait()


@pytest.mark.django_db
class TestWhatTheMailServerGivesAway:
    @pytest.fixture(autouse=True)
    def _ada(self):
        actions.make_organiser(email=ADA, name="Ada Hussain", now=clock.now())

    def _ask(self, email: str):
        started = time.monotonic()
        answer = Client().post("/sign-in/", {"email": email}, follow=True)
        return answer, time.monotonic() - started

    def test_a_code_goes_beside_the_request(self, really_beside):
        self._ask(ADA)
        letters.beside.wait()
        assert [letter.to for letter in mail.outbox] == [[ADA]]

    def test_a_silent_one_keeps_nobody_waiting_whoever_asks(self, really_beside, settings, caplog):
        with a_silent_mail_server(settings):
            (known, waited), (unknown, _) = self._ask(ADA), self._ask("ida@example.org")
            assert waited < 2
            assert known.redirect_chain == unknown.redirect_chain
            letters.beside.wait()
        assert "A sign-in letter could not be sent" in caplog.text
        assert ADA not in caplog.text

    def test_a_dead_one_shows_the_same_page_to_a_member_and_to_a_stranger(self, settings, caplog):
        with socket.create_server(("127.0.0.1", 0)) as door:
            port = door.getsockname()[1]
        _smtp(settings, port)  # free, and shut again before anybody knocks
        (known, _), (unknown, _) = self._ask(ADA), self._ask("ida@example.org")
        assert known.status_code == unknown.status_code == 200
        assert known.redirect_chain == unknown.redirect_chain
        for answer in (known, unknown):
            assert "the mail server may be slow" in text(answer)
        assert "ConnectionRefusedError" in caplog.text
        assert ADA not in caplog.text


def test_more_letters_than_may_wait_are_left_out_with_a_word_in_the_log(monkeypatch, caplog):
    monkeypatch.setattr(letters, "WAITING_AT_MOST", 2)
    beside, hold, sent = letters.Beside(), threading.Event(), []
    busy = threading.Barrier(letters.SENDERS + 1)
    for _ in range(letters.SENDERS):
        _handed_over(beside, lambda: (busy.wait(10), hold.wait(10)))
    busy.wait(10)
    with caplog.at_level(logging.WARNING):
        for number in range(5):
            beside(lambda number=number: sent.append(number))
    hold.set()
    beside.wait()
    assert sorted(sent) == [0, 1]
    assert caplog.text.count("was not sent") == 3


def _handed_over(beside, job) -> None:
    """Hands it over and goes on only when somebody has taken it up, so that nothing else finds the queue full."""
    beside(job)
    while not beside._waiting.empty():
        time.sleep(0.01)
