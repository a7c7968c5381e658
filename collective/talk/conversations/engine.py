"""Between our rows and the grouping library, which nothing else here imports: who is to be seated, under which rules, who has met
whom, and what the library answers, in our keys and our words."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, replace
from statistics import median_low
from typing import TYPE_CHECKING

from django.db.models import F, Q

import grouping
from collective.join.people.models import folded
from collective.talk.conversations import core, traits
from collective.talk.conversations.models import LOT, Draw, Pair, Round, Seat

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from collective.talk.rooms.models import Participant, Room

ImpossibleRules = grouping.ImpossibleRules

# A meeting at an earlier gathering counts for half of one in this room: people do not mind meeting again after months.
PAST_GATHERING = 0.5
# Whoever was moved from a table before it was shown never sat there.
_SAT = Q(left_at__isnull=True) | Q(left_at__gte=F("draw__published_at"))


@dataclass(frozen=True)
class Asked:
    """What the library is asked: these people, under these rules, who met so, looked at by so much of what they said."""

    people: tuple[grouping.Person, ...]
    rules: grouping.Rules
    history: grouping.History
    looks_at: tuple[str, ...] = ()

    def without(self, keys: Collection[int]) -> Asked:
        """The same for everybody but these."""
        left = {str(key) for key in keys}
        return replace(self, people=tuple(one for one in self.people if one.id not in left))


@dataclass(frozen=True)
class Drawn:
    """Tables as the library drew them. `method` is "rejection" for a lot in which every seating was as likely."""

    tables: core.Tables
    method: str
    standing: core.Standing


@dataclass(frozen=True)
class Repaired:
    """Tables put right after people came or went, and a sentence about it. `people` are all who are there now."""

    tables: core.Tables
    people: frozenset[int]
    sentence: str
    standing: core.Standing


def asked_of(round: Round, people: Iterable[Participant] | None = None, *, besides: Collection[Round] = ()) -> Asked:
    """What is asked for this round: of these people, or of whoever is in the room. Draws of `besides` do not count as meetings."""
    room = round.step.room
    listed = list(room.participants.here().select_related("person").order_by("pk") if people is None else people)
    known = traits.known(room, listed) if round.aim != LOT else []
    chosen = [one for one in known if one.slug in round.traits and one.values]
    history = history_before(round, besides=besides)
    people = tuple(person_of(one, chosen) for one in listed)
    return Asked(people, rules_of(round, chosen), history, tuple(one.slug for one in chosen))


def person_of(participant: Participant, known: Sequence[traits.Known] = ()) -> grouping.Person:
    """A participant as the library sees them. Ids are the participant's key, as text."""
    return grouping.Person(
        id=str(participant.pk),
        organisation=folded(participant.organisation) or None,
        kind=participant.way,
        facilitator=participant.facilitating,
        name=participant.name,
        traits={one.slug: _said(one, participant) for one in known},
    )


def _said(one: traits.Known, participant: Participant) -> object:
    """What they said. Of a number that they did not say we take the middle of what the others said, so that it pulls no way."""
    if one.kind == "number" and participant.pk not in one.values:
        return median_low(value for value in one.values.values() if isinstance(value, int))
    return one.values.get(participant.pk)


def rules_of(round: Round, known: Sequence[traits.Known] = ()) -> grouping.Rules:
    pairs = list(Pair.objects.filter(room=round.step.room_id).values_list("one", "other", "together"))
    return grouping.Rules(
        size=round.size,
        smallest=round.smallest,
        largest=round.largest,
        mix_kinds=round.mix_ways,
        apart=[(str(one), str(other)) for one, other, together in pairs if not together],
        together=[(str(one), str(other)) for one, other, together in pairs if together],
        aim=round.aim if known else LOT,  # type: ignore[arg-type]
        traits=tuple(_trait(one) for one in known),
    )


def _trait(one: traits.Known) -> grouping.Trait:
    return grouping.Trait(one.slug, kind=one.kind, span=one.span)


def history_before(round: Round, *, besides: Collection[Round] = ()) -> grouping.History:
    """Who has sat with whom, or is about to: in the other rounds of this room that are drawn and not undone or skipped, and (real
    rooms only) at earlier gatherings."""
    room = round.step.room
    met: dict[tuple[str, str], float] = defaultdict(float)
    shown_or_to_come = Q(draw__published_at__isnull=False) | Q(draw__round__step__skipped_at__isnull=True)
    here = Seat.objects.filter(_SAT, shown_or_to_come, draw__round__step__room=room, draw__undone_at__isnull=True)
    here = here.exclude(draw__round__in=[round, *besides])
    _add(met, here.values_list("group", "participant"), weight=1)
    if not room.is_rehearsal:
        _add(met, _past(room), weight=PAST_GATHERING)
    return grouping.History(met)


