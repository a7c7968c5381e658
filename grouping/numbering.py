"""From people by id to a problem in numbers, and back: one pool of people, one or several rounds."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from grouping.composing import columns_of
from grouping.partition import Arrangement, Pool
from grouping.problem import Problem, Round


def numbered(pool: Pool, rounds: int = 1, prior: Sequence[Sequence[int]] = ()) -> Problem:
    """The problem of a pool; people keep the order of `pool.people`, traits become columns of the same names.

    A column in which nobody has a value is left out. `prior` makes it a repair.
    """
    rules, people = pool.rules, pool.people
    number = {person.id: index for index, person in enumerate(people)}

    def inside(pairs: Any) -> list[tuple[int, int]]:
        return [(number[one], number[other]) for one, other in sorted(pairs) if one in number and other in number]

    columns, known = columns_of(people, rules)
    columns |= {"organisation": [person.organisation for person in people]} if rules.colleagues_apart else {}
    leads = frozenset(index for index, person in enumerate(people) if person.facilitator)
    return Problem(
        people=len(people),
        rounds=(Round(pool.sizes, rules.aim),) * rounds,
        columns=columns,
        traits=known if rules.composes else (),
        history=[
            (number[one], number[other], times)
            for (one, other), times in sorted(pool.history.met.items())
            if one in number and other in number
        ],
        apart=inside(rules.apart),
        together=inside(rules.together),
        apart_by=("organisation",) if rules.colleagues_apart else (),
        facilitators=leads if pool.spread else frozenset(),
        one_facilitator=pool.spread and bool(leads),
        prior=tuple(tuple(row) for row in prior),
    )


def arrangement_of(row: Sequence[int]) -> Arrangement:
    """Lists of people by group, from the group of each person."""
    groups: Arrangement = [[] for _ in range(max(row, default=-1) + 1)]
    for person, group in enumerate(row):
        if group >= 0:
            groups[group].append(person)
    return groups
