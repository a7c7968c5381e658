"""Posting and delivering letters."""

from __future__ import annotations

import logging
from datetime import timedelta
from typing import TYPE_CHECKING

from django.core.mail import EmailMessage
from django.db import IntegrityError, transaction
from django.db.models import F, Q

from collective.ground.outbox.models import Letter

if TYPE_CHECKING:
    from datetime import datetime

log = logging.getLogger(__name__)

TRIES = 5
CLAIM = timedelta(minutes=5)


def post(*, key: str, to: str, subject: str, text: str, now: datetime) -> bool:
    """Put a letter in the outbox; False when one with this key is there already."""
    one_line = " ".join(subject.split())[:200]
    try:
        with transaction.atomic():
            Letter.objects.create(key=key, to=to, subject=one_line, text=text, due_at=now)
    except IntegrityError:
        return False
    return True


def deliver_due(*, now: datetime, at_most: int = 50) -> int:
    """Send what is due, each letter claimed first so that two deliverers never send the same one. Answers how many went."""
    return sum(
        _deliver(pk, now)
        for pk in Letter.objects.due(now).order_by("due_at", "pk").values_list("pk", flat=True)[:at_most]
    )


def _deliver(pk: int, now: datetime) -> bool:
    free = Q(claimed_until__isnull=True) | Q(claimed_until__lt=now)
    claimed = Letter.objects.due(now).filter(free, pk=pk).update(claimed_until=now + CLAIM, tries=F("tries") + 1)
    if not claimed:
        return False
    letter = Letter.objects.get(pk=pk)
    try:
        EmailMessage(letter.subject, letter.text, to=[letter.to]).send()
    except OSError as problem:  # smtplib's errors are OSErrors too
        _failed(letter, problem, now)
        return False
    # What was written is not kept once it is on its way: it may hold a private link.
    Letter.objects.filter(pk=pk).update(sent_at=now, claimed_until=None, problem="", text="")
    return True


def _failed(letter: Letter, problem: OSError, now: datetime) -> None:
    log.warning("A letter could not be sent (try %s): %s", letter.tries, type(problem).__name__)
    fate = {"problem": f"{type(problem).__name__}: {problem}"[:300], "claimed_until": None}
    if letter.tries >= TRIES:
        fate["given_up_at"] = now
    else:
        fate["due_at"] = now + timedelta(minutes=2**letter.tries)
    Letter.objects.filter(pk=letter.pk).update(**fate)
