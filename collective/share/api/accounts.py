"""Who is asking, by the token in the request; what it may do; how often."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ninja.security import HttpBearer

from collective.ground.lib import clock
from collective.ground.lib.errors import Refused
from collective.ground.lib.throttle import Throttle, network
from collective.share.api.actions import tokens

if TYPE_CHECKING:
    from django.http import HttpRequest

    from collective.join.people.models import Member
    from collective.share.api.models import Token

calls = Throttle(120, 60)
wrong = Throttle(30, 60)


class TooOften(Refused):
    """More calls than we take in a minute."""

    status = 429


class NotAllowed(Refused):
    """The token is good, and does not reach this far."""

    status = 403


class PersonalToken(HttpBearer):
    """`Authorization: Bearer tdc_…`"""

    openapi_bearerFormat = "tdc_…"

    def authenticate(self, request: HttpRequest, token: str) -> Token | None:
        now = clock.now()
        found = tokens.recognise(token, now)
        if found is None:
            if not wrong.allows(network(request.META.get("REMOTE_ADDR", "")), now):
                raise TooOften("Too many wrong tokens came from your network. Wait a minute.")
            return None
        if not calls.allows(str(found.pk), now):
            raise TooOften(
                "This token was used more than 120 times in a minute. Wait a minute, or ask for more at once."
            )
        return found


def asker(request: HttpRequest, scope: str) -> Member:
    """The member whose token this is. Raises `NotAllowed` where the token lacks the scope."""
    token: Token = request.auth  # type: ignore[attr-defined]
    if scope not in token.scopes:
        raise NotAllowed(f"This token may not do that: it lacks “{scope}”. Make one that has it on your page.")
    return token.member
