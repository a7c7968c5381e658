"""Find perfect schedules with a prescribed symmetry: see README.md beside this file.

python tools/find_designs/find.py 8-4-10            # one case, every shape that fits
python tools/find_designs/find.py 6-5-6 --seconds 600 --seed 3
python tools/find_designs/find.py --write           # all cases of wanted.txt, then the table
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Iterable, Iterator, Sequence
from itertools import combinations
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))

import numpy as np  # noqa: E402
from anneal import search  # noqa: E402
from cover import cover, steps, symmetries  # noqa: E402
from orbits import thirty_two  # noqa: E402
from turning import Shape, moved, pair_orbits, translations  # noqa: E402


def abelian(order: int) -> list[tuple[int, ...]]:
    """The commutative groups worth trying: the cyclic one, and those with equal or doubling moduli."""
    found: list[tuple[int, ...]] = [(order,)]
    for p in (2, 3, 5):
        if order % (p * p) == 0:
            found.append((p, order // p))
        if order % (p**3) == 0:
            found.append((p, p, order // (p * p)))
    return found


def shapes(groups: int, size: int, rounds: int) -> Iterator[Shape]:
    """Every shape with exactly that many rounds that counting does not rule out, larger groups first."""
    for order in range(max(rounds, groups), 2, -1):
        for moduli in abelian(order):
            for rest_turns in (False, True):
                shape = Shape(groups, size, moduli, rounds // order, rounds % order, rest_turns)
                if shape.orbits and shape.fits() and (shape.fixed > 1 or not rest_turns):
                    yield shape


def attempt(shape: Shape, seed: int, seconds: float, steps: int, quiet: bool = False) -> tuple[list, list] | None:
    """Anneal from new starts, a little longer each time, until found or `seconds` are over."""
    table, full = pair_orbits(shape)
    rounds = np.zeros((shape.turning_rounds, shape.people), dtype=np.int64)
    blocks = np.zeros((shape.turning_groups, shape.size), dtype=np.int64)
    end, best, tries = time.monotonic() + seconds, 10**9, 0
    while time.monotonic() < end:
        cost = search(table, full, rounds, blocks, shape.size, shape.order, seed + tries, steps, 0.8, 0.12)
        tries += 1
        best = min(best, cost)
        if cost == 0:
            return rounds.tolist(), blocks.tolist()
        steps = min(int(steps * 1.15), 60_000_000)
    if not quiet:
        print(f"  {shape}: {tries} tries, fewest {best}", flush=True)
    return None


def develop(shape: Shape, rounds: list[list[int]], blocks: list[list[int]]) -> list[list[int]]:
    """The whole schedule: per round the group of each person."""
    plus, found = translations(shape.moduli), []
    for starter in rounds:
        for by in range(shape.order):
            seats = [0] * shape.people
            for place, person in enumerate(starter):
                seats[moved(shape, plus, person, by)] = place // shape.size
            found.append(seats)
    for block in blocks:
        seats = [0] * shape.people
        for by in range(shape.order):
            for person in block:
                seats[moved(shape, plus, person, by)] = by
        found.append(seats)
    return found


def perfect(schedule: list[list[int]], groups: int, size: int) -> bool:
    """Every group full and nobody meets anybody twice, counted from scratch."""
    met: set[tuple[int, int]] = set()
    for seats in schedule:
        for group in range(groups):
            members = [person for person, seat in enumerate(seats) if seat == group]
            pairs = set(combinations(members, 2))
            if len(members) != size or met & pairs:
                return False
            met |= pairs
    return True


def signs(blocks: Iterable[Sequence[int]], people: int) -> str:
    """A round as one sign per person, the group they are in."""
    seats = [""] * people
    for group, block in enumerate(blocks):
        for person in block:
            seats[person] = "0123456789abcdefghijklmnopqrstuvwxyz"[group]
    return "".join(seats)


def line(shape: Shape, rounds: list[list[int]], blocks: list[list[int]]) -> str:
    """A line of the table: turning rounds as signs, turning groups as people joined by dots."""
    size = shape.size
    words = [signs((r[at : at + size] for at in range(0, len(r), size)), shape.people) for r in rounds]
    words += [".".join(str(person) for person in block) for block in blocks]
    moduli = "x".join(map(str, shape.moduli)) + (f"/{shape.fixed}" if shape.rest_turns else "")
    return f"{shape.groups} {shape.size} {moduli} {' '.join(words)}"


def by_cover(shape: Shape, seed: int, seconds: float, limit: int = 300_000) -> tuple[list, list] | None:
    """Backtracking with a second symmetry, the largest first; the trivial one last."""
    end = time.monotonic() + seconds
    for image in reversed(symmetries(shape)):
        for again in range(3 if shape.turning_groups else 1):
            what, found = cover(shape, image, seed + again, limit)
            if found:
                return found
            if time.monotonic() > end:
                return None
        if steps(image) <= 2:
            print(f"  {shape}, {steps(image)} steps: {what}", flush=True)
    return None


def solved(groups: int, size: int, rounds: int, seed: int, seconds: float) -> str | None:
    """A line of the table, or None."""
    for shape in shapes(groups, size, rounds):
        found = attempt(shape, seed, seconds, 400_000)
        if found is None and shape.turning_rounds == 1:
            found = by_cover(shape, seed, seconds)
        if found and perfect(develop(shape, *found), groups, size):
            return line(shape, *found)
    if (groups, size, rounds) == (8, 4, 10) and (schedule := thirty_two(seed)):
        return f"8 4 1 {' '.join(signs(blocks, 32) for blocks in schedule)}"
    return None


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("cases", nargs="+", help="groups-size-rounds, such as 7-4-9")
    parser.add_argument("--seconds", type=float, default=20.0, help="for each shape and method")
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    for case in arguments.cases:
        groups, size, rounds = map(int, case.split("-"))
        found = solved(groups, size, rounds, arguments.seed, arguments.seconds)
        print(found or f"# {case}: not found", flush=True)


if __name__ == "__main__":
    main()
