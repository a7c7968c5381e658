"""Small worlds for the tests of gatherings and people. Names are invented."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from collective.gather.gatherings import actions
from collective.gather.gatherings.actions import importing
from collective.ground.lib import clock
from collective.join.people import actions as people
from collective.join.people.models import Member

if TYPE_CHECKING:
    from django.test import Client

    from collective.gather.gatherings.models import Gathering, ImportBatch, SignUp

FILES = Path(__file__).parent / "files"
LONG_AGO = datetime(2026, 1, 5, 9, 0, tzinfo=UTC)


def soon() -> datetime:
    """Tomorrow at noon by the real clock, which the views read."""
    return (clock.now() + timedelta(days=1)).replace(hour=12, minute=0, second=0, microsecond=0)


def organiser(email: str = "ada@example.org", name: str = "Ada Hussain") -> Member:
    return people.make_organiser(email=email, name=name, now=LONG_AGO)


def member(email: str = "ben@example.org", name: str = "Ben Carr") -> Member:
    return Member.objects.create_user(email=email, name=name, now=LONG_AGO)


def signed_in(client: Client, someone: Member) -> Client:
    client.force_login(someone)
    return client


def gathering(
    title: str = "Winter lunch", *, starts_at: datetime | None = None, listed: bool = True, **facts: object
) -> Gathering:
    starts_at = starts_at or soon()
    made = actions.plan(title=title, starts_at=starts_at, ends_at=starts_at + timedelta(hours=1), now=LONG_AGO, **facts)
    if listed:
        actions.list_publicly(gathering=made, now=LONG_AGO, by=organiser())
    return made


def seat(of: Gathering, name: str = "Amina Yusuf", email: str = "amina@example.org", **facts: object) -> SignUp:
    now = min(clock.now(), of.starts_at - timedelta(hours=1))
    return actions.sign_up(gathering=of, now=now, name=name, email=email, consents=["gathering"], **facts)


def seats(of: Gathering, number: int) -> list[SignUp]:
    return [seat(of, f"Person {n:02d}", f"p{n}@example.org") for n in range(1, number + 1)]


def uploaded(of: Gathering, name: str = "eventbrite-attendees.csv") -> ImportBatch:
    data = (FILES / name).read_bytes()
    return importing.upload(gathering=of, data=data, filename=name, now=clock.now(), by=organiser())


FORM = {
    "name": "Amina Yusuf",
    "email": "amina@example.org",
    "organisation": "Usk Valley Pantry",
    "place": "Hebden Bridge",
    "word_1": "food",
    "word_2": "young people",
    "word_3": "Food",
    "maturity": "3",
    "consent_gathering": "on",
    "consent_membership": "on",
}
PLAN = {
    "title": "Winter lunch: counting what matters",
    "summary": "Two rounds.\n\n- Bring a sandwich\n- and <script>alert(1)</script>",
    "day": "2030-12-03",
    "starts": "12:30",
    "ends": "13:30",
    "way": "both",
    "place": "The Old Library, Sheffield",
    "link": "https://meet.example.org/winter",
    "seats": "32",
}
