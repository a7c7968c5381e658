"""Batches, retries, a server that is away, pauses, and what is not kept."""

import socket
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from collective.ground.outbox import actions, automatic, tick
from collective.ground.outbox.actions import forgetting, holding, outages
from collective.ground.outbox.actions.delivering import BATCH
from collective.ground.outbox.automatic import Coming
from collective.ground.outbox.models import Happening, Letter, Outage, Suppression
from tests.ground.outbox_kit import NOON, open_postbox, post, post_many, use

pytestmark = pytest.mark.django_db

ADA = "Ada Hussain"


@pytest.fixture
def postbox(settings):
    with open_postbox() as inside:
        use(settings, inside)
        yield inside


@pytest.fixture
def nobody_there(settings):
    """A port where no mail server listens."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        settings.EMAIL_HOST, settings.EMAIL_PORT = free.getsockname()
    settings.EMAIL_BACKEND, settings.EMAIL_USE_TLS = "django.core.mail.backends.smtp.EmailBackend", False


class TestBatches:
    def test_one_conversation_with_the_server_carries_a_batch(self, postbox):
        post_many(BATCH + 3)
        assert actions.deliver_all(now=NOON) == BATCH + 3
        assert len(postbox.conversations) == 2

    def test_what_somebody_asked_for_goes_before_news_however_late_it_came(self, postbox):
        post_many(BATCH + 5, stream="news", now=NOON - timedelta(hours=1))
        post("seat:1", "cleo@example.org")
        actions.deliver_all(now=NOON)
        assert postbox.addresses()[0] == "cleo@example.org"

    def test_a_tick_stops_between_batches_when_its_time_is_up_and_the_next_goes_on(self, postbox):
        post_many(BATCH + 5)
        assert actions.deliver_all(now=NOON, seconds=0) == BATCH
        assert actions.deliver_all(now=NOON) == 5

    def test_the_questions_to_the_database_do_not_grow_with_what_waits(self, postbox, django_assert_max_num_queries):
        post_many(BATCH * 3)
        with django_assert_max_num_queries(5 + 2 * 4):
            actions.deliver_due(now=NOON, at_most=2)


class TestRefusals:
    def test_an_address_that_does_not_exist_is_not_written_to_again(self, postbox):
        postbox.answers["gone@example.org"] = "550 5.1.1 no such mailbox"
        post(to="gone@example.org")
        actions.deliver_due(now=NOON)
        assert Letter.objects.get().state == "given-up"
        assert Suppression.objects.get().address == "gone@example.org"

    @pytest.mark.parametrize("said", ["550 5.7.1 not from you", "451 4.7.1 come back later", "552 5.2.2 full"])
    def test_a_refusal_that_may_be_about_us_is_tried_again_and_suppresses_nobody(self, postbox, said):
        postbox.answers["amina@example.org"] = said
        post()
        actions.deliver_due(now=NOON)
        letter = Letter.objects.get()
        assert letter.state == "waiting"
        assert letter.due_at > NOON
        assert not Suppression.objects.exists()
        assert [each.what for each in letter.happenings.all()] == [Happening.What.FAILED]

    def test_one_readers_refusal_does_not_hold_up_the_others(self, postbox):
        post_many(6)
        for n in (1, 2, 3, 4):
            postbox.answers[f"p{n:05d}@example.org"] = "550 5.7.1 no"
        assert actions.deliver_all(now=NOON) == 2
        assert not Outage.objects.exists()


class TestAwayServer:
    def test_costs_no_letter_a_try_and_is_asked_again_after_growing_gaps(self, nobody_there):
        post_many(5)
        now, gaps = NOON, []
        for _ in range(4):
            assert actions.deliver_all(now=now) == 0
            outage = outages.present()
            gaps.append(outage.next_at - now)
            now = outage.next_at + timedelta(seconds=1)
        assert gaps == sorted(gaps)
        assert gaps[0] < gaps[-1]
        assert outage.tries == 4
        assert set(Letter.objects.values_list("tries", flat=True)) == {0}

    def test_is_left_alone_until_then_and_forgiven_when_it_answers(self, nobody_there, settings):
        post_many(5)
        actions.deliver_all(now=NOON)
        with open_postbox() as back:
            use(settings, back)
            assert actions.deliver_all(now=NOON + timedelta(seconds=5)) == 0
            assert actions.deliver_all(now=NOON + timedelta(minutes=5)) == 5
        assert outages.present() is None

    def test_one_that_ends_every_conversation_is_left_alone_after_three(self, postbox, monkeypatch):
        post_many(9)
        for n in range(9):
            postbox.answers[f"p{n:05d}@example.org"] = "421 4.3.0 closing"
        actions.deliver_all(now=NOON)
        assert outages.present().tries == 1
        assert Letter.objects.filter(tries=0).count() == 6
        assert postbox.arrived == []

    def test_one_that_ends_a_conversation_early_gets_a_new_one_and_no_other_letter_pays_for_it(self, postbox):
        post_many(9)
        postbox.answers["p00004@example.org"] = "421 4.7.0 enough for now"
        assert actions.deliver_all(now=NOON) == 8
        assert Letter.objects.open().get().to == "p00004@example.org"


class TestHolding:
    def test_all_letters_wait_while_staff_hold_them_and_go_afterwards(self, postbox):
        post_many(3)
        assert holding.pause(now=NOON, by=ADA)
        assert not holding.pause(now=NOON, by=ADA)
        assert actions.deliver_all(now=NOON) == 0
        assert holding.resume(now=NOON, by=ADA)
        assert not holding.resume(now=NOON, by=ADA)
        assert actions.deliver_all(now=NOON) == 3

    def test_one_letter_is_held_and_the_others_go(self, postbox):
        held = post("held", "bea@example.org")
        post("other", "cleo@example.org")
        holding.pause(letter=held, now=NOON, by=ADA)
        actions.deliver_all(now=NOON)
        assert postbox.addresses() == ["cleo@example.org"]
        holding.resume(letter=held, now=NOON, by=ADA)
        actions.deliver_all(now=NOON)
        assert postbox.addresses() == ["cleo@example.org", "bea@example.org"]

    def test_what_went_cannot_be_held_nor_sent_again_because_its_words_are_gone(self, postbox):
        letter = post()
        actions.deliver_all(now=NOON)
        with pytest.raises(holding.CannotGo, match="does not wait"):
            holding.pause(letter=letter, now=NOON, by=ADA)
        with pytest.raises(holding.CannotGo, match="wiped"):
            holding.send_again(letter=letter, now=NOON, by=ADA)

    def test_one_that_was_given_up_goes_again_under_a_new_identity(self, postbox):
        letter = post()
        Letter.objects.update(given_up_at=NOON, tries=actions.TRIES)
        holding.send_again(letter=letter, now=NOON, by=ADA)
        actions.deliver_all(now=NOON)
        ((_, arrived),) = postbox.arrived
        assert arrived["Message-ID"] != f"<{letter.message_id}>"
        assert [(each.what, each.by) for each in letter.happenings.all()] == [("again", ADA)]

    def test_what_a_cancellation_makes_pointless_is_called_back(self, postbox):
        post("reminder:1:1", about="gathering:1")
        post("confirm:1:1", about="gathering:1")
        post("reminder:2:1", about="gathering:2")
        called_off = {"about": "gathering:1", "kinds": ("reminder",), "now": NOON, "why": "It was called off."}
        assert actions.recall(**called_off) == 1
        assert actions.recall(**called_off) == 0
        assert actions.deliver_all(now=NOON) == 2


class TestTables:
    def test_no_letter_has_two_ends_and_none_that_went_keeps_its_words(self):
        letter = post()
        for wrong in ({"sent_at": NOON, "text": "", "stopped_at": NOON}, {"sent_at": NOON}):
            with pytest.raises(IntegrityError), transaction.atomic():
                Letter.objects.filter(pk=letter.pk).update(**wrong)


class TestForgetting:
    def test_words_of_what_did_not_go_after_two_weeks_and_letters_after_three_months(self):
        for key in ("stopped", "waiting", "sent"):
            post(key)
        Letter.objects.filter(key="stopped").update(stopped_at=NOON)
        Letter.objects.filter(key="sent").update(sent_at=NOON, text="")
        forgetting.forget_old(NOON + timedelta(days=13))
        assert Letter.objects.get(key="stopped").text
        forgetting.forget_old(NOON + timedelta(days=15))
        assert not Letter.objects.get(key="stopped").text
        forgetting.forget_old(NOON + timedelta(days=93))
        assert list(Letter.objects.values_list("key", flat=True)) == ["waiting"]

    def test_one_person_leaves_no_letter_behind_and_stays_unwritten_to_where_mail_came_back(self):
        post("one", person=7, to="old@example.org")
        post("two")
        post("three", to="bea@example.org")
        Suppression.objects.create(address="amina@example.org", reason="bounce", at=NOON)
        assert forgetting.forget_reader(person=7, emails=["Amina@example.org", "amina@example.org"]) == 2
        assert Letter.objects.get().to == "bea@example.org"
        assert Suppression.objects.exists()


class TestAutomatic:
    def test_a_step_runs_at_each_tick_before_the_letters_go_and_tells_what_it_expects(self, postbox, monkeypatch):
        monkeypatch.setattr(automatic, "_STEPS", {})
        expected = Coming(NOON, "Reminder", "bea@example.org", "gathering:1", held="She cannot come.")
        automatic.register(
            "reminders", coming=lambda now, until: [expected], run=lambda now: post("reminder:1", "bea@example.org")
        )
        tick.once(NOON)
        tick.once(NOON)
        assert postbox.addresses() == ["bea@example.org"]
        assert list(automatic.expected(NOON, NOON)) == [("reminders", expected)]

    def test_a_step_that_fails_stops_neither_the_others_nor_the_letters(self, postbox, monkeypatch, caplog):
        monkeypatch.setattr(automatic, "_STEPS", {})

        def broken(now):
            raise RuntimeError("broken on purpose")

        automatic.register("broken", coming=lambda now, until: [], run=broken)
        post()
        tick.once(NOON)
        assert postbox.addresses() == ["amina@example.org"]
