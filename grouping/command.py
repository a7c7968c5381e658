"""`python -m grouping`: from a JSON problem, or straight from a spreadsheet, to groups. No server, nothing installed."""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, TextIO

from grouping import speed
from grouping.place import Placed, place, solve_problem, usual_looks
from grouping.place import warm as prepare
from grouping.problem import ImpossibleRules, Problem
from grouping.reading import read_problem
from grouping.saying import headline, reasons, said
from grouping.sheet import asked_of, read_sheet, write_groups

MOST_SECONDS, MOST_STEPS = 86_400, 10**12


def main(arguments: Sequence[str], stdin: TextIO = sys.stdin, stdout: TextIO = sys.stdout) -> int:
    """Runs one command; 0 when it worked, 2 when what was asked does not fit (one sentence on stderr says why)."""
    try:
        if not arguments:
            return answer(stdin, stdout)
        options = _parser().parse_args(arguments)
        return int(options.do(options, stdout))
    except (ImpossibleRules, OSError, UnicodeDecodeError) as problem:
        print(f"grouping: {problem}", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        print("grouping: stopped; nothing was written.", file=sys.stderr)
        return 130


def entry() -> int:
    """What `grouping` runs where the package is installed."""
    return main(sys.argv[1:])


def answer(stdin: TextIO, stdout: TextIO) -> int:
    """A JSON problem in, a JSON answer out. `time_limit_s`, `steps` and `seed` are part of the problem."""
    try:
        problem = json.load(stdin)
    except (ValueError, RecursionError) as fault:
        raise ImpossibleRules(f"The problem is not JSON: {str(fault)[:200]}.") from fault
    if not isinstance(problem, dict):
        raise ImpossibleRules("A problem is a JSON object with at least n and rounds.")
    limit, steps = problem.get("time_limit_s"), problem.get("steps")
    for name, value, most in (("time_limit_s", limit, MOST_SECONDS), ("steps", steps, MOST_STEPS)):
        fits = isinstance(value, (int, float)) and not isinstance(value, bool) and 0 < value <= most
        if value is not None and not fits:
            raise ImpossibleRules(f"{name} must be a number above 0 and at most {most:,}.")
    began = time.perf_counter()
    found = solve_problem(
        problem,
        seconds=float(limit) if limit is not None and steps is None else None,
        clock=time.monotonic,
        steps=int(steps) if steps is not None else None,
        tell=progress(),
    )
    json.dump(found | {"solve_s": round(time.perf_counter() - began, 3)}, stdout)
    stdout.write("\n")
    return 0


def plan(options: argparse.Namespace, stdout: TextIO) -> int:
    """Groups straight from a spreadsheet."""
    sheet = read_sheet(options.people, options.name)
    problem = asked_of(sheet, options)
    placed = place(
        problem,
        seed=options.seed,
        looks=options.steps,
        seconds=options.seconds,
        clock=time.monotonic,
        tell=progress(),
    )
    _tell(problem, placed, sheet.names, stdout)
    write_groups(sheet, placed.rounds, options.out, stdout)
    if options.out:
        print(f"Written to {options.out}.", file=stdout)
    return 0


def repair(options: argparse.Namespace, stdout: TextIO) -> int:
    """Groups that were written by `plan`, once some have stayed away and others have come."""
    sheet = read_sheet(options.people, options.name)
    problem = asked_of(sheet, options, repair=True)
    looks = options.steps if options.steps is not None else usual_looks(problem)
    placed = place(problem, seed=options.seed, looks=looks, how="better" if options.better else "calm", tell=progress())
    _tell(problem, placed, sheet.names, stdout)
    write_groups(sheet, placed.rounds, options.out, stdout)
    return 0


def explain(options: argparse.Namespace, stdout: TextIO) -> int:
    """Why somebody is where they are, from the groups in a spreadsheet."""
    sheet = read_sheet(options.people, options.name)
    problem = asked_of(sheet, options, repair=True)
    if options.person not in sheet.names:
        raise ImpossibleRules(f"Nobody in {options.people} is called {options.person}.")
    for sentence in reasons(problem, problem.prior, sheet.names.index(options.person), sheet.names):
        print(sentence, file=stdout)
    return 0


def bench(options: argparse.Namespace, stdout: TextIO) -> int:
    """How many looks at a seat this machine takes in a second, plain and compiled."""
    people = [{"place": f"p{i % 7}", "role": f"r{i % 5}"} for i in range(300)]
    attributes = [{"name": name, "kind": "category", "weight": 1} for name in ("place", "role")]
    rounds = [{"sizes": [5] * 60, "composition": "mixed"}] * 4
    problem = {
        "n": 300,
        "people": people,
        "rounds": rounds,
        "distance": {"kind": "attributes", "attributes": attributes},
    }
    asked = read_problem(problem)
    for name, fast in (("plain Python", False), ("compiled", True)):
        if fast and not speed.can_compile():
            print("compiled: numba is not installed", file=stdout)
            continue
        place(asked, seed=0, looks=2_000, fast=fast)
        began = time.process_time()
        place(asked, seed=0, looks=options.looks if fast else options.looks // 50, fast=fast)
        looks = (options.looks if fast else options.looks // 50) / (time.process_time() - began)
        print(f"{name}: {looks:,.0f} looks a second at 300 people in 4 rounds of 5", file=stdout)
    return 0


def warm(options: argparse.Namespace, stdout: TextIO) -> int:
    """Compile what a large draw needs, so that nobody waits for it later."""
    if not speed.can_compile():
        print("numba is not installed: draws run in plain Python, which is enough for a few dozen people.", file=stdout)
        return 0
    prepare()
    print("Compiled, and kept beside the code for next time.", file=stdout)
    return 0


def progress(out: TextIO = sys.stderr) -> Callable[[float], None]:
    """A line on a terminal that grows with the search; nothing where nobody looks."""
    if not out.isatty():
        return lambda share: None
    last = [-1]

    def show(share: float) -> None:
        percent = min(100, int(share * 100))
        if percent != last[0]:
            last[0] = percent
            out.write(f"\rPlacing people: {percent} %" + ("\n" if percent == 100 else ""))
            out.flush()

    return show


def _tell(problem: Problem, placed: Placed, names: Sequence[str], stdout: TextIO) -> None:
    print(headline(problem, placed.numbers), file=stdout)
    for sentence in said(problem, placed.numbers, names):
        print(f"- {sentence}", file=stdout)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m grouping",
        description="Puts people into small groups. Without a word after it: a JSON problem on standard input, "
        "a JSON answer on standard output.",
    )
    words = parser.add_subparsers(required=True, metavar="plan | repair | explain | bench | warm")
    for name, do, text in (
        ("plan", plan, "groups from a spreadsheet, over one or several rounds"),
        ("repair", repair, "groups again, when some stayed away and others came"),
        ("explain", explain, "why somebody is where they are"),
    ):
        _sheet_options(words.add_parser(name, help=text, description=do.__doc__), name).set_defaults(do=do)
    one = words.add_parser("bench", help="how fast this machine is", description=bench.__doc__)
    one.add_argument("--looks", type=int, default=1_000_000)
    one.set_defaults(do=bench)
    words.add_parser("warm", help="compile beforehand", description=warm.__doc__).set_defaults(do=warm)
    return parser


def _sheet_options(one: argparse.ArgumentParser, name: str) -> Any:
    one.add_argument("people", type=Path, help="a CSV file with one row a person and a heading row")
    if name == "explain":
        one.add_argument("person", help="as in the first column, or the one given by --name")
    one.add_argument("--name", help="the column people are called by (the first, if not given)")
    one.add_argument("--size", type=int, default=4, help="people in a group (4)")
    one.add_argument("--rounds", type=int, default=1, help="how many rounds (1)")
    for option, text in (
        ("apart", "columns whose equal values keep people apart, such as organisation"),
        ("mix", "columns to be as different as possible inside each group"),
        ("match", "columns to be as alike as possible inside each group"),
        ("common", "columns of lists of which a whole group must share one value, such as languages"),
        ("not-alone", "column=value: nobody is the only such person in a group"),
    ):
        one.add_argument(f"--{option}", default="", help=text)
    one.add_argument("--facilitators", help="a column that says yes for who facilitates: one in each group")
    one.add_argument("--weights", default="", help="column=weight, how much a column counts (1)")
    one.add_argument("--seed", type=int, default=0, help="another number, other groups (0)")
    one.add_argument("--steps", type=int, help="looks at a seat; the same number gives the same groups")
    one.add_argument("--seconds", type=float, help="search for so long instead; not reproducible")
    one.add_argument("--out", type=Path, help="where to write the groups (CSV); the screen if not given")
    if name == "repair":
        one.add_argument("--better", action="store_true", help="move more people for better groups")
        one.add_argument("--absent", default="", help="names of those who stayed away, with commas between")
    return one
