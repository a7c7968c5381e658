"""What no arrangement can beat: proven bounds on how well groups of given sizes can be composed, rules left out.

Each trait is bounded for itself; no arrangement can beat the sum. Category: pairs of one value are fewest when it is
spread evenly, most when its people fill the largest groups. Number: |a - b| is the sum over all thresholds between a and
b of 1, and the pairs that straddle a threshold are bounded by how many people lie below it. Set: Jaccard's distance is
between 0 and 1. Matrix: nobody can do better than with the size - 1 people who suit them best (loose).
"""

from __future__ import annotations

import heapq
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

from grouping.problem import Problem, Trait

FEW = 3_000  # people for whom everybody's own best company is looked at


def best_total(problem: Problem, number: int, sizes: Sequence[int]) -> float:
    """A bound on the sum of distances inside the groups of a round: from above when mixed, from below when alike.

    `sizes` are the people in each group. Cost: people * log(people) for each trait.
    """
    sizes = sorted(size for size in sizes if size)
    mixed = problem.rounds[number].aim != "alike"
    if problem.distances is not None:
        return _own_best(problem, max(sizes, default=1), min(sizes, default=1), mixed)
    return sum(
        _trait(trait, [problem.columns[trait.name][p] for p in problem.present], sizes, mixed)
        for trait in problem.traits
    )


def _trait(trait: Trait, values: Sequence[object], sizes: Sequence[int], mixed: bool) -> float:
    pairs = sum(size * (size - 1) // 2 for size in sizes)
    if trait.kind == "set":
        return trait.weight * pairs if mixed else 0.0
    if trait.kind == "category":
        held = Counter(values)
        same = sum((fewest_pairs if mixed else most_pairs)(count, sizes) for count in held.values())
        return trait.weight * max(0, pairs - same)
    numbers = Counter(float(value or 0) for value in values)  # type: ignore[arg-type]
    below, total = 0, 0.0
    for low, high in pairwise(sorted(numbers)):
        below += numbers[low]
        total += (high - low) * (most_straddling if mixed else fewest_straddling)(below, sizes)
    return trait.weight * total / (trait.span or 1)


def fewest_pairs(count: int, sizes: Sequence[int]) -> int:
    """The fewest pairs that `count` people make among themselves in groups of these sizes: one more in each by turns."""
    here, left, found = 0, count, 0
    while left > 0:
        room = sum(size > here for size in sizes)
        if not room:
            break
        found += here * min(left, room)
        left -= room
        here += 1
    return found


def most_pairs(count: int, sizes: Sequence[int]) -> int:
    """The most pairs that `count` people can make among themselves: they fill the largest groups."""
    found = 0
    for size in sorted(sizes, reverse=True):
        here = min(size, count)
        found += here * (here - 1) // 2
        count -= here
    return found


def most_straddling(count: int, sizes: Sequence[int]) -> int:
    """The most pairs of one of `count` people and one of the others: each goes where the next adds most (concave)."""
    adds = [(1 - size, size) for size in sizes]
    heapq.heapify(adds)
    found = 0
    for _ in range(min(count, sum(sizes))):
        less, size = adds[0]
        found -= less
        if less < size - 1:
            heapq.heapreplace(adds, (less + 2, size))
        else:  # the group is full
            heapq.heappop(adds)
    return found


def fewest_straddling(count: int, sizes: Sequence[int]) -> int:
    """The fewest such pairs: whole groups are filled but for one. 0, which is safe, where sizes differ by more than one."""
    kinds = sorted(set(sizes))
    if not kinds or kinds[-1] - kinds[0] > 1:
        return 0
    small, large = kinds[0], kinds[-1]
    most_large = sum(size == large for size in sizes) if large != small else 0
    best = None
    for full in range(min(most_large, count // large) + 1):
        rest = (count - full * large) % small
        whole = (count - full * large) // small
        if whole > len(sizes) - most_large or (whole == len(sizes) - most_large and rest):
            rest = count - full * large - min(whole, len(sizes) - most_large) * small
            if rest >= large:
                continue
            cut = rest * (large - rest)
        else:
            cut = min(rest * (small - rest), rest * (large - rest) if full < most_large else rest * (small - rest))
        best = cut if best is None else min(best, cut)
    return best or 0


def _own_best(problem: Problem, most: int, least: int, mixed: bool) -> float:
    """Half of what everybody could have at best, in a group of whichever size from `least` to `most` suits them."""
    n = problem.people
    if n > FEW or problem.distances is None:
        return float("inf") if mixed else 0.0
    rows: list[list[float]] = [[] for _ in range(n)]
    k = 0
    for i in range(n):
        row = problem.distances[k : k + n - 1 - i]
        k += n - 1 - i
        for j, value in enumerate(row, start=i + 1):
            if i not in problem.absent and j not in problem.absent:
                rows[i].append(value)
                rows[j].append(value)
    total = 0.0
    for own in rows:
        best = heapq.nlargest(most - 1, own) if mixed else heapq.nsmallest(most - 1, own)
        # Beyond the smallest group, only company that helps: distances may be negative.
        helps = [value for value in best[least - 1 :] if (value > 0) == mixed and value]
        total += sum(best[: least - 1]) + sum(helps)
    return total / 2
