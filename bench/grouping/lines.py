"""The work that is measured, line by line, and what must be reached on it."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from bench.grouping.instances import GOLFERS, MDGP_FAMILIES, MDGP_GROUPS
from bench.grouping.measure import AS_PACKAGED, OURS, Turn

SWAPS = ("exchange", "iterated maxima")
Side = dict[str, Turn]  # the medians of one problem at one time, by contestant
Aims = Callable[[str, float, Side, float | None], dict[str, bool]]


@dataclass(frozen=True)
class Line:
    """`aims` says of our median (and the best value known, None if none is) what was to be reached and whether it was.
    `whole` lines start the engine's command as a process of its own; with `cold`, one that finds nothing compiled.
    `across` is the one figure of lines whose table has a row for each problem and a column for each contestant."""

    problems: tuple[str, ...]
    seconds: tuple[float, ...]
    contestants: tuple[str, ...]
    aims: Aims
    whole: bool = False
    cold: bool = False
    across: str = ""


def kept(ours: Turn) -> dict[str, bool]:
    return {"no rule broken": ours.hard == 0, "no repeat": ours.repeats == 0}


def golfer(name: str, seconds: float, side: Side, best: float | None) -> dict[str, bool]:
    return kept(side[OURS])


def mdgp(name: str, seconds: float, side: Side, best: float | None) -> dict[str, bool]:
    ours = side[OURS].value
    aims = {"at least iterated maxima": ours >= side["iterated maxima"].value}
    if name.startswith("RanReal"):
        aims[f"at least 1.02 x {AS_PACKAGED}"] = ours >= 1.02 * side[AS_PACKAGED].value
    most = _most_gap(name, seconds)
    if most is not None and best:
        aims[f"gap at most {most} %"] = 100 * (best - ours) / best <= most
    return aims


def _most_gap(name: str, seconds: float) -> float | None:
    if name.startswith("RanReal_n480"):
        return {1: 1.0, 10: 0.5}.get(seconds)
    if name.startswith("Geo"):
        return {1: 0.05, 10: 0.015}.get(seconds)
    return None


def of_the_bound(least: dict[float, float]) -> Aims:
    def aims(name: str, seconds: float, side: Side, best: float | None) -> dict[str, bool]:
        ours = side[OURS]
        if seconds not in least or name.endswith("-rules"):  # no bound knows what a shared language costs
            return kept(ours)
        wanted = {f"at least {least[seconds]} % of the bound": (ours.percent or 0) >= least[seconds]}
        return kept(ours) | wanted

    return aims


def repair(name: str, seconds: float, side: Side, best: float | None) -> dict[str, bool]:
    ours = side[OURS]
    people, rounds = {"30": (31, 3), "300": (300, 4), "5000": (5_100, 3)}[name.split("-")[1]]
    return kept(ours) | {"moves at the forced minimum + 1 %": ours.moves <= ours.forced_moves + people * rounds / 100}


def within(wall: float, percent: float | None = None) -> Aims:
    def aims(name: str, seconds: float, side: Side, best: float | None) -> dict[str, bool]:
        ours = side[OURS]
        wanted = kept(ours) | {f"whole process within {wall:g} s": ours.wall_s <= wall}
        if percent is not None:
            wanted[f"at least {percent} % of the bound"] = (ours.percent or 0) >= percent
        return wanted

    return aims


LINES = {
    "golfer": Line(
        tuple(f"golfer-{case}" for case in GOLFERS), (1,), ("random", *SWAPS, "CP-SAT", OURS), golfer, across="repeats"
    ),
    "mdgp": Line(
        tuple(f"{family}_n{people}_made_1" for family in MDGP_FAMILIES for people in MDGP_GROUPS),
        (1, 10),
        ("random", AS_PACKAGED, *SWAPS, OURS),
        mdgp,
    ),
    "rooms": Line(
        ("30x3", "36x3-rules", "300x4", "300x4-words"),
        (1,),
        ("random", *SWAPS, "CP-SAT", OURS),
        of_the_bound({1: 99.0}),
    ),
    "community": Line(("5000x3",), (1, 10), ("random", *SWAPS, OURS), of_the_bound({1: 98.0, 10: 99.6})),
    "city": Line(("50000x1",), (0.15,), ("random", OURS), within(3, 95.0), whole=True),
    "repair": Line(
        ("repair-30", "repair-300", "repair-300-storm", "repair-5000"), (1,), ("random", "stay put", OURS), repair
    ),
    "cold": Line(("30x3",), (0.5,), (OURS,), within(1), whole=True, cold=True),
}


def problems_of(line: str, folder: Path | None) -> tuple[str, ...]:
    """The line's problems; for MDGP the public files too, where there is a folder with them."""
    made = LINES[line].problems
    if line != "mdgp" or folder is None:
        return made
    return (*made, *sorted(path.name.removesuffix(".txt.gz") for path in folder.glob("*_ss_*.txt.gz")))
