"""The engine under test, through one door: `grouping.solve_problem(problem, *, seed, seconds, steps[, clock]) -> answer`."""

import inspect
import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import grouping

ROOT = Path(__file__).resolve().parents[2]


def is_there() -> bool:
    """Whether this checkout's engine has the door yet."""
    return hasattr(grouping, "solve_problem")


def solve(problem: dict, *, seed: int, seconds: float) -> dict:
    """The engine's answer in this process, limited by CPU seconds as the peers are, where it lets its clock be chosen."""
    door = grouping.solve_problem
    clock = {"clock": time.process_time} if "clock" in inspect.signature(door).parameters else {}
    return door(problem, seed=seed, seconds=seconds, steps=None, **clock)


def warm(problem: dict) -> None:
    """Have everything compiled that such a problem needs: a measured second must not hold a compiler."""
    grouping.warm()
    solve(problem, seed=0, seconds=0.05)


def whole_process(
    problem: dict, *, seconds: float, seed: int, compiled: bool = True
) -> tuple[dict | None, dict[str, float]]:
    """The answer of `python -m grouping` to the problem on its standard input (None when it fails), with wall and CPU
    seconds and peak memory (MB) of that process from start to end, reading and writing included.

    With `compiled` False the process finds no compiled code of earlier runs, as on a machine that was set up just now.
    """
    with tempfile.TemporaryDirectory() as folder:
        asked, told = Path(folder, "problem.json"), Path(folder, "answer.json")
        asked.write_text(json.dumps(problem | {"time_limit_s": seconds, "seed": seed}))
        where = os.environ if compiled else os.environ | {"NUMBA_CACHE_DIR": folder}
        cost, failed = run_alone(["-m", "grouping"], asked, told, dict(where))
        if failed:
            return None, cost
        return json.loads(told.read_text()), cost


def run_alone(arguments: list[str], asked: Path, told: Path, where: dict[str, str]) -> tuple[dict[str, float], bool]:
    """Run this Python with those arguments from file to file: its cost, and whether it failed."""
    start = time.perf_counter()
    with asked.open("rb") as reads, told.open("wb") as writes:
        process = subprocess.Popen([sys.executable, *arguments], stdin=reads, stdout=writes, cwd=ROOT, env=where)
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    wall = time.perf_counter() - start
    cpu = used.ru_utime + used.ru_stime
    cost = {"wall_s": round(wall, 3), "cpu_s": round(cpu, 3), "peak_mb": round(used.ru_maxrss / 1024, 1)}
    return cost, process.returncode != 0
