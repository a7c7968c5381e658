"""What a provider reports of a letter that it took: it came back, somebody reported it, somebody wants no more news."""

from __future__ import annotations

from typing import TYPE_CHECKING

from collective.ground.outbox.actions import suppressing
from collective.ground.outbox.core import addresses
from collective.ground.outbox.models import Happening, Letter, Reader

if TYPE_CHECKING:
    from datetime import datetime

# Of anymail's reasons: these say that the address is bad. The others (blocked, spam, timed_out) may be about us.
ADDRESS_IS_BAD = {"bounced", "invalid"}


def hear(*, what: str, reason: str, address: str, provider_id: str, words: str, now: datetime) -> None:
    """`what` and `reason` in anymail's normalised words. Told twice is harmless; what needs no answer is passed over."""
    address = addresses.same(address)
    said = " ".join(f"{reason}: {words}".split())[:300] if words else reason
    if what in {"bounced", "rejected"}:
        _note(provider_id, address, Happening.What.BOUNCED, said, now)
        if address and reason in ADDRESS_IS_BAD:
            suppressing.suppress(address=address, reason="bounce", words=said, now=now)
    elif what == "complained":
        _note(provider_id, address, Happening.What.COMPLAINED, said, now)
        if address:
            suppressing.suppress(address=address, reason="complaint", words=said, now=now)
    elif what == "unsubscribed" and address:
        reader, _made = Reader.objects.get_or_create(address=address)
        suppressing.opt_out(reader=reader, scope="", now=now)


def _note(provider_id: str, address: str, what: str, words: str, now: datetime) -> None:
    """On the letter's own row, once, when we know which it was."""
    letter = Letter.objects.filter(provider_id=provider_id).first() if provider_id else None
    if letter and addresses.same(letter.to) == (address or addresses.same(letter.to)):
        Happening.objects.get_or_create(letter=letter, what=what, words=words, defaults={"at": now})
