"""When the mail server cannot be reached: noted, asked again after growing gaps, seen by staff."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from django.db import IntegrityError, transaction

from collective.ground.outbox.core import retries
from collective.ground.outbox.models import Outage

if TYPE_CHECKING:
    from datetime import datetime

log = logging.getLogger(__name__)


def present() -> Outage | None:
    return Outage.objects.filter(ended_at__isnull=True).first()


def is_resting(now: datetime) -> bool:
    """Whether the server failed a short while ago and is left alone for now."""
    return Outage.objects.filter(ended_at__isnull=True, next_at__gt=now).exists()


def note(problem: Exception | None, now: datetime) -> None:
    words = f"{type(problem).__name__}: {problem}"[:300]
    log.warning("The mail server cannot be reached: %s", type(problem).__name__)
    outage = present()
    if outage is not None:
        Outage.objects.filter(pk=outage.pk).update(
            tried_at=now,
            tries=outage.tries + 1,
            problem=words,
            next_at=retries.server_again_at(outage.tries + 1, now),
        )
        return
    try:
        with transaction.atomic():
            Outage.objects.create(started_at=now, tried_at=now, next_at=retries.server_again_at(1, now), problem=words)
    except IntegrityError:
        log.info("Another process noted it first.")


def end(now: datetime) -> None:
    Outage.objects.filter(ended_at__isnull=True).update(ended_at=now)
