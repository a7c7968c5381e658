"""The paper pack: everything a gathering needs to run without a screen, read at once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import collective.talk.rooms.queries as rooms
from collective.ground.lib import places
from collective.share.pages.core.words import CARD_USES
from collective.share.pages.queries.raw import RATED, real_room
from collective.talk.conversations import engine
from collective.talk.conversations import queries as conversations
from collective.talk.conversations.models import Card, Round
from collective.talk.rooms.models import Prompt, Room
from collective.talk.rooms.prompts import kind_named

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from collective.gather.gatherings.models import Gathering, SignUp

SLIPS_AT_MOST, SLIPS_AT_LEAST = 400, 4
ROUNDS_AT_MOST = 6
CARDS_A_PAGE = 4


@dataclass(frozen=True, slots=True)
class Listed:
    """One line of the list: a person, and their table in each round ("" where none is drawn)."""

    name: str
    organisation: str
    facilitating: bool
    tables: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DrawnRound:
    """A round with its question, and its tables if they are drawn."""

    number: int
    question: str
    tables: tuple[conversations.Table, ...]


@dataclass(frozen=True, slots=True)
class TableCard:
    """What stands on one table: its number and, for each round, who sits there if that is known."""

    number: int
    rounds: tuple[tuple[DrawnRound, tuple[str, ...]], ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """One question on paper: `rows` to tick, or empty `lines` to write on."""

    title: str
    about: str
    rows: tuple[str, ...] = ()
    lines: range = range(0)


@dataclass(frozen=True, slots=True)
class Pack:
    """What is printed. `packets` of slips are there only while no tables are drawn."""

    gathering: Gathering
    room: Room | None
    run_sheet: Sequence[rooms.Line]
    ends_at: datetime | None
    listed: tuple[Listed, ...]
    rounds: tuple[DrawnRound, ...]
    packets: Sequence[Sequence[engine.Slip]]
    table_cards: tuple[TableCard, ...]
    sheets: tuple[Sheet, ...]
    cards: tuple[tuple[str, str], ...]
    people: int
    seed: int

    @property
    def drawn(self) -> bool:
        """Whether there are tables with names on them."""
        return any(one.tables for one in self.rounds)


def pack(gathering: Gathering, *, people: int | None, seed: int | None) -> Pack:
    """The whole pack. `people`: for how many to print slips (else as many as signed up); `seed`: of their lot."""
    room = real_room(gathering)
    lines = rooms.run_sheet(room) if room else []
    coming = _coming(gathering)
    rounds = _rounds(room)
    people = min(max(people or len(coming), SLIPS_AT_LEAST), SLIPS_AT_MOST)
    seed = gathering.pk if seed is None else seed
    drawn = any(one.tables for one in rounds)
    packets = [] if drawn else engine.slips(people, rounds=len(rounds), like=_first_round(room), seed=seed)
    return Pack(
        gathering=gathering,
        room=room,
        run_sheet=lines,
        ends_at=rooms.planned_end(lines),
        listed=tuple(_listed(one, rounds) for one in coming),
        rounds=rounds,
        packets=packets,
        table_cards=tuple(_card(number, rounds) for number in _numbers(rounds, packets)),
        sheets=(*(_sheet(prompt) for prompt in _prompts(room)), *_rating_sheets(room)),
        cards=tuple((label, CARD_USES[kind]) for kind, label in Card.KINDS),
        people=people,
        seed=seed,
    )


def _coming(gathering: Gathering) -> list[SignUp]:
    found = gathering.sign_ups.coming().select_related("person__organisation")
    return sorted(found, key=lambda one: (one.person.name.casefold(), one.pk))


def _listed(sign_up: SignUp, rounds: Sequence[DrawnRound]) -> Listed:
    person = sign_up.person
    return Listed(
        person.name,
        person.organisation.name if person.organisation else "",
        sign_up.facilitating,
        tuple(_table_of(person.pk, one) for one in rounds),
    )


def _table_of(person: int, drawn: DrawnRound) -> str:
    sits = (
        table.group.number for table in drawn.tables for seat in table.seats if seat.participant.person_id == person
    )
    return str(next(sits, ""))


def _rounds(room: Room | None) -> tuple[DrawnRound, ...]:
    """The rounds of the run-sheet; without one, two nameless rounds, which is what most workshops have."""
    found = Round.objects.filter(step__room=room, step__skipped_at__isnull=True) if room else Round.objects.none()
    rounds = list(found.select_related("step__room").order_by("step__position")[:ROUNDS_AT_MOST])
    if not rounds:
        return (DrawnRound(1, "", ()), DrawnRound(2, "", ()))
    return tuple(DrawnRound(number, round.question, _drawn(round)) for number, round in enumerate(rounds, start=1))


def _drawn(round: Round) -> tuple[conversations.Table, ...]:
    draw = conversations.standing_draw(round)
    return tuple(table for table in conversations.tables(draw) if table.seats) if draw else ()


def _first_round(room: Room | None) -> Round | None:
    return Round.objects.filter(step__room=room).order_by("step__position").first() if room else None


def _numbers(rounds: Sequence[DrawnRound], packets: Sequence[Sequence[engine.Slip]]) -> tuple[int, ...]:
    drawn = {table.group.number for one in rounds for table in one.tables}
    on_slips = {table for packet in packets for slip in packet for table in slip.tables}
    return tuple(sorted(drawn | on_slips))


def _card(number: int, rounds: Sequence[DrawnRound]) -> TableCard:
    there = [(one, next((table.names for table in one.tables if table.group.number == number), ())) for one in rounds]
    return TableCard(number, tuple(there))


def _rating_sheets(room: Room | None) -> list[Sheet]:
    steps = room.steps.filter(kind="rating", skipped_at__isnull=True).order_by("position") if room else []
    rows = tuple(words for _, words in reversed(RATED))
    return [Sheet(step.title, "One stroke for each person, on the way out.", rows) for step in steps]


def _prompts(room: Room | None) -> list[Prompt]:
    asked = Prompt.objects.filter(step__room=room, step__skipped_at__isnull=True) if room else Prompt.objects.none()
    return list(asked.select_related("step").order_by("step__position"))


def _sheet(prompt: Prompt) -> Sheet:
    title = prompt.step.title
    if prompt.kind == "place":
        regions = (*(region.name for region in places.REGIONS), "Online, no one place", "Outside the UK")
        return Sheet(title, "One stroke for each person.", regions)
    if prompt.kind == "words":
        return Sheet(title, f"Up to {prompt.at_most} words each. One person, one line; no names.", lines=range(16))
    if prompt.kind == "text":
        return Sheet(title, "A few words each; no names.", lines=range(14))
    choices = kind_named(prompt.kind).choices(prompt.options)
    rows = tuple(f"{one.label}: {one.hint}" if one.hint else one.label for one in choices)
    many = "One stroke for each answer." if prompt.kind == "choices" else "One stroke for each person."
    return Sheet(title, many, rows)
