"""The cookie that holds a guest's seat: the private token, readable by no script, sent to this room's addresses only."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.conf import settings

from collective.talk.rooms.actions import joining

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from collective.talk.rooms.models import Participant, Room

COOKIE = "seat"
LIFE = timedelta(days=2)


def path_of(room: Room) -> str:
    return f"/r/{room.code}/"


def keep(response: HttpResponse, room: Room, token: str) -> HttpResponse:
    """Let this browser hold the seat."""
    response.set_cookie(
        COOKIE, token, max_age=LIFE, path=path_of(room), httponly=True, samesite="Lax", secure=settings.HTTPS
    )
    return response


def forget(response: HttpResponse, room: Room) -> HttpResponse:
    response.delete_cookie(COOKIE, path=path_of(room))
    return response


def token_of(request: HttpRequest) -> str:
    return request.COOKIES.get(COOKIE, "")


def participant_of(request: HttpRequest, room: Room) -> Participant | None:
    """Who holds the seat that this browser shows."""
    return joining.seated(room, token_of(request))
