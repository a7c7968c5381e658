"""What staff do with letters: hold them back, let them go, send one again. Who did it stays on the row, by name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import IntegrityError, transaction

from collective.ground.lib.errors import Refused
from collective.ground.outbox.actions import suppressing
from collective.ground.outbox.actions.posting import new_message_id
from collective.ground.outbox.models import Happening, Letter, Pause

if TYPE_CHECKING:
    from datetime import datetime


class CannotGo(Refused):
    """This letter cannot be held back or sent; the message says why and what to do."""


def pause(*, letter: Letter | None = None, now: datetime, by: str) -> bool:
    """Hold back one letter, or all of them without one. False when that is so already. Raises `CannotGo`."""
    if letter and not Letter.objects.open().filter(pk=letter.pk).exists():
        raise CannotGo("This letter does not wait any more, so there is nothing to hold back.")
    try:
        with transaction.atomic():
            Pause.objects.create(letter=letter, all_of_them=letter is None, at=now, by=by)
    except IntegrityError:
        return False
    return True


def resume(*, letter: Letter | None = None, now: datetime, by: str) -> bool:
    """Let them go again, at the next tick. False when nothing was held back."""
    standing = Pause.objects.standing().filter(letter=letter, all_of_them=letter is None)
    return bool(standing.update(ended_at=now, ended_by=by))


@transaction.atomic
def send_again(*, letter: Letter, now: datetime, by: str) -> None:
    """Put a letter that was given up or stopped back among the waiting, due now. Raises `CannotGo`.

    It gets a new identity: with the old one, a receiver that has seen it would drop it as a twin.
    """
    letter = Letter.objects.select_for_update().get(pk=letter.pk)
    if letter.sent_at:
        raise CannotGo(
            "This letter went, and its words were wiped then: they may have held a private link. "
            "Send a new one from the page that it is about."
        )
    if not letter.text:
        raise CannotGo("The words of this letter are wiped by now. Send a new one from the page that it is about.")
    if why := suppressing.why_not(letter):
        raise CannotGo(f"{why} If you know better, allow letters to it again first.")
    Letter.objects.filter(pk=letter.pk).update(
        given_up_at=None,
        stopped_at=None,
        not_after=None,
        claimed_until=None,
        tries=0,
        due_at=now,
        problem="",
        message_id=new_message_id(),
    )
    Happening.objects.create(letter=letter, at=now, what=Happening.What.AGAIN, by=by)
