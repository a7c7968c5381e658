"""Placing everybody: one problem in, groups out. Which ways are tried, in which order."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from grouping import speed
from grouping.designs import perfect_rounds_of
from grouping.measure import Numbers, numbers_of
from grouping.prices import is_calm, prices
from grouping.problem import ImpossibleRules, Problem
from grouping.reading import check_sizes, read_problem
from grouping.search import Budget, Search

How = Literal["calm", "better"]
LOOKS, LEAST_LOOKS, MOST_LOOKS = 300, 2_000, 20_000_000  # for each person and round; in all
TIGHT = 0.5  # from this share of all there are to be met on, search alone may end with a repeat
WALK = 100  # exchanges of a random walk, for each person and round
BY_SUMS = 5  # a matrix of distances repays so many times the looks
MENDING = 3_000_000  # looks for putting right what is left


@dataclass(frozen=True, slots=True)
class Placed:
    """`rounds[round][person]` is a group, -1 for who is away; `numbers` say what that is worth; `method` how it came.

    "search": annealing. "chain": every round is by lot, and this is the end of a long random walk among arrangements that
    keep the rules as well (`draw` does better: a uniform lot by rejection). "design": a perfect schedule, its names dealt
    by search. "repair": from groups that were there.
    """

    rounds: tuple[tuple[int, ...], ...]
    numbers: Numbers
    method: str
    looks: int


def place(
    problem: Problem,
    *,
    seed: int,
    looks: int | None = None,
    seconds: float | None = None,
    clock: Callable[[], float] | None = None,
    how: How = "calm",
    fast: bool | None = None,
    tell: Callable[[float], None] = lambda share: None,
) -> Placed:
    """Groups for everybody present, as good as the search finds them in `looks` looks at a seat.

    Same problem, seed and looks, same answer, on any machine and whether compiled or not. With `seconds` of a `clock`
    instead, as much as the time allows. `how` says what a repair is for: "calm", nobody moves who need not; "better",
    as good as can be had at `move_weight`. `fast` None: compiled where it pays and numba is installed.
    Raises ImpossibleRules when sizes do not hold the people.
    """
    check_sizes(problem)
    total = looks if looks is not None else usual_looks(problem)
    budget = Budget(total, seconds, clock if seconds is not None else None, tell)
    if fast is None:
        hoped = usual_looks(problem) * (BY_SUMS if problem.distances is not None else 1)
        fast = speed.worth_compiling(total if seconds is None else hoped, patient=seconds is not None)
    if seconds is not None and clock is None:
        raise ValueError("A limit in seconds needs a clock to read.")
    if problem.repairs:
        return _repaired(problem, seed, budget, how, fast)
    searched = Search(problem, seed=seed, fast=fast)
    design = _design(problem)
    if design is not None and not _wishes(problem):
        return _placed(problem, design, "design", budget)
    if design is not None:
        half = Budget(total // 2, seconds / 2 if seconds else None, budget.clock, tell)
        searched.anneal(half)
        searched.mend(free=0, most=MENDING, budget=half)
        budget.used += half.used
        first = _result(searched, "search", budget)
        named = Search(problem, seed=seed, fast=fast, seats=design, by_name=True)
        named.anneal(Budget(total // 2, seconds / 2 if seconds else None, budget.clock, tell))
        return min(first, _result(named, "design", budget), key=_worth)
    budget.start()
    searched.anneal(budget)
    if not searched.done:
        searched.mend(free=0, most=MENDING, budget=budget)
    if all(problem.rounds[number].aim == "random" for number in problem.open_rounds):
        searched.walk(WALK * searched.movers)
        return _result(searched, "chain", budget)
    return _result(searched, "search", budget)


def usual_looks(problem: Problem) -> int:
    """How long the search goes on when nobody says: in proportion to seats, so that cost grows as people do."""
    return min(MOST_LOOKS, max(LEAST_LOOKS, LOOKS * len(problem.present) * max(1, len(problem.open_rounds))))


def _repaired(problem: Problem, seed: int, budget: Budget, how: How, fast: bool) -> Placed:
    search = Search(problem, seed=seed, fast=fast)
    search.mend(free=1, most=MENDING // 2, budget=budget)
    search.mend(free=2, most=MENDING // 2, budget=budget)
    search.mend(free=0, most=MENDING, budget=budget)
    if how == "better":
        search.anneal(budget)
        search.mend(free=0, most=MENDING, budget=budget)
    return _result(search, "repair", budget)


def _design(problem: Problem) -> list[list[int]] | None:
    """A perfect schedule of these sizes, if one is known and every round is still open."""
    sizes = problem.rounds[0].sizes
    same = all(sorted(one.sizes) == sorted(sizes) and not one.least for one in problem.rounds)
    if len(problem.rounds) < 2 or not same or problem.frozen or problem.absent or problem.prior:
        return None
    if problem.one_facilitator or any(one.sizes != sizes for one in problem.rounds):
        return None
    if _wishes(problem) and len(problem.rounds) * (max(sizes) - 1) < TIGHT * (problem.people - 1):
        return None
    return perfect_rounds_of(sizes, len(problem.rounds))


def _wishes(problem: Problem) -> bool:
    """Whether it matters who is who."""
    return bool(
        problem.traits
        or problem.distances is not None
        or problem.apart
        or problem.together
        or problem.apart_by
        or problem.history
        or problem.common
        or problem.not_alone
    )


def _result(search: Search, method: str, budget: Budget) -> Placed:
    return _placed(search.problem, search.groups(), method, budget, _totals(search))


def _totals(search: Search) -> list[float] | None:
    """The sum of distances of each round, from the kernel's own whole numbers."""
    if not search.composes or search.made.by_sums:
        return None
    unit = prices(search.problem).unit
    totals = [0.0] * len(search.made.order)
    for at, number in enumerate(search.made.order):
        sign = int(search.table.sign[at])
        if sign and number not in search.problem.frozen:
            totals[number] = sign * int(search.kernel.composed(search.table, search.seating, at)) / unit
    return totals


