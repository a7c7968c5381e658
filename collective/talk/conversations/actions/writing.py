"""What people at a table write, name, vote and feel."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.db import IntegrityError, transaction

from collective.ground.lib.errors import Refused
from collective.talk.conversations import queries
from collective.talk.conversations.models import CARD_LENGTH, Ballot, Card, Group, Rating, Vote
from collective.talk.rooms.actions.host import locked, record, tell
from collective.talk.rooms.models import Participant, Room, Step
from collective.talk.rooms.prompts.kinds import tidy

if TYPE_CHECKING:
    from datetime import datetime

    from collective.join.people.models import Member

NAME_LENGTH = 40
CARDS_AT_MOST = 60  # by one person in one room: more than anybody writes by hand in an afternoon
LATE = timedelta(minutes=30)  # a card that waited on a phone without network still counts so long after the room closed


class CannotWrite(Refused):
    """The card, name, vote or rating cannot be taken as it stands."""

    status = 400


class TooLate(Refused):
    """What it was for is over."""


def write_card(
    *,
    room: Room,
    kind: str,
    text: str,
    key: str,
    now: datetime,
    author: Participant | None = None,
    group: Group | None = None,
    from_paper: bool = False,
    may_be_used: bool | None = None,
) -> Card:
    """Keep one card. The phone's `key` makes sending twice harmless. Raises `CannotWrite`, `BadAnswer` or `TooLate`.

    Cards from paper are typed in at any time; `may_be_used` then says what the people at the table agreed to.
    """
    if kind not in dict(Card.KINDS):
        raise CannotWrite("Choose what kind of card this is: need, idea, thought, concern or feedback.")
    kept = tidy(text, CARD_LENGTH)
    if not kept:
        raise CannotWrite("Write a few words on the card first.")
    if room.closed_at and not from_paper and now > room.closed_at + LATE:
        raise TooLate(f"The room has closed, so this card was not kept: “{kept}”. Give it to the organiser.")
    if author is not None and Card.objects.filter(author=author).exclude(key=key[:64]).count() >= CARDS_AT_MOST:
        raise CannotWrite(
            f"You have written {CARDS_AT_MOST} cards, which is as many as one person can. Change one of them."
        )
    allowed = bool(author and author.may_use_notes) if may_be_used is None else may_be_used
    try:
        with transaction.atomic():
            card = Card.objects.create(
                room=room,
                group=group,
                author=author,
                kind=kind,
                text=kept,
                key=key[:64],
                may_be_used=allowed,
                from_paper=from_paper,
                written_at=now,
            )
    except IntegrityError:
        kept_before = Card.objects.filter(key=key[:64]).first()
        if kept_before is None:
            raise
        return kept_before
    tell(room)
    return card


@transaction.atomic
def change_card(*, card: Card, text: str, kind: str) -> Card:
    """Its author puts a card right."""
    kept = tidy(text, CARD_LENGTH)
    if not kept:
        raise CannotWrite("A card cannot be empty. Take it back instead.")
    card.text, card.kind = kept, kind if kind in dict(Card.KINDS) else card.kind
    Card.objects.filter(pk=card.pk).update(text=card.text, kind=card.kind)
    tell(card.room)
    return card


@transaction.atomic
def take_back_card(*, card: Card) -> None:
    """Its author takes a card away for good."""
    room = card.room
    card.delete()
    tell(room)


@transaction.atomic
def show_card(*, card: Card, shown: bool, now: datetime, by: Member | None) -> None:
    """The host takes a card off the screens, or puts it back."""
    room = locked(card.room)
    Card.objects.filter(pk=card.pk).update(hidden_at=None if shown else now)
    record(room, "card shown" if shown else "card hidden", now=now, by=by, card=card.pk)


@transaction.atomic
def name_group(*, group: Group, name: str, participant: Participant | None) -> Group:
    """The table calls itself this. Two tables cannot share a name; the last word of a table counts, until the room closes:
    the winning name is published, and the organiser has read it by then."""
    kept = tidy(name, NAME_LENGTH)
    if not any(char.isalnum() for char in kept):
        raise CannotWrite("Type a name for your table first.")
    room = locked(group.draw.round.step.room)
    if participant and room.closed_at:
        raise TooLate("The room has closed, so the tables keep the names they have.")
    group = Group.objects.get(pk=group.pk)
    if group.merged_into_id or (participant and not _sits_at(group, participant)):
        raise CannotWrite("Only the people who sit at a table now can name it.")
    others = (
        Group.objects.filter(draw=group.draw, merged_into__isnull=True)
        .exclude(pk=group.pk)
        .values_list("name", flat=True)
    )
    if kept.casefold() in {other.casefold() for other in others}:
        raise CannotWrite(f"Another table is called {kept} already. Think of another name.")
    group.name, group.named_by = kept, participant
    group.save(update_fields=["name", "named_by"])
    tell(room)
    return group


def _sits_at(group: Group, participant: Participant) -> bool:
    return group.seats.filter(participant=participant, left_at__isnull=True).exists()


@transaction.atomic
def vote(*, step: Step, participant: Participant, group: Group | None, now: datetime) -> Vote:
    """One vote each, changeable until it closes, never for one's own table. Raises `TooLate` or `CannotWrite`."""
    room = locked(step.room)
    ballot = Ballot.objects.filter(step=step).first()
    if room.current_id != step.pk or (ballot and ballot.closed_at):
        raise TooLate("The vote is closed. Look at the screen for the result.")
    if group is None or group.pk not in {one.pk for one in queries.candidates(step)}:
        raise CannotWrite("Choose one of the names.")
    if group.seats.filter(participant=participant).exists():
        raise CannotWrite("That is your own table. Choose one of the other names.")
    kept = Vote.objects.update_or_create(step=step, participant=participant, defaults={"group": group, "at": now})[0]
    tell(room)
    return kept


@transaction.atomic
def close_vote(*, step: Step, closed: bool, now: datetime, by: Member | None, seen: int | None = None) -> Ballot:
    """Count the votes and show the result, or take votes again."""
    room = locked(step.room, seen=seen)
    ballot, _ = Ballot.objects.get_or_create(step=step)
    if bool(ballot.closed_at) != closed:
        ballot.closed_at = now if closed else None
        ballot.save(update_fields=["closed_at"])
        record(room, "vote closed" if closed else "vote opened", now=now, by=by, step=step)
    return ballot


@transaction.atomic
def rate(*, participant: Participant, group: Group, value: int, now: datetime) -> Rating:
    """How the conversation was, from 1 to 5. May be changed; one each."""
    if not 1 <= value <= 5:
        raise CannotWrite("Choose one of the five lines.")
    if not group.seats.filter(participant=participant).exists():
        raise CannotWrite("You can rate the conversation at your own table.")
    kept = Rating.objects.update_or_create(group=group, participant=participant, defaults={"value": value, "at": now})[
        0
    ]
    tell(participant.room)
    return kept