def _past(room: Room) -> list[tuple[int, int]]:
    """(table, participant of this room) for tables of other real rooms at which somebody who is here now sat."""
    now_here = dict(room.participants.filter(person__isnull=False).values_list("person", "pk"))
    seats = Seat.objects.filter(
        _SAT,
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


def draw(asked: Asked, *, rounds: int = 1, seed: int) -> list[Drawn]:
    """Tables for one round, or for several that are thought of together. The same question and seed give the same tables.

    Raises `ImpossibleRules` with a sentence that names the rules that collide.
    """
    facts = {"rules": asked.rules, "history": asked.history, "seed": seed}
    if rounds == 1:
        drawings: Sequence[grouping.Drawing] = [grouping.draw(asked.people, **facts)]
    else:
        drawings = grouping.plan(asked.people, rounds=rounds, **facts)
    return [Drawn(_ours(one.groups), one.method, _standing(one.report)) for one in drawings]


def judge(asked: Asked, tables: core.Tables) -> core.Standing:
    """How any tables stand to the rules, for instance after somebody was moved by hand."""
    groups = _theirs(tables)
    report = grouping.score(groups, asked.people, rules=asked.rules, history=asked.history)
    return _standing(report)


def repair(asked: Asked, tables: core.Tables, *, how: str, seed: int) -> Repaired:
    """The tables for the people of `asked`, as few of them moved as `how` allows.

    "calm": nobody moves who need not; "better": as good as can be had for few moves.
    """
    here = frozenset(int(one.id) for one in asked.people)
    done = grouping.repair(
        _theirs(tuple(tuple(who for who in table if who in here) for table in tables)),
        asked.people,
        rules=asked.rules,
        history=asked.history,
        here=[one.id for one in asked.people],
        how="better" if how == "better" else "calm",
        seed=seed,
    )
    return Repaired(_ours(done.groups), here, of_tables(done.sentence), _standing(done.report))


def reason(asked: Asked, tables: core.Tables, participant: int, *, draw: Draw, by_lot: bool) -> str:
    """Why somebody sits where they sit. `by_lot` is False once tables were changed by hand: then nothing is said of the lot."""
    groups = _theirs(tables)
    report = grouping.score(groups, asked.people, rules=asked.rules, history=asked.history)
    roster = grouping.roster.Roster.of(asked.people, asked.rules, asked.history)
    drawing = grouping.Drawing(groups, report, draw.method, draw.seed, roster)  # type: ignore[arg-type]
    said = grouping.explain(drawing, str(participant))
    return of_tables(said if by_lot else said.replace(drawing.lot_sentence, "").strip())


def _ours(groups: grouping.Groups) -> core.Tables:
    return tuple(tuple(int(who) for who in group) for group in groups)


def _theirs(tables: core.Tables) -> grouping.Groups:
    return tuple(tuple(str(who) for who in table) for table in tables)


def _standing(report: grouping.Report) -> core.Standing:
    pairs = (report.apart_broken, report.together_broken, report.colleague_pairs, report.repeat_pairs)
    apart, together, colleagues, again = (frozenset(core.pair(int(a), int(b)) for a, b in which) for which in pairs)
    lists = (report.mixed_groups, report.groups_without_facilitator, report.small_groups, report.large_groups)
    mixed, leaderless, small, large = (frozenset(number + 1 for number in which) for which in lists)
    said = tuple(of_tables(sentence) for sentence in report.sentences)
    return core.Standing(
        hard=report.hard,
        repeats=report.repeats,
        composition=report.composition,
        headline=of_tables(report.headline),
        sentences=said,
        colleagues=colleagues,
        again=again,
        apart_broken=apart,
        together_broken=together,
        mixed=mixed,
        leaderless=leaderless,
        small=small,
        large=large,
    )


def of_tables(sentence: str) -> str:
    """What the library says of groups, said of tables. A name such as "Sam Group" stays as it is."""
    sentence = re.sub(r"\bin group(?=s? \d)", "at table", sentence)
    return re.sub(r"\bgroup(?=s?\b)", "table", re.sub(r"\bGroup(?=s? \d)", "Table", sentence))


def sizes(people: int, round: Round | None) -> tuple[int, ...]:
    """The sizes of the tables that so many people make; by the usual sizes without a round."""
    size, smallest, largest = (round.size, round.smallest, round.largest) if round else (4, 3, 5)
    return grouping.sizes(people, size, smallest, largest)


def seat_latecomer(tables: core.Tables, participant: Participant, *, draw: Draw, seated: Iterable[Participant]) -> int:
    """Which table somebody who came late sits down at, counted from 0: one past the last is a new table. Nobody else moves."""
    placement = grouping.seat_latecomer(
        _theirs(tables),
        person_of(participant),
        people=[person_of(one) for one in [*seated, participant]],
        rules=rules_of(draw.round),
        history=history_before(draw.round),
    )
    return placement.group


def merge_offers(
    tables: core.Tables, *, draw: Draw, seated: Iterable[Participant]
) -> list[tuple[int, list[core.Pair], str]]:
    """For each table that has become too small: its place, (participant, place of the table to join) of its people, a sentence."""
    offers = grouping.merge_offers(
        _theirs(tables),
        people=[person_of(one) for one in seated],
        rules=rules_of(draw.round),
        history=history_before(draw.round),
    )
    return [(offer.group, [(int(who), to) for who, to in offer.moves], of_tables(offer.sentence)) for offer in offers]


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
