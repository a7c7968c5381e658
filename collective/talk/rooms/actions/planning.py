"""Laying a room out: its steps, their order, and the twin it is rehearsed in."""

from __future__ import annotations

from typing import IO, TYPE_CHECKING

from django.db import IntegrityError, transaction

from collective.ground.lib import ids
from collective.ground.lib.errors import Refused
from collective.ground.lib.images import small_picture
from collective.talk.rooms import steps
from collective.talk.rooms.actions.host import locked, record
from collective.talk.rooms.models import Picture, Prompt, Room, Step, Visit
from collective.talk.rooms.prompts import kind_named

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from collective.gather.gatherings.models import Gathering


class StepInUse(Refused):
    """A step that has been on cannot be taken away or change what it asks."""


@transaction.atomic
def lay_out(*, gathering: Gathering, now: datetime) -> Room:
    """The gathering's room, made on first asking. Its code is unlike that of any open room."""
    room = Room.objects.real().filter(gathering=gathering).first()
    return room or _with_free_code(gathering=gathering, title=gathering.title, made_at=now)


def _with_free_code(**facts: object) -> Room:
    for _ in range(20):
        try:
            with transaction.atomic():
                return Room.objects.create(code=ids.new_code(), **facts)
        except IntegrityError:
            if facts.get("rehearsal_of") and Room.objects.filter(rehearsal_of=facts["rehearsal_of"]).exists():
                raise
            existing = Room.objects.real().filter(gathering=facts["gathering"]).first()
            if existing and not facts.get("rehearsal_of"):
                return existing
    raise Refused("No free room code was found. Try again in a moment.")


@transaction.atomic
def add_step(
    *,
    room: Room,
    kind: str,
    title: str,
    minutes: int,
    body: str = "",
    settings: dict[str, object] | None = None,
    prompt_kind: str = "",
    anonymity: str = "",
    options: Sequence[str] = (),
    hidden: bool = False,
) -> Step:
    """A new step at the end of the run-sheet. For a prompt step, `prompt_kind` says what it asks."""
    room = locked(room)
    last = room.steps.order_by("-position").values_list("position", flat=True).first() or 0
    kept = {**(settings or {}), "hidden_at_first": hidden}
    step = Step.objects.create(
        room=room, position=last + 1, kind=kind, title=title, body=body, minutes=minutes, settings=kept
    )
    if prompt_kind:
        asked = kind_named(prompt_kind)
        Prompt.objects.create(
            step=step,
            kind=prompt_kind,
            anonymity=anonymity or asked.anonymity,
            options=list(options),
            at_most=asked.at_most,
            hidden=hidden,
        )
    steps.named(kind).made(step)
    return step


@transaction.atomic
def change_step(
    *,
    step: Step,
    title: str,
    minutes: int,
    body: str,
    now: datetime,
    options: Sequence[str] | None = None,
    anonymity: str = "",
    picture: IO[bytes] | None = None,
    picture_alt: str = "",
) -> Step:
    """Reword a step, or give it other minutes. What a prompt offers, and how anonymous it is, stay while it takes answers
    and once somebody answered: phones have promised it by then."""
    room = locked(step.room)
    prompt = Prompt.objects.select_for_update().filter(step=step).first()
    if prompt and (prompt.is_open or prompt.answers.exists()):
        if (options is not None and list(options) != prompt.options) or (anonymity and anonymity != prompt.anonymity):
            raise StepInUse(
                "People have answered this already, or are reading it now, so its choices and its anonymity stay as they were. "
                "Add a new question instead."
            )
    elif prompt:
        prompt.options = list(options) if options is not None else prompt.options
        prompt.anonymity = anonymity or prompt.anonymity
        prompt.save(update_fields=["options", "anonymity"])
    step.title, step.minutes, step.body, step.picture_alt = title, minutes, body, picture_alt
    step.save(update_fields=["title", "minutes", "body", "picture_alt"])
    if picture is not None:
        media_type, data = small_picture(picture)
        Picture.objects.update_or_create(step=step, defaults={"media_type": media_type, "data": data})
    record(room, "step changed", now=now, by=None, step=step)
    return step


