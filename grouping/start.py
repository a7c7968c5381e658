"""The first seating: dealt row by row, so that unlike people sit together and nobody meets twice, before any search."""

from __future__ import annotations

from collections.abc import Callable
from itertools import chain
from random import Random

from grouping.problem import Problem
from grouping.table import coded, mates


def first_seats(problem: Problem, random: Random) -> list[list[int]]:
    """For every round the group of each person, -1 for who is away; frozen rounds as they were.

    People are sorted by their traits and dealt into rows as wide as there are groups; in round r, row b is shifted by
    b * r places. Two people then share a group in at most one round as long as rows * rounds <= groups (lines of
    different slopes meet once), and each group has somebody of every part of the sorted list. Facilitators are the
    first row. Alike rounds are cut from the sorted list in one piece each. Pairs to sit together are seated first.
    """
    order = _sorted(problem, random)
    seats: list[list[int]] = []
    turn = 0
    for number, one in enumerate(problem.rounds):
        if number in problem.frozen:
            seats.append(list(problem.prior[number]))
            continue
        if number < len(problem.prior):
            seats.append(_kept(problem, number))
            continue
        seats.append(_deal(problem, order, one.sizes, one.aim, turn))
        turn += 1
    return seats


def _sorted(problem: Problem, random: Random) -> list[int]:
    """Everybody present: facilitators first, then by traits (the weightiest first), ties by lot."""
    columns = []
    for trait in sorted(problem.traits, key=lambda trait: -abs(trait.weight)) if problem.distances is None else ():
        values = problem.columns[trait.name]
        if trait.kind == "number":
            columns.append([float(value or 0) for value in values])
        elif trait.kind == "category":
            columns.append([float(code) for code in coded(values)])
    leads = problem.facilitators if problem.one_facilitator else frozenset()
    present = problem.present
    lot = {person: random.random() for person in present}
    return sorted(present, key=lambda p: (p not in leads, *(column[p] for column in columns), lot[p]))


def _deal(problem: Problem, order: list[int], sizes: tuple[int, ...], aim: str, turn: int) -> list[int]:
    """One round: facilitators, then circles, then everybody else row by row."""
    groups, at, room = len(sizes), [-1] * problem.people, list(sizes)
    leads = problem.facilitators if problem.one_facilitator else frozenset()

    def sit(person: int, g: int) -> None:
        at[person] = _next_free(room, g)
        room[at[person]] -= 1

    for number, person in enumerate(p for p in order if p in leads):
        sit(person, number % groups)
    _seat_circles(problem, order, at, room, sit)
    rest = [p for p in order if at[p] < 0]
    taken = len(order) - len(rest)
    for index, person in enumerate(rest, start=taken):
        row, column = divmod(index, groups)
        sit(person, 0 if aim == "alike" else (column + row * turn) % groups)
    return at


def _seat_circles(
    problem: Problem, order: list[int], at: list[int], room: list[int], sit: Callable[[int, int], None]
) -> None:
    """People who are to sit together, in the group of whoever has a seat already or the next with room for all."""
    circle, groups, cursor = mates(problem), len(room), 0
    for person in order:
        if person not in circle or at[person] >= 0:
            continue
        members = [one for one in (person, *circle[person]) if at[one] < 0]
        seated = [at[one] for one in circle[person] if at[one] >= 0]
        turns = chain(seated, range(cursor, groups), range(cursor))
        g = next((g for g in turns if room[g] >= len(members)), -1)
        if g < 0:  # nobody has room for all of them
            g = max(range(groups), key=lambda g: room[g])
        if g not in seated:
            cursor = (g + 1) % groups
        for one in members:
            sit(one, g)


def _next_free(room: list[int], g: int) -> int:
    """The group with a free seat at or after g, going round."""
    for _ in range(len(room)):
        if room[g]:
            return g
        g = (g + 1) % len(room)
    raise AssertionError("more people than seats")


def _kept(problem: Problem, number: int) -> list[int]:
    """Everybody where they were; people without a group go to the smallest, and so do those for whom there is no seat."""
    one, before = problem.rounds[number], problem.prior[number]
    at, heads = [-1] * problem.people, [0] * len(one.sizes)
    late = []
    for person in problem.present:
        g = before[person]
        if g < 0 or heads[g] >= one.sizes[g]:
            late.append(person)
        else:
            at[person] = g
            heads[g] += 1
    for person in late:
        g = min((g for g in range(len(heads)) if heads[g] < one.sizes[g]), key=lambda g: heads[g])
        at[person] = g
        heads[g] += 1
    return at
