"""The desk's private stream address: for one organiser, one room, and half a day."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from collective.ground.live import tokens
from collective.join.people.models import Member, is_organiser

if TYPE_CHECKING:
    from datetime import datetime

    from collective.talk.rooms.models import Room

LIFE = timedelta(hours=12)


def address(room: Room, member: Member, now: datetime) -> str:
    """The signed part of the address that this organiser's page listens at."""
    return tokens.sign("desk", f"{room.pk}:{member.pk}:{int((now + LIFE).timestamp())}")


def room_of(token: str, now: datetime) -> int | None:
    """The room a signed address is for, while it lasts and its member is still an organiser; else None."""
    value = tokens.check("desk", token)
    if value is None:
        return None
    room, member, until = (int(part) for part in value.split(":"))
    if until < now.timestamp() or not is_organiser(Member.objects.filter(pk=member).first()):
        return None
    return room
