"""Exact cover by backtracking: one base round that a second symmetry maps to itself.

The second symmetry sends element x of orbit c to element `factor` * x + shift of orbit c + `step`, and so permutes the orbits of
pairs as well. Choosing whole families of groups, not single groups, makes the search as many times shallower as the
symmetry has steps.
"""

from __future__ import annotations

import random
from math import gcd

import numba
import numpy as np
from turning import Shape, pair_orbits


def symmetries(shape: Shape) -> list[list[int]]:
    """Permutations of the people worth prescribing: unit factors (cyclic groups only) with a turn of the orbits."""
    m, found = shape.order, []
    factors = [f for f in range(1, m) if gcd(f, m) == 1] if len(shape.moduli) == 1 else [1]
    cycles = {
        tuple(
            (c // size * size + (c % size + 1) % size) if c < shape.orbits // size * size else c
            for c in range(shape.orbits)
        )
        for size in range(1, shape.orbits + 1)
    }
    for factor in factors:
        for cycle in sorted(cycles):
            for swap_fixed in {False, shape.fixed >= 2}:
                image = [cycle[c] * m + factor * x % m for c in range(shape.orbits) for x in range(m)]
                stay = list(range(shape.orbits * m, shape.people))
                if swap_fixed and not shape.rest_turns:
                    stay = [stay[1], stay[0], *stay[2:]]
                found.append(image + stay)
    found.sort(key=steps)
    return found


def steps(image: list[int]) -> int:
    """The order of a permutation."""
    now, count = list(image), 1
    while now != list(range(len(image))):
        now, count = [image[p] for p in now], count + 1
    return count


def blocks(table: np.ndarray, n: int, size: int, taken: set[int]) -> list[tuple[int, ...]]:
    """All groups whose pairs lie in different, full, untaken orbits."""
    rows = table.tolist()
    found: list[tuple[int, ...]] = []

    def grow(chosen: list[int], used: frozenset[int]) -> None:
        if len(chosen) == size:
            found.append(tuple(chosen))
            return
        for person in range(chosen[-1] + 1 if chosen else 0, n):
            new = [rows[other][person] for other in chosen]
            if -1 in new or len(set(new)) < len(new) or used.intersection(new) or taken.intersection(new):
                continue
            grow([*chosen, person], used.union(new))

    grow([], frozenset())
    return found


def families(shape: Shape, table: np.ndarray, image: list[int], taken: set[int]) -> list[tuple[int, int, list]]:
    """Closed families of disjoint groups as (mask of people, mask of pair orbits, groups)."""
    seen: set[tuple[int, ...]] = set()
    found = []
    for block in blocks(table, shape.people, shape.size, taken):
        if block in seen:
            continue
        family, now = [], block
        while now not in seen:
            seen.add(now)
            family.append(now)
            now = tuple(sorted(image[p] for p in now))
        people = [p for group in family for p in group]
        used = [int(table[a, b]) for group in family for i, a in enumerate(group) for b in group[i + 1 :]]
        if (
            len(set(people)) == len(people)
            and len(set(used)) == len(used)
            and -1 not in used
            and not taken.intersection(used)
        ):
            found.append((sum(1 << p for p in people), sum(1 << o for o in used), family))
    return found


@numba.njit(cache=True)
def dive(masks: np.ndarray, must: np.ndarray, order: np.ndarray, limit: int) -> tuple[np.ndarray, int]:  # noqa: C901
    """Backtrack over the masks (rows of 64-bit words) until every bit of `must` is covered, scarcest bit first.

    Returns the rows chosen and the number of steps; no rows and -1 if `limit` steps were not enough.
    """
    total, words = masks.shape
    one = np.uint64(1)
    deepest = len(must) + 1
    lists = np.empty((deepest, total), dtype=np.int32)
    lengths = np.zeros(deepest, dtype=np.int64)
    cursor = np.zeros(deepest, dtype=np.int64)
    aim = np.zeros(deepest, dtype=np.int64)
    chosen = np.zeros(deepest, dtype=np.int64)
    covered = np.zeros((deepest, words), dtype=np.uint64)
    lists[0, :] = order
    lengths[0] = total
    depth, nodes, fresh = 0, 0, True
    while depth >= 0:
        if fresh:
            best, fewest = -1, total + 1
            for bit in must:
                w, b = bit // 64, np.uint64(bit % 64)
                if covered[depth, w] >> b & one:
                    continue
                count = 0
                for i in range(lengths[depth]):
                    count += np.int64(masks[lists[depth, i], w] >> b & one)
                    if count >= fewest:
                        break
                if count < fewest:
                    best, fewest = bit, count
            if best < 0:
                return chosen[:depth].copy(), nodes
            aim[depth], cursor[depth], fresh = best, 0, False
        w, b = aim[depth] // 64, np.uint64(aim[depth] % 64)
        pick = -1
        while cursor[depth] < lengths[depth] and pick < 0:
            row = lists[depth, cursor[depth]]
            cursor[depth] += 1
            if masks[row, w] >> b & one:
                pick = row
        nodes += 1
        if nodes > limit:
            return chosen[:0].copy(), -1
        if pick < 0:
            depth -= 1
            continue
        chosen[depth] = pick
        kept = 0
        for i in range(lengths[depth]):
            row = lists[depth, i]
            clash = False
            for v in range(words):
                if masks[row, v] & masks[pick, v]:
                    clash = True
                    break
            if not clash:
                lists[depth + 1, kept] = row
                kept += 1
        lengths[depth + 1] = kept
        for v in range(words):
            covered[depth + 1, v] = covered[depth, v] | masks[pick, v]
        depth += 1
        fresh = True
    return chosen[:0].copy(), nodes


def packed(mask: int, bits: int) -> list[int]:
    """A long mask as 64-bit words."""
    return [mask >> 64 * w & (1 << 64) - 1 for w in range(-(-bits // 64))]


def tight(shape: Shape, full: int) -> bool:
    """True if every full orbit of pairs is needed, which the search may then use."""
    pairs = shape.size * (shape.size - 1) // 2
    return (shape.turning_rounds * shape.groups + shape.turning_groups) * pairs == full


def normal(shape: Shape, image: list[int]) -> list[int] | None:
    """The group of the first of those left over may be taken as element 0 of each orbit, as orbits have no beginning.

    Only if it has somebody of every orbit and no second symmetry says where the beginnings are.
    """
    if not shape.fixed or shape.orbits != shape.size - 1 or steps(image) > 1:
        return None
    return [*range(0, shape.orbits * shape.order, shape.order), shape.orbits * shape.order]


def apart(option: tuple[int, int, list], first: list[int]) -> bool:
    """True for the group `first` itself, and for groups without the person left over in it."""
    return option[2][0] == tuple(first) or not option[0] >> first[-1] & 1


def turning_groups(shape: Shape, table: np.ndarray, chance: random.Random) -> tuple[list[list[int]], set[int]] | None:
    """Random starters of single rounds that do not disturb each other."""
    found, taken = [], set()
    for _ in range(shape.turning_groups):
        for _ in range(200):
            block = [c * shape.order + (chance.randrange(shape.order) if c else 0) for c in range(shape.size)]
            used = {int(table[a, b]) for i, a in enumerate(block) for b in block[i + 1 :]}
            if len(used) == shape.size * (shape.size - 1) // 2 and not used & taken and -1 not in used:
                found.append(block)
                taken |= used
                break
        else:
            return None
    return found, taken


def cover(shape: Shape, image: list[int], seed: int, limit: int, most: int = 60_000) -> tuple[str, tuple | None]:
    """One try: what happened, and the starters if found."""
    chance = random.Random(seed)  # noqa: S311 (a search, not a secret)
    table, full = pair_orbits(shape)
    starters = turning_groups(shape, table, chance)
    if starters is None:
        return "no turning groups", None
    options = families(shape, table, image, starters[1])
    if not options or len(options) > most:
        return f"{len(options)} families", None
    first = normal(shape, image)
    if first:
        options = [option for option in options if len(option[2]) > 1 or apart(option, first)]
    n = shape.people
    masks = np.array([packed(people | used << n, n + full) for people, used, _ in options], dtype=np.uint64)
    must = list(range(n + full)) if tight(shape, full) else list(range(n))
    must = [bit for bit in must if bit < n or bit - n not in starters[1]]
    order = np.array(chance.sample(range(len(options)), len(options)), dtype=np.int32)
    rows, nodes = dive(masks, np.array(must), order, limit)
    if not len(rows):
        return f"{len(options)} families, {'all seen' if nodes >= 0 else 'given up'}", None
    return "found", ([[p for row in rows for group in options[row][2] for p in group]], starters[0])
