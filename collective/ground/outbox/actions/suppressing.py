"""Addresses that cannot be written to, and news that somebody does not want. The first holds for every letter of the
outbox, the second for news only. Sign-in codes do not pass through here."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import IntegrityError, transaction
from django.db.models import Q

from collective.ground.outbox.core import addresses
from collective.ground.outbox.models import Letter, OptOut, Suppression

if TYPE_CHECKING:
    from datetime import datetime

    from collective.ground.outbox.models import Reader


def why_not(letter: Letter) -> str:
    """Why nothing goes to this letter's address now, in words; empty when it may go."""
    address = addresses.same(letter.to)
    suppressed = Suppression.objects.standing().filter(address=address).first()
    if suppressed:
        return f"Nothing goes to this address: {suppressed.get_reason_display()} (since {suppressed.at:%d %b %Y})."
    if letter.stream != Letter.Stream.NEWS:
        return ""
    ended = OptOut.objects.filter(reader__address=address, ended_at__isnull=True)
    return "This reader wants no more of this news." if ended.filter(Q(scope="") | Q(scope=letter.scope)) else ""


def suppress(*, address: str, reason: str, words: str, now: datetime) -> bool:
    """No letter goes to this address any more ("bounce" or "complaint"). False when that holds already."""
    try:
        with transaction.atomic():
            Suppression.objects.create(
                address=addresses.same(address)[:254], reason=Suppression.Reason(reason), words=words[:300], at=now
            )
    except IntegrityError:
        return False
    return True


def lift(*, suppression: Suppression, now: datetime, by: str) -> bool:
    """Staff know better, or it was mended: letters may go there again. False when it was lifted already."""
    return bool(Suppression.objects.standing().filter(pk=suppression.pk).update(lifted_at=now, lifted_by=by))


def opt_out(*, reader: Reader, scope: str, now: datetime) -> bool:
    """No more news of this scope, or none at all when it is empty. False when that holds already."""
    try:
        with transaction.atomic():
            OptOut.objects.create(reader=reader, scope=scope, at=now)
    except IntegrityError:
        return False
    return True


def opt_in_again(*, reader: Reader, scope: str, now: datetime) -> bool:
    """It was pressed by mistake. Ends what was said of this scope and of all news. False when nothing was."""
    standing = OptOut.objects.filter(Q(scope="") | Q(scope=scope), reader=reader, ended_at__isnull=True)
    return bool(standing.update(ended_at=now))
