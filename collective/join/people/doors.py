"""How many sign-ups one network may send: each makes a letter to an address that anybody may type."""

from __future__ import annotations

from typing import TYPE_CHECKING

from collective.ground.lib.errors import Refused
from collective.ground.lib.throttle import Throttle, network

if TYPE_CHECKING:
    from datetime import datetime

    from django.http import HttpRequest

# Generous, because a whole office or library may share one address and sign up in the same minutes.
AT_MOST, SECONDS = 30, 600


class TooManySignUps(Refused):
    """More than a shared network sends of itself."""

    status = 429


sign_ups = Throttle(AT_MOST, SECONDS)


def one_more_sign_up(request: HttpRequest, now: datetime) -> None:
    """Count a form that would write to somebody, for gatherings and the community together. Raises TooManySignUps."""
    if not sign_ups.allows(network(request.META.get("REMOTE_ADDR", "")), now):
        raise TooManySignUps(
            "Many sign-ups came from your network in a short time. Wait a few minutes, then press the button again."
        )
