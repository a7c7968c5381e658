"""What gatherings follow of what happens elsewhere."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.dispatch import receiver

from collective.gather.diary.models import ACCEPTED, DECLINED
from collective.gather.diary.signals import answered, entry_rederived
from collective.gather.gatherings.actions import confirming, planning, signing_up
from collective.gather.gatherings.models import Gathering, SignUp
from collective.ground.lib.errors import Refused

if TYPE_CHECKING:
    from datetime import datetime

    from collective.gather.diary.models import Entry, Invitation


@receiver(answered)
def answer_counts_for_the_seat(sender: type, invitation: Invitation, said: str, now: datetime, **facts: object) -> None:
    """A yes or no given in somebody's calendar is a yes or no to their seat: a no passes it on at once."""
    seat = SignUp.objects.coming().filter(gathering__entry=invitation.entry_id, person=invitation.person_id).first()
    if seat is None:
        return
    if said == DECLINED:
        signing_up.leave(sign_up=seat, now=now)
    elif said == ACCEPTED:
        try:
            confirming.confirm_coming(sign_up=seat, now=now)
        except Refused:
            return  # it is off or over: there is nothing to say yes to, and nobody to tell


@receiver(entry_rederived)
def moments_follow_the_zone(sender: type, entry: Entry, now: datetime, **facts: object) -> None:
    """A government moved its clocks: the wall time stays, so nobody is written to about a move; the moment follows."""
    for gathering in Gathering.objects.filter(entry=entry):
        planning.change(gathering=gathering, now=now, zone=gathering.zone)
