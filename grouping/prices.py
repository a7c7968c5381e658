"""What counts for how much: the order of the aims as whole numbers."""

from __future__ import annotations

from typing import NamedTuple

from grouping.problem import Problem, Trait

UNIT = 1 << 18  # what the largest difference between two people is worth
AGAIN, HARD = 6, 60  # a repeat, and a hard rule broken, in largest differences
# When nobody is to move who need not: differences count for this little, so that no swap of seats is worth a move, and
# a repeat and a broken rule are worth so many moves.
CALM, AGAIN_MOVES, HARD_MOVES = 1 / 64, 6, 60
# Where nothing is composed the gaps can be wide, so that adding up many of one never outweighs one of the next.
WIDE_KIN, WIDE_HARD = 64, 4_096


class Prices(NamedTuple):
    """What counts for how much, as whole numbers: the largest difference, a repeat, a pair of colleagues, a hard
    rule, a move."""

    unit: float
    again: int
    kin: int
    hard: int
    move: int


def prices(problem: Problem) -> Prices:
    """The aims in order, with gaps that no swap of two seats bridges.

    A swap changes the company of two people. Where anything may depend on who exactly sits with whom, a matrix or groups
    of like people, all of that company can be at stake; in a mixed crowd there is always somebody as good.
    """
    largest = _largest(problem)
    size = max((size for one in problem.rounds for size in one.sizes), default=1)
    tight = problem.distances is not None or any(one.aim == "alike" for one in problem.rounds)
    again = max(AGAIN, 2 * size) if tight else AGAIN
    hard = again * HARD // AGAIN
    if not problem.repairs or not problem.move_weight:
        if not composes(problem):
            return Prices(UNIT / largest, UNIT, WIDE_KIN * UNIT, WIDE_HARD * UNIT, 0)
        return Prices(UNIT / largest, again * UNIT, hard * UNIT // 2, hard * UNIT, 0)
    if is_calm(problem):
        return Prices(CALM * UNIT / largest, AGAIN_MOVES * UNIT, HARD_MOVES * UNIT // 2, HARD_MOVES * UNIT, UNIT)
    move = round(problem.move_weight * UNIT / largest)
    return Prices(UNIT / largest, again * UNIT, hard * UNIT // 2, hard * UNIT, move)


def composes(problem: Problem) -> bool:
    """Whether there is anything to mix or to match, beyond rules and repeats."""
    wanted = any(problem.rounds[number].aim != "random" for number in problem.open_rounds)
    return wanted and bool(problem.traits or problem.distances is not None)


def is_calm(problem: Problem) -> bool:
    """Whether a move weighs more than any swap can gain, so that nobody is to move who need not."""
    size = max((size for one in problem.rounds for size in one.sizes), default=1)
    return problem.repairs and problem.move_weight >= 2 * size * _largest(problem)


def _largest(problem: Problem) -> float:
    """The largest difference two people can have; 1 when they cannot differ."""
    if problem.distances is not None:
        return max(map(abs, problem.distances), default=0) or 1.0
    return sum(abs(trait.weight) * _reach(problem, trait) for trait in problem.traits) or 1.0


def _reach(problem: Problem, trait: Trait) -> float:
    """How many spans two people can be apart: numbers may differ by more than one."""
    if trait.kind != "number":
        return 1.0
    values = [value or 0 for value in problem.columns[trait.name]]
    return max(1.0, (max(values, default=0) - min(values, default=0)) / (trait.span or 1))
