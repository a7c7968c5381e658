"""The four numbers: rules broken, repeats, composition as percent of a proven bound, moves. From the groups alone."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any

from grouping.bounds import best_total
from grouping.limits import fewest_repeats
from grouping.problem import Problem
from grouping.table import crowd_codes, holds


@dataclass(frozen=True, slots=True)
class Numbers:
    """What an answer is worth, read from the first to the last.

    `broken`: rule -> how often it is broken (pairs, or groups). `repeats`: meetings beyond a pair's first, history
    counted as much as it weighs, pairs asked together excepted; `repeats_forced`: fewer cannot be had (proven).
    `composition`: sum of distances inside groups over the rounds that compose (mixed and alike each for itself);
    `percent`: of the proven bound, None when nothing is composed or no bound is known. `moves`: people and rounds.
    """

    broken: dict[str, int]
    repeats: float
    repeats_forced: int
    composition: float
    percent: float | None
    moves: int

    @property
    def hard(self) -> int:
        return sum(self.broken.values())


def numbers_of(problem: Problem, rounds: Sequence[Sequence[int]], totals: Sequence[float] | None = None) -> Numbers:
    """The four numbers of an answer. `totals`: the sum of distances of each round, if known already.

    Cost: people * rounds * size.
    """
    tables = [members(row) for row in rounds]
    open_tables = [tables[number] for number in problem.open_rounds]
    totals = totals if totals is not None else [distance_total(problem, groups) for groups in tables]
    percent, composition = _composition(problem, tables, totals)
    return Numbers(
        broken={rule: times for rule, times in _broken(problem, open_tables).items() if times},
        repeats=_repeats(problem, tables),
        repeats_forced=_forced(problem, tables),
        composition=composition,
        percent=percent,
        moves=_moves(problem, rounds),
    )


def _forced(problem: Problem, tables: Sequence[dict[int, list[int]]]) -> int:
    """The proven fewest repeats: of rounds of the same sizes, in which nobody is asked to meet the same person again."""
    sizes = [sorted(map(len, groups.values())) for groups in tables]
    if problem.absent or problem.prior or problem.together or any(one != sizes[0] for one in sizes):
        return 0
    return fewest_repeats(sizes[0], len(tables)) if sizes else 0


def members(row: Sequence[int]) -> dict[int, list[int]]:
    """The people of each group that has any."""
    groups: dict[int, list[int]] = {}
    for person, group in enumerate(row):
        if group >= 0:
            groups.setdefault(group, []).append(person)
    return groups


def distance(problem: Problem, i: int, j: int) -> float:
    """How far apart two people are, by the traits or the matrix."""
    if problem.distances is not None:
        i, j = min(i, j), max(i, j)
        return problem.distances[i * problem.people - i * (i + 1) // 2 + j - i - 1]
    total = 0.0
    for trait in problem.traits:
        one, other = problem.columns[trait.name][i], problem.columns[trait.name][j]
        if trait.kind == "category":
            total += trait.weight * (one != other)
        elif trait.kind == "number":
            total += trait.weight * abs((one or 0) - (other or 0)) / (trait.span or 1)
        else:
            total += trait.weight * jaccard(one or (), other or ())
    return total


def jaccard(one: Sequence[Any], other: Sequence[Any]) -> float:
    """1 - shared / all of two collections; 0 for two empty ones (Jaccard 1901)."""
    either = len(set(one) | set(other))
    return 1 - len(set(one) & set(other)) / either if either else 0.0


def distance_total(problem: Problem, groups: dict[int, list[int]]) -> float:
    if not problem.traits and problem.distances is None:
        return 0.0
    return sum(distance(problem, i, j) for group in groups.values() for i, j in combinations(group, 2))


def _composition(
    problem: Problem, tables: Sequence[dict[int, list[int]]], totals: Sequence[float]
) -> tuple[float | None, float]:
    """(percent of the proven bound, signed sum) over the rounds that compose and may still change.

    Alike rounds are told as likeness, the largest difference less the distance, so that more is better for both.
    """
    if not problem.traits and problem.distances is None:
        return None, 0.0
    largest = (
        max(problem.distances, default=0.0) if problem.distances is not None else sum(t.weight for t in problem.traits)
    )
    reached = bound = signed = 0.0
    for number in problem.open_rounds:
        aim, sizes = problem.rounds[number].aim, [len(group) for group in tables[number].values()]
        if aim == "random":
            continue
        best = best_total(problem, number, sizes)
        if aim == "alike":
            most = largest * sum(size * (size - 1) // 2 for size in sizes)
            reached, bound, signed = reached + most - totals[number], bound + most - best, signed - totals[number]
        else:
            reached, bound, signed = reached + totals[number], bound + best, signed + totals[number]
    return (100 * reached / bound if 0 < bound < float("inf") else None), signed


def _broken(problem: Problem, tables: Sequence[dict[int, list[int]]]) -> Counter[str]:
    broken: Counter[str] = Counter()
    crowds = [crowd_codes(problem.columns[name]) for name in problem.apart_by]
    together = {(min(pair), max(pair)) for pair in problem.together}
    apart = {(min(pair), max(pair)) for pair in problem.apart}
    for groups in tables:
        at = {person: group for group, people in groups.items() for person in people}
        broken["apart"] += sum(i in at and at[i] == at.get(j) for i, j in apart)
        broken["together"] += sum(i in at and j in at and at[i] != at[j] for i, j in together)
        for people in groups.values():
            for codes in crowds:
                shared = Counter(codes[p] for p in people if codes[p] >= 0)
                broken["colleagues"] += sum(k * (k - 1) // 2 for k in shared.values())
        for codes in crowds:
            broken["colleagues"] -= sum(
                codes[i] >= 0 and codes[i] == codes[j] and i in at and at[i] == at.get(j) for i, j in together
            )
        broken["facilitator"] += _without_facilitator(problem, groups)
        for name in problem.common:
            values = problem.columns[name]
            broken["common"] += sum(
                not set.intersection(*(set(values[p] or ()) for p in people)) for people in groups.values()
            )
        for name, wanted in problem.not_alone:
            kin = [sum(holds(problem.columns[name][p], wanted) for p in people) for people in groups.values()]
            broken["not_alone"] += kin.count(1)
    for number, groups in zip(problem.open_rounds, tables, strict=True):
        least = problem.rounds[number].least
        broken["sizes"] += sum(len(people) < least for people in groups.values())
    return broken


def _without_facilitator(problem: Problem, groups: dict[int, list[int]]) -> int:
    if not problem.one_facilitator:
        return 0
    return sum(not any(p in problem.facilitators for p in people) for people in groups.values())


def _repeats(problem: Problem, tables: Sequence[dict[int, list[int]]]) -> float:
    if len(tables) < 2 and not problem.history:
        return 0
    n = problem.people
    met: Counter[int] = Counter(
        i * n + j for groups in tables for people in groups.values() for i, j in combinations(sorted(people), 2)
    )
    known: dict[int, float] = {}
    for i, j, times in problem.history:
        known[min(i, j) * n + max(i, j)] = known.get(min(i, j) * n + max(i, j), 0) + times
    asked = {min(pair) * n + max(pair) for pair in problem.together}
    repeats = sum(times - 1 for key, times in met.items() if times > 1 and key not in asked)
    return repeats + sum(min(1.0, weight) for key, weight in known.items() if met.get(key) and key not in asked)


def _moves(problem: Problem, rounds: Sequence[Sequence[int]]) -> int:
    return sum(
        before >= 0 and after >= 0 and before != after
        for number in problem.open_rounds
        if number < len(problem.prior)
        for before, after in zip(problem.prior[number], rounds[number], strict=True)
    )
