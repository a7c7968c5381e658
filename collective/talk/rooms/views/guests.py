"""Who is in the room, for the host: help somebody back in, mark who has gone, put a name right."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from collective.ground.lib import clock
from collective.ground.lib.errors import Refused
from collective.talk.rooms.actions import joining
from collective.talk.rooms.models import Participant, Room
from collective.talk.rooms.prompts.kinds import tidy


@never_cache
@require_safe
@login_required
def people(request: HttpRequest, room: int) -> HttpResponse:
    """Everybody with a seat in the room: who is here first, then who has gone."""
    found = get_object_or_404(Room.objects.visible_to(request.user).select_related("gathering"), pk=room)
    everybody = found.participants.select_related("person").order_by("left_at", "name", "pk")
    context = {
        "room": found,
        "here": [one for one in everybody if one.left_at is None],
        "gone": [one for one in everybody if one.left_at is not None],
        "signed_up": found.gathering.sign_ups.coming().count(),
    }
    return render(request, "rooms/people.html", context)


def _on_person(act: Callable[[HttpRequest, Participant], str]) -> Callable[..., HttpResponse]:
    """A POST about one participant; `act` does it and answers what is now true."""

    @require_POST
    @login_required
    def view(request: HttpRequest, room: int, participant: int) -> HttpResponse:
        found = get_object_or_404(Room.objects.visible_to(request.user), pk=room)
        person = get_object_or_404(
            Participant.objects.visible_to(request.user).select_related("room"), pk=participant, room=found
        )
        try:
            messages.success(request, act(request, person))
        except Refused as refused:
            messages.error(request, str(refused))
        return redirect("room-people", found.pk)

    return view


def _return_code(request: HttpRequest, person: Participant) -> str:
    code = joining.issue_return_code(participant=person, now=clock.now())
    spaced = f"{code[:3]} {code[3:]}"
    return f"Read this code out to {person.name}: {spaced}. They choose “I was here already”. It works once, for 15 minutes."


def _departure(request: HttpRequest, person: Participant) -> str:
    joining.leave(participant=person, now=clock.now())
    return f"{person.name} is marked as gone. Their seat is free; what they said stays."


def _arrival(request: HttpRequest, person: Participant) -> str:
    joining.come_back(participant=person, now=clock.now())
    return f"{person.name} is here again."


def _facilitating(request: HttpRequest, person: Participant) -> str:
    facilitates = not person.facilitating
    joining.set_facilitating(participant=person, facilitating=facilitates)
    return f"{person.name} {'facilitates' if facilitates else 'takes part like everybody'} from the next draw on."


def _way(request: HttpRequest, person: Participant) -> str:
    way = "room" if person.way == "online" else "online"
    joining.set_way(participant=person, way=way)
    return f"{person.name} is {'in the room' if way == 'room' else 'online'} from the next draw on."


def _name(request: HttpRequest, person: Participant) -> str:
    name: Any = tidy(request.POST.get("name", ""), 60)
    if not name:
        raise Refused("Type the name this person wants to be called by.")
    joining.rename(participant=person, name=name, now=clock.now(), by=request.user)
    return f"{name} is on every screen now."


return_code = _on_person(_return_code)
departure = _on_person(_departure)
arrival = _on_person(_arrival)
facilitating = _on_person(_facilitating)
way = _on_person(_way)
name = _on_person(_name)
