"""How requests about a room are answered, here and by the apps that bring steps: whose seat it is, the phone as it stands,
a button of the host's done or refused in words."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse

from collective.ground.lib import clock, ids
from collective.ground.lib.errors import Refused
from collective.talk.rooms import screens, seat_cookie
from collective.talk.rooms.models import Participant, Room

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

Act = Callable[..., object]


def seated(request: HttpRequest, code: str) -> tuple[Room, Participant] | None:
    """The room with this code, open or closed, in which this browser holds a seat, and the seat."""
    for room in Room.objects.filter(code=ids.typed_code(code)).select_related("gathering", "current").order_by("-pk"):
        participant = seat_cookie.participant_of(request, room)
        if participant is not None:
            return room, participant
    return None


def seated_or_404(request: HttpRequest, code: str) -> tuple[Room, Participant]:
    """The room and the seat this browser holds in it."""
    found = seated(request, code)
    if found is None:
        raise Http404
    return found


def phone_page(
    request: HttpRequest, room: Room, participant: Participant, status: int = 200, **extra: Any
) -> HttpResponse:
    """The phone as it stands now; `extra` adds what went wrong with something that was sent."""
    context = screens.phone_context(room, participant, clock.now())
    context |= {"key": uuid.uuid4().hex, "way_back": _way_back(request, room), **extra}
    return render(request, "rooms/phone.html", context, status=status)


def _way_back(request: HttpRequest, room: Room) -> str:
    token = seat_cookie.token_of(request)
    return request.build_absolute_uri(reverse("room-way-back", args=[room.code, token])) if token else ""


def seen_by(request: HttpRequest) -> int | None:
    """The last act on the host's screen when the button was pressed; None where the page did not say."""
    text = request.POST.get("seen", "")
    return int(text) if text.isdecimal() and len(text) < 10 else None


def back_to_desk(request: HttpRequest, room: Room) -> HttpResponse:
    """Where the button was: its own page says so in `next` (an address of ours), else the desk."""
    target = request.POST.get("next", "")
    return redirect(target) if target.startswith("/desk/") else redirect("room-desk", room.pk)


def carry_out(request: HttpRequest, at: Room, act: Act, /, **facts: Any) -> HttpResponse:
    """Do it, with the present moment and the host's name, or say why not; then back to the desk of the room `at`."""
    try:
        act(now=clock.now(), by=request.user, **facts)
    except Refused as refused:
        messages.error(request, str(refused))
    return back_to_desk(request, at)
