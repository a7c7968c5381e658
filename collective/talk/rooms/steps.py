"""What a step is: how it looks on phone, stage and desk. Apps above register theirs in apps.py and are never named here.

All three parts are templates drawn on the server, so that a step works without scripts.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.urls import reverse

if TYPE_CHECKING:
    from collective.talk.rooms.models import Participant, Room, Step

Context = dict[str, Any]


def _nothing(*args: object) -> Context:
    return {}


@dataclass(frozen=True)
class StepKind:
    """One kind of step.

    `phone_context(step, participant, now)`, `stage_context(step, now)` and `desk_context(step, now)` answer what the three
    templates need beyond `step`, `room` and `now`. `state_line(step)` says in a few words where the step stands, for the
    run-sheet ("Open, 26 answers"). `version(step, screen)` changes whenever a page of that screen kind has to be drawn anew
    for another reason than a host act: somebody was seated, say. `field` is the colour it stands on: cloth invites,
    slate asks, nil shows. `edit_url` names a page (room, step) for what is special to the kind.
    `dock_template` takes the place of "so many have answered" under a phone's thumb.
    `made(step)` adds what a new step of this kind needs; `copied(old, new)` does the same for a rehearsal's copy.
    """

    slug: str
    label: str
    help: str
    phone_template: str
    stage_template: str
    desk_template: str
    phone_context: Callable[[Step, Participant, datetime], Context] = _nothing
    stage_context: Callable[[Step, datetime], Context] = _nothing
    desk_context: Callable[[Step, datetime], Context] = _nothing
    state_line: Callable[[Step], str] = lambda step: ""
    version: Callable[[Step, str], str] = lambda step, screen: ""
    made: Callable[[Step], None] = lambda step: None
    copied: Callable[[Step, Step], None] = lambda old, new: None
    timed: bool = True
    minutes: int = 5
    field: str = "cloth"
    order: int = 50
    edit_url: str = ""
    edit_label: str = ""
    dock_template: str = ""


@dataclass(frozen=True)
class RoomPart:
    """Something an app above adds to every desk: a link with a count, such as "Tables" or "Cards"."""

    label: str
    url_name: str
    count: Callable[[Room], int | None] = field(default=lambda room: None)

    def as_link(self, room: Room) -> Context:
        return {"label": self.label, "url": reverse(self.url_name, args=[room.pk]), "count": self.count(room)}


@dataclass(frozen=True)
class Prospect:
    """What would become of the people in the room now: table sizes, and a sentence."""

    sizes: tuple[int, ...]
    sentence: str


_KINDS: dict[str, StepKind] = {}
_PARTS: list[RoomPart] = []
_PROSPECTS: list[Callable[[Room], Prospect | None]] = []


def register(kind: StepKind) -> None:
    _KINDS[kind.slug] = kind


def register_part(part: RoomPart) -> None:
    if part not in _PARTS:
        _PARTS.append(part)


def named(slug: str) -> StepKind:
    return _KINDS[slug]


def kinds() -> list[StepKind]:
    """All kinds, in the order a new step's menu shows them."""
    return sorted(_KINDS.values(), key=lambda kind: (kind.order, kind.label))


def register_prospect(prospect: Callable[[Room], Prospect | None]) -> None:
    """Who says, on the desk, what the people in the room now would make."""
    _PROSPECTS[:] = [prospect]


def prospect(room: Room) -> Prospect | None:
    return next((foresee(room) for foresee in _PROSPECTS), None)


def parts() -> list[RoomPart]:
    return list(_PARTS)
