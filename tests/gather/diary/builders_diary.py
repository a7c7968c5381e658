"""A small world for the tests of the diary. Names are invented."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from collective.gather.diary import actions
from collective.gather.diary.models import Entry, Invitation
from collective.join.people.models import Member, Person

LONG_AGO = datetime(2026, 1, 5, 9, 0, tzinfo=UTC)
WINTER = {
    "zone": "Europe/London",
    "wall_start": "2030-12-03T12:30",
    "wall_end": "2030-12-03T13:30",
    "summary": "Winter lunch: counting what matters",
    "location": "The Old Library, Sheffield",
}


def entry(now: datetime = LONG_AGO, **facts: object) -> Entry:
    return actions.write_entry(**(WINTER | {"now": now} | facts))


def again(found: Entry, now: datetime = LONG_AGO + timedelta(days=1), **facts: object) -> Entry:
    """The same entry written once more, with these facts changed."""
    names = ("zone", "wall_start", "wall_end", "summary", "description", "location", "url", "audience")
    kept = {name: getattr(found, name) for name in names}
    return actions.write_entry(**(kept | {"entry": found, "now": now} | facts))


def person(name: str = "Amina Yusuf", email: str | None = "amina@example.org") -> Person:
    return Person.objects.get_or_create(email=email, defaults={"name": name, "created_at": LONG_AGO})[0]


def member(email: str = "ben@example.org", name: str = "Ben Carr") -> Member:
    return Member.objects.filter(email=email).first() or Member.objects.create_user(
        email=email, name=name, now=LONG_AGO
    )


def invitation(to: Entry | None = None, who: Person | None = None, **facts: object) -> Invitation:
    return actions.invite(**({"entry": to or entry(), "person": who or person(), "now": LONG_AGO} | facts))


def unfolded(text: str) -> list[str]:
    """The content lines of a file, as a reader has them."""
    return text.replace("\r\n ", "").split("\r\n")
