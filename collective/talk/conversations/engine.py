"""Between our rows and the grouping library: who is to be seated, under which rules, and who has met whom."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

import grouping
from collective.join.people.models import folded
from collective.talk.conversations.models import Round, Seat

if TYPE_CHECKING:
    from collective.talk.rooms.models import Participant, Room

# A meeting at an earlier gathering counts for half of one in this room: people do not mind meeting again after months.
PAST_GATHERING = 0.5


def person_of(participant: Participant) -> grouping.Person:
    """A participant as the library sees them. Ids are the participant's key, as text."""
    return grouping.Person(
        id=str(participant.pk),
        organisation=folded(participant.organisation) or None,
        kind=participant.way,
        facilitator=participant.facilitating,
        name=participant.name,
    )


def people_of(room: Room) -> list[grouping.Person]:
    """Everybody who is in the room now: group only who is there."""
    return [person_of(participant) for participant in room.participants.here().order_by("pk")]


def rules_of(round: Round) -> grouping.Rules:
    return grouping.Rules(size=round.size, smallest=round.smallest, largest=round.largest, mix_kinds=round.mix_ways)


def history_before(round: Round) -> grouping.History:
    """Who has sat with whom: in the other published rounds of this room, and (real rooms only) at earlier gatherings."""
    room = round.step.room
    met: dict[tuple[str, str], float] = defaultdict(float)
    here = Seat.objects.filter(
        draw__round__step__room=room, draw__published_at__isnull=False, draw__undone_at__isnull=True
    )
    _add(met, here.exclude(draw__round=round).values_list("group", "participant"), weight=1)
    if not room.is_rehearsal:
        _add(met, _past(room), weight=PAST_GATHERING)
    return grouping.History(met)


def _past(room: Room) -> list[tuple[int, int]]:
    """(table, participant of this room) for tables of other real rooms at which somebody who is here now sat."""
    now_here = dict(room.participants.filter(person__isnull=False).values_list("person", "pk"))
    seats = Seat.objects.filter(
        participant__person__in=list(now_here),
        draw__published_at__isnull=False,
        draw__undone_at__isnull=True,
        draw__round__step__room__rehearsal_of__isnull=True,
    ).exclude(draw__round__step__room=room)
    return [(table, now_here[person]) for table, person in seats.values_list("group", "participant__person")]


def _add(met: dict[tuple[str, str], float], seats: object, *, weight: float) -> None:
    tables: dict[int, list[str]] = defaultdict(list)
    for table, participant in seats:  # type: ignore[attr-defined]
        tables[table].append(str(participant))
    for members in tables.values():
        listed = sorted(set(members))
        for place, one in enumerate(listed):
            for other in listed[place + 1 :]:
                met[one, other] += weight


def of_tables(sentence: str) -> str:
    """What the library says of groups, said of tables. A name such as "Sam Group" stays as it is."""
    return re.sub(r"\bgroup(?=s?\b)", "table", re.sub(r"\bGroup(?=s? \d)", "Table", sentence))


def link_for(round: Round, number: int) -> str:
    """The video link of a table: its own, else the pattern with {number} filled in, or the pattern itself; empty without one."""
    if number <= len(round.links):
        return str(round.links[number - 1])
    return round.link_pattern.replace("{number}", str(number))


@dataclass(frozen=True)
class Slip:
    """A number drawn at the door, and the table that goes with it in each round."""

    number: int
    tables: tuple[int, ...]


def slips(people: int, *, rounds: int, like: Round | None = None, seed: int) -> list[list[Slip]]:
    """Tables on paper, for people whose names are not known yet: packets of slips, to be opened one after the other.

    A packet fills its own tables, so the tables are full however many packets are needed. Within a packet nobody meets
    anybody twice, as far as its numbers allow. `like`: the round whose sizes hold. The same arguments give the same slips.
    """
    rules = rules_of(like) if like else grouping.Rules()
    packets = max(1, people // rules.size**2)
    sizes = [people // packets + (place < people % packets) for place in range(packets)]
    found: list[list[Slip]] = []
    first, table = 1, 1
    for size in sizes:
        numbers = range(first, first + size)
        drawn = grouping.plan([grouping.Person(f"{n:05d}") for n in numbers], rounds=rounds, rules=rules, seed=seed)
        at = [{int(who): table + k for k, group in enumerate(one.groups) for who in group} for one in drawn]
        found.append([Slip(number, tuple(round[number] for round in at)) for number in numbers])
        first, table = first + size, table + max(len(one.groups) for one in drawn)
    return found
