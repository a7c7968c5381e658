"""Answers that calendars send by mail."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from collective.gather.diary.actions.inviting import answer
from collective.gather.diary.ics.replies import heard
from collective.gather.diary.models import BY_MAIL, Invitation
from collective.ground.lib.errors import Refused

if TYPE_CHECKING:
    from datetime import datetime


class UnknownInvitation(Refused):
    """An answer to something that is not in the diary, or from somebody who is not asked to it."""

    status = 404


class OldAnswer(Refused):
    """An answer to how things stood before they changed, or older than what this person said since."""


@transaction.atomic
def record_reply(*, raw: bytes, now: datetime) -> Invitation:
    """Note the answer in a letter as it came; answers the invitation as it stands then. The same letter twice is harmless.

    Raises NotAReply, NotCalendar and TooMuch for what cannot be read, UnknownInvitation, OldAnswer, and what `answer` raises.
    """
    told = heard(raw)
    asked = Invitation.objects.filter(uid=told.uid, address__iexact=told.address)
    held = asked.select_related("entry").first()
    if held is None:
        raise UnknownInvitation(
            "That answers something that is not in our diary, or to which this address is not asked."
        )
    if told.sequence is not None and told.sequence < held.sequence:
        raise OldAnswer("That answers how it stood before it changed. They have been asked anew.")
    at = min(told.stamped_at or now, now)
    if held.answered_at is not None and at < held.answered_at:
        raise OldAnswer("They have said something else since.")
    return answer(invitation=held, said=told.said, now=now, at=at, source=BY_MAIL)
