"""A spreadsheet of people, saved as CSV: read into a problem, and written back with the group of each round."""

from __future__ import annotations

import argparse
import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TextIO

from grouping.problem import ImpossibleRules, Problem, Round, Trait, even_sizes

MOST_BYTES = 200_000_000
YES = {"yes", "y", "true", "1", "x", "ja", "oui", "ie", "ydy"}


@dataclass(frozen=True, slots=True)
class Sheet:
    """Rows as text, by heading; `names` is what each person is called, and nobody is called the same."""

    headings: list[str]
    columns: dict[str, list[str]]
    names: list[str]


def read_sheet(path: Path, name: str | None = None) -> Sheet:
    """A CSV file with headings: commas, semicolons or tabs, UTF-8 with or without a mark, or Windows-1252.

    Raises ImpossibleRules when there are no people, a row is longer than the headings, or a heading comes twice.
    """
    if path.stat().st_size > MOST_BYTES:
        raise ImpossibleRules(f"{path} is larger than {MOST_BYTES // 1_000_000} MB; that is no list of people.")
    raw = path.read_bytes()
    text = _decoded(raw)
    first = text.split("\n", 1)[0]
    delimiter = max(",;\t", key=first.count)
    try:
        rows = [
            row
            for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
            if any(cell.strip() for cell in row)
        ]
    except csv.Error as fault:
        raise ImpossibleRules(f"{path} is not a CSV file: {fault}.") from fault
    if len(rows) < 2:
        raise ImpossibleRules(f"{path} has no people: it needs a row of headings and a row for each person.")
    headings = [heading.strip() for heading in rows[0]]
    if len(set(headings)) < len(headings):
        twice = next(heading for heading in headings if headings.count(heading) > 1)
        raise ImpossibleRules(f"{path} has two columns called {twice!r}; give each its own heading.")
    for number, row in enumerate(rows[1:], start=2):
        if len(row) > len(headings):
            raise ImpossibleRules(
                f"Row {number} of {path} has {len(row)} cells, but there are {len(headings)} headings."
            )
    padded = [[cell.strip() for cell in row] + [""] * (len(headings) - len(row)) for row in rows[1:]]
    columns = {heading: [row[place] for row in padded] for place, heading in enumerate(headings)}
    return Sheet(headings, columns, _names(columns, name or headings[0], path))


