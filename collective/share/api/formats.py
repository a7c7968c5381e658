"""What programs are answered. Times are in UTC, with their zone; what the clock on the wall says stands beside them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.urls import reverse
from ninja import Schema

if TYPE_CHECKING:
    from collective.gather.gatherings.models import Gathering, SignUp
    from collective.gather.gatherings.queries import Entry


class Message(Schema):
    """A "no", in words."""

    message: str


class GatheringOut(Schema):
    slug: str
    title: str
    summary: str
    topic: str
    kind: str
    state: str
    starts_at: str
    ends_at: str
    zone: str
    wall_start: str
    wall_end: str
    way: str
    place: str
    audience: str
    access_notes: str
    seats: int | None
    url: str
    link: str | None = None
    taken: int | None = None


class SignUpOut(Schema):
    id: int
    name: str
    email: str | None
    organisation: str | None
    state: str
    seat: int | None
    way: str
    source: str
    facilitating: bool
    made_at: str


class AttendanceOut(Schema):
    name: str
    email: str | None
    attended: str
    source: str | None


class GatheringPage(Schema):
    gatherings: list[GatheringOut]
    next: str | None


class SignUpPage(Schema):
    sign_ups: list[SignUpOut]
    next: int | None


class AttendancePage(Schema):
    attendance: list[AttendanceOut]
    page: int
    pages: int


def gathering(one: Gathering, taken: int | None, *, organises: bool) -> dict[str, Any]:
    """One gathering: the link, a place that is hidden and the number of people are for organisers."""
    return {
        **{name: getattr(one, name) for name in ("slug", "title", "summary", "topic", "kind", "zone")},
        **{name: getattr(one, name) for name in ("wall_start", "wall_end", "way", "audience", "access_notes", "seats")},
        "state": "cancelled" if one.is_cancelled else "published" if one.is_listed else "draft",
        "starts_at": one.starts_at.isoformat(),
        "ends_at": one.ends_at.isoformat(),
        "place": one.place if organises else one.public_place,
        "url": settings.SITE_URL + reverse("gathering", args=[one.slug]),
        "link": one.link if organises else None,
        "taken": taken if organises else None,
    }


def sign_up(one: SignUp) -> dict[str, Any]:
    person = one.person
    return {
        "id": one.pk,
        "name": person.name,
        "email": person.email,
        "organisation": person.organisation.name if person.organisation else None,
        "state": "coming" if one.seat is not None else "cannot",
        "seat": one.seat,
        "way": one.way,
        "source": one.source,
        "facilitating": one.facilitating,
        "made_at": one.made_at.isoformat(),
    }


def attendance(entry: Entry) -> dict[str, Any]:
    return {
        "name": entry.person.name,
        "email": entry.person.email,
        "attended": entry.attended,
        "source": entry.mark.source if entry.mark else None,
    }
