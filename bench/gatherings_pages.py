"""The pages of a long series: 500 gatherings with 200 people each, on a database file, through the whole of Django.

Each page is asked for in turns with a bare page of the same site ("/about/accessibility/": the same middleware and the same
frame, and nothing counted), as everybody, as a member and as an organiser. The result is the ratio of the two medians, and
the p95 in milliseconds of processor time on this machine; and how many statements a page sends to the database, which is the
same for a series of 5 gatherings with 2 people each (the run prints both).

    python bench/gatherings_pages.py [--quick]

Prints a table and writes bench/results/gatherings_pages.json.
"""

import argparse
import json
import os
import platform
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "collective.settings")
os.environ["COLLECTIVE_VAR"] = tempfile.mkdtemp()
os.environ["COLLECTIVE_HOSTS"] = "testserver"

import django  # noqa: E402

django.setup()

from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402
from django.test import Client  # noqa: E402
from django.test.utils import CaptureQueriesContext  # noqa: E402

from collective.gather.diary.models import Entry, Invitation  # noqa: E402
from collective.gather.gatherings.models import Gathering, Listing, Series, SignUp  # noqa: E402
from collective.join.people import actions as people  # noqa: E402
from collective.join.people.models import Member, Person  # noqa: E402

NOW = datetime.now(UTC).replace(minute=0, second=0, microsecond=0)
BARE = "/about/accessibility/"
CHUNK = 5_000


