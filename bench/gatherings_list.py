"""One list of 20,000 sign-ups, on a database file, through the whole of Django: brought in, looked at, found in, written out.

Every step is a request as an organiser makes it: uploading the file, looking at what would happen, taking the people in, then
the pages that show the list and search it. The result is the median of the turns in seconds of processor time on this machine,
beside the same step with a tenth of the rows; what cannot be done twice (taking in) is done with a list of its own each time.

    python bench/gatherings_list.py [--quick]

Prints a table and writes bench/results/gatherings_list.json.
"""

import argparse
import json
import os
import platform
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "collective.settings")
os.environ["COLLECTIVE_VAR"] = tempfile.mkdtemp()
os.environ["COLLECTIVE_HOSTS"] = "testserver"

import django  # noqa: E402

django.setup()

from django.core.files.uploadedfile import SimpleUploadedFile  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.test import Client  # noqa: E402

from collective.gather.gatherings import actions  # noqa: E402
from collective.gather.gatherings.models import Gathering  # noqa: E402
from collective.join.people import actions as people  # noqa: E402

NOW = datetime.now(UTC).replace(microsecond=0)
PAGES = {
    "the list": "people/",
    "its last page": "people/?page=999",
    "searching it": "people/?q=number1999",
    "the door": "door/",
    "searching at the door": "door/?q=number1999",
    "who came": "attendance/",
    "at a glance": "overview/",
    "the day": "day/",
    "as CSV": "people/list.csv",
    "as Excel": "people/list.xlsx",
}


def a_list(rows: int, turn: int) -> bytes:
    head = "First Name,Last Name,Email,Company,Town,Words,Notes\r\n"
    lines = (
        f'Ada,Number{n},ada{rows}-{turn}-{n}@x.example.org,Trust {n % 900},Hull,"a, b, c",none\r\n' for n in range(rows)
    )
    return (head + "".join(lines)).encode()


def took(work: Callable[[], object]) -> float:
    start = time.process_time()
    work()
    return time.process_time() - start


def a_gathering(title: str) -> Gathering:
    begins = NOW - timedelta(hours=1)
    return actions.plan(title=title, starts_at=begins, ends_at=begins + timedelta(hours=9), now=NOW)


def steps(client: Client, rows: int, turns: int) -> dict[str, float]:
    """Median seconds of each step."""
    found: dict[str, list[float]] = {}
    for turn in range(turns):
        at = a_gathering(f"List {rows} {turn}")
        for name, seconds in taken_in(client, at, a_list(rows, turn)):
            found.setdefault(name, []).append(seconds)
    for name, page in PAGES.items():
        address = f"/desk/gatherings/{at.slug}/{page}"
        found[name] = [took(partial(_asked, client, address)) for _ in range(turns)]
    return {name: round(statistics.median(seconds), 3) for name, seconds in found.items()}


def taken_in(client: Client, at: Gathering, data: bytes) -> Iterator[tuple[str, float]]:
    desk = f"/desk/gatherings/{at.slug}"
    file = SimpleUploadedFile("list.csv", data)
    yield "uploading the file", took(lambda: client.post(f"{desk}/import/", {"file": file}))
    batch = f"{desk}/import/{at.imports.get().pk}/"
    yield "looking at it", took(lambda: _asked(client, batch))
    yield "taking the people in", took(lambda: client.post(f"{batch}application/"))
    assert at.sign_ups.count() == data.count(b"\r\n") - 1


def _asked(client: Client, address: str) -> None:
    answer = client.get(address)
    assert answer.status_code == 200, (address, answer.status_code)


def main() -> None:
    words = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    words.add_argument("--quick", action="store_true")
    quick = words.parse_args().quick
    rows, turns = (2_000, 1) if quick else (20_000, 3)
    call_command("migrate", verbosity=0)
    client = Client()
    client.force_login(people.make_organiser(email="ada@example.org", name="Ada Hussain", now=NOW))
    small, large = steps(client, rows // 10, turns), steps(client, rows, turns)
    for name, seconds in large.items():
        print(f"{name:24} {seconds:7.3f} s   with a tenth of the rows {small[name]:7.3f} s")
    results = {name: {"seconds": seconds, "with_a_tenth": small[name]} for name, seconds in large.items()}
    about = {"machine": platform.machine(), "python": platform.python_version(), "rows": rows}
    target = ROOT / "bench" / "results" / "gatherings_list.json"
    target.write_text(json.dumps({"about": about, "results": results}, indent=2) + "\n")


if __name__ == "__main__":
    main()