def _placed(
    problem: Problem, rounds: Sequence[Sequence[int]], method: str, budget: Budget, totals: list[float] | None = None
) -> Placed:
    return Placed(tuple(tuple(row) for row in rounds), numbers_of(problem, rounds, totals), method, budget.used)


def _worth(placed: Placed) -> tuple[float, ...]:
    numbers = placed.numbers
    return numbers.hard, numbers.repeats, -numbers.composition


def solve_problem(
    problem: Mapping[str, Any],
    *,
    seed: int | None = None,
    seconds: float | None = None,
    steps: int | None = None,
    clock: Callable[[], float] | None = None,
    tell: Callable[[float], None] = lambda share: None,
) -> dict[str, Any]:
    """A problem as JSON has it in, an answer as JSON has it out (README.md). `seconds` need a `clock`.

    A repair whose moves weigh more than any gain is calm; else it is as good as its move_weight allows.
    Raises ImpossibleRules for what does not fit, with a sentence.
    """
    asked = read_problem(problem)
    chosen = seed if seed is not None else problem.get("seed") or 0
    if not isinstance(chosen, int):
        raise ImpossibleRules("seed must be a whole number.")
    how: How = "calm" if is_calm(asked) else "better"
    placed = place(asked, seed=chosen, looks=steps, seconds=seconds, clock=clock, how=how, tell=tell)
    return {"rounds": [list(row) for row in placed.rounds]} | told(placed)


def told(placed: Placed) -> dict[str, Any]:
    """The four numbers and how they came, as JSON has them."""
    numbers = placed.numbers
    return {
        "method": placed.method,
        "steps": placed.looks,
        "broken": numbers.broken,
        "repeats": numbers.repeats,
        "repeats_forced": numbers.repeats_forced,
        "composition": numbers.composition,
        "percent_of_bound": numbers.percent,
        "moves": numbers.moves,
    }


def warm() -> None:
    """Load the compiled kernel and run every part of it once, so that a later draw finds it ready."""
    people = [{"place": f"p{i % 3}", "maturity": i % 5, "words": ["a", f"w{i % 4}"]} for i in range(12)]
    kinds = {"place": "category", "maturity": "number", "words": "set"}
    traits = [{"name": name, "kind": kind} for name, kind in kinds.items()]
    rounds = [{"sizes": [4, 4, 4], "composition": "mixed"}] * 2
    small = {"n": 12, "people": people, "rounds": rounds, "distance": {"kind": "attributes", "attributes": traits}}
    values = [float(i % 7) for i in range(20 * 19 // 2)]
    large = {"n": 20, "rounds": [{"sizes": [10, 10]}], "distance": {"kind": "condensed", "values": values}}
    for problem in (small, large):
        place(read_problem(problem), seed=0, looks=2_000, fast=True)