def a_world(gatherings: int, people_each: int) -> dict[str, str]:
    """A published series, half of it to come, with as many people in each; the addresses of its middle."""
    series = Series.objects.create(slug=f"series-{gatherings}", title="Evening circle", made_at=NOW)
    starts = [NOW + timedelta(days=7 * (number - gatherings // 2)) for number in range(gatherings)]
    entries = Entry.objects.bulk_create(_entry(gatherings, number, start) for number, start in enumerate(starts))
    made = Gathering.objects.bulk_create(
        _gathering(series, number, start, entry, people_each)
        for number, (start, entry) in enumerate(zip(starts, entries, strict=True))
    )
    Listing.objects.bulk_create(Listing(gathering=one, at=NOW) for one in made)
    held = Person.objects.bulk_create(
        Person(name=f"Person {number}", email=f"p{gatherings}-{number}@example.org", created_at=NOW)
        for number in range(people_each)
    )
    rows = ((one, person, seat) for one in made for seat, person in enumerate(held, start=1))
    SignUp.objects.bulk_create(
        (SignUp(gathering=one, person=person, seat=seat, made_at=NOW, source="form") for one, person, seat in rows),
        batch_size=CHUNK,
    )
    _ask(made, held)
    middle = made[gatherings // 2 + 1]
    token = middle.sign_ups.first().token
    return {"slug": middle.slug, "series": series.slug, "token": token}


def _entry(of: int, number: int, start: datetime) -> Entry:
    return Entry(
        uid=f"{of}-{number}@example.org",
        zone="UTC",
        wall_start=f"{start:%Y-%m-%dT%H:%M}",
        wall_end=f"{start + timedelta(hours=1):%Y-%m-%dT%H:%M}",
        starts_at=start,
        ends_at=start + timedelta(hours=1),
        summary="Evening circle",
        audience="public",
        organiser_name="Us",
        organiser_address="us@example.org",
        made_at=NOW,
        changed_at=NOW,
    )


def _gathering(series: Series, number: int, start: datetime, entry: Entry, people_each: int) -> Gathering:
    return Gathering(
        slug=f"{series.slug}-{number}",
        title="Evening circle",
        summary="Bring a question.\n\n- and something to eat",
        topic="What did you stop counting?",
        series=series,
        entry=entry,
        zone="UTC",
        wall_start=entry.wall_start,
        wall_end=entry.wall_end,
        starts_at=entry.starts_at,
        ends_at=entry.ends_at,
        seats=people_each + 20,
        made_at=NOW,
    )


def _ask(made: list[Gathering], held: list[Person]) -> None:
    rows = ((one.entry, person) for one in made for person in held)
    Invitation.objects.bulk_create(
        (
            Invitation(entry=entry, person=person, uid=f"{entry.uid}-{person.pk}", made_at=NOW, changed_at=NOW)
            for entry, person in rows
        ),
        batch_size=CHUNK,
    )


def addresses(world: dict[str, str]) -> dict[str, list[str]]:
    """Who looks at which pages."""
    slug, series = world["slug"], world["series"]
    everybody = ["/gatherings/", "/gatherings/?coming=9", "/gatherings/?page=9", f"/series/{series}/"]
    everybody += [f"/gatherings/{slug}/", f"/gatherings/{slug}/sign-up/", f"/seat/{world['token']}/", "/"]
    ours = ("people", "edit", "setup", "account", "answers", "waiting", "door", "attendance", "messages", "materials")
    desk = ["/desk/", *(f"/desk/gatherings/{slug}/{page}/" for page in (*ours, "overview", "day", "import"))]
    return {
        "everybody": everybody,
        "member": ["/gatherings/", f"/series/{series}/", f"/gatherings/{slug}/"],
        "organiser": [*desk, f"/desk/series/{series}/", "/gatherings/", f"/gatherings/{slug}/"],
    }


def clients() -> dict[str, Client]:
    organiser = people.make_organiser(email="ada@example.org", name="Ada Hussain", now=NOW)
    member = Member.objects.create_user(email="ben@example.org", name="Ben Carr", now=NOW)
    found = {"everybody": Client(), "member": Client(), "organiser": Client()}
    found["member"].force_login(member)
    found["organiser"].force_login(organiser)
    return found


def took(work: Callable[[], object]) -> float:
    start = time.process_time()
    work()
    return (time.process_time() - start) * 1000


def measured(client: Client, address: str, turns: int) -> dict[str, float]:
    """Milliseconds of a page, in turns with the bare one."""
    assert client.get(address).status_code == 200, address
    pairs = [(took(lambda: client.get(address)), took(lambda: client.get(BARE))) for _ in range(turns)]
    ours = sorted(pair[0] for pair in pairs)
    with CaptureQueriesContext(connection) as asked:
        client.get(address)
    return {
        "p95_ms": round(ours[int(len(ours) * 0.95) - 1], 1),
        "ratio": round(statistics.median(ours) / statistics.median(pair[1] for pair in pairs), 1),
        "queries": len(asked),
    }


def main() -> None:
    words = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    words.add_argument("--quick", action="store_true")
    quick = words.parse_args().quick
    turns, size = (20, (50, 40)) if quick else (60, (500, 200))
    call_command("migrate", verbosity=0)
    viewers = clients()
    small = a_world(5, 2)
    few = {who: [queries(viewers[who], one) for one in pages] for who, pages in addresses(small).items()}
    Gathering.objects.all().delete()  # so that the lists below are of one series
    large = a_world(*size)
    results = {}
    for who, pages in addresses(large).items():
        for address, before in zip(pages, few[who], strict=True):
            name = address.replace(large["token"], "…")
            results[f"{who}: {name}"] = measured(viewers[who], address, turns) | {"queries_when_small": before}
    for name, found in results.items():
        print(
            f"{name:62} {found['p95_ms']:7.1f} ms  x{found['ratio']:<5} {found['queries']:3} ({found['queries_when_small']})"
        )
    about = {
        "machine": platform.machine(),
        "python": platform.python_version(),
        "gatherings": size[0],
        "people": size[1],
    }
    target = ROOT / "bench" / "results" / "gatherings_pages.json"
    target.write_text(json.dumps({"about": about, "results": results}, indent=2) + "\n")


def queries(client: Client, address: str) -> int:
    client.get(address)
    with CaptureQueriesContext(connection) as asked:
        client.get(address)
    return len(asked)


if __name__ == "__main__":
    main()
