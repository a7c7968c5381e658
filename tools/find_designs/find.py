"""Find perfect schedules with a prescribed symmetry: see README.md beside this file.

python tools/find_designs/find.py 8-4-10            # one case, every shape that fits
python tools/find_designs/find.py 6-5-6 --seconds 600 --seed 3
python tools/find_designs/find.py --write           # all cases of wanted.txt, then the table
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Iterator
from itertools import combinations
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))

import numpy as np  # noqa: E402
from anneal import search  # noqa: E402
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
    for order in range(rounds, 2, -1):
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


def line(shape: Shape, rounds: list[list[int]], blocks: list[list[int]]) -> str:
    """A row of the table: turning rounds as one letter or digit per person (their group), turning groups as people."""
    digits = "0123456789abcdefghijklmnopqrstuvwxyz"
    words = []
    for starter in rounds:
        seats = [""] * shape.people
        for place, person in enumerate(starter):
            seats[person] = digits[place // shape.size]
        words.append("".join(seats))
    words += [".".join(str(person) for person in block) for block in blocks]
    moduli = "x".join(map(str, shape.moduli)) + (f"/{shape.fixed}" if shape.rest_turns else "")
    return f"{shape.groups} {shape.size} {moduli} {' '.join(words)}"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("cases", nargs="+", help="groups-size-rounds, such as 8-4-10")
    parser.add_argument("--seconds", type=float, default=60.0, help="for each shape")
    parser.add_argument("--steps", type=int, default=400_000, help="of the first try")
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    for case in arguments.cases:
        groups, size, rounds = map(int, case.split("-"))
        for shape in shapes(groups, size, rounds):
            found = attempt(shape, arguments.seed, arguments.seconds, arguments.steps)
            if found and perfect(develop(shape, *found), groups, size):
                print(line(shape, *found), flush=True)
                break
        else:
            print(f"# {case}: not found", flush=True)


if __name__ == "__main__":
    main()
