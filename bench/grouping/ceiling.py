"""A proven upper bound on the composition of a plan, for distances of attributes in mixed rounds.

Each attribute is bounded for itself, the rules and repeats left out; no arrangement can beat the sum. Category: pairs of
the same value are fewest when each value is spread as evenly as the sizes let it. Number: |a - b| is the sum over all
thresholds between them, and the pairs that straddle a threshold are a sum of concave functions of how many of the people
below sit in each group, so that handing them out one after another where the next adds most is exact. Set: Jaccard is
at most 1 a pair.
"""

import heapq
from collections import Counter
from itertools import pairwise


def ceiling(problem: dict, sizes: list[list[int]]) -> float | None:
    """The bound for these group sizes, round by round; None where it is not known (matrix, alike, lots)."""
    told = problem.get("distance")
    if not told or told["kind"] != "attributes" or any(r["composition"] != "mixed" for r in problem["rounds"]):
        return None
    absent = set(problem.get("absent") or ())
    people = [person for number, person in enumerate(problem["people"]) if number not in absent]
    known: dict[tuple[int, ...], float] = {}
    for round_ in sizes:
        key = tuple(sorted(round_))
        if key not in known:
            known[key] = sum(_attribute(attribute, people, key) for attribute in told["attributes"])
    return sum(known[tuple(sorted(round_))] for round_ in sizes)


def _attribute(attribute: dict, people: list[dict], sizes: tuple[int, ...]) -> float:
    pairs = sum(size * (size - 1) // 2 for size in sizes)
    if attribute["kind"] == "set":
        return attribute["weight"] * pairs
    held = Counter(person[attribute["name"]] for person in people)
    if attribute["kind"] == "category":
        return attribute["weight"] * (pairs - sum(alike(count, sizes) for count in held.values()))
    below, most = 0, 0.0
    for low, high in pairwise(sorted(held)):
        below += held[low]
        most += (high - low) * straddling(below, sizes)
    return attribute["weight"] * most / attribute["range"]


def alike(count: int, sizes: tuple[int, ...]) -> int:
    """The fewest pairs that `count` people make among themselves in groups of these sizes."""
    here, left, found = 0, count, 0
    while left > 0:  # one more in every group that has room, as long as there are people
        room = sum(size > here for size in sizes)
        if not room:
            raise ValueError("There are more people than places.")
        found += here * min(left, room)
        left -= room
        here += 1
    return found


def straddling(count: int, sizes: tuple[int, ...]) -> int:
    """The most pairs of one of `count` people and one of the others that groups of these sizes can hold."""
    adds = [(1 - size, size) for size in sizes]  # the first of them in a group meets size - 1 others
    heapq.heapify(adds)
    found = 0
    for _ in range(count):
        less, size = adds[0]
        found -= less
        heapq.heapreplace(adds, (less + 2, size))
    return found
