"""What the organiser's home shows: the next gathering, and how far its main job is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.urls import NoReverseMatch, reverse

from collective.gather.gatherings.models import Gathering
from collective.share.pages.core.turnout import Turnout, turnout
from collective.share.pages.models import Publication
from collective.share.pages.queries.raw import real_room
from collective.talk.rooms.models import Room

if TYPE_CHECKING:
    from datetime import datetime

    from collective.join.people.models import Member


@dataclass(frozen=True, slots=True)
class Task:
    """One step of the main job. `state`: done, now or ahead; `post`: the address wants a button, not a link."""

    title: str
    about: str
    url: str
    state: str
    post: bool = False


@dataclass(frozen=True, slots=True)
class Glance:
    """One gathering as the desk shows it."""

    gathering: Gathering
    room: Room | None
    turnout: Turnout
    here: int
    tasks: tuple[Task, ...]


def glance(gathering: Gathering) -> Glance:
    """The gathering with its numbers and its checklist."""
    room = real_room(gathering)
    coming = gathering.sign_ups.coming().count()
    here = gathering.check_ins.count()
    published = Publication.objects.public().filter(gathering=gathering).exists()
    return Glance(gathering, room, turnout(coming), here, tuple(_tasks(gathering, room, coming, published)))


def _tasks(gathering: Gathering, room: Room | None, coming: int, published: bool) -> list[Task]:
    steps = room.steps.count() if room else 0
    opened, closed = bool(room and room.opened_at), bool(room and room.closed_at)
    rehearsed = bool(room and room.rehearsals.exists())
    wanted = [
        (
            "Publish it",
            "So that people can find it",
            _url("gathering-edit", gathering.slug),
            gathering.is_listed,
        ),
        ("Take sign-ups in", _people(coming), _url("gathering-people", gathering.slug), coming > 0),
        _run_sheet(gathering, room, steps),
        ("Rehearse", "With a made-up audience", _rehearsal(room), rehearsed or opened),
        ("Print the paper pack", "For the moment when the Wi-Fi fails", _url("paper-pack", gathering.slug), opened),
        ("Open the room", _room_said(opened, closed), _url("room-desk", room.pk) if room else "", closed),
        (
            "Publish the result",
            "You choose what is public",
            _url("result-edit", gathering.slug) if room else "",
            published,
        ),
    ]
    first = next((at for at, (_, _, _, done) in enumerate(wanted) if not done), None)
    states = ["done" if done else "now" if at == first else "ahead" for at, (_, _, _, done) in enumerate(wanted)]
    return [
        Task(title, about, url, state, post=title.startswith("Lay out"))
        for (title, about, url, _), state in zip(wanted, states, strict=True)
    ]


def _run_sheet(gathering: Gathering, room: Room | None, steps: int) -> tuple[str, str, str, bool]:
    if room is None:
        return ("Lay out the room", "Then write its run-sheet", _url("room-laying-out", gathering.slug), False)
    said = f"{steps} {'step' if steps == 1 else 'steps'}" if steps else "Nothing is planned yet"
    return ("Write the run-sheet", said, _url("room-plan", room.pk), steps > 0)


def _rehearsal(room: Room | None) -> str:
    """Where to rehearse: the rehearsal room's own page, if this installation has one."""
    return _url("rehearsal", room.pk) if room else ""


def _room_said(opened: bool, closed: bool) -> str:
    if closed:
        return "Closed"
    return "Open now" if opened else "People come in with the code"


def _people(coming: int) -> str:
    if not coming:
        return "Nobody yet: by the form, or from a file"
    return "One person so far" if coming == 1 else f"{coming:,} people so far"


def _url(name: str, *args: object) -> str:
    try:
        return reverse(name, args=args)
    except NoReverseMatch:
        return ""


def upcoming(viewer: Member, now: datetime) -> list[Gathering]:
    """What is on now or coming, soonest first."""
    return list(
        Gathering.objects.editable_by(viewer).upcoming(now).select_related("listing", "cancellation").with_taken()[:50]
    )


def past(viewer: Member, now: datetime) -> list[tuple[Gathering, bool]]:
    """The last ones, each with whether its result is public."""
    public = set(Publication.objects.public().values_list("gathering", flat=True))
    ended = Gathering.objects.editable_by(viewer).past(now).select_related("listing", "cancellation")[:12]
    return [(one, one.pk in public) for one in ended]
