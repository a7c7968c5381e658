"""The letters that joining sends: to the outbox after commit, or at once beside the request where somebody waits.

Signing in writes only to addresses that we know. Were that letter sent while the page waits, a slow or silent mail
server would tell whoever asks which addresses are known. It is kept nowhere, because there is a code in it.
"""

from __future__ import annotations

import logging
import queue
import threading
from typing import TYPE_CHECKING

from django.conf import settings
from django.core.mail import get_connection
from django.template.loader import render_to_string
from django.urls import reverse

from collective.ground.community.models import present
from collective.ground.outbox import actions as outbox
from collective.join.people.models import Consent, Person

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from django.core.mail import EmailMessage

log = logging.getLogger(__name__)

SENDERS = 4  # one slow conversation with the mail server does not hold up the next code
WAITING_AT_MOST = 500


def welcome(person_pk: int, now: datetime) -> None:
    """Tell somebody what we keep about them and how to change or end it. One letter an hour, however often they join."""
    person = Person.objects.select_related("organisation").filter(pk=person_pk).first()
    if person is None or not person.email:
        return
    facts = {
        "person": person,
        "community": present(),
        "maturity": person.get_maturity_display(),
        "consents": Consent.objects.standing().filter(person=person).select_related("wording").order_by("given_at"),
        "sign_up": settings.SITE_URL + reverse("account_signup"),
        "front": settings.SITE_URL + "/",
    }
    outbox.post(
        key=f"welcome:{person.pk}:{now:%Y-%m-%dT%H}",
        to=person.email,
        subject=f"You are part of {facts['community'].name}",
        text=render_to_string("people/letters/welcome.txt", facts),
        now=now,
    )


class Beside:
    """Does what it is handed in threads of its own, first come first served. Daemons: a stop waits for no letter."""

    def __init__(self) -> None:
        self._waiting: queue.Queue[Callable[[], None]] = queue.Queue(WAITING_AT_MOST)
        self._senders: list[threading.Thread] = []
        self._lock = threading.Lock()

    def __call__(self, send: Callable[[], None]) -> None:
        self._start()
        try:
            self._waiting.put_nowait(send)
        except queue.Full:
            log.warning("A sign-in letter was not sent: %s others wait for the mail server.", WAITING_AT_MOST)

    def wait(self) -> None:
        """Until everything handed over so far is done."""
        self._waiting.join()

    def _start(self) -> None:
        with self._lock:
            while len(self._senders) < SENDERS:
                sender = threading.Thread(target=self._work, name=f"letters-{len(self._senders)}", daemon=True)
                self._senders.append(sender)
                sender.start()

    def _work(self) -> None:
        while True:
            send = self._waiting.get()
            try:
                send()
            finally:
                self._waiting.task_done()


beside = Beside()


def post_beside(letter: EmailMessage) -> None:
    """Send it soon. How it went goes to the log only, without the address: the person can ask for another.

    `settings.SEND_BESIDE` may name another runner, a callable that takes what is to be done.
    """
    letter.connection = get_connection()  # as things stand now, not when its turn comes

    def send() -> None:
        try:
            letter.send()
        except Exception as problem:  # whatever it is, the next letter must still go
            log.warning("A sign-in letter could not be sent: %s", type(problem).__name__)

    getattr(settings, "SEND_BESIDE", beside)(send)
