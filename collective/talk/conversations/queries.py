"""Reads of conversations that join or aggregate."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from hashlib import blake2b
from typing import TYPE_CHECKING

from django.db.models import Q

from collective.gather.gatherings.models import ONLINE
from collective.talk.conversations import core, engine
from collective.talk.conversations.models import Card, Draw, Group, Move, Pair, Rating, Round, Seat, Vote
from collective.talk.rooms.models import Participant, Room, Step

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence


def standing_draw(round: Round) -> Draw | None:
    """The draw that counts for this round: published, or proposed and not undone."""
    return Draw.objects.standing().filter(round=round).select_related("round__step__room").first()


def published_draw(round: Round) -> Draw | None:
    draw = standing_draw(round)
    return draw if draw and draw.published_at else None


def running_draws(room_id: int) -> list[Draw]:
    """Published draws whose step is on now or lies ahead; none once the room has closed."""
    room = Room.objects.select_related("current").get(pk=room_id)
    if room.closed_at:
        return []
    at = room.current.position if room.current else 0
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
    """A table below the smallest size, and where each of its members would go: (participant, table) pairs. No moves: no room."""

    group: Group
    moves: tuple[tuple[int, Group], ...]
    sentence: str


def merge_offers(draw: Draw) -> list[MergeOffer]:
    """What the host may do about tables that have become too small. Only their own members would move."""
    there = {table.group.number: table for table in tables(draw)}
    seated = Participant.objects.filter(seats__draw=draw, seats__left_at__isnull=True)
    offers = engine.merge_offers(as_tables(there.values()), draw=draw, seated=seated)
    return [
        MergeOffer(there[place + 1].group, tuple((who, there[to + 1].group) for who, to in moves), sentence)
        for place, moves, sentence in offers
    ]


def as_tables(tables: Iterable[Table]) -> core.Tables:
    """Who sits where, without gaps in the numbers: a table that was merged away stays in its place, empty."""
    there = {table.group.number: table.members for table in tables}
    return tuple(there.get(number, ()) for number in range(1, max(there, default=0) + 1))


def state_of(draw: Draw) -> str:
    """Changes whenever somebody comes, goes or sits elsewhere: what was shown of a repair holds only while this does."""
    here = draw.round.step.room.participants.here().order_by("pk").values_list("pk", flat=True)
    seats = Seat.objects.filter(draw=draw, left_at__isnull=True).order_by("pk").values_list("pk", flat=True)
    return blake2b(f"{draw.pk}:{list(here)}:{list(seats)}".encode(), digest_size=6).hexdigest()


def moved_since(draw: Draw) -> int:
    """How many people sit elsewhere than where they first sat in this draw."""
    seats = Seat.objects.filter(draw=draw).order_by("pk").values_list("participant", "group", "left_at")
    first: dict[int, int] = {}
    now: dict[int, int] = {}
    for participant, group, left_at in seats:
        first.setdefault(participant, group)
        if left_at is None:
            now[participant] = group
    return sum(first[who] != group for who, group in now.items())


def last_moves(draw: Draw) -> list[Move]:
    """What the last act moved that was not taken back: one person, two who swapped, or all of a repair."""
    standing = Move.objects.filter(draw=draw, undone_by__isnull=True)
    last = standing.order_by("-act__number").first()
    moves = standing.filter(act=last.act_id) if last else standing.none()
    return list(moves.select_related("act", "participant", "from_group", "to_group").order_by("pk"))


def asked_now(draw: Draw, *, seated_too: bool = True) -> engine.Asked:
    """What the library is asked of a draw as it stands: of whoever is in the room, and of those who have a seat still."""
    people = Participant.objects.filter(room=draw.round.step.room_id).select_related("person").order_by("pk")
    seated = Q(seats__draw=draw, seats__left_at__isnull=True) if seated_too else Q(pk__in=[])
    return engine.asked_of(draw.round, people.filter(seated | Q(left_at__isnull=True)).distinct())


def repaired(draw: Draw, how: str) -> engine.Repaired:
    """The tables put right for whoever is in the room now: "calm" moves as few as must be, "better" a few more."""
    asked = asked_now(draw, seated_too=False)
    return engine.repair(asked, as_tables(tables(draw)), how=how, seed=draw.seed)


def to_plan(round: Round) -> list[Round]:
    """This round and those after it that the room has not seen yet: what can be planned together."""
    later = Round.objects.filter(step__room=round.step.room_id, step__position__gt=round.step.position)
    shown = Draw.objects.standing().filter(published_at__isnull=False).values("round")
    later = later.filter(step__skipped_at__isnull=True).exclude(pk__in=shown)
    return [round, *later.select_related("step__room").order_by("step__position")]


def pairs(room: Room) -> list[Pair]:
    """Who is to sit apart or together in this room."""
    return list(Pair.objects.filter(room=room).select_related("one", "other").order_by("together", "pk"))


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

    @property
    def most(self) -> int:
        return self.ranked[0][1] if self.ranked else 0

    @property
    def lines(self) -> list[tuple[int, Group, int]]:
        """(place, table, votes): as many votes, the same place."""
        return [(1 + sum(other > votes for _, other in self.ranked), group, votes) for group, votes in self.ranked]


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


def unseated(draw: Draw) -> list[Participant]:
    """Who is in the room without a seat in this draw: they came after it, and sit down when it is shown."""
    seated = Seat.objects.filter(draw=draw, left_at__isnull=True).values("participant")
    return list(draw.round.step.room.participants.here().exclude(pk__in=seated).order_by("joined_at", "pk"))


def alone(draw: Draw) -> list[Seat]:
    """Who said that nobody else is at their table, and has not been helped yet."""
    said = Seat.objects.filter(draw=draw, left_at__isnull=True, alone_at__isnull=False)
    return list(said.select_related("participant", "group").order_by("alone_at"))


@dataclass(frozen=True)
class RoundOnDesk:
    """One round as the host sees it: the standing draw, its tables, and what is to be seen to."""

    step: Step
    round: Round
    draw: Draw | None
    tables: tuple[Table, ...]
    offers: tuple[MergeOffer, ...]
    alone: tuple[Seat, ...]
    waiting: tuple[Participant, ...]

    @property
    def is_shown(self) -> bool:
        return bool(self.draw and self.draw.published_at)

    @property
    def taken(self) -> list[Table]:
        """The tables at which somebody sits."""
        return [table for table in self.tables if table.seats]


def on_desk(step: Step) -> RoundOnDesk:
    """As many queries for forty tables as for two."""
    round = step.round
    draw = standing_draw(round)
    if draw is None:
        return RoundOnDesk(step, round, None, (), (), (), ())
    offers = merge_offers(draw) if draw.published_at else []
    return RoundOnDesk(step, round, draw, tuple(tables(draw)), tuple(offers), tuple(alone(draw)), tuple(unseated(draw)))


def rounds(room: Room) -> list[Step]:
    """The steps of this room at which people sit in small tables."""
    return list(room.steps.filter(kind="tables").select_related("round").order_by("position"))


@dataclass(frozen=True)
class Sitting:
    """One line of the host list."""

    table: Group
    name: str
    organisation: str
    way: str
    facilitating: bool
    email: str
    is_online: bool


def host_list(draw: Draw) -> list[Sitting]:
    """Who sits where, by table and place, in one query."""
    seats = Seat.objects.filter(draw=draw, left_at__isnull=True, group__merged_into__isnull=True)
    return [
        Sitting(
            table=seat.group,
            name=seat.participant.name,
            organisation=seat.participant.organisation,
            way=seat.participant.get_way_display(),
            facilitating=seat.participant.facilitating,
            email=(seat.participant.person.email or "") if seat.participant.person else "",
            is_online=seat.participant.way == ONLINE,
        )
        for seat in seats.select_related("group", "participant__person").order_by("group__number", "place")
    ]


def groups_of(room: Room) -> list[tuple[Step, list[Group]]]:
    """All tables of the standing draws, round by round, for a menu."""
    listed = Group.objects.filter(draw__round__step__room=room, draw__undone_at__isnull=True, merged_into__isnull=True)
    by_step: dict[int, list[Group]] = {}
    for group in listed.select_related("draw__round").order_by("number"):
        by_step.setdefault(group.draw.round.step_id, []).append(group)
    return [(step, by_step[step.pk]) for step in rounds(room) if step.pk in by_step]
