"""The draw: a fair lot where one can be had, a seeded search by swaps where not; one round or several."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from math import exp
from random import Random
from typing import Literal

from grouping.partition import Arrangement, Lot, Pool, pools
from grouping.roster import Groups, History, Person, Roster, Rules
from grouping.score import AGAIN, Report, report_on

CARDS, ALL_CARDS = 2_000, 60_000  # seats dealt before a lot is given up: for each person, and at most (about 0.05 s)
STEPS, LOOKS = 100, 3_000_000  # steps of the search for each person; at most so many looks at a seat (about 1.5 s)
PATIENCE = 10  # steps for each person before the search of one round begins afresh
WARMTH = AGAIN / 2  # a swap that adds one repeat is taken once in seven times (tried on social golfer cases)
CIRCLE_MOVES = 0.1  # how often somebody with partners takes them along at random

Method = Literal["rejection", "search"]


@dataclass(frozen=True, slots=True)
class Drawing:
    """One round: `groups` of ids, larger groups first within each kind; what there is to say; how it was found.

    `method` is "rejection" when the lot was uniform over all arrangements as good as this one, "search" when it was
    not (then it must not be used in a study of groups). `seed` and `roster` give the same drawing again.
    """

    groups: Groups
    report: Report
    method: Method
    seed: int
    roster: Roster = field(repr=False)

    @property
    def lot_sentence(self) -> str:
        if self.method == "rejection":
            return "Seats were drawn by lot: every arrangement that keeps the rules as well was equally likely."
        return "The rules left little choice, so seats were found by a search that starts from a lot."


def draw(
    people: Iterable[Person],
    *,
    rules: Rules | None = None,
    history: History | None = None,
    seed: int,
    group_count: int | None = None,
) -> Drawing:
    """One round for the people present: everybody placed once, in groups as `sizes` has them (or `group_count` groups).

    In this order: apart and together kept, colleagues apart, nobody meets again whom `history` holds. Kinds are drawn
    separately unless they may mix. Facilitators are spread first. The same people, rules, history and seed give the
    same drawing; no clock is read. Raises ImpossibleRules, with a sentence, when rules collide; wishes that merely
    cannot all be kept are broken as little as was found possible, and the report says so.

    Method: rejection sampling (deal at random, deal again until the cost is the least possible); failing that, tabu
    search by swaps after Dotu and Van Hentenryck (2005), then once more rejection for anything as good as it found.
    """
    roster = Roster.of(people, rules or Rules(), history or History())
    random = Random(seed)
    drawn = [(pool, *_draw(pool, random)) for pool in pools(roster, group_count)]
    groups = tuple(group for pool, arrangement, _ in drawn for group in pool.ids(arrangement))
    method: Method = "search" if any(found == "search" for _, _, found in drawn) else "rejection"
    return Drawing(groups, report_on(groups, roster), method, seed, roster)


def plan(
    people: Iterable[Person],
    *,
    rounds: int,
    rules: Rules | None = None,
    history: History | None = None,
    seed: int,
    group_count: int | None = None,
) -> tuple[Drawing, ...]:
    """Several rounds at once for the same people, as `rounds` drawings; each knows the rounds before it as history.

    First one round after the other, as `draw` does; where that leaves anything to be desired, a search over all rounds
    together. Use it to learn what is feasible before anybody sits down. Raises as `draw` does; ValueError when
    rounds < 1.
    """
    if rounds < 1:
        raise ValueError("A plan needs at least 1 round.")
    roster = Roster.of(people, rules or Rules(), history or History())
    random = Random(seed)
    by_pool = [_plan(roster, index, rounds, random, group_count) for index in range(len(pools(roster, group_count)))]
    drawings: list[Drawing] = []
    for number in range(rounds):
        groups = tuple(group for planned, _ in by_pool for group in planned[number])
        method: Method = "search" if any(found == "search" for _, found in by_pool) else "rejection"
        drawings.append(Drawing(groups, report_on(groups, roster), method, seed, roster))
        roster = roster.after(groups)
    return tuple(drawings)


def _draw(pool: Pool, random: Random) -> tuple[Arrangement, Method]:
    lot, cards = Lot(pool, random), min(CARDS * len(pool.people), ALL_CARDS)
    fair = lot.deal(cards, pool.prices.least)
    if fair is not None:
        return fair, "rejection"
    total, found = _search(pool, lot, random)
    if total > pool.prices.least:
        fair = lot.deal(cards, total)
        if fair is not None:
            return fair, "rejection"
    return found, "search"


def _search(pool: Pool, lot: Lot, random: Random) -> tuple[int, Arrangement]:
    """The best arrangement of several short searches, each from another lot, and what it costs."""
    best: tuple[int, Arrangement] | None = None
    left = _steps(pool)
    while best is None or (left > 0 and best[0] > pool.prices.least):
        seating = Seating(pool, [lot.any()], random)
        seating.improve(min(left, PATIENCE * len(pool.people)), pool.prices.least)
        left -= PATIENCE * len(pool.people)
        if best is None or seating.total < best[0]:
            best = seating.total, seating.rounds[0]
    return best


def _plan(
    roster: Roster, index: int, rounds: int, random: Random, group_count: int | None
) -> tuple[list[Groups], Method]:
    """The rounds of one pool, by its index among the pools."""
    later, arrangements, methods = roster, [], []
    for _ in range(rounds):
        pool = pools(later, group_count)[index]
        arrangement, method = _draw(pool, random)
        arrangements.append(arrangement)
        methods.append(method)
        later = later.after(pool.ids(arrangement))
    pool = pools(roster, group_count, rounds)[index]
    seating = Seating(pool, arrangements, random)
    if seating.total > rounds * pool.prices.least:
        before = seating.total
        seating.improve(rounds * _steps(pool), rounds * pool.prices.least)
        if seating.total < before:
            methods = ["search"]
    method = "search" if "search" in methods else "rejection"
    return [pool.ids(arrangement) for arrangement in seating.rounds], method


def _steps(pool: Pool) -> int:
    """A step looks at every seat, so very large rooms get fewer."""
    return min(STEPS * len(pool.people), LOOKS // len(pool.people))


class Seating:
    """Everybody's seat in one or several rounds, what it costs, and the one move: two people of a round swap seats.

    `rounds[r]` lists the groups of round r; `at[r][i]` is the group of person i; `cost[r][i]` what i's company costs;
    `total` the sum over all pairs. `price[i][j]` is what i and j pay for sharing a group in a further round: Prices
    plus AGAIN for every round here in which they already do.
    """

    def __init__(self, pool: Pool, rounds: Sequence[Arrangement], random: Random) -> None:
        self.random, self.prices = random.random, pool.prices
        self.price = [dict(row) for row in pool.prices.between]
        self.alone = [0] * len(pool.people)  # what a person pays while none of their partners sits with them
        for person, partners in pool.prices.partners.items():
            self.alone[person] = len(partners) * pool.prices.hard
            self.price[person].update(dict.fromkeys(partners, -pool.prices.hard))
        self.swappable: list[list[int]] = [[]] * len(pool.people)
        for members in pool.classes:
            for person in members:
                self.swappable[person] = members
        self.total = len(rounds) * sum(self.alone) // 2
        self.rounds = [[list(group) for group in arrangement] for arrangement in rounds]
        self.at = [[-1 - person for person in range(len(pool.people))] for _ in rounds]  # nobody sits with anybody yet
        self.cost = [list(self.alone) for _ in rounds]
        for r, arrangement in enumerate(self.rounds):
            for number, group in enumerate(arrangement):
                for place, person in enumerate(group):
                    self.at[r][person] = number
                    self._meet(r, person, group[:place])

    def improve(self, steps: int, enough: int) -> None:
        """Tabu search: somebody whose company costs something takes the best swap there is.

        A swap for the worse is taken with odds that fall with its cost (WARMTH), and who has just moved rests for a
        few steps, so that the search neither sticks nor walks in circles. Ends after `steps` or when `total` is down
        to `enough`, and leaves the best arrangement it has seen.
        """
        best, best_rounds = self.total, self._copy()
        resting: dict[tuple[int, int], int] = {}
        for step in range(steps):
            if self.total <= enough:
                break
            costly = [
                (r, person)
                for r, costs in enumerate(self.cost)
                for person, cost in enumerate(costs)
                if cost and resting.get((r, person), 0) <= step
            ]
            if not costly:
                continue
            r, person = costly[int(self.random() * len(costly))]
            resting[r, person] = step + 4 + int(self.random() * 6)
            if person in self.prices.partners and self.random() < CIRCLE_MOVES:
                self._move_circle(r, person)
                continue
            change, other = self._best_swap(r, person, resting, step)
            if other is None or (change > 0 and self.random() > exp(-change / WARMTH)):
                continue
            self._swap(r, person, other)
            resting[r, other] = step + 4 + int(self.random() * 6)
            if self.total < best:
                best, best_rounds = self.total, self._copy()
        self.total, self.rounds = best, best_rounds

    def _copy(self) -> list[Arrangement]:
        return [[list(group) for group in arrangement] for arrangement in self.rounds]

    def _best_swap(self, r: int, person: int, resting: dict[tuple[int, int], int], step: int) -> tuple[int, int | None]:
        """The best change of `total` that a swap can bring this person, and with whom; ties by lot, no resting."""
        at, cost, price = self.at[r], self.cost[r], self.price[person]
        home = at[person]
        there = [self.alone[person]] * len(self.rounds[r])  # what the person would pay in each group
        for other, amount in price.items():
            there[at[other]] += amount
        here = list(self.alone)  # what each other would pay in the person's place
        for member in self.rounds[r][home]:
            if member != person:
                for other, amount in self.price[member].items():
                    here[other] += amount
        best, ties, found = 0, 0, None
        for other in self.swappable[person]:
            group = at[other]
            if group == home or resting.get((r, other), 0) > step:
                continue
            change = there[group] - price.get(other, 0) - cost[person] + here[other] - cost[other]
            if found is None or change < best:
                best, ties, found = change, 1, other
            elif change == best:
                ties += 1
                if self.random() * ties < 1:
                    found = other
        return best, found

    def _move_circle(self, r: int, person: int) -> None:
        """Take somebody and the partners beside them to another group, whatever it costs: swap by swap they would
        have to part on the way, which is too dear for the search to try."""
        at = self.at[r]
        partners = self.prices.partners[person]
        circle = [person, *(other for other in self.rounds[r][at[person]] if other in partners)]
        target = int(self.random() * len(self.rounds[r]))
        for one in circle:
            others = [other for other in self.swappable[one] if at[other] == target and other not in circle]
            if others and at[one] != target:
                self._swap(r, one, others[int(self.random() * len(others))])

    def _swap(self, r: int, person: int, other: int) -> None:
        at, groups = self.at[r], self.rounds[r]
        for leaver in (person, other):
            groups[at[leaver]].remove(leaver)
            self._meet(r, leaver, groups[at[leaver]], leaving=True)
        at[person], at[other] = at[other], at[person]
        for comer in (person, other):
            self._meet(r, comer, groups[at[comer]])
            groups[at[comer]].append(comer)

    def _meet(self, r: int, person: int, group: Sequence[int], *, leaving: bool = False) -> None:
        """Book that a person joins this company in round r, or leaves it."""
        cost, price = self.cost[r], self.price[person]
        for other in group:
            counts = len(self.rounds) > 1 and other not in self.prices.partners.get(person, ())
            if counts and leaving:
                self._reprice(r, person, other, -AGAIN)
            amount = -price.get(other, 0) if leaving else price.get(other, 0)
            if counts and not leaving:
                self._reprice(r, person, other, AGAIN)
            self.total += amount
            cost[person] += amount
            cost[other] += amount

    def _reprice(self, r: int, person: int, other: int, change: int) -> None:
        """A meeting in round r came or went, so the pair's meetings in all other rounds are dearer or cheaper."""
        self.price[person][other] = self.price[other][person] = self.price[person].get(other, 0) + change
        for s, at in enumerate(self.at):
            if s != r and at[person] == at[other]:
                self.cost[s][person] += change
                self.cost[s][other] += change
