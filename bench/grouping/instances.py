"""The problems of the benchmark, by name, as dicts of the engine's file format. The same name is always the same problem.

Numbers come from numpy's RandomState, whose streams are frozen for good. Public MDGPLIB files are read where a folder with
them is given; the generators follow the library's own description (see README.md).
"""

import gzip
import zlib
from collections.abc import Callable
from itertools import combinations
from pathlib import Path

import numpy as np
from numpy.random import RandomState

from bench.grouping.peers import random_lot

MDGP_GROUPS = {120: 10, 240: 12, 480: 20}
MDGP_FAMILIES = ("Geo", "RanInt", "RanReal")
# groups-size-rounds; all but the unchecked four are known (tables, or built and checked) to be possible without a repeat
# fmt: off
GOLFERS = [
    "3-3-4", "4-4-5", "5-3-7", "5-4-5", "5-5-6", "6-3-8", "6-4-7", "6-5-6",
    "7-3-10", "7-4-7", "7-4-9", "7-7-8", "8-3-11", "8-4-9", "8-4-10", "8-8-9",
    "9-3-13", "9-4-10", "10-3-13", "10-4-10", "10-10-3", "60-5-4",
]
# fmt: on
UNCHECKED_GOLFERS = {"8-3-11", "9-4-10", "10-3-13", "10-4-10"}

PLACES, ROLES, SIZES, VOCABULARY = 12, 8, 4, 60
COLLEAGUES = 6  # no organisation sends more
ATTRIBUTES = [
    {"name": "place", "kind": "category", "weight": 2},
    {"name": "role", "kind": "category", "weight": 2},
    {"name": "size", "kind": "category", "weight": 1},
    {"name": "maturity", "kind": "number", "weight": 1, "range": 4},
]
WORDS = {"name": "words", "kind": "set", "weight": 2}


def dice(name: str) -> RandomState:
    """The stream of a problem: its seed is its name."""
    return RandomState(zlib.crc32(name.encode()))


# The maximally diverse grouping problem


def mdgp(name: str, folder: Path | None = None) -> dict:
    """`Family_nNNN_ss_LL`: the public file of that name if the folder has it; `Family_nNNN_made_L`: generated."""
    if folder and (folder / f"{name}.txt.gz").exists():
        return read_mdgp(folder / f"{name}.txt.gz")
    family, people = name.split("_")[0], int(name.split("_")[1][1:])
    return _mdgp_problem(_mdgp_distances(family, people, dice(name)), _equal(people, MDGP_GROUPS[people]))


def read_mdgp(path: Path) -> dict:
    """A file of MDGPLIB. Raises ValueError where group sizes may vary (`ds`): those are another problem."""
    with gzip.open(path, "rt") as lines:
        head = lines.readline().split()
        people, groups = int(head[0]), int(head[1])
        least, most = [int(word) for word in head[3::2]], [int(word) for word in head[4::2]]
        if least != most or len(least) != groups:
            raise ValueError(f"{path.name} leaves the group sizes open.")
        table = np.loadtxt(lines, ndmin=2)
    square = np.zeros((people, people))
    square[table[:, 0].astype(int), table[:, 1].astype(int)] = table[:, 2]
    return _mdgp_problem((square + square.T)[np.triu_indices(people, 1)], least)


def _mdgp_distances(family: str, people: int, stream: RandomState) -> np.ndarray:
    one, other = np.triu_indices(people, 1)
    if family == "RanReal":
        return np.round(stream.uniform(0, 100, one.size), 3)
    if family == "RanInt":
        return stream.randint(0, 101, one.size).astype(float)
    points = stream.uniform(0, 10, (people, stream.randint(2, 22)))
    return np.round(np.linalg.norm(points[one] - points[other], axis=1), 3)


def _mdgp_problem(values: np.ndarray, sizes: list[int]) -> dict:
    distance = {"kind": "condensed", "values": values.tolist()}
    return {"n": sum(sizes), "rounds": [{"sizes": sizes, "composition": "mixed"}], "distance": distance}


