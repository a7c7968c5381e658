"""Reads of conversations that join or aggregate."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

import grouping
from collective.talk.conversations import engine
from collective.talk.conversations.models import Card, Draw, Group, Rating, Round, Seat, Vote
from collective.talk.rooms.models import Participant, Room, Step

if TYPE_CHECKING:
    from collections.abc import Sequence


def standing_draw(round: Round) -> Draw | None:
    """The draw that counts for this round: published, or proposed and not undone."""
    return Draw.objects.standing().filter(round=round).select_related("round__step__room").first()


def published_draw(round: Round) -> Draw | None:
    draw = standing_draw(round)
    return draw if draw and draw.published_at else None


def running_draws(room_id: int) -> list[Draw]:
    """Published draws whose step is on now or lies ahead."""
    at = Room.objects.filter(pk=room_id).values_list("current__position", flat=True).first() or 0
    return list(
        Draw.objects.standing()
        .filter(round__step__room=room_id, published_at__isnull=False, round__step__position__gte=at)
        .select_related("round__step__room")
        .order_by("round__step__position")
    )


@dataclass(frozen=True)
class Table:
    """A table with who sits there now, in the order of their places."""

    group: Group
    seats: tuple[Seat, ...]

    @property
    def members(self) -> tuple[int, ...]:
        return tuple(seat.participant_id for seat in self.seats)

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(seat.participant.name for seat in self.seats)


def tables(draw: Draw) -> list[Table]:
    """The draw's tables by number, without those merged away. Two queries, however many tables."""
    seats: dict[int, list[Seat]] = {}
    for seat in Seat.objects.filter(draw=draw, left_at__isnull=True).select_related("participant").order_by("place"):
        seats.setdefault(seat.group_id, []).append(seat)
    groups = Group.objects.filter(draw=draw, merged_into__isnull=True).order_by("number")
    return [Table(group, tuple(seats.get(group.pk, ()))) for group in groups]


def seat_of(draw: Draw, participant: Participant) -> Seat | None:
    return Seat.objects.filter(draw=draw, participant=participant, left_at__isnull=True).select_related("group").first()


def last_group(participant: Participant) -> Group | None:
    """The table this person sat at most recently, in a published round that has begun."""
    seat = (
        Seat.objects.filter(
            participant=participant,
            draw__published_at__isnull=False,
            draw__undone_at__isnull=True,
            draw__round__step__visits__isnull=False,
        )
        .select_related("group__draw__round__step")
        .order_by("-draw__round__step__position", "-seated_at", "-pk")
        .first()
    )
    return seat.group if seat else None


@dataclass(frozen=True)
class MergeOffer:
    """A table below the smallest size, and where each of its members would go: (participant, table) pairs."""

    group: Group
    moves: tuple[tuple[int, Group], ...]
    sentence: str


def merge_offers(draw: Draw) -> list[MergeOffer]:
    """What the host may do about tables that have become too small. Only their own members would move."""
    there = tables(draw)
    groups = tuple(tuple(str(pk) for pk in table.members) for table in there)
    seated = Participant.objects.filter(seats__draw=draw, seats__left_at__isnull=True)
    offers = grouping.merge_offers(
        groups,
        people=[engine.person_of(participant) for participant in seated],
        rules=engine.rules_of(draw.round),
        history=engine.history_before(draw.round),
    )
    return [
        MergeOffer(
            there[offer.group].group, tuple((int(who), there[to].group) for who, to in offer.moves), offer.sentence
        )
        for offer in offers
        if offer.moves
    ]


def candidates(step: Step) -> list[Group]:
    """The names to vote on: of the named tables of the last published round before this step."""
    draw = (
        Draw.objects.standing()
        .filter(round__step__room=step.room_id, published_at__isnull=False, round__step__position__lt=step.position)
        .order_by("-round__step__position")
        .first()
    )
    return list(draw.groups.filter(merged_into__isnull=True).exclude(name="").order_by("number")) if draw else []


@dataclass(frozen=True)
class VoteResult:
    """Counted votes. `ranked` is (table, votes), most first; `winners` all tables that share the most votes."""

    ranked: tuple[tuple[Group, int], ...]
    winners: tuple[Group, ...]
    voters: int


def vote_result(step: Step) -> VoteResult:
    named = candidates(step)
    counts = Counter(Vote.objects.filter(step=step, group__in=named).values_list("group", flat=True))
    ranked = sorted(((group, counts[group.pk]) for group in named), key=lambda pair: (-pair[1], pair[0].number))
    most = ranked[0][1] if ranked else 0
    winners = tuple(group for group, votes in ranked if votes == most and most > 0)
    return VoteResult(tuple(ranked), winners, sum(counts.values()))


def ratings(room: Room) -> list[int]:
    """How many gave 1, 2, 3, 4 and 5, over all tables of this room's standing draws."""
    given = Counter(
        Rating.objects.filter(group__draw__round__step__room=room, group__draw__undone_at__isnull=True).values_list(
            "value", flat=True
        )
    )
    return [given[value] for value in range(1, 6)]


def cards_by_kind(cards: Sequence[Card]) -> list[tuple[str, list[Card]]]:
    """(kind's label, its cards) in the order of the kinds, empty kinds included."""
    return [(label, [card for card in cards if card.kind == kind]) for kind, label in Card.KINDS]
