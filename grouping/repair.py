"""Afterwards: somebody comes late, somebody leaves, a group grows too small. Nobody moves who need not.

A group keeps its number for as long as the round lasts: a group that everybody has left stays in place, empty.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from grouping.explain import counted
from grouping.place import How
from grouping.repairing import repaired
from grouping.roster import Groups, History, ImpossibleRules, Person, Roster, Rules, listing, pair
from grouping.score import Report, report_on, seated


@dataclass(frozen=True, slots=True)
class Placement:
    """Where a latecomer sits: `groups` afterwards, the number of their `group` (from 0), whether it was `opened` for
    them, and a `sentence` for the organiser."""

    groups: Groups
    group: int
    opened: bool
    sentence: str


@dataclass(frozen=True, slots=True)
class MergeOffer:
    """What a group that has grown too small may do. `moves` are (id, number of the new group), for every member of
    `group`; empty when no other group has room, and then `sentence` says so."""

    group: int
    moves: tuple[tuple[str, int], ...]
    sentence: str


@dataclass(frozen=True, slots=True)
class Repair:
    """Groups once some have left and others have come: `moves` are (id, group before, group after) of people who had a
    group and have another; `report` counts them; `sentence` says it."""

    groups: Groups
    moves: tuple[tuple[str, int, int], ...]
    report: Report
    sentence: str


def repair(
    groups: Groups,
    people: Iterable[Person],
    *,
    rules: Rules | None = None,
    history: History | None = None,
    here: Collection[str],
    how: How = "calm",
    seed: int = 0,
) -> Repair:
    """The groups for exactly the people `here`: absent ones leave, late ones get a seat, small groups are filled or closed.

    "calm": nobody moves who need not; hard rules and repeats still come first. "better": people move where the groups
    gain enough by it. A group keeps its number; one that is closed stays in place, empty; new ones come last.
    The same arguments give the same groups. Raises ImpossibleRules as `draw` does, and for somebody not on the list.
    """
    roster = Roster.of(people, rules or Rules(), history or History())
    unknown = next((id for id in here if id not in roster.by_id()), None)
    if unknown is not None:
        raise ImpossibleRules(f"{unknown} is here but not on the list of people.")
    present = Roster.of([one for one in roster.people if one.id in set(here)], roster.rules, roster.history)
    after = repaired(groups, present, how, seed)
    at = {id: number for number, group in enumerate(after) for id in group}
    moves = tuple(
        (id, number, at[id]) for number, group in enumerate(groups) for id in group if id in at and at[id] != number
    )
    late = len(at.keys() - {id for group in groups for id in group})
    said = [f"{counted(len(moves), 'person changes', 'people change')} groups."]
    said += [f"{counted(late, 'person gets', 'people get')} a seat."] if late else []
    return Repair(after, moves, report_on(after, present, groups), " ".join(said))


def seat_latecomer(
    groups: Groups,
    person: Person,
    people: Iterable[Person],
    *,
    rules: Rules | None = None,
    history: History | None = None,
) -> Placement:
    """A seat for one more person; nobody else moves. `people` are those seated (more do no harm).

    The group chosen keeps apart and together where possible, is not full (`largest`), has no facilitator yet if a
    facilitator comes, has no colleague, nobody met before, and is the smallest; in this order. When every group is full
    the best of them takes one more, and the sentence says so. Somebody whose kind has no group yet opens one.
    Raises ImpossibleRules when the person already has a seat.
    """
    table = _Table(groups, [*people, person], rules, history)
    if person.id in table.people:
        raise ImpossibleRules(f"{person.called} already has a seat.")
    open_to = table.open_to(person)
    if not open_to:
        number = next((number for number, group in enumerate(groups) if not group), len(groups))
        placed = (*groups, ()) if number == len(groups) else groups
        sentence = f"{person.called} opens group {number + 1}, alone so far: no group takes part in the same way."
        return Placement(_moved(placed, {person.id: number}), number, True, sentence)
    number = min(open_to, key=lambda number: table.price([person], number))
    sentence = f"{person.called} joins group {number + 1}, now {len(groups[number]) + 1} people."
    return Placement(
        _moved(groups, {person.id: number}), number, False, " ".join([sentence, *table.drawbacks(person, number)])
    )


def leave(groups: Groups, person_id: str) -> Groups:
    """The groups once somebody has left; all others stay. Raises ImpossibleRules when the person has no seat."""
    if not any(person_id in group for group in groups):
        raise ImpossibleRules(f"{person_id} has no seat, so nothing changes.")
    return tuple(tuple(id for id in group if id != person_id) for group in groups)


def merge_offers(
    groups: Groups, people: Iterable[Person], *, rules: Rules | None = None, history: History | None = None
) -> list[MergeOffer]:
    """One offer for every group below `smallest`: all its members join one other group, and nobody else moves.

    That group has room for all (`largest`) and is the best by the same order as for a latecomer; when none has room for
    all, the members are shared out. Each offer is made for the groups as they are: accept one, then ask again.
    """
    table = _Table(groups, people, rules, history)
    small = [number for number, group in enumerate(groups) if 0 < len(group) < table.rules.smallest]
    return [table.offer(number) for number in sorted(small, key=lambda number: len(groups[number]))]


def apply_merge(groups: Groups, offer: MergeOffer, *, rules: Rules | None = None) -> Groups:
    """The groups once an offer is taken up; only the members of `offer.group` move.

    Raises ImpossibleRules when the groups have changed since: its members are others, or a group has filled or closed.
    """
    largest = (rules or Rules()).largest
    movers = dict(offer.moves)
    stale = ImpossibleRules("The groups have changed since this was offered. Look at the offers again.")
    if not offer.moves or offer.group >= len(groups) or set(groups[offer.group]) != set(movers):
        raise stale
    if any(target >= len(groups) or not groups[target] for target in movers.values()):
        raise stale
    merged = _moved(tuple(() if number == offer.group else group for number, group in enumerate(groups)), movers)
    if any(len(merged[target]) > largest for target in movers.values()):
        raise stale
    return merged


def _moved(groups: Groups, seats: dict[str, int]) -> Groups:
    return tuple(
        (*group, *(id for id, target in seats.items() if target == number)) for number, group in enumerate(groups)
    )


class _Table:
    """Groups as they stand, and what it would mean for somebody to join one."""

    def __init__(self, groups: Groups, people: Iterable[Person], rules: Rules | None, history: History | None) -> None:
        self.roster = Roster.of(
            {person.id: person for person in people}.values(), rules or Rules(), history or History()
        )
        self.rules = self.roster.rules
        self.groups = groups
        self.people = seated(groups, self.roster)

    def members(self, number: int) -> list[Person]:
        return [self.people[id] for id in self.groups[number]]

    def open_to(self, person: Person) -> list[int]:
        """Groups with somebody in them, all of whom may sit with this person by their kind."""
        return [
            number
            for number, group in enumerate(self.groups)
            if group and all(self.roster.same_kind(person, member) for member in self.members(number))
        ]

    def price(self, movers: Sequence[Person], number: int) -> tuple[float, ...]:
        """What it means for these people to join this group, in the order of what matters; the least is best:
        wishes broken (kept ones count against), people over the limit, facilitators, colleagues, times met, people."""
        members, rules = self.members(number), self.rules
        keys = [pair(one.id, other.id) for one in movers for other in members]
        leads = rules.one_facilitator and any(one.facilitator for one in movers)
        return (
            sum((key in rules.apart) - (key in rules.together) for key in keys),
            max(0, len(members) + len(movers) - rules.largest),
            sum(other.facilitator for other in members) if leads else 0,
            sum(len(self.colleagues(one, number)) for one in movers),
            sum(self.roster.history.times(one.id, other.id) for one in movers for other in self.met(one, number)),
            len(members),
            number,
        )

    def colleagues(self, person: Person, number: int) -> list[Person]:
        return [other for other in self.members(number) if self.roster.are_colleagues(person, other)]

    def met(self, person: Person, number: int) -> list[Person]:
        """Members met before, other than those who asked to sit with this person."""
        met, together = self.roster.history.times, self.rules.together
        others = [other for other in self.members(number) if pair(person.id, other.id) not in together]
        return [other for other in others if met(person.id, other.id) > 0]

    def drawbacks(self, person: Person, number: int) -> list[str]:
        """What there is to say against a seat that is still the best one."""
        group, said = self.groups[number], []
        parted = any(pair(person.id, id) in self.rules.together for id in self.people if id not in group)
        if parted or any(pair(person.id, id) in self.rules.apart for id in group):
            said.append("A wish to sit apart or together could not be kept.")
        if len(group) >= self.rules.largest:
            said.append(
                f"Every group that could take them was full at {self.rules.largest}; "
                "open a new group if more people come."
            )
        if colleagues := self.colleagues(person, number):
            said.append(f"A colleague is there: {listing([other.called for other in colleagues])}.")
        if met := self.met(person, number):
            said.append(f"They have met {listing([other.called for other in met])} before.")
        return said

    def offer(self, number: int) -> MergeOffer:
        movers = self.members(number)
        about = f"Group {number + 1} has only {counted(len(movers), 'person', 'people').lower()}"
        targets = [
            target
            for target in self.open_to(movers[0])
            if target != number and all(target in self.open_to(mover) for mover in movers)
        ]
        fitting = [target for target in targets if len(self.groups[target]) + len(movers) <= self.rules.largest]
        if fitting:
            best = min(fitting, key=lambda target: self.price(movers, target))
            total = len(self.groups[best]) + len(movers)
            moves = tuple((mover.id, best) for mover in movers)
            return MergeOffer(number, moves, f"{about} and may join group {best + 1}, then {total} people.")
        moves = self._share_out(movers, targets)
        if not moves:
            return MergeOffer(number, (), f"{about}, but no other group has room for them.")
        ways = [f"{self.people[id].called} may join group {target + 1}" for id, target in moves]
        return MergeOffer(number, moves, f"{about}, and no group has room for all: {listing(ways)}.")

    def _share_out(self, movers: Sequence[Person], targets: Sequence[int]) -> tuple[tuple[str, int], ...]:
        """Each mover in turn takes the best group with room; nobody moves when there is not room for all."""
        room = {target: self.rules.largest - len(self.groups[target]) for target in targets}
        moves = []
        for mover in movers:
            with_room = [target for target in targets if room[target] > 0]
            if not with_room:
                return ()
            best = min(with_room, key=lambda target: (self.price([mover], target)[:-2], -room[target], target))
            room[best] -= 1
            moves.append((mover.id, best))
        return tuple(moves)
