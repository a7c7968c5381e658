"""Perfect schedules: several rounds in which nobody meets anybody twice, where mathematics knows one.

This is the social golfer problem. A schedule is a list of rounds, a round the group of each person, both from 0. What is
known here comes from four sources, tried in this order:

1. lines over a field or a product of fields, or plain arithmetic modulo the number of groups (fields.py)
2. the same, with the people who never met in those rounds scheduled among themselves in further ones, which gives affine
   spaces (nine groups of three: 9 rounds of lines, then 4 of the plane with nine points, three times over)
3. inflation: every person of a smaller schedule becomes a column of people, every group a set of lines
4. a small table found by search (design_table.py), and for pairs the round robin

Sources: R. C. Bose 1938 and H. F. MacNeish 1922 (lines); C. J. Colbourn and J. H. Dinitz, Handbook of Combinatorial
Designs, 2nd edition, parts II.7 and III.3 (resolvable designs, inflation); OEIS A107431 (what is best in small cases).
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice

from grouping.design_table import TABLE
from grouping.fields import developed, transversal, transversal_rounds
from grouping.limits import fewest_repeats, why_not_perfect

__all__ = [
    "NO_LIMIT",
    "fewest_repeats",
    "most_rounds_known",
    "perfect_rounds",
    "perfect_rounds_of",
    "why_not_perfect",
]

Schedule = list[list[int]]

NO_LIMIT = sys.maxsize  # groups of one: nobody ever meets


def perfect_rounds(groups: int, size: int, rounds: int) -> Schedule | None:
    """A schedule in which no two people meet twice, or None when none is known here.

    Returns `rounds` lists of `groups * size` group numbers; each round has `groups` groups of `size`. The same arguments
    always give the same schedule. Takes milliseconds; time grows with people times rounds. Raises ValueError unless all
    three numbers are positive.
    """
    _check(groups, size, rounds)
    for recipe in _recipes(groups, size):
        if recipe.rounds >= rounds:
            return list(islice(recipe.make(), rounds))
    return None


def most_rounds_known(groups: int, size: int) -> int:
    """How many rounds `perfect_rounds` can give; at least 1, and `NO_LIMIT` for groups of one."""
    _check(groups, size, 1)
    return max(recipe.rounds for recipe in _recipes(groups, size))


def perfect_rounds_of(sizes: Sequence[int], rounds: int) -> Schedule | None:
    """As `perfect_rounds`, for group sizes that differ by at most one: group g has `sizes[g]` people in every round.

    Takes a schedule of full groups and leaves out people who never meet in it, so that no group loses two.
    """
    size, groups = max(sizes, default=0), len(sizes)
    _check(groups, size, rounds)
    if min(sizes) < size - 1:
        return None
    for recipe in _recipes(groups, size):
        if recipe.rounds >= rounds:
            full = list(islice(recipe.make(), rounds))
            left_out = _strangers(full, size, groups * size - sum(sizes))
            if left_out is not None:
                return [_without(left_out, seats, sizes) for seats in full]
    return None


@dataclass(frozen=True)
class Recipe:
    """A schedule not yet made: how many rounds it has, and how to make them one by one."""

    rounds: int
    make: Callable[[], Iterator[list[int]]]


@lru_cache(maxsize=4096)
def _recipes(groups: int, size: int) -> tuple[Recipe, ...]:
    """Every way known, plainest first; there is always one with a single round."""
    if size == 1:
        return (Recipe(NO_LIMIT, lambda: _alone(groups)),)
    if size == 2:
        return (Recipe(2 * groups - 1, lambda: _round_robin(groups)),)
    found = [_inflated(1, groups, size)]
    if size <= groups:
        found += [_tabled(row) for row in _rows() if row[:2] == (groups, size)]
        found += [_inflated(base, groups // base, size) for base in range(2, groups) if groups % base == 0]
    return tuple(found)


def _alone(groups: int) -> Iterator[list[int]]:
    while True:
        yield list(range(groups))


def _round_robin(groups: int) -> Iterator[list[int]]:
    """The circle method: the last person stays, the others go round (Kirkman 1847)."""
    around = 2 * groups - 1
    for turn in range(around):
        seats = [min((person - turn) % around, (turn - person) % around) for person in range(around)]
        yield [*seats, 0]


def _inflated(base: int, factor: int, size: int) -> Recipe:
    """A schedule of `base` groups, every person made a column of `factor` people; person = old person * factor + y.

    Each old round becomes as many rounds as there are lines between `size` columns; with one group to begin with, these are
    all the lines there are. Where `size` divides `factor`, rounds inside the columns follow.
    """
    old = _best(base, size) if base > 1 else Recipe(1, lambda: iter([[0] * size]))
    inside = _best(factor // size, size) if factor % size == 0 else Recipe(0, lambda: iter(()))

    def make() -> Iterator[list[int]]:
        for seats in old.make():
            members = _members(seats, base)
            for lines in transversal(factor, size):
                new = [0] * (len(seats) * factor)
                for group, people in enumerate(members):
                    for column, person in enumerate(people):
                        for y in range(factor):
                            new[person * factor + y] = group * factor + lines[column * factor + y]
                yield new
        for seats in inside.make():
            yield [column * (factor // size) + seat for column in range(base * size) for seat in seats]

    return Recipe(old.rounds * transversal_rounds(factor, size) + inside.rounds, make)


def _best(groups: int, size: int) -> Recipe:
    return max(_recipes(groups, size), key=lambda recipe: recipe.rounds)


@lru_cache(maxsize=1)
def _rows() -> tuple[tuple[int, int, str, tuple[str, ...]], ...]:
    rows = (line.split() for line in TABLE.replace("\n ", " ").split("\n") if line)
    return tuple((int(groups), int(size), symmetry, tuple(starters)) for groups, size, symmetry, *starters in rows)


def _tabled(row: tuple[int, int, str, tuple[str, ...]]) -> Recipe:
    """A line of the table, unfolded as its docstring says."""
    groups, size, symmetry, starters = row
    name, _, rest = symmetry.partition("/")
    plus = developed([int(m) for m in name.split("x")])
    order, people = len(plus), groups * size
    left = people % order

    def moved(person: int, by: int) -> int:
        orbit, x = divmod(person, order)
        if person < people - left:
            return orbit * order + plus[by][x]
        return people - left + (x + by) % left if rest else person

    def make() -> Iterator[list[int]]:
        for starter in starters:
            if "." in starter:
                new = [0] * people
                for person in map(int, starter.split(".")):
                    for by in range(order):
                        new[moved(person, by)] = by
                yield new
                continue
            for by in range(order):
                new = [0] * people
                for person, sign in enumerate(starter):
                    new[moved(person, by)] = int(sign, 36)
                yield new

    return Recipe(sum(1 if "." in starter else order for starter in starters), make)


def _members(seats: Sequence[int], groups: int) -> list[list[int]]:
    found: list[list[int]] = [[] for _ in range(groups)]
    for person, group in enumerate(seats):
        found[group].append(person)
    return found


def _strangers(rounds: Schedule, size: int, wanted: int) -> list[int] | None:
    """So many people of whom no two ever meet: greedily, from each person in turn; in lines a column is found at once."""
    people = len(rounds[0])
    companions: list[set[int]] = [set() for _ in range(people)]
    for seats in rounds:
        for together in _members(seats, people // size):
            for person in together:
                companions[person].update(together)
    for start in range(people):
        chosen: list[int] = []
        for person in (*range(start, people), *range(start)):
            if len(chosen) == wanted:
                return chosen
            if companions[person].isdisjoint(chosen):
                chosen.append(person)
        if len(chosen) == wanted:
            return chosen
    return None


def _without(left_out: Sequence[int], seats: Sequence[int], sizes: Sequence[int]) -> list[int]:
    """The round without these people, groups renumbered so that the smaller ones stand where `sizes` has them."""
    small = {seats[person] for person in left_out}
    short = iter([group for group, size in enumerate(sizes) if size < max(sizes)])
    full = iter([group for group, size in enumerate(sizes) if size == max(sizes)])
    place = {group: next(short) if group in small else next(full) for group in range(len(sizes))}
    gone = set(left_out)
    return [place[group] for person, group in enumerate(seats) if person not in gone]


def _check(groups: int, size: int, rounds: int) -> None:
    if groups < 1 or size < 1 or rounds < 1:
        raise ValueError(f"groups, size and rounds count from 1, not {groups}, {size} and {rounds}")
