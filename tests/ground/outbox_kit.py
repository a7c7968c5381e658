"""A real SMTP server that can refuse, stall or be the moment at which somebody pulls the plug; and a letter to post."""

from __future__ import annotations

import email
import email.policy
import json
import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from aiosmtpd.controller import Controller
from django.db import connection

from collective.ground.outbox import actions
from collective.ground.outbox.models import Letter

ROOT = Path(__file__).parents[2]
NOON = datetime(2026, 12, 3, 12, 30, tzinfo=UTC)


class Postbox:
    """The inside of the server. `answers` maps an address to what RCPT is answered; `at_data` and `at_rcpt` are called with
    the address before the answer goes out."""

    def __init__(self):
        self.arrived: list[tuple[str, email.message.EmailMessage]] = []
        self.raw: list[bytes] = []
        self.conversations: set[int] = set()
        self.answers: dict[str, str] = {}
        self.at_rcpt = self.at_data = lambda address: None
        self.host, self.port = "127.0.0.1", 0

    async def handle_RCPT(self, server, session, envelope, address, options):
        self.at_rcpt(address)
        if address in self.answers:
            return self.answers[address]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        self.conversations.add(id(session))
        self.raw.append(envelope.content)
        letter = email.message_from_bytes(envelope.content, policy=email.policy.default)
        self.arrived += [(address, letter) for address in envelope.rcpt_tos]
        self.at_data(envelope.rcpt_tos[0])
        return "250 kept"

    def addresses(self) -> list[str]:
        return [address for address, _ in self.arrived]


@contextmanager
def open_postbox() -> Iterator[Postbox]:
    inside = Postbox()
    with socket.create_server((inside.host, 0)) as free:
        inside.port = free.getsockname()[1]
    controller = Controller(inside, hostname=inside.host, port=inside.port)
    controller.start()
    try:
        yield inside
    finally:
        controller.stop()


def use(settings, postbox) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_USE_TLS = postbox.host, postbox.port, False
    settings.EMAIL_USE_SSL, settings.EMAIL_HOST_USER, settings.EMAIL_HOST_PASSWORD = False, "", ""


def post(
    key="one", to="amina@example.org", subject="Your seat", text="Dear Amina,\n\nyou have a seat.", **facts
) -> Letter:
    actions.post(key=key, to=to, subject=subject, text=text, now=facts.pop("now", NOON), **facts)
    return Letter.objects.get(key=key)


def post_many(number: int, **facts) -> None:
    for n in range(number):
        post(f"many:{n}", f"p{n:05d}@example.org", **facts)


def a_tick(postbox: Postbox, now: datetime) -> subprocess.Popen:
    """One tick in a process of its own, on this test's database and this mail server."""
    facts = {"database": str(connection.settings_dict["NAME"]), "port": postbox.port, "now": now.isoformat()}
    surroundings = {**os.environ, "PYTHONPATH": str(ROOT), "DJANGO_SETTINGS_MODULE": "collective.settings"}
    return subprocess.Popen(
        [sys.executable, "-m", "tests.ground.outbox_ticking", json.dumps(facts)],
        cwd=ROOT,
        env=surroundings,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
