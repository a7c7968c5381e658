"""Sending what is due: claim one, send it, mark it, then the next.

A process may be killed anywhere. Before the claim nothing has happened. Between claim and sending, the claim runs out and
somebody else sends. Between the server's 250 and our mark is the one moment that SMTP leaves open (RFC 5321, 4.5.3.2.6):
that one letter goes a second time, with the Message-ID it had, by which most receivers show it once. Each letter is marked
before the next is claimed, so a kill doubles one letter at most.
"""

from __future__ import annotations

import logging
import time
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.core.mail import get_connection
from django.db.models import F

from collective.ground.outbox import envelope, letterhead
from collective.ground.outbox.actions import outages, suppressing
from collective.ground.outbox.actions.posting import stop
from collective.ground.outbox.core import retries
from collective.ground.outbox.core.addresses import BadAddress
from collective.ground.outbox.models import Happening, Letter, Pause
from collective.ground.outbox.refusals import Verdict, verdict

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.core.mail.backends.base import BaseEmailBackend

    from collective.ground.outbox.letterhead import Letterhead

log = logging.getLogger(__name__)

BATCH = 50  # for one conversation with the mail server: many servers end longer ones
CLAIM = timedelta(minutes=5)  # longer than one letter can take: EMAIL_TIMEOUT holds for each answer of the server
IN_A_ROW = 3  # failures that are no reader's fault, after which the server is left alone for a while


@dataclass
class Round:
    """What became of one batch. `on` is false when there is nothing left, or no server to hand it to."""

    went: int = 0
    on: bool = False


class Moment:
    """`now`, moved on by the time that has passed since, so that a claim made late in a long batch is not old at birth."""

    def __init__(self, now: datetime) -> None:
        self._now, self._since = now, time.monotonic()

    def __call__(self) -> datetime:
        return self._now + timedelta(seconds=time.monotonic() - self._since)


def deliver_due(*, now: datetime, at_most: int = BATCH) -> int:
    """Send one batch of what is due, each letter claimed first so that two deliverers never send the same one.

    Answers how many went.
    """
    return _deliver(Moment(now), at_most).went


def deliver_all(*, now: datetime, seconds: float | None = None) -> int:
    """Batch after batch until nothing is due, or `seconds` have passed. Answers how many went."""
    moment, went = Moment(now), 0
    until = None if seconds is None else now + timedelta(seconds=seconds)
    while True:
        done = _deliver(moment, BATCH)
        went += done.went
        if not done.on or (until and moment() >= until):
            return went


def _deliver(moment: Callable[[], datetime], at_most: int) -> Round:
    now = moment()
    if Pause.objects.standing().filter(all_of_them=True).exists() or outages.is_resting(now):
        return Round()
    due = Letter.objects.due(now).free(now).not_paused().order_by(F("stream").desc(), "due_at", "pk")
    numbers = list(due.values_list("pk", flat=True)[:at_most])
    if not numbers:
        return Round()
    connection = get_connection()
    try:
        connection.open()
    except Exception as problem:  # whatever it is, it is the server's or the settings', and no letter's
        outages.note(problem, moment())
        return Round()
    outages.end(moment())
    try:
        return _hand_over(numbers, connection, moment)
    finally:
        _close(connection)


def _close(connection: BaseEmailBackend) -> None:
    try:
        connection.close()
    except Exception as problem:  # everything that was accepted is marked; only the goodbye failed
        log.info("The mail server ended the conversation itself: %s", type(problem).__name__)


def _hand_over(numbers: list[int], connection: BaseEmailBackend, moment: Callable[[], datetime]) -> Round:
    done, head, in_a_row = Round(on=True), letterhead.present(), 0
    for pk in numbers:
        problem = _send_one(pk, connection, head, moment)
        if problem is None:
            done.went += 1
        if problem is None or isinstance(problem, NotMine) or verdict(problem) is not Verdict.LATER:
            in_a_row = 0
            continue
        in_a_row += 1
        if in_a_row == IN_A_ROW or not _afresh(connection):
            outages.note(problem, moment())
            done.on = False
            break
    return done


def _afresh(connection: BaseEmailBackend) -> bool:
    """A new conversation, after one that broke: otherwise the next letter would pay for it."""
    _close(connection)
    try:
        connection.open()
    except Exception as problem:
        log.info("The mail server takes no new conversation: %s", type(problem).__name__)
        return False
    return True


class NotMine(Exception):
    """Somebody else sends this one, or it is not to go."""


def _send_one(
    pk: int, connection: BaseEmailBackend, head: Letterhead, moment: Callable[[], datetime]
) -> Exception | None:
    """None when it went, else why not."""
    letter = _claim(pk, moment())
    if letter is None:
        return NotMine()
    if why := _why_not(letter, moment()):
        stop(letter, why, moment())
        return NotMine()
    try:
        message = envelope.message(letter, head, connection)
        message.send()
    except BadAddress as refused:
        stop(letter, str(refused), moment())
        return NotMine()
    except Exception as problem:  # a provider's client may raise anything; the next letter must still go
        _failed(letter, problem, moment())
        return problem
    # What was written is not kept once it is on its way: it may hold a private link.
    Letter.objects.filter(pk=pk).update(
        sent_at=moment(),
        claimed_until=None,
        problem="",
        text="",
        calendar_text="",
        provider_id=_provider_id(message),
    )
    return None


def _claim(pk: int, now: datetime) -> Letter | None:
    mine = Letter.objects.due(now).free(now).filter(pk=pk).update(claimed_until=now + CLAIM, tries=F("tries") + 1)
    return Letter.objects.get(pk=pk) if mine else None


def _why_not(letter: Letter, now: datetime) -> str:
    if letter.not_after and letter.not_after < now:
        return "It was too late for this letter to be of use."
    return suppressing.why_not(letter)


def _provider_id(message: object) -> str:
    """What a provider calls the letter, by which its webhooks speak of it (anymail)."""
    return str(getattr(getattr(message, "anymail_status", None), "message_id", "") or "")[:200]


def _failed(letter: Letter, problem: Exception, now: datetime) -> None:
    log.warning("A letter could not be sent (try %s): %s", letter.tries, type(problem).__name__)
    words = f"{type(problem).__name__}: {problem}"[:300]
    fate: dict[str, object] = {"problem": words, "claimed_until": None}
    what = Happening.What.FAILED
    again = retries.again_at(letter.tries, now)
    if verdict(problem) is Verdict.NO_SUCH_ADDRESS:
        suppressing.suppress(address=letter.to, reason="bounce", words=words, now=now)
        again = None
    if again is None:
        fate["given_up_at"], what = now, Happening.What.GIVEN_UP
    else:
        fate["due_at"] = again
    Letter.objects.filter(pk=letter.pk).update(**fate)
    Happening.objects.create(letter=letter, at=now, what=what, words=words)
