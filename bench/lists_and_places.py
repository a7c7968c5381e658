"""Reading a long sign-up list and finding towns: what they cost beside the bare standard library.

The list: 20,000 rows, read and previewed, beside `csv.reader` over the same bytes. Towns: `places.find` beside one look-up
in a plain dict. The ratio is the result, because the seconds belong to the machine; medians of five turns, in turns. Both grow
linearly: the list with its rows (the run with 2,000 rows shows it), a found town with nothing, a misspelt one with the gazetteer.

    python bench/lists_and_places.py [--quick]

Prints a table and writes bench/results/lists_and_places.json.
"""

import argparse
import csv
import io
import json
import platform
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from collective.gather.gatherings.signup_files import preview, recognise  # noqa: E402
from collective.ground.lib import places  # noqa: E402
from collective.ground.lib.tables import read_table  # noqa: E402

TOWNS = ["Sheffield", "Hebden Bridge", "Derry", "Aberystwyth", "HX7 8AB", "Newport"]
MISSPELT = ["Shefield", "Aberystwith", "Inverniss"]


def a_list(rows: int) -> bytes:
    head = "First Name,Last Name,Email,Company,Town,Words,Notes\r\n"
    return (
        head
        + "".join(f'Ada,Number{n},ada{n}@x.example.org,Trust {n % 900},Hull,"a, b, c",none\r\n' for n in range(rows))
    ).encode()


def took(work: Callable[[], object]) -> float:
    start = time.process_time()
    work()
    return time.process_time() - start


def beside(product: Callable[[], object], bare: Callable[[], object], turns: int) -> dict[str, float]:
    """CPU seconds of both, in turns, and their ratio; medians."""
    pairs = [(took(product), took(bare)) for _ in range(turns)]
    ours, theirs = (statistics.median(pair[side] for pair in pairs) for side in (0, 1))
    return {
        "product_s": round(ours, 6),
        "bare_s": round(theirs, 6),
        "ratio": round(ours / theirs, 1) if theirs else 0.0,
    }


def looked_at(data: bytes) -> None:
    table = read_table(data, "list.csv")
    preview(table, recognise(table).mapping, known_emails=frozenset())


def main() -> None:
    words = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    words.add_argument("--quick", action="store_true")
    turns = 3 if words.parse_args().quick else 5
    places.find("Hull")  # loads the gazetteer once, as the server does
    plain = {town.casefold(): town for town in TOWNS}
    results = {}
    for rows in (2_000, 20_000):
        data = a_list(rows)
        results[f"read and preview {rows:,} rows"] = beside(
            lambda data=data: looked_at(data), lambda data=data: list(csv.reader(io.StringIO(data.decode()))), turns
        )
    results["find 6,000 towns"] = beside(
        lambda: [places.find(town) for _ in range(1000) for town in TOWNS],
        lambda: [plain.get(town.casefold()) for _ in range(1000) for town in TOWNS],
        turns,
    )
    results["find 30 misspelt towns"] = beside(
        lambda: [places.find(town) for _ in range(10) for town in MISSPELT],
        lambda: [plain.get(town.casefold()) for _ in range(10) for town in MISSPELT],
        turns,
    )
    for name, figures in results.items():
        print(
            f"{name:<34} {figures['product_s']:>10.4f} s   bare {figures['bare_s']:>10.6f} s   {figures['ratio']:>10,.1f} ×"
        )
    machine = {"python": platform.python_version(), "machine": platform.machine(), "system": platform.system()}
    out = ROOT / "bench" / "results" / "lists_and_places.json"
    out.parent.mkdir(exist_ok=True)
    out.write_text(json.dumps({"machine": machine, "turns": turns, "results": results}, indent=2) + "\n")


if __name__ == "__main__":
    main()
