"""A process that sends reminders is killed in the middle, with no chance to tidy up: the next one loses and doubles nothing."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PEOPLE = 300
PATIENCE = 120
FILL = f"""
from datetime import timedelta
from tests.gather import builders_seating as made
from collective.gather.gatherings.models import SignUp
from collective.join.people.models import Person

lunch = made.lunch(seats=None)
facts = {{"created_at": made.NOON}}
held = Person.objects.bulk_create(Person(name=f"P{{n}}", email=f"p{{n}}@example.org", **facts) for n in range({PEOPLE}))
before = made.NOON - timedelta(days=5)
SignUp.objects.bulk_create(
    SignUp(gathering=lunch, person=one, made_at=before, source="hand", seat=n) for n, one in enumerate(held, start=1)
)
"""
RUN = """
from datetime import timedelta
from collective.gather.gatherings.actions import reminding
from tests.gather.builders_seating import STARTS

reminding.BATCH = 7
reminding.run(STARTS - timedelta(hours=25))
"""


def surroundings(folder: Path) -> dict[str, str]:
    kept = {key: value for key, value in os.environ.items() if key != "DATABASE_URL"}
    return kept | {"COLLECTIVE_VAR": str(folder)}


def words(script: str) -> list[str]:
    return [sys.executable, "manage.py", "shell", "--verbosity", "0", "-c", script]


def manage(folder: Path, *rest: str) -> None:
    subprocess.run(rest, cwd=ROOT, env=surroundings(folder), check=True, capture_output=True)


def counted(folder: Path) -> tuple[int, int, int]:
    """(letters, different readers, people who are noted as told)."""
    with sqlite3.connect(folder / "collective.sqlite3", timeout=20) as database:
        letters = "SELECT count(*), count(DISTINCT \"to\") FROM outbox_letter WHERE kind = 'still_coming'"
        return *database.execute(letters).fetchone(), *database.execute(
            "SELECT count(*) FROM gatherings_told"
        ).fetchone()


def test_who_was_written_to_is_noted_and_the_rest_is_written_to_afterwards(tmp_path):
    manage(tmp_path, sys.executable, "manage.py", "migrate", "--no-input", "--verbosity", "0")
    manage(tmp_path, *words(FILL))

    sending = subprocess.Popen(words(RUN), cwd=ROOT, env=surroundings(tmp_path), stderr=subprocess.DEVNULL)
    until = time.monotonic() + PATIENCE
    while counted(tmp_path)[0] < 20 and sending.poll() is None and time.monotonic() < until:
        time.sleep(0.01)
    sending.kill()
    sending.wait()

    letters, readers, told = counted(tmp_path)
    assert 0 < letters < PEOPLE, "it was killed in the middle"
    assert letters == readers == told

    manage(tmp_path, *words(RUN))
    assert counted(tmp_path) == (PEOPLE, PEOPLE, PEOPLE)
