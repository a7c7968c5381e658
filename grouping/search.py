"""The search: a first seating dealt evenly, then annealing, whose warmth is read off how many swaps are taken."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from math import log, sqrt
from random import Random
from typing import Any

from grouping import speed
from grouping.prices import UNIT, composes
from grouping.problem import Problem
from grouping.start import first_seats
from grouping.table import Made, Seating, across, build

# Between two temperatures is decided what annealing decides. For distances of traits they are known beforehand, in
# largest differences; for repeats alone, in repeats. For a matrix of distances, whatever its kind, they are where these
# two shares of the swaps are taken. All were found on generated problems that are not in the benchmark.
BY_TRAITS, BY_REPEATS, SHARES = (0.08, 0.015), (0.5, 0.12), (0.012, 0.0003)
PROBE = 0.08  # how much of a search goes into finding the two temperatures of a matrix
LEVELS, PROBES = 400, 20
CYCLE = 500  # looks of a full cycle for each pair of people, in one round with sums
RULES = 0.4, 0.05, 0.25  # the two temperatures at which rules of whole groups are settled, in rules; share of the time
SMALL, AGAIN_FROM = 48, 1.5  # seats so few that they are dealt again and again; looks for each pair of them before that
END = 0.02  # the last looks take nothing that raises the total
WARMTH = [-log((k + 0.5) / 1024) for k in range(1024)]


@dataclass
class Budget:
    """How long a search may take: looks at a seat, or seconds of a clock handed in (then it is not reproducible)."""

    looks: int
    seconds: float | None = None
    clock: Callable[[], float] | None = None
    tell: Callable[[float], None] = lambda share: None
    used: int = 0
    began: float = field(default=0.0)

    def __post_init__(self) -> None:
        self.start()

    def start(self) -> None:
        """The time runs from here: reading a problem is no part of the search."""
        if self.clock is not None:
            self.began = self.clock()

    @property
    def spent(self) -> float:
        """The share of the budget that is gone, from 0 to 1 and beyond."""
        if self.seconds is None or self.clock is None:
            return self.used / max(1, self.looks)
        return (self.clock() - self.began) / max(1e-9, self.seconds)


class Search:
    """One problem under search: its table, its seats, and the kernel that knows the move."""

    def __init__(
        self, problem: Problem, *, seed: int, fast: bool, seats: list[list[int]] | None = None, by_name: bool = False
    ) -> None:
        self.problem, self.fast = problem, fast
        self.kernel: Any = speed.compiled() if fast else speed.plain()
        self.rows: Any = speed.arrays if fast else list_rows
        self.made: Made = build(problem, self.kernel, self.rows, by_name=by_name)
        self.table = self.made.table
        random = Random(seed)
        self.rng = self.rows([1 + int(random.random() * 2**31), 1 + int(random.random() * 2**31), -1])
        start = seats if seats is not None else first_seats(problem, random)
        self.seating = seat(self.made, problem, start, self.rows)
        self.cool = self.kernel.cool_sums if self.made.by_sums else self.kernel.cool
        if self.made.by_sums:
            self.kernel.add_up(self.table, self.seating)
        self.total = int(self.kernel.whole(self.table, self.seating))
        here = [(i, j) for i, j in set(problem.together) if i not in problem.absent and j not in problem.absent]
        self.least = -self.table.hard * len({(min(pair), max(pair)) for pair in here}) * self.table.moving_rounds

    @property
    def movers(self) -> int:
        return int(self.table.people * self.table.moving_rounds)

    @property
    def small(self) -> bool:
        """Whether there are so few seats that a search is soon stuck, and many short ones find more than a long one."""
        return self.movers <= SMALL

    @property
    def composes(self) -> bool:
        return composes(self.problem)

    @property
    def done(self) -> bool:
        """Whether nothing is left to be gained: all rules kept, no repeat, nothing to compose."""
        return not self.composes and self.total <= self.least

    def level(self, heat: float, looks: int, budget: Budget) -> float:
        """Cool for some looks; the share of swaps taken."""
        done, rise = self.cool(self.table, self.seating, heat, self.warmth, looks, self.rng)
        self.total += int(rise)
        budget.used += looks
        return int(done) / looks

    @property
    def warmth(self) -> Any:
        if not hasattr(self, "_warmth"):
            self._warmth = speed.floats(WARMTH) if self.fast else WARMTH
        return self._warmth

    def anneal(self, budget: Budget) -> None:
        """Spend the budget; leave the best seating found."""
        if self.table.moving_rounds == 0 or self.movers < 2 or self.done:
            return
        best = self.total, self.copy()
        if (
            self.table.shared_rules + self.table.lone_rules > 0
        ):  # rules of whole groups need more than a swap to be kept
            self._cycle(budget, RULES[0] * self.table.hard, RULES[1] * self.table.hard, budget.spent, RULES[2])
            if self.total < best[0]:
                best = self.total, self.copy()
        warm, cold = self._window(budget)
        cycles = self._cycles(budget)
        start = budget.spent
        for cycle in range(cycles):
            if cycle and self.small:
                self.level(100.0 * self.table.hard, 4 * self.movers, budget)
            begins = start + (1 - start) * cycle / cycles
            ends = start + (1 - start) * (cycle + 1) / cycles
            self._cycle(budget, warm, cold, begins, ends)
            if self.total < best[0]:
                best = self.total, self.copy()
            if budget.spent >= 1 or self.done:
                break
        if best[0] < self.total:
            self.restore(best)

    def mend(self, *, free: int, most: int, budget: Budget) -> None:
        """Put right what the best swap of somebody in trouble puts right. `free`: 1 people without a home among
        themselves, 2 they with anybody, 0 everybody."""
        looks, rise = self.kernel.mend(self.table, self.seating, int(free), most)
        self.total += int(rise)
        budget.used += int(looks)

    def walk(self, looks: int) -> None:
        """Exchange seats at random, never for the worse: where nothing can get better, a walk among equals.

        Its steps are symmetric, so in the long run every arrangement that it can reach is equally likely.
        """
        _, rise = self.cool(self.table, self.seating, 0.0, self.warmth, looks, self.rng)
        self.total += int(rise)

    def _cycle(self, budget: Budget, warm: float, cold: float, begins: float, ends: float) -> None:
        freeze = ends - (ends - begins) * END
        while budget.spent < ends and not self.done:
            share = (budget.spent - begins) / max(1e-12, freeze - begins)
            heat = warm * (cold / warm) ** share if share < 1 else 0.0
            self.level(heat, self._step(budget, ends - begins), budget)
            budget.tell(budget.spent)

    def _step(self, budget: Budget, share: float) -> int:
        """Looks of one level: a four-hundredth of what is to come, as far as it can be told."""
        if budget.seconds is None:
            return max(self.movers // 2 if self.small else 1, int(budget.looks * share / LEVELS))
        rate = budget.used / max(1e-6, budget.spent)  # looks that the whole budget holds, at the speed so far
        return max(500, int(rate * share / LEVELS)) if budget.used else 2_000

    def _window(self, budget: Budget) -> tuple[float, float]:
        """The warmest and the coldest temperature worth the time."""
        if self.composes and self.small:
            return 0.5 * UNIT, BY_TRAITS[1] * UNIT
        if self.problem.distances is not None and any(one.aim != "random" for one in self.problem.rounds):
            return self._probe(budget)
        if self.composes:
            return BY_TRAITS[0] * UNIT, BY_TRAITS[1] * UNIT
        return BY_REPEATS[0] * self.table.again, BY_REPEATS[1] * self.table.again

    def _probe(self, budget: Budget) -> tuple[float, float]:
        """Cool quickly once, and note at which temperatures SHARES of the swaps are taken."""
        heat = float(self.kernel.spread(self.table, self.seating, 2_000, self.rng)) / 3 or 1.0
        warm, stop, hot = 0.0, budget.spent + PROBE, True
        self.level(heat, self._step(budget, PROBE), budget)  # with a clock, this tells how fast we are
        while budget.spent < stop:
            looks = max(500 if budget.seconds is None else 100_000, self._step(budget, PROBE) * LEVELS // PROBES)
            taken = self.level(heat, looks // 8 if hot else looks, budget)
            if hot and taken > 4 * SHARES[0]:  # far too warm: no time is lost here
                heat *= 0.8
                continue
            hot = False
            if not warm and taken < SHARES[0]:
                warm = heat
            if taken < SHARES[1]:
                return warm, heat
            heat *= 0.8
        return warm or heat, heat / 8

    def _cycles(self, budget: Budget) -> int:
        """How often to warm up again: the square root of how many full cycles there is time for."""
        if self.small:
            time = budget.looks if budget.seconds is None else 2_000 * SMALL
            return max(1, round(time / (AGAIN_FROM * self.movers**2)))
        if not self.made.by_sums:
            return 1
        looks = budget.looks if budget.seconds is None else budget.used / max(1e-9, budget.spent)
        full = float(CYCLE * self.table.people**2)
        return max(1, round(sqrt(looks / full)))

    def copy(self) -> Seating:
        return Seating(*(part[:] if isinstance(part, list) else part.copy() for part in self.seating))

    def restore(self, best: tuple[int, Seating]) -> None:
        self.total, self.seating = best

    def groups(self) -> list[list[int]]:
        """For every round of the problem, the group of each person; -1 for who is away."""
        real = self.table.real
        answer: list[list[int]] = [[] for _ in self.made.order]
        for place, number in enumerate(self.made.order):
            row = [int(g) for g in self.seating.at[place : real * len(self.made.order) : len(self.made.order)]]
            answer[number] = [g if g >= 0 else -1 for g in row]
        return answer


def list_rows(values: Any, small: bool = False) -> list[int]:
    return list(values)


def seat(made: Made, problem: Problem, start: list[list[int]], rows: Any) -> Seating:
    """Seats from groups: `start[round of the problem][person]`, -1 for who is away; empty seats fill up the rest."""
    table, n = made.table, made.table.people
    at: list[list[int]] = []
    seats: list[list[int]] = []
    who: list[int] = []
    for place, number in enumerate(made.order):
        bounds = table.first[place * (table.groups + 1) : (place + 1) * (table.groups + 1)]
        free = [int(bound) for bound in bounds[:-1]]
        group = [*start[number], *[-1] * (n - table.real)]
        row_seat, row_who = [-1] * n, [-1] * n
        for p in range(table.real):
            if group[p] >= 0 and number not in problem.frozen:  # of a published round only the groups are read
                row_seat[p] = free[group[p]]
                free[group[p]] += 1
                row_who[row_seat[p]] = p
        empty = iter(range(table.real, n))
        for g in range(table.groups if number not in problem.frozen else 0):
            for spare in range(free[g], int(bounds[g + 1])):
                ghost = next(empty, None)
                if ghost is not None:
                    row_seat[ghost], row_who[spare], group[ghost] = spare, ghost, g
        at.append([g if g >= 0 else -1 - p for p, g in enumerate(group)])
        seats.append(row_seat)
        who += row_who
    values = 1 + max((int(v) for v in table.shared_value), default=0)
    largest = max((max(one.sizes, default=1) for one in problem.rounds), default=1)
    log = [0] * (2 * max(8, largest, table.rounds))
    sums = [0] * (n * table.groups if made.by_sums else 0)
    return Seating(
        at=rows(across(at), small=True),
        seat=rows(across(seats), small=True),
        who=rows(who, small=True),
        sums=rows(sums, small=not (problem.apart or problem.apart_by or problem.history)),
        tally=rows([0] * values),
        log=rows(log),
    )
