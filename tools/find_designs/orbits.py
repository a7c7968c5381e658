"""Exact cover under any symmetry: the whole schedule at once, for groups that need not be commutative.

Given permutations of the people and, for each family of rounds, the subgroup that maps its first round to itself, the
options are the orbits of groups under those subgroups, and backtracking picks them so that every person sits once
in every first round and every orbit of pairs is used exactly once. People who may never meet form one more "round",
of pairs, so that nothing is left over: there must be as many of those as make one pair for each person.
"""

from __future__ import annotations

import random
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations, combinations_with_replacement, permutations

import numpy as np
from cover import dive, packed

Permutation = tuple[int, ...]
Block = tuple[int, ...]


def after(second: Permutation, first: Permutation) -> Permutation:
    return tuple(second[x] for x in first)


def generated(generators: Iterable[Permutation], degree: int) -> list[Permutation]:
    """All products of these permutations."""
    found, edge = {tuple(range(degree))}, [tuple(range(degree))]
    while edge:
        new = {after(g, p) for g in generators for p in edge} - found
        found |= new
        edge = sorted(new)
    return sorted(found)


def subgroups(group: Sequence[Permutation], degree: int) -> list[list[Permutation]]:
    """Every subgroup that two elements generate, smallest first."""
    found = {tuple(generated(pair, degree)) for pair in combinations_with_replacement(group, 2)}
    return [list(subgroup) for subgroup in sorted(found, key=lambda s: (len(s), s))]


def images(block: Block, group: Iterable[Permutation]) -> list[Block]:
    """Where a block goes, once for every permutation."""
    return [tuple(sorted(g[person] for person in block)) for g in group]


@dataclass(frozen=True)
class Option:
    """Blocks of the first round of one family, and the pair orbits they and their images use up."""

    family: int
    blocks: frozenset[Block]
    people: frozenset[int]  # numbers of orbits of people under the family's subgroup
    pairs: frozenset[int]


class Search:
    """All groups of `size` among `people` people whose orbit covers no pair twice."""

    def __init__(self, group: Sequence[Permutation], people: int, size: int) -> None:
        self.group, self.people, self.size = group, people, size
        self.pair: dict[Block, int] = {}
        lengths: list[int] = []
        for pair in combinations(range(people), 2):
            if pair not in self.pair:
                orbit = set(images(pair, group))
                self.pair.update(dict.fromkeys(orbit, len(lengths)))
                lengths.append(len(orbit))
        self.pairs = len(lengths)
        self.orbits = [orbit for k in (size, 2) for orbit in self._orbits(k, lengths)]

    def _orbits(self, size: int, lengths: Sequence[int]) -> list[tuple[set[Block], frozenset[int]]]:
        seen: set[Block] = set()
        found = []
        for block in combinations(range(self.people), size):
            if block in seen:
                continue
            orbit = set(images(block, self.group))
            seen |= orbit
            used = [self.pair[pair] for pair in combinations(block, 2)]
            if all(used.count(number) * len(orbit) == lengths[number] for number in used):
                found.append((orbit, frozenset(used)))
        return found

    def options(self, family: int, subgroup: Sequence[Permutation], size: int) -> tuple[list[Option], int]:
        """What a first round with this subgroup may be made of, and how many orbits of people there are."""
        number: dict[int, int] = {}
        orbits = 0
        for person in range(self.people):
            if person not in number:
                number.update({g[person]: orbits for g in subgroup})
                orbits += 1
        found = []
        for orbit, pairs in self.orbits:
            left = {block for block in orbit if len(block) == size}
            while left:
                block = min(left)
                every = images(block, subgroup)
                blocks = frozenset(every)
                left -= blocks
                seated = [person for one in blocks for person in one]
                whole = every.count(block) * len(orbit) == len(self.group)
                if whole and len(set(seated)) == len(seated):
                    found.append(Option(family, blocks, frozenset(number[p] for p in seated), pairs))
        return found, orbits

    def rounds(self, families: Sequence[Sequence[Permutation]], seed: int, limit: int) -> list[list[Block]] | None:
        """A whole schedule, or None; `families` are the subgroups of the first rounds."""
        options: list[Option] = []
        starts, bits = [], 0
        for family, subgroup in enumerate((*families, self.group)):
            more, orbits = self.options(family, subgroup, self.size if family < len(families) else 2)
            options += more
            starts.append(bits)
            bits += orbits
        if not options:
            return None
        masks = [
            sum(1 << starts[o.family] + place for place in o.people) | sum(1 << bits + place for place in o.pairs)
            for o in options
        ]
        total = bits + self.pairs
        table = np.array([packed(mask, total) for mask in masks], dtype=np.uint64)
        order = np.array(random.Random(seed).sample(range(len(options)), len(options)), dtype=np.int32)  # noqa: S311
        chosen, _ = dive(table, np.arange(total), order, limit)
        if not len(chosen):
            return None
        found = []
        for family in range(len(families)):
            first = [block for row in chosen if options[row].family == family for block in options[row].blocks]
            found += {tuple(sorted(tuple(sorted(g[p] for p in block)) for block in first)) for g in self.group}
        return [list(blocks) for blocks in sorted(found)]


def icosahedron() -> list[Permutation]:
    """The twelve turns of a tetrahedron, on the 12 corners of the icosahedron and the 20 of the dodecahedron around it.

    The even permutations of five things are the turns of the icosahedron; its corners and faces are the cosets of a
    cyclic subgroup of order five and of one of order three. The twelve turns are those that leave one thing alone.
    """
    turns = [p for p in permutations(range(5)) if sum(p[i] > p[j] for i, j in combinations(range(5), 2)) % 2 == 0]
    found: list[list[int]] = [[] for _ in turns]
    for stabiliser in (generated([(1, 2, 3, 4, 0)], 5), generated([(1, 2, 0, 3, 4)], 5)):
        cosets = sorted({tuple(sorted(after(turn, h) for h in stabiliser)) for turn in turns})
        start = len(found[0])
        for image, turn in zip(found, turns, strict=True):
            image += [start + cosets.index(tuple(sorted(after(turn, x) for x in coset))) for coset in cosets]
    return [tuple(image) for image, turn in zip(found, turns, strict=True) if turn[4] == 4]


def thirty_two(seed: int = 0, limit: int = 200_000) -> list[list[Block]] | None:
    """Ten rounds of eight groups of four: every way to share ten rounds among subgroups of the twelve turns is tried."""
    group = icosahedron()
    search = Search(group, 32, 4)
    known = subgroups(group, 32)
    for count in range(1, 6):
        for families in combinations_with_replacement(known, count):
            if sum(len(group) // len(subgroup) for subgroup in families) == 10:
                found = search.rounds(families, seed, limit)
                if found:
                    return found
    return None
