"""What an arrangement costs and what there is to say about it, worked out from the groups alone."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import combinations
from typing import NamedTuple

from grouping.composing import percent_of_bound
from grouping.explain import headline, sentences
from grouping.roster import Groups, History, ImpossibleRules, Pair, Person, Roster, Rules, pair, pairs_in

AGAIN = 100  # price of having met once; a hundredth of a meeting is the finest difference that counts


@dataclass(frozen=True, slots=True)
class Report:
    """What holds and what does not, for one round. Pairs are pairs of ids; groups are numbered from 0.

    `colleague_pairs_forced` is a lower bound: with this many groups there must be so many colleague pairs.
    `groups_without_facilitator` is empty when nobody seated facilitates. The four numbers are `hard`, `repeats` (each as
    much as the history says the two have met, one at most), `composition` (percent of a proven bound; None when nothing
    is to be composed) and `moves` (people who sit elsewhere than before). `headline` says them in one sentence,
    `sentences` say it all in plain words.
    """

    apart_broken: tuple[Pair, ...]
    together_broken: tuple[Pair, ...]
    mixed_groups: tuple[int, ...]
    colleague_pairs: tuple[Pair, ...]
    colleague_pairs_forced: int
    repeat_pairs: tuple[Pair, ...]
    groups_without_facilitator: tuple[int, ...]
    small_groups: tuple[int, ...]
    large_groups: tuple[int, ...]
    repeats: float = 0
    composition: float | None = None
    moves: int = 0
    headline: str = ""
    sentences: tuple[str, ...] = ()

    @property
    def hard(self) -> int:
        """How many rules are broken: pairs apart, together or of colleagues, groups mixed or without a facilitator."""
        pairs = len(self.apart_broken) + len(self.together_broken) + len(self.colleague_pairs)
        return pairs + len(self.mixed_groups) + len(self.groups_without_facilitator)


def score(
    groups: Groups, people: Iterable[Person], *, rules: Rules, history: History, before: Groups | None = None
) -> Report:
    """The report on any groups (tuples of ids), however they came about; use it after moving people by hand.

    `people` may list more people than are seated. Empty groups are passed over. `before` are the groups that people
    had, by number, for counting moves.
    Raises ImpossibleRules when somebody seated is not among the people, or has two seats.
    """
    return report_on(groups, Roster.of(people, rules, history), before)


def report_on(groups: Groups, roster: Roster, before: Groups | None = None) -> Report:
    """`score`, for a roster already put together."""
    people, rules = seated(groups, roster), roster.rules
    sitting = {key for group in groups for key in pairs_in(group)}
    free = sorted(sitting - set(rules.together))
    crowds = _crowds(groups, people, rules)
    report = Report(
        apart_broken=tuple(sorted(sitting & set(rules.apart))),
        together_broken=tuple(
            sorted(key for key in rules.together if people.keys() >= set(key) and key not in sitting)
        ),
        mixed_groups=tuple(_numbers(groups, lambda group: _mixed(group, people, rules))),
        colleague_pairs=tuple(key for key in free if roster.are_colleagues(people[key[0]], people[key[1]])),
        colleague_pairs_forced=sum(crowd.pairs for crowd in crowds),
        repeat_pairs=tuple(key for key in free if roster.history.times(*key) > 0),
        groups_without_facilitator=_leaderless(groups, people, rules),
        small_groups=tuple(_numbers(groups, lambda group: len(group) < rules.smallest)),
        large_groups=tuple(_numbers(groups, lambda group: len(group) > rules.largest)),
        composition=percent_of_bound(groups, roster),
        moves=_moved(before, groups),
    )
    report = replace(report, repeats=sum(min(1, roster.history.times(*key)) for key in report.repeat_pairs))
    return replace(report, headline=headline(report), sentences=sentences(report, crowds, groups, roster))


def _moved(before: Groups | None, groups: Groups) -> int:
    """People who have a group in both and not the same."""
    at = {id: number for number, group in enumerate(groups) for id in group}
    return sum(at.get(id, number) != number for number, group in enumerate(before or ()) for id in group)


def seated(groups: Groups, roster: Roster) -> dict[str, Person]:
    """The people who have a seat, by id. Raises ImpossibleRules for somebody unknown or seated twice."""
    known = roster.by_id()
    people: dict[str, Person] = {}
    for id in (id for group in groups for id in group):
        if id not in known:
            raise ImpossibleRules(f"{id} has a seat but is not on the list of people.")
        if id in people:
            raise ImpossibleRules(f"{known[id].called} has two seats; each person can have one only.")
        people[id] = known[id]
    return people


class Crowd(NamedTuple):
    """Colleagues who outnumber the groups: `heads` of `people` present, hence at least `pairs` colleague pairs."""

    heads: int
    people: int
    pairs: int


def crowds_among(people: Sequence[Person], group_count: int, rules: Rules) -> list[Crowd]:
    """The organisations with more people than there are groups, the largest first; none when colleagues may meet.

    Spread as evenly as can be, m people over g groups still make so many pairs; pairs asked together do not count.
    """
    if not rules.colleagues_apart:
        return []
    crowds = []
    members: dict[str, list[str]] = {}
    for person in people:
        if person.organisation is not None:
            members.setdefault(person.organisation, []).append(person.id)
    for ids in members.values():
        if len(ids) > group_count:
            least, extra = divmod(len(ids), group_count)
            pairs = extra * least + group_count * least * (least - 1) // 2
            exempt = sum(key in rules.together for key in combinations(sorted(ids), 2))
            if pairs > exempt:
                crowds.append(Crowd(len(ids), len(people), pairs - exempt))
    return sorted(crowds, reverse=True)


def _crowds(groups: Groups, people: dict[str, Person], rules: Rules) -> list[Crowd]:
    kinds: dict[str | None, list[Person]] = {}
    for person in people.values():
        kinds.setdefault(None if rules.mix_kinds else person.kind, []).append(person)
    crowds = []
    for members in kinds.values():
        ids = {person.id for person in members}
        crowds += crowds_among(members, sum(not ids.isdisjoint(group) for group in groups), rules)
    return crowds


def _numbers(groups: Groups, holds: Callable[[tuple[str, ...]], bool]) -> list[int]:
    return [number for number, group in enumerate(groups) if group and holds(group)]


def _mixed(group: tuple[str, ...], people: dict[str, Person], rules: Rules) -> bool:
    return not rules.mix_kinds and len({people[id].kind for id in group}) > 1


def _leaderless(groups: Groups, people: dict[str, Person], rules: Rules) -> tuple[int, ...]:
    if not rules.one_facilitator or not any(person.facilitator for person in people.values()):
        return ()
    return tuple(_numbers(groups, lambda group: not any(people[id].facilitator for id in group)))


@dataclass(frozen=True, slots=True)
class Prices:
    """What it costs that two people share a group, for the people of one pool, numbered in their order.

    Whole numbers, with gaps so wide that adding them up keeps the order of the aims: one hard rule broken (`hard`)
    costs more than any number of colleague pairs (`colleagues` each), and one of those more than any number of
    repeats (AGAIN for each time met). `between[i][j]` is the price of i and j together, both ways, where not 0.
    `partners[i]` are those to sit with i, where there are any. `least` is what any arrangement of one round costs.
    """

    between: tuple[dict[int, int], ...]
    partners: dict[int, frozenset[int]]
    hard: int
    colleagues: int
    least: int

    @classmethod
    def of(cls, roster: Roster, people: Sequence[Person], sizes: Sequence[int], rounds: int) -> "Prices":
        """Prices that keep the order of the aims for up to `rounds` rounds searched at once."""
        number = {person.id: index for index, person in enumerate(people)}
        rules = roster.rules
        partners: dict[int, frozenset[int]] = {}
        for one, other in rules.together:
            if one in number and other in number:
                for person, partner in ((number[one], number[other]), (number[other], number[one])):
                    partners[person] = partners.get(person, frozenset()) | {partner}
        repeats = {
            key: round(AGAIN * times)
            for key, times in roster.history.met.items()
            if key[0] in number and key[1] in number and round(AGAIN * times)
        }
        seats = rounds * sum(size * (size - 1) // 2 for size in sizes)
        colleagues = 1 + seats * (AGAIN * rounds + max(repeats.values(), default=0))
        hard = 2 * colleagues * (seats + 1)
        between: list[dict[int, int]] = [{} for _ in people]

        def charge(key: Pair, price: int) -> None:
            one, other = number[key[0]], number[key[1]]
            if other not in partners.get(one, ()):
                between[one][other] = between[one].get(other, 0) + price
                between[other][one] = between[one][other]

        for key, price in repeats.items():
            charge(key, price)
        for key in rules.apart:
            if key[0] in number and key[1] in number:
                charge(key, hard)
        for one, other in _colleagues(people) if rules.colleagues_apart else ():
            charge(pair(one, other), colleagues)
        least = colleagues * sum(crowd.pairs for crowd in crowds_among(people, len(sizes), rules))
        return cls(tuple(between), partners, hard, colleagues, least)

    def of_round(self, arrangement: Sequence[Sequence[int]]) -> int:
        """What an arrangement of one round costs."""
        return self.of_rounds([arrangement])

    def of_rounds(self, arrangements: Sequence[Sequence[Sequence[int]]]) -> int:
        """What rounds cost together: pairs as they are priced, AGAIN for every meeting beyond a pair's first."""
        total, met = 0, set()
        for arrangement in arrangements:
            for group in arrangement:
                total += self.missing(group)
                for one, other in combinations(sorted(group), 2):
                    total += self.between[one].get(other, 0)
                    if other not in self.partners.get(one, ()):
                        total += AGAIN * ((one, other) in met)
                        met.add((one, other))
        return total

    def missing(self, group: Sequence[int]) -> int:
        """The price of partners who are not in this group; half, as the other half falls to the partner's group."""
        if not self.partners:
            return 0
        return sum(len(self.partners[one].difference(group)) for one in group if one in self.partners) * self.hard // 2


def _colleagues(people: Sequence[Person]) -> list[Pair]:
    by_organisation: dict[str, list[str]] = {}
    for person in people:
        if person.organisation is not None:
            by_organisation.setdefault(person.organisation, []).append(person.id)
    return [key for ids in by_organisation.values() for key in combinations(ids, 2)]
