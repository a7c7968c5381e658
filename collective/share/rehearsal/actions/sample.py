"""The demonstration's community: everything in it is invented, and says so."""

from __future__ import annotations

from dataclasses import asdict
from datetime import timedelta
from typing import TYPE_CHECKING

from django.core.management import call_command, get_commands
from django.db import transaction
from django.utils import timezone

from collective.gather.gatherings import actions as gatherings
from collective.gather.gatherings.models import Gathering
from collective.ground.community.models import Community, Defaults
from collective.join.people import actions as people
from collective.join.people.models import Member, Person
from collective.share.rehearsal.actions import pilot, rehearsing
from collective.share.rehearsal.audience.chance import shuffled
from collective.share.rehearsal.models import Rehearsal
from collective.talk.rooms.actions import planning
from collective.talk.rooms.models import Room

if TYPE_CHECKING:
    from datetime import datetime

    from django.db.models import QuerySet

ORGANISER = "ada@example.org"
NEXT_TITLE = "An hour, four at a table, one question"
NEXT_SUMMARY = (
    "Invented sample: three short questions, then you talk in small groups about which number you stopped reporting, "
    "and whether anybody noticed. You need no account and no preparation."
)
LEARNT = (
    "Invented sample. Thirty people came, from all over the country, and sat twice at tables of four. "
    "What they wrote down most often was not a tool but a person: somebody to ask."
)
SIGNED_UP, AUDIENCE, DAYS_AHEAD = 48, 30, 10
PUBLISH = "publish_result"  # a command of the pages, which this app does not know


def make(*, now: datetime) -> Gathering:
    """The community, its organiser, the past workshop and the next gathering. What is there already is left as it is."""
    if not Community.objects.exists():
        Community.objects.create(**{**asdict(Defaults()), "host": "one computer, for a demonstration"})
    ada = organiser(now=now)
    if pilot.already_there() is None:
        workshop = pilot.play(by=ada)
        if PUBLISH in get_commands():
            call_command(PUBLISH, workshop.slug, words=LEARNT, with_cards=True, verbosity=0)
    return _upcoming(now).first() or _next(ada, now)


def organiser(*, now: datetime) -> Member:
    return people.make_organiser(email=ORGANISER, name="Ada Hussain", now=now)


def _upcoming(now: datetime) -> QuerySet[Gathering]:
    return Gathering.objects.upcoming(now).filter(title=NEXT_TITLE)


@transaction.atomic
def _next(ada: Member, now: datetime) -> Gathering:
    """A gathering in ten days, on show, with a run-sheet and people who mean to come. Nobody is written to."""
    day = timezone.localtime(now + timedelta(days=DAYS_AHEAD))
    starts_at = day.replace(hour=12, minute=30, second=0, microsecond=0)
    gathering = gatherings.plan(
        title=NEXT_TITLE,
        summary=NEXT_SUMMARY,
        way="online",
        starts_at=starts_at,
        ends_at=starts_at + timedelta(minutes=75),
        seats=60,
        now=now,
        by=ada,
    )
    gatherings.list_publicly(gathering=gathering, now=now, by=ada)
    planning.lay_pilot(planning.lay_out(gathering=gathering, now=now))
    known = Person.objects.filter(sign_ups__gathering__title=pilot.TITLE, email__isnull=False).order_by("pk")
    for person in shuffled(list(known.select_related("organisation")), pilot.SEED, "next")[:SIGNED_UP]:
        gatherings.add_by_hand(gathering=gathering, name=person.name, email=person.email or "", now=now)
    return gathering


def room(*, now: datetime) -> Room:
    """The room of the next gathering, with the sample made first where it is missing."""
    return planning.lay_out(gathering=make(now=now), now=now)


def present_rehearsal() -> Rehearsal | None:
    """The newest rehearsal, running or over."""
    return Rehearsal.objects.with_room().order_by("-started_at", "-pk").first()


def room_to_show(*, now: datetime) -> tuple[Room, str]:
    """The rehearsal's room while one runs, else the real one; and what to know about the latter."""
    present = present_rehearsal()
    if present is not None and present.is_running:
        return present.room, ""
    return room(
        now=now
    ), "No rehearsal is running: the room is shut until you open it on the desk, or start a rehearsal there."


def rehearse(*, now: datetime) -> Rehearsal:
    """A fresh rehearsal of the next gathering, with a made-up host until somebody takes over."""
    return rehearsing.start(room=room(now=now), now=now, size=AUDIENCE, hosted=True)


def rehearsal_under_way(*, now: datetime) -> Rehearsal:
    """The rehearsal that runs, or a fresh one where none does."""
    present = present_rehearsal()
    return present if present is not None and present.is_running else rehearse(now=now)
