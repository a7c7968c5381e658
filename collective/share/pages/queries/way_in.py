"""From a gathering's own pages into the room, and to what was learnt."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlencode

from django.urls import reverse

from collective.share.pages.models import Publication
from collective.share.pages.queries.raw import real_room

if TYPE_CHECKING:
    from collective.gather.gatherings.models import Gathering, SignUp


def to_the_room(gathering: Gathering, sign_up: SignUp) -> str | None:
    """Where this person comes in, known by their private link; None while the room is shut."""
    room = real_room(gathering)
    if room is None or not room.is_open:
        return None
    return f"{reverse('room', args=[room.code])}?{urlencode({'from': sign_up.token})}"


def to_the_result(gathering: Gathering) -> str | None:
    """The gathering's public result; None until one is published."""
    if Publication.objects.public().filter(gathering=gathering).exists():
        return reverse("result", args=[gathering.slug])
    return None
