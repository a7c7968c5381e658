"""Personal tokens: shown once, kept as a digest, revocable."""

from __future__ import annotations

import secrets
from datetime import timedelta
from typing import TYPE_CHECKING

from collective.ground.lib.errors import Refused
from collective.share.api.core import signing
from collective.share.api.models import SCOPES, Token

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from collective.join.people.models import Member

BEGINS = "tdc_"
AT_MOST = 20
NOTED_EVERY = timedelta(minutes=10)


class NoSuchScope(Refused):
    """The token would be allowed nothing, or something that there is not."""

    status = 400


def make(
    *, member: Member, name: str, scopes: Iterable[str], now: datetime, days: int | None = None
) -> tuple[Token, str]:
    """A new token, and its text, which is kept nowhere. Raises `NoSuchScope`, and `Refused` past twenty of them."""
    wanted = [scope for scope in SCOPES if scope in set(scopes)]
    if not wanted:
        raise NoSuchScope("Tick at least one thing that the program may do.")
    if Token.objects.valid(now).filter(member=member).count() >= AT_MOST:
        raise Refused(f"You have {AT_MOST} tokens already. Revoke one that you do not use any more.")
    text = BEGINS + secrets.token_urlsafe(32)
    made = Token.objects.create(
        member=member,
        name=name,
        start=text[: len(BEGINS) + 4],
        digest=signing.digest(text),
        scopes=wanted,
        made_at=now,
        expires_at=now + timedelta(days=days) if days else None,
    )
    return made, text


def revoke(*, token: Token, now: datetime) -> bool:
    """It opens nothing from now on. False when it was revoked before."""
    return bool(Token.objects.filter(pk=token.pk, revoked_at__isnull=True).update(revoked_at=now))


def recognise(text: str, now: datetime) -> Token | None:
    """Whose token this is. When it was last used is noted, to ten minutes."""
    if not text.startswith(BEGINS):
        return None
    token = Token.objects.valid(now).select_related("member__person").filter(digest=signing.digest(text)).first()
    if token and (token.last_used_at is None or token.last_used_at < now - NOTED_EVERY):
        Token.objects.filter(pk=token.pk).update(last_used_at=now)
    return token
