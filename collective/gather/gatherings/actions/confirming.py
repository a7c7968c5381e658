""" "Still coming?": the answers, and the seat that passes on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from collective.gather.gatherings.actions.offering import locked
from collective.gather.gatherings.models import Confirmed, SignUp
from collective.ground.lib.errors import Refused

if TYPE_CHECKING:
    from datetime import datetime


class NoSeatToConfirm(Refused):
    """There is nothing to say yes to."""


@transaction.atomic
def confirm_coming(*, sign_up: SignUp, now: datetime) -> Confirmed:
    """Yes, still coming. Twice is harmless; after a move it is asked, and said, anew.

    Raises `NoSeatToConfirm` when they gave the seat back, or the gathering is called off or over.
    """
    gathering = locked(sign_up.gathering)
    if gathering.is_cancelled or gathering.ends_at <= now:
        raise NoSeatToConfirm("This gathering is called off or over, so there is nothing to confirm.")
    if not SignUp.objects.coming().filter(pk=sign_up.pk).exists():
        raise NoSeatToConfirm(
            "You gave your seat back. If you can come after all, your own page says whether there is one."
        )
    return Confirmed.objects.update_or_create(sign_up=sign_up, defaults={"at": now})[0]
