"""What happens on the sign-up list reaches the room, and what the list knew before the room opened comes in with it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.dispatch import receiver

from collective.gather.gatherings import signals as gatherings
from collective.talk.rooms import signals
from collective.talk.rooms.actions import joining
from collective.talk.rooms.models import Participant, Room

if TYPE_CHECKING:
    from datetime import datetime

    from collective.gather.gatherings.models import Gathering
    from collective.join.people.models import Person


@receiver(gatherings.person_checked_in, dispatch_uid="rooms.person_checked_in")
def seat(sender: Any, gathering: Gathering, person: Person, now: datetime, how: str, **kwargs: Any) -> None:
    """Marked on the list by hand, or from paper: here too. Whoever joined by phone is here already."""
    room = Room.objects.real().filter(gathering=gathering, opened_at__isnull=False).first()
    if room is not None and how != "room" and (room.is_open or how == "paper"):
        joining.mark_here(room=room, person=person, now=now, how=how)


@receiver(gatherings.check_in_undone, dispatch_uid="rooms.check_in_undone")
def unseat(sender: Any, gathering: Gathering, person: Person, now: datetime, **kwargs: Any) -> None:
    """The mark was a mistake: whoever is here by that mark alone goes. A phone that joined keeps its seat."""
    marked = Participant.objects.here().filter(
        room__gathering=gathering, room__rehearsal_of__isnull=True, person=person, known_by="hand"
    )
    for participant in marked.select_related("room"):
        joining.leave(participant=participant, now=now)


@receiver(signals.room_opened, dispatch_uid="rooms.room_opened")
def bring_in(sender: Any, room: Room, now: datetime, **kwargs: Any) -> None:
    """Whoever was checked in before the room opened is in it from the start."""
    if room.is_rehearsal:
        return
    for check_in in room.gathering.check_ins.select_related("person__organisation").order_by("at", "pk"):
        joining.mark_here(room=room, person=check_in.person, now=now, how=check_in.how)
