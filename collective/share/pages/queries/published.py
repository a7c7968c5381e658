"""What is public, what could be, and which cards may be quoted."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db.models import Exists, OuterRef, Q

from collective.join.people.models import Consent
from collective.share.pages.core.result import Safe, protect
from collective.share.pages.models import Publication
from collective.share.pages.queries.raw import Approved, closed_prompts, key_of, open_prompts, raw, real_room
from collective.talk.conversations.models import Card
from collective.talk.rooms import queries as rooms
from collective.talk.rooms.prompts.kinds import MATURITY

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from django.db.models import QuerySet

    from collective.gather.gatherings.models import Gathering


def latest(gathering: Gathering) -> Publication | None:
    """The newest version, standing or not."""
    return Publication.objects.filter(gathering=gathering).order_by("-version").first()


def earlier(gathering: Gathering) -> list[Safe]:
    """Every version that was ever public, oldest first: a reader may have kept any of them."""
    return [one.safe for one in Publication.objects.filter(gathering=gathering).order_by("version")]


def proposal(gathering: Gathering, approved: Approved | None = None) -> Safe:
    """Exactly what would be public if it were published now."""
    return protect(raw(gathering, approved), earlier(gathering), threshold=settings.PUBLIC_THRESHOLD)


def draft(
    gathering: Gathering,
    *,
    words: str = "",
    cards: Collection[int] = (),
    approved: Collection[str] = (),
    paper_agreed: bool = False,
) -> Publication:
    """What the next version would be; kept nowhere. The cards of the form, as far as they may be quoted."""
    chosen = [card for card in quotable(gathering) if card.pk in set(cards) and (card.agreed or paper_agreed)]
    return Publication(
        gathering=gathering,
        result=proposal(gathering, by_key(approved)).as_dict(),
        cards=quotes(chosen, confirmed=paper_agreed),
        approved=list(approved),
        words=words,
    )


def was_public(slug: str) -> bool:
    """Whether a result stood under this gathering's address and was taken back."""
    return Publication.objects.filter(gathering__slug=slug).exists()


def not_ready(gathering: Gathering) -> str:
    """Why nothing can be published now, in a sentence; "" when it can."""
    room = real_room(gathering)
    if room is None or room.opened_at is None:
        return "This gathering has not taken place in a room yet, so there is nothing to publish."
    asking = open_prompts(room)
    if asking:
        return f"“{asking[0].step.title}” still takes answers. Close the room, or that question, then publish."
    return ""


def has_maturity(publication: Publication) -> bool:
    """Whether the page shows the five stages, whose credit then stands below them."""
    stages = {label for _, label, _ in MATURITY}
    return any(stages & set(row.covers) for one in publication.safe.figures.values() for row in one.rows)


def quotable(gathering: Gathering) -> QuerySet[Card]:
    """Cards that may be offered for publication: agreed to by their author, or written on paper.

    `agreed` says whether the yes is ours already; a paper card without it needs the organiser's word.
    """
    standing = Consent.objects.standing().filter(person=OuterRef("author__person"), purpose="notes")
    # A guest who only typed a name or an address agreed for what they wrote themselves, not on behalf of that person.
    unproven = Q(author__known_by__in=["name", "email"], author__may_use_notes=True)
    taken_back = Consent.objects.filter(
        person=OuterRef("author__person"), purpose="notes", withdrawn_at__gte=OuterRef("author__joined_at")
    )
    themselves = unproven & ~Q(Exists(taken_back))
    agreed = Q(may_be_used=True) & (Q(from_paper=True, author__isnull=True) | Q(Exists(standing)) | themselves)
    room = real_room(gathering)
    cards = Card.objects.shown().filter(room=room) if room else Card.objects.none()
    return cards.filter(agreed | Q(from_paper=True, author__isnull=True)).annotate(agreed=agreed).order_by("kind", "pk")


def quotes(cards: Iterable[Card], *, confirmed: bool) -> list[dict[str, Any]]:
    """Cards as a publication keeps them: what was written, and nothing of who wrote it."""
    return [
        {"card": card.pk, "kind": card.kind, "text": card.text, "confirmed": confirmed and not card.agreed}
        for card in cards
    ]


def standing_quotes(publication: Publication) -> list[tuple[str, list[str]]]:
    """(kind, texts) of the cards that may still be shown: not hidden, not taken back, and the yes still standing."""
    there = {card.pk: card.agreed for card in quotable(publication.gathering)}
    kept = [one for one in publication.cards if there.get(one["card"]) or (one["card"] in there and one["confirmed"])]
    by_kind = [(label, [one["text"] for one in kept if one["kind"] == kind]) for kind, label in Card.KINDS]
    return [(label, texts) for label, texts in by_kind if texts]


@dataclass(frozen=True, slots=True)
class SaidOnce:
    """A word that one person said. `value` is how a form names it."""

    key: str
    word: str

    @property
    def value(self) -> str:
        return f"{self.key}:{self.word}"


def said_once(gathering: Gathering) -> list[SaidOnce]:
    """Words that one person said, for somebody to read before they may be public."""
    room = real_room(gathering)
    asked = [prompt for prompt in closed_prompts(room) if prompt.kind == "words"] if room else []
    return [
        SaidOnce(key_of(prompt), word)
        for prompt in asked
        for word, people in rooms.live_tally(prompt).counts.items()
        if people == 1
    ]


def by_key(values: Collection[str]) -> dict[str, list[str]]:
    """The words of a form, by question: "question-3:food" belongs to question-3."""
    found: dict[str, list[str]] = {}
    for value in values:
        key, _, word = value.partition(":")
        found.setdefault(key, []).append(word)
    return found


def recent(limit: int = 3) -> list[tuple[Publication, str]]:
    """The newest results with a sentence each."""
    return [(one, teaser(one.safe)) for one in Publication.objects.public().newest_first()[:limit]]


def teaser(safe: Safe) -> str:
    """The first thing there is to say: of a question, or of how many came."""
    told = [figure.sentence for figure in safe.figures.values() if not figure.held]
    return told[0] if told else f"{safe.present.words.capitalize()} came."
