"""What the engine costs as rooms grow: CPU seconds and memory from 30 to 100,000 people, one round of six.

    python -m bench.grouping.curve [--steps 200] [--svg docs/pictures/grouping-cost.svg]

Each size is a process of its own, with so many steps of search a person, no clock, and loops that are compiled already.
Writes bench/results/grouping-curve.json; the picture is drawn from that file.
"""

import argparse
import json
import math
import resource
import subprocess
import sys
import time
from pathlib import Path

import grouping
from bench.grouping import measure, ours
from bench.grouping.instances import named
from bench.grouping.verdict import check

PEOPLE = (30, 100, 300, 1_000, 3_000, 10_000, 30_000, 100_000)
FILE = measure.ROOT / "bench" / "results" / "grouping-curve.json"


def main() -> None:
    words = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    words.add_argument("--steps", type=int, default=200, help="for each person")
    words.add_argument("--svg", type=Path, help="draw the figures of the last run there")
    words.add_argument("--one", type=int, help=argparse.SUPPRESS)
    asked = words.parse_args()
    if asked.one:
        print(json.dumps(one_room(asked.one, asked.steps)))
    elif asked.svg:
        asked.svg.write_text(drawn(json.loads(FILE.read_text())["rooms"]))
    elif not ours.is_there():
        print("The engine has no `solve_problem` yet.")
    else:
        measure_all(asked.steps)


def measure_all(steps: int) -> None:
    rooms = []
    print(
        "| people | CPU s | microseconds a person | memory MB (problem read, at most) | % of bound |\n"
        + "| --- " * 5
        + "|"
    )
    for people in PEOPLE:
        command = [sys.executable, "-m", "bench.grouping.curve", "--one", str(people), "--steps", str(steps)]
        ran = subprocess.run(command, capture_output=True, text=True, cwd=measure.ROOT, check=True)
        room = json.loads(ran.stdout)
        rooms.append(room)
        each = 1e6 * room["cpu_s"] / people
        memory = f"{room['mb_before']:.0f}, {room['mb_peak']:.0f}"
        print(f"| {people:,} | {room['cpu_s']:.3f} | {each:.1f} | {memory} | {room['percent']:.2f} |", flush=True)
    told = {"machine": measure.machine(), "steps_a_person": steps, "rooms": rooms}
    FILE.write_text(json.dumps(told, indent=1) + "\n")


def one_room(people: int, steps: int) -> dict[str, float]:
    """In a fresh process: the cost of one problem, reading it not counted."""
    ours.warm(named("crowd-300"))
    problem = named(f"crowd-{people}")
    before = _peak_mb()
    start = time.process_time()
    answer = grouping.solve_problem(problem, seed=1, seconds=None, steps=steps * people)
    cpu, peak = time.process_time() - start, _peak_mb()
    verdict = check(problem, answer)
    return {
        "people": people,
        "cpu_s": round(cpu, 4),
        "mb_before": round(before, 1),
        "mb_peak": round(peak, 1),
        "hard": verdict.hard,
        "percent": round(verdict.percent or 0, 3),
    }


def _peak_mb() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def drawn(rooms: list[dict]) -> str:
    """Two small plots side by side, both axes logarithmic, as an SVG that needs no style sheet."""
    plots = [("CPU seconds", "cpu_s", 0), ("Memory, MB", "mb_peak", 360)]
    body = "".join(_plot(title, [(room["people"], room[key]) for room in rooms], left) for title, key, left in plots)
    said = "; ".join(f"{room['people']:,} people {room['cpu_s']:.2f} s" for room in rooms)
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 760 300" role="img" font-family="sans-serif" font-size="12" '
        f'color="#1d2430" fill="currentColor"><title>Time and memory of a draw as rooms grow</title><desc>{said}</desc>'
        f'<rect width="760" height="300" fill="#ffffff"/>{body}</svg>\n'
    )


def _plot(title: str, points: list[tuple[float, float]], left: int) -> str:
    x0, y0, wide, high = left + 60, 250, 280, 200
    tens = [math.floor(math.log10(points[0][0])), math.ceil(math.log10(points[-1][0]))]
    values = [value for _, value in points]
    low, top = math.floor(math.log10(max(min(values), 1e-4))), math.ceil(math.log10(max(values)))

    def x(people: float) -> float:
        return x0 + wide * (math.log10(people) - tens[0]) / (tens[1] - tens[0])

    def y(value: float) -> float:
        return y0 - high * (math.log10(max(value, 1e-4)) - low) / max(top - low, 1)

    parts = [f'<text x="{x0}" y="30" font-weight="bold">{title}</text>']
    for ten in range(tens[0], tens[1] + 1):
        at = x(10**ten)
        parts.append(f'<path d="M{at:.1f} {y0}v-{high}" stroke="currentColor" stroke-opacity="0.15"/>')
        parts.append(f'<text x="{at:.1f}" y="{y0 + 18}" text-anchor="middle">{10**ten:,}</text>')
    for ten in range(low, top + 1):
        at = y(10**ten)
        parts.append(f'<path d="M{x0} {at:.1f}h{wide}" stroke="currentColor" stroke-opacity="0.15"/>')
        parts.append(f'<text x="{x0 - 6}" y="{at + 4:.1f}" text-anchor="end">{10.0**ten:g}</text>')
    line = " ".join(f"{x(people):.1f},{y(value):.1f}" for people, value in points)
    parts.append(f'<polyline points="{line}" fill="none" stroke="currentColor" stroke-width="2"/>')
    parts += [f'<circle cx="{x(people):.1f}" cy="{y(value):.1f}" r="3.5"/>' for people, value in points]
    parts.append(f'<text x="{x0 + wide / 2}" y="{y0 + 38}" text-anchor="middle">people</text>')
    return "".join(parts)


if __name__ == "__main__":
    main()
