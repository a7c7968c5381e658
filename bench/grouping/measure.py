"""Contestants, turns and medians: who is measured on what, and what comes out."""

import os
import platform
import statistics
import subprocess
import time
from collections.abc import Callable
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

from bench.grouping import ours
from bench.grouping.peers import cp_sat, exchange, iterated_maxima, random_lot, round_by_round
from bench.grouping.verdict import check

ROOT = Path(__file__).resolve().parents[2]
OURS = "ours"
Solve = Callable[..., dict | None]
AS_PACKAGED = "exchange as packaged"
FILLS = {
    AS_PACKAGED: exchange.fill_by_members,
    "exchange": exchange.fill,
    "iterated maxima": iterated_maxima.fill,
}


@dataclass
class Turn:
    """One contestant's answer to one problem with one seed."""

    problem: str
    seconds: float
    who: str
    seed: int
    hard: int
    repeats: float
    value: float
    percent: float | None
    moves: int
    forced_moves: int
    cpu_s: float
    wall_s: float
    peak_mb: float | None = None


def contestants(problem: dict, wanted: tuple[str, ...]) -> dict[str, Solve]:
    """Who of those can take the problem on, each with what it needs made ready beforehand where it is a plain MDGP."""
    able: dict[str, Solve] = {}
    for name in wanted:
        if name in FILLS and "prior" not in problem and problem["n"] <= round_by_round.MOST_PEOPLE:
            able[name] = _by_fill(FILLS[name], problem)
        elif name == "random":
            able[name] = lambda *, seed, seconds: random_lot.solve(problem, seed=seed)
        elif name == "stay put" and "prior" in problem:
            able[name] = lambda *, seed, seconds: random_lot.stay_put(problem)
        elif name == "CP-SAT" and cp_sat.can(problem):
            able[name] = lambda *, seed, seconds: cp_sat.solve(problem, seed=seed, seconds=seconds)
        elif name == OURS and ours.is_there():
            able[name] = lambda *, seed, seconds: ours.solve(problem, seed=seed, seconds=seconds)
    return able


def _by_fill(fill: Callable, problem: dict) -> Solve:
    told = problem.get("distance")
    if told and told["kind"] == "condensed" and len(problem["rounds"]) == 1:
        return round_by_round.prepared(fill, problem)
    return lambda *, seed, seconds: round_by_round.solve(fill, problem, seed=seed, seconds=seconds)


def warm(wanted: tuple[str, ...]) -> None:
    """Have the peers' loops compiled; ours are warmed on each problem, because their path depends on it."""
    problem = {"n": 6, "rounds": [{"sizes": [3, 3], "composition": "mixed"}], "distance": None}
    for name in wanted:
        if name in FILLS:
            round_by_round.solve(FILLS[name], problem, seed=0, seconds=0.01)


def turns(name: str, problem: dict, wanted: tuple[str, ...], seconds: float, seeds: int) -> list[Turn]:
    """Every contestant with every seed, in turns, so that a busy spell of the machine falls on all alike. Who found nothing
    in the time is left out."""
    able = contestants(problem, wanted)
    if OURS in able:
        ours.warm(problem)
    each = [(who, solve, seed) for seed in range(1, seeds + 1) for who, solve in able.items()]
    found = [turn(name, problem, who, solve, seconds, seed) for who, solve, seed in each]
    return [one for one in found if one]


def turn(name: str, problem: dict, who: str, solve: Solve, seconds: float, seed: int) -> Turn | None:
    """One answer, its verdict, and what the whole call cost."""
    wall, cpu = time.perf_counter(), time.process_time()
    answer = solve(seed=seed, seconds=seconds)
    cpu, wall = time.process_time() - cpu, time.perf_counter() - wall
    if answer is None:
        return None
    return judged(name, problem, answer, who, seconds, seed, {"cpu_s": round(cpu, 3), "wall_s": round(wall, 3)})


def judged(name: str, problem: dict, answer: dict, who: str, seconds: float, seed: int, cost: dict) -> Turn:
    verdict = check(problem, answer)
    return Turn(
        problem=name,
        seconds=seconds,
        who=who,
        seed=seed,
        hard=verdict.hard,
        repeats=verdict.repeats,
        value=round(verdict.value, 6),
        percent=verdict.percent,
        moves=verdict.moves,
        forced_moves=verdict.forced_moves,
        **cost,
    )


def medians(found: list[Turn]) -> dict[tuple[str, float, str], Turn]:
    """For each problem, time and contestant a turn that holds the median of every figure over the seeds."""
    groups: dict[tuple[str, float, str], list[Turn]] = {}
    for one in found:
        groups.setdefault((one.problem, one.seconds, one.who), []).append(one)
    return {key: _median(group) for key, group in groups.items()}


def _median(group: list[Turn]) -> Turn:
    figures = {}
    for name in ("hard", "repeats", "value", "percent", "moves", "forced_moves", "cpu_s", "wall_s", "peak_mb"):
        known = [getattr(one, name) for one in group if getattr(one, name) is not None]
        figures[name] = statistics.median(known) if known else None
    first = group[0]
    return Turn(problem=first.problem, seconds=first.seconds, who=first.who, seed=0, **figures)


def machine() -> dict[str, str | int | None]:
    """What a figure was measured on."""
    return {
        "processor": _processor(),
        "cores": os.cpu_count(),
        "system": platform.platform(terse=True),
        "python": platform.python_version(),
        **{package: version(package) for package in ("numpy", "numba", "ortools")},
        "commit": _commit(),
    }


def _processor() -> str:
    try:
        told = Path("/proc/cpuinfo").read_text()
    except OSError:
        return platform.processor()
    names = [line.partition(":")[2].strip() for line in told.splitlines() if line.startswith("model name")]
    return names[0] if names else platform.processor()


def _commit() -> str:
    asked = subprocess.run(
        ["git", "rev-parse", "--short", "HEAD"], capture_output=True, text=True, cwd=ROOT, check=False
    )
    return asked.stdout.strip()