@transaction.atomic
def move_step(*, step: Step, up: bool) -> None:
    """One place earlier or later in the run-sheet."""
    room = locked(step.room)
    order = list(room.steps.order_by("position"))
    at = next(i for i, one in enumerate(order) if one.pk == step.pk)
    to = at - 1 if up else at + 1
    if 0 <= to < len(order):
        order[at], order[to] = order[to], order[at]
        _renumber(order)


def _renumber(order: list[Step]) -> None:
    """Positions 1, 2, 3… in this order: by way of negative ones, because no two steps may share a position even for a moment."""
    for sign in (-1, 1):
        for position, one in enumerate(order, start=1):
            Step.objects.filter(pk=one.pk).update(position=sign * position)


@transaction.atomic
def remove_step(*, step: Step) -> None:
    """Take a step that was never on out of the run-sheet. Raises `StepInUse`."""
    room = locked(step.room)
    if Visit.objects.filter(step=step).exists():
        raise StepInUse("This step has been on already, and what was said in it stays. Skip it instead.")
    step.delete()
    _renumber(list(room.steps.order_by("position")))


PILOT = [
    {
        "kind": "text",
        "title": "Welcome",
        "minutes": 5,
        "body": "Three short questions, then you talk in small groups.\n\nYou need no account, and your answers carry no name.",
    },
    {"kind": "prompt", "title": "Where are you today?", "minutes": 3, "prompt_kind": "place"},
    {
        "kind": "prompt",
        "title": "What does your organisation care about most?",
        "minutes": 3,
        "prompt_kind": "words",
        "body": "Up to three words.",
    },
    {
        "kind": "prompt",
        "title": "How does your organisation use data?",
        "minutes": 3,
        "prompt_kind": "maturity",
        "body": "Where you are is a good place to start from.",
    },
    {"kind": "tables", "title": "What do you need from other people who work with data?", "minutes": 20},
    {"kind": "names", "title": "Which table has the best name?", "minutes": 3},
    {"kind": "tables", "title": "What should we do together, and how would it start?", "minutes": 20},
    {"kind": "rating", "title": "How was your conversation?", "minutes": 2},
    {
        "kind": "text",
        "title": "Thank you",
        "minutes": 3,
        "body": "What you wrote will be read by people, and answered on the page of this gathering.",
    },
]


def lay_pilot(room: Room) -> None:
    """The pilot's workshop as a run-sheet: three questions, two rounds of tables, team names, a rating."""
    with transaction.atomic():
        for step in PILOT:
            add_step(room=room, **step)


@transaction.atomic
def twin(*, room: Room, now: datetime) -> Room:
    """A rehearsal of this room: the same run-sheet, its own code and doors, nobody real in it. An old one is wiped first."""
    room = locked(room)
    Room.objects.filter(rehearsal_of=room).delete()
    copy = _with_free_code(gathering=room.gathering, title=room.title, made_at=now, rehearsal_of=room)
    for step in room.steps.select_related("prompt", "picture").order_by("position"):
        _copy(step, copy)
    return copy


def _copy(old: Step, room: Room) -> Step:
    new = Step.objects.create(
        room=room,
        position=old.position,
        kind=old.kind,
        title=old.title,
        body=old.body,
        picture_alt=old.picture_alt,
        minutes=old.minutes,
        settings=old.settings,
        skipped_at=old.skipped_at,
    )
    prompt = getattr(old, "prompt", None)
    if prompt:
        Prompt.objects.create(
            step=new,
            kind=prompt.kind,
            anonymity=prompt.anonymity,
            options=prompt.options,
            at_most=prompt.at_most,
            hidden=bool(old.settings.get("hidden_at_first")),
        )
    if hasattr(old, "picture"):
        Picture.objects.create(step=new, media_type=old.picture.media_type, data=old.picture.data)
    steps.named(old.kind).copied(old, new)
    return new


def wipe(*, rehearsal: Room) -> None:
    """Delete a rehearsal and all that was said in it. A real room is refused."""
    if not rehearsal.is_rehearsal:
        raise Refused("This is the real room, and nothing in it is wiped.")
    rehearsal.delete()
