"""What conversations do when people come to a room or go."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.dispatch import receiver

from collective.talk.conversations.actions import seating
from collective.talk.rooms import signals

if TYPE_CHECKING:
    from datetime import datetime

    from collective.talk.rooms.models import Participant


@receiver(signals.participant_joined)
def seat_them(sender: Any, participant: Participant, now: datetime, **kwargs: Any) -> None:
    seating.someone_came(participant=participant, now=now)


@receiver(signals.participant_left)
def free_their_seat(sender: Any, participant: Participant, now: datetime, **kwargs: Any) -> None:
    seating.someone_left(participant=participant, now=now)