def _decoded(raw: bytes) -> str:
    if b"\x00" in raw[:4096] and raw[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return raw.decode("utf-16")
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        return raw.decode("cp1252", errors="replace")


def _names(columns: dict[str, list[str]], by: str, path: Path) -> list[str]:
    if by not in columns:
        raise ImpossibleRules(f"{path} has no column called {by}; it has {', '.join(columns)}.")
    seen: dict[str, int] = {}
    names = []
    for number, name in enumerate(columns[by], start=2):
        called = name or f"row {number}"
        seen[called] = seen.get(called, 0) + 1
        names.append(called if seen[called] == 1 else f"{called} ({seen[called]})")
    return names


def asked_of(sheet: Sheet, options: argparse.Namespace, *, repair: bool = False) -> Problem:
    """The problem that the options of the command ask for. Raises ImpossibleRules for a column that is not there."""
    n = len(sheet.names)
    mix, match = _named(options.mix, sheet), _named(options.match, sheet)
    if mix and match:
        raise ImpossibleRules("Groups can be mixed or matched in one plan, not both; give --mix or --match.")
    weights = dict(part.rsplit("=", 1) for part in _parts(options.weights) if "=" in part)
    columns: dict[str, list[Any]] = {}
    traits = []
    for name in mix or match:
        columns[name], kind, span = _typed(sheet.columns[name])
        traits.append(Trait(name, kind, _weight(weights.get(name, "1"), name), span))  # type: ignore[arg-type]
    for name in _named(options.common, sheet):
        columns[f"common {name}"] = [tuple(_listed(cell)) for cell in sheet.columns[name]]
    for name in apart_names(options, sheet):
        columns[f"apart {name}"] = [cell.casefold() for cell in sheet.columns[name]]
    alone = [part.split("=", 1) for part in _parts(options.not_alone)]
    for name in {one[0] for one in alone}:
        _there(name, sheet)
        columns[f"alone {name}"] = list(sheet.columns[name])
    leads: frozenset[int] = frozenset()
    if options.facilitators:
        _there(options.facilitators, sheet)
        leads = frozenset(p for p, cell in enumerate(sheet.columns[options.facilitators]) if cell.casefold() in YES)
    prior, absent = _prior(sheet, options) if repair else ((), frozenset[int]())
    present = n - len(absent)
    aim = "alike" if match else "mixed" if mix else "random"
    if options.size < 1 or options.rounds < 1:
        raise ImpossibleRules("--size and --rounds must be 1 or more.")
    if repair:
        groups = [max((g for g in row), default=0) + 1 for row in prior]
        stay = [[g for p, g in enumerate(row) if p not in absent] for row in prior]
        least = max(1, options.size - 1)
        rounds = tuple(
            Round(
                tuple(max(row.count(g), -(-present // count)) for g in range(count)),
                aim,  # type: ignore[arg-type]
                least if count * least <= present else 0,
            )
            for count, row in zip(groups, stay, strict=True)
        )
    else:
        sizes = even_sizes(present, max(1, round(present / options.size)))
        rounds = (Round(sizes, aim),) * options.rounds  # type: ignore[arg-type]
    return Problem(
        people=n,
        rounds=rounds,
        columns=columns,
        traits=tuple(traits),
        apart_by=tuple(f"apart {name}" for name in apart_names(options, sheet)),
        facilitators=leads,
        one_facilitator=bool(leads),
        common=tuple(f"common {name}" for name in _named(options.common, sheet)),
        not_alone=tuple((f"alone {name}", value) for name, value in (one for one in alone if len(one) == 2)),
        prior=prior,
        absent=absent,
        move_weight=(1e6 if not getattr(options, "better", False) else 1.0) if repair else 0.0,
    )


def apart_names(options: argparse.Namespace, sheet: Sheet) -> list[str]:
    return _named(options.apart, sheet)


def write_groups(sheet: Sheet, rounds: Sequence[Sequence[int]], path: Path | None, stdout: TextIO) -> None:
    """The rows as they were, and a column for each round: groups from 1, empty for who is away.

    A cell that a spreadsheet would take for a formula gets an apostrophe in front.
    """
    kept = [heading for heading in sheet.headings if not _is_round(heading)]
    titles = ["group"] if len(rounds) == 1 else [f"round {number + 1}" for number in range(len(rounds))]

    def write(out: TextIO) -> None:
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow([*map(_safe, kept), *titles])
        for person in range(len(sheet.names)):
            groups = [str(row[person] + 1) if row[person] >= 0 else "" for row in rounds]
            writer.writerow([*(_safe(sheet.columns[heading][person]) for heading in kept), *groups])

    if path is None:
        write(stdout)
        return
    with path.open("w", encoding="utf-8", newline="") as out:
        write(out)


def _is_round(heading: str) -> bool:
    return heading == "group" or (heading.startswith("round ") and heading[6:].isdigit())


def _prior(sheet: Sheet, options: argparse.Namespace) -> tuple[tuple[tuple[int, ...], ...], frozenset[int]]:
    headings = [heading for heading in sheet.headings if _is_round(heading)]
    if not headings:
        raise ImpossibleRules("There is no column called group or round 1: write one with plan first.")
    rows = []
    for heading in headings:
        cells = sheet.columns[heading]
        wrong = next((cell for cell in cells if cell and not (cell.isdigit() and int(cell) >= 1)), None)
        if wrong is not None:
            raise ImpossibleRules(f"The column {heading} holds {wrong!r}; groups are numbered from 1.")
        rows.append(tuple(int(cell) - 1 if cell else -1 for cell in cells))
    away = _parts(getattr(options, "absent", "") or "")
    unknown = [name for name in away if name not in sheet.names]
    if unknown:
        raise ImpossibleRules(f"Nobody on the list is called {unknown[0]}.")
    return tuple(rows), frozenset(sheet.names.index(name) for name in away)


def _safe(cell: str) -> str:
    return f"'{cell}" if cell[:1] in ("=", "+", "-", "@", "\t", "\r") and not _number(cell) else cell


def _parts(text: str) -> list[str]:
    return [part.strip() for part in text.split(",") if part.strip()]


def _named(text: str, sheet: Sheet) -> list[str]:
    for name in _parts(text):
        _there(name, sheet)
    return _parts(text)


def _there(name: str, sheet: Sheet) -> None:
    if name not in sheet.columns:
        raise ImpossibleRules(f"There is no column called {name}; there are {', '.join(sheet.headings)}.")


def _weight(text: str, name: str) -> float:
    found = _number(text)
    if found is None or found < 0:
        raise ImpossibleRules(f"The weight of {name} must be a number of 0 or more; it is {text!r}.")
    return found


def _typed(cells: Sequence[str]) -> tuple[list[Any], str, float]:
    """A column as it is meant: numbers where every cell is one, lists where cells hold semicolons, else categories."""
    numbers = [_number(cell) for cell in cells]
    if all(number is not None or not cell for number, cell in zip(numbers, cells, strict=True)) and any(cells):
        known = [number for number in numbers if number is not None]
        middle = sorted(known)[len(known) // 2]
        return [middle if number is None else number for number in numbers], "number", (max(known) - min(known)) or 1.0
    if any(";" in cell or "|" in cell for cell in cells):
        return [tuple(_listed(cell)) for cell in cells], "set", 1.0
    return [cell.casefold() for cell in cells], "category", 1.0


def _listed(cell: str) -> Iterable[str]:
    return (part.strip().casefold() for part in cell.replace("|", ";").split(";") if part.strip())


def _number(cell: str) -> float | None:
    try:
        found = float(cell)
    except ValueError:
        return None
    return found if found == found and abs(found) < 1e12 else None
