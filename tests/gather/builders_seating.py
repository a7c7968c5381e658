"""Small full gatherings and people who wait, for the tests of seats. Names are invented; times are fixed, and lie ahead."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from collective.gather.gatherings import actions
from collective.gather.gatherings.models import Gathering, Offer, SignUp, Waiting
from collective.ground.outbox.models import Letter
from collective.join.people import actions as people

if TYPE_CHECKING:
    from collections.abc import Iterable

# A Tuesday at noon in London, far from any change of clocks, and a lunch on the Friday after.
NOON = datetime(2027, 6, 1, 11, 0, tzinfo=UTC)
STARTS = NOON + timedelta(days=3)


def lunch(*, seats: int | None = 2, starts_at: datetime = STARTS, **facts: object) -> Gathering:
    facts = {"zone": "Europe/London", "link": "https://meet.example.org/lunch", **facts}
    return actions.plan(
        title="Winter lunch",
        starts_at=starts_at,
        ends_at=starts_at + timedelta(hours=1),
        now=NOON - timedelta(days=20),
        seats=seats,
        **facts,
    )


def seat(of: Gathering, number: int, *, now: datetime = NOON - timedelta(days=5), **facts: object) -> SignUp:
    return actions.sign_up(
        gathering=of,
        now=now,
        name=f"Person {number}",
        email=f"p{number}@example.org",
        consents=["gathering"],
        **facts,
    )


def full(*, seats: int = 2, **facts: object) -> Gathering:
    of = lunch(seats=seats, **facts)
    for number in range(1, seats + 1):
        seat(of, number)
    return of


def place(of: Gathering, number: int, *, now: datetime | None = None, **facts: object) -> Waiting:
    """Somebody on the list: number 11 came before number 12."""
    return actions.join_list(
        gathering=of,
        now=now or NOON - timedelta(days=2) + timedelta(minutes=number),
        name=f"Person {number}",
        email=f"p{number}@example.org",
        consents=["gathering"],
        **facts,
    )


def places(of: Gathering, numbers: Iterable[int]) -> list[Waiting]:
    return [place(of, number) for number in numbers]


def gone(one: SignUp, now: datetime = NOON) -> None:
    actions.leave(sign_up=one, now=now)


def offered(of: Gathering) -> list[str]:
    """Who holds an open offer, in the order of the offers."""
    rows = Offer.objects.filter(gathering=of, seat__isnull=False).order_by("pk")
    return [one.waiting.person.name for one in rows.select_related("waiting__person")]


def letters_to(number: int) -> list[str]:
    """The kinds of letters somebody got, in order."""
    return list(Letter.objects.filter(to=f"p{number}@example.org").order_by("pk").values_list("kind", flat=True))


def letter_to(number: int, kind: str) -> Letter:
    return Letter.objects.filter(to=f"p{number}@example.org", kind=kind).latest("pk")


def is_sound(of: Gathering) -> None:
    """What must hold whatever happened: no seat too many, none twice, nobody twice."""
    of.refresh_from_db()
    seats = [(one.pool_id, one.seat) for one in of.sign_ups.coming()]
    promised = [(one.pool_id, one.seat) for one in of.offers.filter(seat__isnull=False)]
    assert len(set(seats + promised)) == len(seats + promised)
    assert of.seats is None or len(seats) + len(promised) <= of.seats
    seated = set(of.sign_ups.coming().values_list("person", flat=True))
    assert not seated & set(of.waiting.standing().values_list("person", flat=True))


def organiser() -> object:
    return people.make_organiser(email="ada@example.org", name="Ada Hussain", now=NOON - timedelta(days=30))
