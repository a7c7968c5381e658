"""What the outbox does not keep: words of letters that did not go, and in the end the letters themselves."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.db.models import Q

from collective.ground.outbox.core import addresses
from collective.ground.outbox.models import OPEN, Letter, Reader

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

WORDS_FOR = timedelta(days=14)  # so that staff can send it again
LETTERS_FOR = timedelta(days=92)
AT_ONCE = 500


def forget_old(now: datetime) -> None:
    """Wipe the words of letters that ended without going, two weeks after; delete letters three months after posting.

    A few hundred at each tick, so that nobody waits for it.
    """
    ended = Letter.objects.exclude(OPEN).filter(Q(given_up_at__lt=now - WORDS_FOR) | Q(stopped_at__lt=now - WORDS_FOR))
    ended.exclude(text="", calendar_text="").update(text="", calendar_text="")
    old = Letter.objects.filter(posted_at__lt=now - LETTERS_FOR).exclude(OPEN).values_list("pk", flat=True)[:AT_ONCE]
    if numbers := list(old):
        Letter.objects.filter(pk__in=numbers).delete()


def forget_reader(*, person: int | None = None, emails: Iterable[str] = ()) -> int:
    """Everything here that is about one person: letters to them, sent or waiting, and what news they wanted. How many
    letters. An address that mail cannot go to stays noted until somebody lifts that, or we would write to it again."""
    same = [addresses.same(each) for each in emails]
    theirs = Q(to__in=[*same, *emails])
    if person is not None:
        theirs |= Q(person=person)
    gone, _ = Letter.objects.filter(theirs).delete()
    Reader.objects.filter(address__in=same).delete()
    return gone
