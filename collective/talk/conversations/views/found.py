"""What the host's views look up first, through the room's door."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.shortcuts import get_object_or_404

from collective.talk.rooms.models import Room

if TYPE_CHECKING:
    from django.http import HttpRequest

    from collective.talk.conversations.models import Round
    from collective.talk.rooms.models import Step


def room_for(request: HttpRequest, room: int) -> Room:
    """The room, for its organisers."""
    return get_object_or_404(Room.objects.visible_to(request.user).select_related("gathering", "current"), pk=room)


def step_for(request: HttpRequest, room: int, step: int, kind: str) -> Step:
    """A step of this kind in this room."""
    found = room_for(request, room)
    one = get_object_or_404(found.steps.filter(kind=kind), pk=step)
    one.room = found
    return one


def round_for(request: HttpRequest, room: int, step: int) -> Round:
    """The round of a step at which people sit at tables."""
    round: Round = step_for(request, room, step, "tables").round
    return round


def number(text: str | None) -> int:
    """A number from a form or an address, or 0, which is the key of nothing."""
    return int(text) if text and text.isascii() and text.isdecimal() and len(text) < 16 else 0
