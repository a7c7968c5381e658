"""The same few people in every test, and small functions that make a world for them. Names are invented."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from collective.gather.gatherings import actions as gatherings
from collective.join.people import actions as people
from collective.join.people.models import Member
from collective.talk.conversations.models import Round
from collective.talk.rooms.actions import host, joining, planning

if TYPE_CHECKING:
    from collective.gather.gatherings.models import Gathering
    from collective.talk.rooms.models import Participant, Room, Step

# Views read the real clock, so what is "coming" here has to lie ahead of it, whenever the tests are run.
NOON = (datetime.now(UTC) + timedelta(days=10)).replace(hour=12, minute=30, second=0, microsecond=0)


def an_organiser(email: str = "ada@example.org", name: str = "Ada Hussain") -> Member:
    return people.make_organiser(email=email, name=name, now=NOON - timedelta(days=30))


def a_member(email: str = "ben@example.org", name: str = "Ben Carr") -> Member:
    return Member.objects.create_user(email=email, name=name, now=NOON - timedelta(days=30))


def a_gathering(
    title: str = "Winter lunch", *, starts_at: datetime = NOON, listed: bool = True, **facts: object
) -> Gathering:
    made = gatherings.plan(
        title=title,
        starts_at=starts_at,
        ends_at=starts_at + timedelta(hours=1),
        now=starts_at - timedelta(days=20),
        **facts,
    )
    if listed:
        gatherings.list_publicly(gathering=made, now=starts_at - timedelta(days=20), by=an_organiser())
    return made


def a_room(gathering: Gathering | None = None, *, opened: bool = True, now: datetime = NOON) -> Room:
    room = planning.lay_out(gathering=gathering or a_gathering(), now=now)
    return host.open_room(room=room, now=now, by=None) if opened else room


def a_prompt_step(
    room: Room, kind: str = "words", *, title: str = "What do you care about most?", **facts: object
) -> Step:
    return planning.add_step(room=room, kind="prompt", title=title, minutes=3, prompt_kind=kind, **facts)


def a_round_step(room: Room, question: str = "Which number did you stop reporting?", **facts: object) -> Step:
    step = planning.add_step(room=room, kind="tables", title=question, minutes=15)
    Round.objects.filter(step=step).update(**facts)
    return type(step).objects.get(pk=step.pk)


def somebody(room: Room, name: str, *, now: datetime = NOON, **facts: object) -> Participant:
    return joining.join(room=room, name=name, now=now, **facts)[0]


def people_in(room: Room, number: int, *, now: datetime = NOON, organisation: str = "") -> list[Participant]:
    return [somebody(room, f"Person {n:02d}", now=now, organisation=organisation) for n in range(1, number + 1)]
