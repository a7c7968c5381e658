"""The search space: schedules that a commutative group turns into themselves.

People are numbered orbit by orbit: person `orbit * order + x` is element `x` of the group in that orbit, and the last
`fixed` people stay where they are. A *turning round* stands for `order` rounds, its translates. A *turning group* stands
for one round, whose groups are its translates; it takes one person of every orbit, and needs `fixed == 0`.
No two people meet twice exactly if the pairs inside all starters lie in different orbits of pairs, each of full length.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product
from math import prod

import numpy as np


@dataclass(frozen=True)
class Shape:
    """What is looked for: `moduli` is the group, (2, 4) for pairs added modulo 2 and modulo 4."""

    groups: int
    size: int
    moduli: tuple[int, ...]
    turning_rounds: int
    turning_groups: int
    rest_turns: bool = False  # the last few turn as a cycle of their own (cyclic groups only), else they stay

    @property
    def order(self) -> int:
        return prod(self.moduli)

    @property
    def people(self) -> int:
        return self.groups * self.size

    @property
    def orbits(self) -> int:
        return self.people // self.order

    @property
    def fixed(self) -> int:
        return self.people % self.order

    @property
    def rounds(self) -> int:
        return self.order * self.turning_rounds + self.turning_groups

    def fits(self) -> bool:
        """False if counting alone rules the shape out."""
        if self.rounds * (self.size - 1) > self.people - 1:
            return False
        if self.turning_groups and (self.fixed or self.orbits != self.size):
            return False
        if self.rest_turns and (not self.fixed or len(self.moduli) > 1 or self.order % self.fixed):
            return False
        if self.fixed and self.turning_rounds * (self.size - 1) > self.orbits:
            return False  # somebody fixed meets each orbit once
        wanted = self.turning_rounds * self.groups * self.size * (self.size - 1) // 2
        return wanted + self.turning_groups * self.size * (self.size - 1) // 2 <= pair_orbits(self)[1]


def translations(moduli: tuple[int, ...]) -> np.ndarray:
    """The addition table of the group, elements in the order of `itertools.product`."""
    elements = list(product(*(range(m) for m in moduli)))
    place = {element: number for number, element in enumerate(elements)}
    return np.array(
        [[place[tuple((a + b) % m for a, b, m in zip(x, y, moduli, strict=True))] for y in elements] for x in elements]
    )


def moved(shape: Shape, plus: np.ndarray, person: int, by: int) -> int:
    """Where a person is after adding `by`."""
    orbit, x = divmod(person, shape.order)
    if orbit < shape.orbits:
        return orbit * shape.order + int(plus[x, by])
    return orbit * shape.order + (x + by) % shape.fixed if shape.rest_turns else person


def pair_orbits(shape: Shape) -> tuple[np.ndarray, int]:
    """An n-by-n table of orbit numbers and how many full orbits there are; pairs in short orbits get -1."""
    plus, n = translations(shape.moduli), shape.people
    table = np.full((n, n), -2, dtype=np.int64)
    full = 0
    for a in range(n):
        for b in range(a + 1, n):
            if table[a, b] != -2:
                continue
            orbit = {tuple(sorted((moved(shape, plus, a, t), moved(shape, plus, b, t)))) for t in range(shape.order)}
            number = full if len(orbit) == shape.order else -1
            full += number >= 0
            for p, q in orbit:
                table[p, q] = table[q, p] = number
    return table, full
