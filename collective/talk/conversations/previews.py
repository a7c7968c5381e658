"""A draw as its host looks at it: marked tables, four numbers, the rules in words, what a move breaks, whom a repair moves."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from collective.gather.gatherings.models import ONLINE
from collective.talk.conversations import core, engine, queries, traits
from collective.talk.conversations.models import ALIKE, LOT, Draw, Group, Move, Pair, Round
from collective.talk.rooms.models import Participant

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from collective.talk.rooms.models import Room


@dataclass(frozen=True)
class Sitter:
    """Somebody at a table, and what is to be said of them there, in words."""

    participant: Participant
    seat: int
    marks: tuple[str, ...]


@dataclass(frozen=True)
class TableCard:
    """A table with who sits there, and what is wrong with it as a whole."""

    group: Group
    sitters: tuple[Sitter, ...]
    faults: tuple[str, ...]
    was_kept: bool


@dataclass(frozen=True)
class Preview:
    """The whole draw. `numbers` are (figure, what it counts, what it means); `last` what "take back" would undo."""

    draw: Draw
    standing: core.Standing
    numbers: tuple[tuple[str, str, str], ...]
    tables: tuple[TableCard, ...]
    waiting: tuple[Participant, ...]
    gone: int
    last: tuple[Move, ...]

    @property
    def is_shown(self) -> bool:
        return self.draw.published_at is not None

    @property
    def is_sealed(self) -> bool:
        return self.draw.round.sealed_at is not None

    @property
    def may_move(self) -> bool:
        return self.is_shown or not self.is_sealed

    @property
    def to_repair(self) -> bool:
        return bool(self.gone or self.waiting or self.standing.small)


def preview(draw: Draw) -> Preview:
    there = queries.tables(draw)
    standing = engine.judge(queries.asked_now(draw), queries.as_tables(there))
    names = {seat.participant_id: seat.participant.name for table in there for seat in table.seats}
    at = {seat.participant_id: table.group.number for table in there for seat in table.seats}
    cards = [
        TableCard(
            table.group,
            tuple(
                Sitter(seat.participant, min(seat.place, 5), _marks(seat.participant, table, standing, names, at))
                for seat in table.seats
            ),
            _faults(table.group.number, standing),
            table.group.number in draw.kept,
        )
        for table in there
        if table.seats
    ]
    numbers = core.numbers(standing, aim=draw.aim, moves=queries.moved_since(draw))
    if draw.round.sealed_at:
        numbers = [one for place, one in enumerate(numbers) if place != core.COMPOSITION]
    gone = sum(seat.participant.left_at is not None for table in there for seat in table.seats)
    waiting, last = tuple(queries.unseated(draw)), tuple(queries.last_moves(draw))
    return Preview(draw, standing, tuple(numbers), tuple(cards), waiting, gone, last)


def _marks(
    person: Participant, table: queries.Table, standing: core.Standing, names: Mapping[int, str], at: Mapping[int, int]
) -> tuple[str, ...]:
    """What to know of somebody where they sit: never told by colour alone."""
    said = ["has left the room"] if person.left_at else []
    said += ["facilitates"] if person.facilitating else []
    said += ["online"] if person.way == ONLINE and table.group.way != ONLINE else []
    for pairs, words in (
        (standing.apart_broken, "was to sit apart from {0}"),
        (standing.together_broken, "was to sit with {0}, at table {1}"),
        (standing.colleagues, "colleague of {0}"),
        (standing.again, "met {0} before"),
    ):
        others = [b if a == person.pk else a for a, b in sorted(pairs) if person.pk in (a, b)]
        said += [words.format(names[other], at[other]) for other in others if other in names]
    return tuple(said)


def _faults(number: int, standing: core.Standing) -> tuple[str, ...]:
    return tuple(
        words
        for tables, words in (
            (standing.small, "too small"),
            (standing.large, "too large"),
            (standing.leaderless, "no facilitator"),
            (standing.mixed, "online and in the room"),
        )
        if number in tables
    )


def rules_in_words(
    round: Round, pairs: Sequence[Pair], offered: Sequence[traits.Known], facilitators: int
) -> list[str]:
    """What the next draw goes by, as one would say it to the room."""
    said = [f"Tables of {round.size}, never fewer than {round.smallest} and never more than {round.largest}."]
    if not round.sealed_at:
        said.append(_aim_in_words(round, offered))
    said.append("Colleagues sit apart, and nobody meets anybody again, as far as that can be.")
    if facilitators:
        counted = "One person facilitates" if facilitators == 1 else f"{facilitators} people facilitate"
        said.append(f"{counted}: each table gets one as far as they go round.")
    said.append(
        "People online and people in the room may share a table."
        if round.mix_ways
        else "People online and people in the room sit at different tables."
    )
    for pair in pairs:
        said.append(f"{pair.one.name} and {pair.other.name} sit {'together' if pair.together else 'apart'}.")
    return said


def _aim_in_words(round: Round, offered: Sequence[traits.Known]) -> str:
    if round.aim == LOT:
        return "Drawn by lot: of all seatings that keep these rules each is as likely as any other."
    labels = [_in_a_sentence(one.label) for one in offered if one.slug in round.traits]
    how = "as alike as can be" if round.aim == ALIKE else "as varied as can be"
    return f"Each table is {how} in {core.listing(labels) or 'nothing that is asked here any more'}."


def _in_a_sentence(label: str) -> str:
    return label if label.startswith("Answer to") else label[0].lower() + label[1:]


@dataclass(frozen=True)
class Consequence:
    """A move that was not made yet: what it is, what it would break and mend, and the numbers (what, before, after)."""

    participant: Participant
    to: str
    what: str
    breaks: str
    mends: str
    numbers: tuple[tuple[str, str, str], ...]


def consequence(
    draw: Draw, participant: Participant, *, table: Group | None, other: Participant | None
) -> Consequence | None:
    """What it would mean to put this person at this table, or to let the two change seats; None where nothing would change."""
    there = queries.tables(draw)
    before = queries.as_tables(there)
    if other is not None:
        after, to = core.swapped(before, participant.pk, other.pk), f"p{other.pk}"
        what = f"{participant} and {other} change seats"
    elif table is not None:
        after, to = core.moved(before, participant.pk, table.number), f"t{table.number}"
        what = f"{participant} goes to table {table.number}"
    if (table is None and other is None) or _same(before, after):
        return None
    asked = queries.asked_now(draw)
    names = {int(one.id): one.called for one in asked.people}
    was, would = engine.judge(asked, before), engine.judge(asked, after)
    return Consequence(
        participant,
        to,
        what,
        core.as_sentence("This breaks", core.breaks(was, would, names)),
        core.as_sentence("This mends", core.mends(was, would, names)),
        tuple(core.compared(was, would, composed=not draw.round.sealed_at)),
    )


def _same(before: core.Tables, after: core.Tables) -> bool:
    return [set(table) for table in before] == [set(table) for table in after]


@dataclass(frozen=True)
class RepairShown:
    """A repair that was not made yet: who would move (name, from, to), who leaves their seat, and the numbers."""

    moves: tuple[tuple[str, str, str], ...]
    gone: tuple[str, ...]
    sentence: str
    numbers: tuple[tuple[str, str, str], ...]


def repair_shown(draw: Draw, how: str) -> RepairShown:
    there = queries.tables(draw)
    repaired = queries.repaired(draw, how)
    at = {seat.participant_id: table.group.number for table in there for seat in table.seats}
    gone = [
        seat.participant.name for table in there for seat in table.seats if seat.participant_id not in repaired.people
    ]
    names = dict(Participant.objects.filter(pk__in=repaired.people).values_list("pk", "name"))
    moves = [
        (names[who], f"table {at[who]}" if who in at else "no seat", f"table {number}")
        for number, table in enumerate(repaired.tables, start=1)
        for who in table
        if at.get(who) != number
    ]
    was = engine.judge(queries.asked_now(draw), queries.as_tables(there))
    numbers = core.compared(was, repaired.standing, composed=not draw.round.sealed_at)
    return RepairShown(tuple(moves), tuple(gone), repaired.sentence, tuple(numbers))


def reason(draw: Draw, participant: Participant) -> str:
    """Why somebody sits where they sit: put there by hand, or what the draw has to say for itself."""
    moves = Move.objects.filter(draw=draw, undone_by__isnull=True).select_related("act__by__person")
    own = moves.filter(participant=participant).order_by("-act__number").first()
    tables = queries.as_tables(queries.tables(draw))
    said = engine.reason(queries.asked_now(draw), tables, participant.pk, draw=draw, by_lot=not moves.exists())
    return f"{own.act.by or 'An organiser'} put {participant} here by hand. {said}" if own else said


def sources(offered: Iterable[traits.Known], people: int) -> list[tuple[str, str, str]]:
    """What may be looked at: (its name, its label, how many have said it and where)."""
    return [(one.slug, one.label, _source(one, people)) for one in offered]


def _source(one: traits.Known, people: int) -> str:
    parts = []
    if one.before:
        parts.append(f"{one.before} when they signed up or joined")
    if one.here:
        parts.append(f"{one.here} in this room, with their name or their consent")
    if not parts:
        return f"Nobody of the {people} here has said it with their name on it."
    return f"{one.said} of {people} have said it: {core.listing(parts)}."


def offered(room: Room) -> list[traits.Known]:
    """What may be looked at in this room, of whoever is in it now."""
    return traits.known(room, list(room.participants.here().select_related("person")))