def _equal(people: int, groups: int) -> list[int]:
    return [people // groups] * groups


def golfer(case: str) -> dict:
    """Groups-size-rounds: nobody is to meet anybody twice, and nothing else counts."""
    groups, size, rounds = map(int, case.split("-"))
    return {
        "n": groups * size,
        "rounds": [{"sizes": [size] * groups, "composition": "mixed"} for _ in range(rounds)],
        "distance": None,
        "repeat_weight": 1,
    }


# A community and its gatherings


def community(
    name: str, people: int, rounds: int, size: int, *, facilitators: bool = False, past: int = 0, words: bool = False
) -> dict:
    """People of organisations, which have a place and a size; everybody has a role and a maturity of 1 to 5.

    Colleagues are apart, a fiftieth of the people are in pairs to be together; with facilitators there are as many as
    groups; `past` is how many gatherings with random groups of that size lie behind.
    """
    stream = dice(name)
    sizes = random_lot.even(people, -(-people // size))
    who = _people(stream, people, words)
    if facilitators:
        for person in stream.choice(people, len(sizes), replace=False):
            who[person]["facilitator"] = True
    return {
        "n": people,
        "people": who,
        "rounds": [{"sizes": sizes, "composition": "mixed"} for _ in range(rounds)],
        "distance": {"kind": "attributes", "attributes": [*ATTRIBUTES, *([WORDS] if words else [])]},
        "history": _history(stream, people, size, past),
        "apart": _colleagues(who),
        "together": _friends(stream, who),
        "one_facilitator_per_group": facilitators,
        "repeat_weight": 20,
    }


def with_rules(name: str) -> dict:
    """Thirty-six people for three rounds of four: half speak two languages and a few one that many do not, and every
    group needs one in common; a quarter are online, and nobody online is to be the only one."""
    problem = community(name, 36, 3, 4)
    stream = dice(f"{name} rules")
    languages = [["en"]] * 15 + [["cy", "en"]] * 18 + [["cy"]] * 3
    kinds = ["online"] * 10 + ["room"] * 26
    for person, language, kind in zip(problem["people"], stream.permutation(36), stream.permutation(36), strict=True):
        person |= {"languages": languages[language], "kind": kinds[kind]}
    return problem | {"common": ["languages"], "not_alone": [{"attribute": "kind", "value": "online"}]}


def _people(stream: RandomState, people: int, words: bool) -> list[dict]:
    organisations = max(8, people // 3)
    shares = np.repeat(stream.dirichlet(np.full(organisations, 1.5)), COLLEAGUES) / COLLEAGUES
    of = stream.choice(np.repeat(np.arange(organisations), COLLEAGUES), people, replace=False, p=shares)
    places = stream.choice(PLACES, organisations, p=_falling(PLACES))
    sizes = stream.choice(SIZES, organisations, p=_falling(SIZES))
    roles = stream.choice(ROLES, people, p=_falling(ROLES))
    maturities = stream.choice(5, people, p=[0.15, 0.3, 0.3, 0.15, 0.1])
    who = [
        {
            "organisation": f"o{of[person]}",
            "place": f"p{places[of[person]]}",
            "role": f"r{roles[person]}",
            "size": f"s{sizes[of[person]]}",
            "maturity": int(maturities[person]) + 1,
            "facilitator": False,
        }
        for person in range(people)
    ]
    for person in who if words else ():
        person["words"] = [
            f"w{word}" for word in sorted(stream.choice(VOCABULARY, 3, replace=False, p=_falling(VOCABULARY)))
        ]
    return who


def _falling(kinds: int) -> np.ndarray:
    """Shares that fall slowly from the commonest kind to the rarest, to about a third of it."""
    shares = 1 / (kinds / 2 + np.arange(kinds))
    return shares / shares.sum()


def _colleagues(who: list[dict]) -> list[list[int]]:
    by_organisation: dict[str, list[int]] = {}
    for person, told in enumerate(who):
        by_organisation.setdefault(told["organisation"], []).append(person)
    return [list(pair) for group in by_organisation.values() for pair in combinations(group, 2)]


def _friends(stream: RandomState, who: list[dict]) -> list[list[int]]:
    """Pairs of different organisations, nobody in two of them, at most one facilitator in each."""
    order = stream.permutation(len(who)).tolist()
    pairs = zip(order[::2], order[1::2], strict=False)
    fit = [
        sorted(pair)
        for pair in pairs
        if who[pair[0]]["organisation"] != who[pair[1]]["organisation"]
        and not (who[pair[0]]["facilitator"] and who[pair[1]]["facilitator"])
    ]
    return fit[: max(1, len(who) // 100)]


def _history(stream: RandomState, people: int, size: int, past: int) -> list[list[int]]:
    met: dict[tuple[int, int], int] = {}
    for _ in range(past):
        order = stream.permutation(people).tolist()
        for start in range(0, people, size):
            for pair in combinations(sorted(order[start : start + size]), 2):
                met[pair] = met.get(pair, 0) + 1
    return [[i, j, times] for (i, j), times in sorted(met.items())]


# Plans that no longer fit


def repair(name: str, before: dict, *, absent: int, late: int, slack: int = 1) -> dict:
    """That problem after its draw: some stay away, some come late (they have no place in `prior`).

    The prior plan is a lot with guards for those who had signed up: it keeps every rule and repeats no meeting. Nobody
    absent or late is a facilitator or in a pair to be together. Groups may have `slack` people more or fewer than planned.
    """
    stream = dice(name)
    bound = {person for pair in before["together"] for person in pair}
    free = [person for person in range(before["n"]) if person not in bound]
    free = [person for person in free if not before["people"][person]["facilitator"]]
    drawn = stream.permutation(free).tolist()
    latecomers, missing = set(drawn[:late]), sorted(drawn[late : late + absent])
    present = [person for person in range(before["n"]) if person not in latecomers]
    groups, size = len(before["rounds"][0]["sizes"]), before["rounds"][0]["sizes"][0]
    planned = before | {"rounds": [{"sizes": random_lot.even(len(present), groups)} for _ in before["rounds"]]}
    prior = random_lot.guarded(planned, seed=zlib.crc32(name.encode()), present=present)["rounds"]
    limits = {"groups": groups, "min_size": min(planned["rounds"][0]["sizes"]) - slack, "max_size": size + slack}
    rounds = [{"sizes": None, "composition": "mixed"} | limits for _ in before["rounds"]]
    return before | {"rounds": rounds, "prior": prior, "absent": missing, "move_weight": 50}


NAMED: dict[str, Callable[[], dict]] = {
    "30x3": lambda: community("30x3", 30, 3, 4),
    "36x3-rules": lambda: with_rules("36x3-rules"),
    "300x4": lambda: community("300x4", 300, 4, 5, facilitators=True, past=6),
    "300x4-words": lambda: community("300x4-words", 300, 4, 5, facilitators=True, past=6, words=True),
    "5000x3": lambda: community("5000x3", 5_000, 3, 6),
    "50000x1": lambda: community("50000x1", 50_000, 1, 6),
    "repair-30": lambda: repair("repair-30", community("repair-30", 31, 3, 4), absent=2, late=1),
    "repair-300": lambda: repair(
        "repair-300", community("repair-300", 309, 4, 5, facilitators=True, past=6), absent=12, late=9
    ),
    "repair-300-storm": lambda: repair(
        "repair-300-storm", community("repair-300-storm", 300, 4, 5, facilitators=True, past=6), absent=45, late=0
    ),
    "repair-5000": lambda: repair("repair-5000", community("repair-5000", 5_100, 3, 6), absent=150, late=100),
}


def named(name: str, folder: Path | None = None) -> dict:
    """A problem by its name: one of NAMED, `golfer-G-S-R`, `crowd-N` (N people, one round of 6), or an MDGP instance."""
    if name in NAMED:
        return NAMED[name]()
    if name.startswith("golfer-"):
        return golfer(name.removeprefix("golfer-"))
    if name.startswith("crowd-"):
        return community(name, int(name.removeprefix("crowd-")), 1, 6)
    return mdgp(name, folder)
