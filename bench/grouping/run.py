"""Runs the benchmark: `python -m bench.grouping.run [--only mdgp,rooms] [--seconds 1] [--seeds 5] [--files FOLDER]`.

Each line of work prints a table as it is done and writes bench/results/grouping-<line>.json with every single turn. `--long 60`
measures nothing: it lets the contestants search that long for each MDGP problem, and keeps the best value ever
found, with its finder, in bench/results/grouping-best.json, against which gaps are taken.
"""

import argparse
import json
from dataclasses import asdict
from pathlib import Path

from bench.grouping import measure, ours
from bench.grouping.instances import named
from bench.grouping.lines import LINES, Line, problems_of
from bench.grouping.measure import OURS, ROOT, Turn

RESULTS = ROOT / "bench" / "results"
BEST = RESULTS / "grouping-best.json"


def main() -> None:
    asked = _arguments()
    if not ours.is_there():
        print("The engine has no `solve_problem` yet: peers only.\n")
    for name in asked.only or LINES:
        line, problems = LINES[name], problems_of(name, asked.files)
        problems = tuple(one for one in problems if not asked.problems or one in asked.problems)
        if asked.long:
            if name == "mdgp":
                search_long(problems, asked)
        else:
            run_line(name, line, problems, asked)


def _arguments() -> argparse.Namespace:
    words = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    words.add_argument("--only", type=lambda text: text.split(","), help=f"lines, of {', '.join(LINES)}")
    words.add_argument("--problems", type=lambda text: text.split(","), help="only these problems of the lines")
    words.add_argument("--contestants", type=lambda text: tuple(text.split(",")), help="only these of the contestants")
    words.add_argument("--seconds", type=float, action="append", help="instead of the line's own times; may come again")
    words.add_argument("--seeds", type=int, default=5)
    words.add_argument("--files", type=Path, help="a folder with MDGPLIB files (*.txt.gz)")
    words.add_argument("--long", type=float, help="seconds of search for best values, instead of measuring")
    words.add_argument("--dry", action="store_true", help="print only, write nothing")
    return words.parse_args()


def run_line(name: str, line: Line, problems: tuple[str, ...], asked: argparse.Namespace) -> None:
    """Measure one line, print its table, write its file."""
    who = tuple(one for one in line.contestants if not asked.contestants or one in asked.contestants)
    measure.warm(who)
    found: list[Turn] = []
    rows: list[dict] = []
    head = ["problem", "s", *who, "aims"] if line.across else COLUMNS
    print(f"## {name}\n\n{_row(head)}\n{_row(['---'] * len(head))}", flush=True)
    for one in problems:
        problem = named(one, asked.files)
        for seconds in asked.seconds or line.seconds:
            if line.whole:
                turns = _whole(one, problem, line, who, seconds, asked.seeds)
            else:
                turns = measure.turns(one, problem, who, seconds, asked.seeds)
            found += turns
            compared = _compared(one, seconds, turns, line)
            rows += compared
            shown = [_across(line.across, compared, who)] if line.across else [_cells(row) for row in compared]
            print("\n".join(_row(cells) for cells in shown), flush=True)
    print()
    if not asked.dry:
        told = {
            "machine": measure.machine(),
            "seeds": asked.seeds,
            "medians": rows,
            "turns": [asdict(one) for one in found],
        }
        RESULTS.mkdir(exist_ok=True)
        (RESULTS / f"grouping-{name}.json").write_text(json.dumps(told, indent=1) + "\n")


def _whole(name: str, problem: dict, line: Line, who: tuple[str, ...], seconds: float, seeds: int) -> list[Turn]:
    turns = measure.turns(name, problem, tuple(one for one in who if one != OURS), seconds, seeds)
    for seed in range(1, seeds + 1) if OURS in who and ours.is_there() else ():
        answer, cost = ours.whole_process(problem, seconds=seconds, seed=seed, compiled=not line.cold)
        if answer is None:
            print(f"The engine's command failed on {name}.")
        else:
            turns.append(measure.judged(name, problem, answer, OURS, seconds, seed, cost))
    return turns


