"""Making a result public, making it public again, and taking it back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from collective.gather.gatherings.models import Gathering
from collective.ground.lib.errors import Refused
from collective.share.pages.models import Publication
from collective.share.pages.queries import published

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from datetime import datetime

    from collective.join.people.models import Member, Person
    from collective.talk.conversations.models import Card


class SomebodyElsePublished(Refused):
    """Another version was made since this page was drawn."""


class NotYet(Refused):
    """There is nothing to publish, or something is still being asked."""


class NotAgreed(Refused):
    """A card may not be quoted without its author's yes."""

    status = 400


@transaction.atomic
def publish(
    *,
    gathering: Gathering,
    now: datetime,
    by: Member | None,
    seen: int,
    cards: Collection[int] = (),
    approved: Sequence[str] = (),
    words: str = "",
    paper_agreed: bool = False,
) -> Publication:
    """Make the result public as it stands now; it replaces the version before. Nothing changes afterwards by itself.

    `seen`: the newest version the organiser had on screen (0 for none). `cards`: keys of the cards to quote; `approved`:
    words said once, as `SaidOnce.value`. Raises `SomebodyElsePublished`, `NotYet` or `NotAgreed`.
    """
    gathering = Gathering.objects.select_for_update().get(pk=gathering.pk)
    before = published.latest(gathering)
    if seen != (before.version if before else 0):
        raise SomebodyElsePublished(
            "Somebody published or changed this result a moment before you. Look at it as it is now, then decide again."
        )
    if reason := published.not_ready(gathering):
        raise NotYet(reason)
    offered = {one.value for one in published.said_once(gathering)}
    kept = [value for value in approved if value in offered]
    safe = published.proposal(gathering, published.by_key(kept))
    if before and before.stands:
        before.replace(now)
    return Publication.objects.create(
        gathering=gathering,
        version=before.version + 1 if before else 1,
        published_at=now,
        by=by,
        result=safe.as_dict(),
        cards=published.quotes(_chosen(gathering, cards, paper_agreed), confirmed=paper_agreed),
        approved=kept,
        words=words.strip(),
    )


def _chosen(gathering: Gathering, cards: Collection[int], paper_agreed: bool) -> list[Card]:
    chosen = [card for card in published.quotable(gathering) if card.pk in set(cards)]
    if not paper_agreed and any(not card.agreed for card in chosen):
        raise NotAgreed("Some of these cards came in on paper. Ask whoever wrote them, then tick that they agreed.")
    return chosen


@transaction.atomic
def withdraw(*, gathering: Gathering, now: datetime, by: Member | None) -> Publication | None:
    """Take the result back: its page says so, its files are gone. Twice is harmless."""
    Gathering.objects.select_for_update().get(pk=gathering.pk)
    standing = Publication.objects.public().filter(gathering=gathering).first()
    if standing:
        standing.withdrawn_at, standing.withdrawn_by = now, by
        standing.save(update_fields=["withdrawn_at", "withdrawn_by"])
    return standing


@transaction.atomic
def forget_quotes(*, person: Person) -> int:
    """Strike what this person wrote out of every version, public or past; answers how many versions changed."""
    changed = 0
    own = set(_cards_of(person))
    theirs = Gathering.objects.filter(rooms__participants__person=person)
    for one in Publication.objects.select_for_update().filter(gathering__in=theirs):
        kept = [quote for quote in one.cards if quote["card"] not in own]
        if len(kept) < len(one.cards):
            one.cards = kept
            one.save(update_fields=["cards"])
            changed += 1
    return changed


def _cards_of(person: Person) -> list[int]:
    return [
        card for participant in person.participations.all() for card in participant.cards.values_list("pk", flat=True)
    ]
