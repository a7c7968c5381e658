"""How well groups of people by id are composed: their traits as columns, and percent of what is proven possible."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import combinations
from typing import Any

from grouping.bounds import best_total
from grouping.measure import distance
from grouping.problem import Problem, Round, Trait
from grouping.roster import Groups, Person, Roster, Rules


def columns_of(people: Sequence[Person], rules: Rules) -> tuple[dict[str, list[Any]], tuple[Trait, ...]]:
    """The traits that anybody has a value of, as columns in the order of the people, and those traits.

    Where a number is missing, the middle of those known stands in, so that it draws nobody to either end.
    """
    columns, known = {}, []
    for trait in rules.traits:
        values = [person.traits.get(trait.name) for person in people]
        given = [value for value in values if value is not None]
        if not given:
            continue
        if trait.kind == "number":
            middle = sorted(given)[len(given) // 2]
            values = [middle if value is None else value for value in values]
        columns[trait.name] = values
        known.append(trait)
    return columns, tuple(known)


def percent_of_bound(groups: Groups, roster: Roster) -> float | None:
    """What the groups reach of the proven bound, each kind of taking part for itself; None where nothing composes.

    Alike groups are told as likeness, the largest difference less the distance, so that more is better for both.
    """
    if not roster.rules.composes:
        return None
    by_id = roster.by_id()
    reached = bound = 0.0
    for members in _by_kind(groups, by_id, roster.rules).values():
        one, other = _shares(members, by_id, roster.rules)
        reached, bound = reached + one, bound + other
    return 100 * reached / bound if bound > 0 else None


def _by_kind(groups: Groups, by_id: Mapping[str, Person], rules: Rules) -> dict[str | None, list[tuple[str, ...]]]:
    kinds: dict[str | None, list[tuple[str, ...]]] = {}
    for group in groups:
        if group:
            kinds.setdefault(None if rules.mix_kinds else by_id[group[0]].kind, []).append(group)
    return kinds


def _shares(groups: Sequence[tuple[str, ...]], by_id: Mapping[str, Person], rules: Rules) -> tuple[float, float]:
    ids = [id for group in groups for id in group]
    columns, known = columns_of([by_id[id] for id in ids], rules)
    sizes = tuple(len(group) for group in groups)
    problem = Problem(len(ids), (Round(sizes, rules.aim),), columns, known)
    number = {id: index for index, id in enumerate(ids)}
    total = sum(
        distance(problem, number[one], number[other]) for group in groups for one, other in combinations(group, 2)
    )
    best = best_total(problem, 0, sizes)
    if rules.aim == "mixed":
        return total, best
    most = sum(trait.weight for trait in known) * sum(size * (size - 1) // 2 for size in sizes)
    return most - total, most - best
