"""Putting letters into the outbox, and taking back those that have not gone."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from email.utils import parseaddr
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from django.conf import settings
from django.db import IntegrityError, transaction

from collective.ground.outbox.core import addresses
from collective.ground.outbox.core.addresses import BadAddress
from collective.ground.outbox.models import Happening, Letter

if TYPE_CHECKING:
    from datetime import datetime

METHODS = {"REQUEST", "CANCEL", "PUBLISH", "REPLY"}


@dataclass(frozen=True)
class CalendarPart:
    """An iCalendar object (RFC 5545) for one reader; `method` is the METHOD that also stands inside it (RFC 5546)."""

    method: str
    text: str

    def __post_init__(self) -> None:
        if self.method not in METHODS or f"METHOD:{self.method}" not in self.text.split():
            raise ValueError(f"METHOD:{self.method} has to stand in the calendar object as well.")


def post(
    *,
    key: str,
    to: str,
    subject: str,
    text: str,
    now: datetime,
    due_at: datetime | None = None,
    calendar: CalendarPart | None = None,
    stream: str = "service",
    why: str = "",
    about: str = "",
    person: Any = None,
    scope: str = "",
    not_after: datetime | None = None,
) -> bool:
    """Put a letter in the outbox, in the caller's transaction; False when one with this key is there already.

    `key` begins with the kind of letter ("reminder:12:40"). `about` is where staff find it again ("gathering:12").
    `why` is a sentence for the reader and for staff. `person` is a row or its number. `stream` is "service" or "news";
    `scope` names which news, and is what somebody can end. Past `not_after` the letter is not sent any more.
    An address that nothing can go to is refused in words on the letter's own row, so that one bad address does not
    stop a thousand others.
    """
    facts = {
        "key": key,
        "kind": key.partition(":")[0][:60],
        "to": to.strip()[:254],
        "person": getattr(person, "pk", person),
        "subject": _one_line(subject, 200),
        "text": text,
        "calendar_method": calendar.method if calendar else "",
        "calendar_text": calendar.text if calendar else "",
        "stream": Letter.Stream(stream),
        "scope": scope,
        "why": _one_line(why, 300),
        "about": about,
        "message_id": new_message_id(),
        "posted_at": now,
        "due_at": due_at or now,
        "not_after": not_after,
    }
    try:
        facts["to"] = addresses.checked(to)
        refused = ""
    except BadAddress as problem:
        facts["to"] = _one_line(to, 254)
        refused = str(problem)
    try:
        with transaction.atomic():
            letter = Letter.objects.create(**facts)
            if refused:
                stop(letter, refused, now)
    except IntegrityError:
        return False
    return True


def new_message_id() -> str:
    """An identity for a letter that says nothing about its reader."""
    domain = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2] or urlsplit(settings.SITE_URL).hostname
    return f"{secrets.token_hex(16)}@{domain}"


def _one_line(words: str, at_most: int) -> str:
    return " ".join(words.split())[:at_most]


def stop(letter: Letter, why: str, now: datetime) -> None:
    """This letter does not go; `why` is for staff to read."""
    Letter.objects.open().filter(pk=letter.pk).update(stopped_at=now, claimed_until=None, problem=why[:300])
    Happening.objects.create(letter=letter, at=now, what=Happening.What.STOPPED, words=why[:300])


def recall(*, about: str, now: datetime, why: str, kinds: tuple[str, ...] = ()) -> int:
    """Stop the letters about this that wait, all or those of some kinds: a reminder of what was cancelled. How many."""
    waiting = Letter.objects.open().free(now).filter(about=about)
    if kinds:
        waiting = waiting.filter(kind__in=kinds)
    letters = list(waiting)
    for letter in letters:
        stop(letter, why, now)
    return len(letters)