def _compared(name: str, seconds: float, turns: list[Turn], line: Line) -> list[dict]:
    """The medians of one problem at one time, each with its gap to the best value known and, for us, the aims."""
    side = {who: median for (_, _, who), median in measure.medians(turns).items()}
    best, source = _best(name, turns)
    rows = []
    for who, median in side.items():
        row = {key: value for key, value in asdict(median).items() if key != "seed"}
        if best and name.split("_")[0] in ("Geo", "RanInt", "RanReal"):
            row |= {"gap_percent": round(100 * (best - median.value) / best, 4), "best": best, "best_source": source}
        if OURS in side and who != OURS and side[OURS].value:
            row["ratio_to_ours"] = round(median.value / side[OURS].value, 5)
        if who == OURS and all(one in side for one in line.contestants if one in measure.FILLS and _needs(line)):
            row["aims"] = line.aims(name, seconds, side, best)
        rows.append(row)
    return rows


def _needs(line: Line) -> bool:
    return line is LINES["mdgp"]  # the only line whose aims speak of peers


def _best(name: str, turns: list[Turn]) -> tuple[float | None, str]:
    """The best value known without a rule broken, and where it comes from."""
    kept = json.loads(BEST.read_text()).get(name) if BEST.exists() else None
    here = max((one.value for one in turns if not one.hard), default=None)
    if kept and (here is None or kept["value"] >= here):
        return kept["value"], f"{kept['by']}, {kept['seconds']:g} s"
    return here, "this run"


def search_long(problems: tuple[str, ...], asked: argparse.Namespace) -> None:
    """Long searches by every contestant but chance; the best value of each problem is kept if it beats what was known."""
    who = asked.contestants or ("iterated maxima", OURS)
    measure.warm(who)
    for name in problems:
        turns = measure.turns(name, named(name, asked.files), who, asked.long, asked.seeds)
        top = max(turns, key=lambda one: one.value)
        known = json.loads(BEST.read_text()) if BEST.exists() else {}
        print(name, *(f"{one.who} {one.value:.3f}" for one in turns), flush=True)
        if not asked.dry and (name not in known or top.value > known[name]["value"]):
            commit = measure.machine()["commit"]
            known[name] = {"value": top.value, "by": top.who, "seconds": asked.long, "seed": top.seed, "commit": commit}
            BEST.write_text(json.dumps(dict(sorted(known.items())), indent=1) + "\n")


COLUMNS = [
    "problem",
    "s",
    "who",
    "rules broken",
    "repeats",
    "value",
    "% of bound",
    "gap %",
    "of ours",
    "moves (forced)",
]
COLUMNS += ["CPU s", "wall s", "aims"]


def _row(cells: list[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _across(figure: str, rows: list[dict], who: tuple[str, ...]) -> list[str]:
    held = {row["who"]: row for row in rows}
    figures = [f"{held[one][figure]:g}" if one in held else "" for one in who]
    return [rows[0]["problem"], f"{rows[0]['seconds']:g}", *figures, _reached(held.get(OURS, {}))]


def _reached(row: dict) -> str:
    aims = row.get("aims") or {}
    missed = [aim for aim, reached in aims.items() if not reached]
    return f"missed: {'; '.join(missed)}" if missed else "reached" if aims else ""


def _cells(row: dict) -> list[str]:
    return [
        row["problem"],
        f"{row['seconds']:g}",
        row["who"],
        f"{row['hard']:g}",
        f"{row['repeats']:g}",
        f"{row['value']:.2f}",
        "" if row["percent"] is None else f"{row['percent']:.2f}",
        f"{row['gap_percent']:.4f}" if "gap_percent" in row else "",
        f"{row['ratio_to_ours']:.4f}" if "ratio_to_ours" in row else "",
        f"{row['moves']:g} ({row['forced_moves']:g})" if row["problem"].startswith("repair") else "",
        f"{row['cpu_s']:.2f}",
        f"{row['wall_s']:.2f}",
        _reached(row),
    ]


if __name__ == "__main__":
    main()
