"""Letters: posted once, delivered once, over a real SMTP server."""

import socket
from datetime import UTC, datetime, timedelta

import pytest
from aiosmtpd.controller import Controller
from django.core import mail

from collective.ground.outbox import actions, tick
from collective.ground.outbox.models import Letter

NOON = datetime(2026, 12, 3, 12, 30, tzinfo=UTC)


class Postbox:
    """A real SMTP server's inside: keeps what arrives, and refuses an address on request."""

    def __init__(self):
        self.arrived = []
        self.refused = set()

    async def handle_RCPT(self, server, session, envelope, address, options):
        if address in self.refused:
            return "550 no such person"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        self.arrived.append((envelope.rcpt_tos, envelope.content.decode()))
        return "250 kept"


@pytest.fixture
def postbox(settings):
    inside = Postbox()
    with socket.create_server(("127.0.0.1", 0)) as free:
        host, port = free.getsockname()
    controller = Controller(inside, hostname=host, port=port)
    controller.start()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_USE_TLS = host, port, False
    settings.EMAIL_HOST_USER = settings.EMAIL_HOST_PASSWORD = ""
    yield inside
    controller.stop()


def post(key="one", to="amina@example.org", subject="Your seat", text="Dear Amina,\n\nyou have a seat."):
    return actions.post(key=key, to=to, subject=subject, text=text, now=NOON)


@pytest.mark.django_db
class TestPost:
    def test_twice_with_one_key_is_one_letter(self):
        assert post()
        assert not post()
        assert Letter.objects.count() == 1

    def test_a_newline_in_a_subject_cannot_add_a_header(self):
        post(subject="Your seat\nBcc: everybody@example.org")
        assert Letter.objects.get().subject == "Your seat Bcc: everybody@example.org"


@pytest.mark.django_db
class TestDeliver:
    def test_arrives_at_a_real_server_once(self, postbox):
        post()
        assert actions.deliver_due(now=NOON) == 1
        assert actions.deliver_due(now=NOON) == 0
        ((to, text),) = postbox.arrived
        assert to == ["amina@example.org"]
        assert "Subject: Your seat" in text
        assert Letter.objects.get().text == ""

    def test_is_tried_again_later_and_given_up_in_the_end(self, postbox):
        postbox.refused.add("nobody@example.org")
        post(to="nobody@example.org")
        now, gaps = NOON, []
        for _ in range(actions.TRIES):
            assert actions.deliver_due(now=now) == 0
            letter = Letter.objects.get()
            gaps.append(letter.due_at - now)
            now = letter.due_at + timedelta(seconds=30)
        assert gaps[:-1] == sorted(gaps[:-1])
        assert letter.given_up_at
        assert "550" in letter.problem
        assert actions.deliver_due(now=now) == 0

    def test_somebody_elses_claim_is_respected_until_it_runs_out(self, postbox):
        post()
        Letter.objects.update(claimed_until=NOON + timedelta(minutes=5))
        assert actions.deliver_due(now=NOON) == 0
        assert actions.deliver_due(now=NOON + timedelta(minutes=6)) == 1


@pytest.mark.django_db
class TestTick:
    def test_a_job_that_fails_does_not_stop_the_others(self, monkeypatch, caplog):
        done = []

        def broken(now):
            raise RuntimeError("broken on purpose")

        monkeypatch.setattr(tick, "_JOBS", [broken, done.append])
        post()
        tick.once(NOON)
        assert done == [NOON]
        assert len(mail.outbox) == 1
        assert "tick job failed" in caplog.text
