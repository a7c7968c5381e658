"""The draw: a fair lot where one is asked for and can be had, else the search; one round or several."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from random import Random
from typing import Literal

from grouping.numbering import arrangement_of, numbered
from grouping.partition import Arrangement, Lot, Pool, pools
from grouping.place import usual_looks
from grouping.roster import Groups, History, Person, Roster, Rules
from grouping.score import Report, report_on
from grouping.search import Budget, Search
from grouping.speed import worth_compiling

CARDS, ALL_CARDS = 2_000, 60_000  # seats dealt before a lot is given up: for each person, and at most (about 0.05 s)
MORE_CARDS = 240_000  # dealt once the search has shown that such an arrangement exists (about a fifth of a second)
TRIES = 3  # searches from different lots, before one is called the best that was found
WALK = 100  # swaps of the random walk for each person, after a search

Method = Literal["rejection", "chain", "search"]


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

    def rated(self, groups: Groups) -> Report:
        """The report on other groups of the same people."""
        return report_on(groups, self.roster)

    @property
    def lot_sentence(self) -> str:
        if self.method == "rejection":
            return "Seats were drawn by lot: every arrangement that keeps the rules as well was equally likely."
        if self.method == "chain":
            return "The rules left little choice: from one arrangement that keeps them, seats were exchanged at random for long."
        return "Seats were found by a search for the best groups, which starts from a lot."


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

    Method of `aim` "random": rejection sampling (deal at random, deal again until the cost is the least possible);
    failing that, annealing finds what is possible, then once more rejection, for longer; failing that, a random walk of
    swaps among arrangements as good. "mixed" and "alike": annealing over the differences of `rules.traits` as well.
    """
    roster = Roster.of(people, rules or Rules(), history or History())
    random = Random(seed)
    drawn = [(pool, *_draw(pool, random)) for pool in pools(roster, group_count)]
    groups = tuple(group for pool, arrangement, _ in drawn for group in pool.ids(arrangement))
    method = _least_fair(found for _, _, found in drawn)
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
        method = _least_fair(found for _, found in by_pool)
        drawings.append(Drawing(groups, report_on(groups, roster), method, seed, roster))
        roster = roster.after(groups)
    return tuple(drawings)


def _draw(pool: Pool, random: Random) -> tuple[Arrangement, Method]:
    if pool.rules.composes:
        return _searched(pool, 1, random)[0], "search"
    lot, cards = Lot(pool, random), min(CARDS * len(pool.people), ALL_CARDS)
    fair = lot.deal(cards, pool.prices.least)
    if fair is not None:
        return fair, "rejection"
    (found,), search = _best(pool, 1, random)
    fair = lot.deal(min(MORE_CARDS, 4 * cards), pool.prices.of_round(found))
    if fair is not None:
        return fair, "rejection"
    search.walk(WALK * len(pool.people))
    walked = arrangement_of(search.groups()[0])
    return (walked if pool.prices.of_round(walked) <= pool.prices.of_round(found) else found), "chain"


def _searched(pool: Pool, rounds: int, random: Random) -> list[Arrangement]:
    return _best(pool, rounds, random)[0]


def _best(pool: Pool, rounds: int, random: Random) -> tuple[list[Arrangement], Search]:
    """The best of a few searches over all rounds together, by what matters first."""
    best: tuple[tuple[float, ...], list[Arrangement], Search] | None = None
    problem = numbered(pool, rounds)
    looks = usual_looks(problem) if pool.rules.composes else usual_looks(problem) // 3
    for _ in range(TRIES if not pool.rules.composes else 1):
        search = Search(problem, seed=int(random.random() * 2**31), fast=worth_compiling(looks))
        budget = Budget(looks)
        if not pool.rules.composes:  # most lots need but a few swaps to be as good as can be
            search.mend(free=0, most=looks, budget=budget)
        search.anneal(budget)
        if not search.done:
            search.mend(free=0, most=looks, budget=budget)
        found = [arrangement_of(row) for row in search.groups()]
        cost = pool.prices.of_rounds(found)
        if best is None or (cost, search.total) < best[0]:
            best = (cost, search.total), found, search
        if cost <= rounds * pool.prices.least:
            break
    assert best is not None  # noqa: S101 - TRIES is at least 1
    return best[1], best[2]


def _plan(
    roster: Roster, index: int, rounds: int, random: Random, group_count: int | None
) -> tuple[list[Groups], Method]:
    """The rounds of one pool, by its index among the pools."""
    pool = pools(roster, group_count, rounds)[index]
    if pool.rules.composes:
        return [pool.ids(found) for found in _searched(pool, rounds, random)], "search"
    later, drawn, methods = roster, [], set()
    for _ in range(rounds):
        one = pools(later, group_count)[index]
        arrangement, method = _draw(one, random)
        drawn.append(arrangement)
        methods.add(method)
        later = later.after(one.ids(arrangement))
    if pool.prices.of_rounds(drawn) > rounds * pool.prices.least:
        found = _searched(pool, rounds, random)
        if pool.prices.of_rounds(found) < pool.prices.of_rounds(drawn):
            return [pool.ids(arrangement) for arrangement in found], "search"
    return [pool.ids(arrangement) for arrangement in drawn], _least_fair(methods)


def _least_fair(methods: Iterable[Method]) -> Method:
    """What may be said of several draws together: no more than of the one that left least to chance."""
    order: Sequence[Method] = ("rejection", "chain", "search")
    return max(methods, key=order.index, default="rejection")
