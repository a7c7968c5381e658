"""The organiser's remote: what is on, what comes next, who is here. Works on a phone."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from collective.gather.gatherings.models import Gathering
from collective.ground.lib import clock
from collective.talk.rooms import desk_stream, screens
from collective.talk.rooms.actions import planning
from collective.talk.rooms.models import Room


@never_cache
@require_safe
@login_required
def desk(request: HttpRequest, room: int) -> HttpResponse:
    found = get_object_or_404(Room.objects.visible_to(request.user).select_related("gathering", "current"), pk=room)
    now = clock.now()
    context = {
        **screens.desk_context(found, now),
        "version": screens.event_id(found, "desk", now),
        "events": desk_stream.address(found, request.user, now),
    }
    return render(request, "rooms/desk.html", context)


@require_POST
@login_required
def laying_out(request: HttpRequest, slug: str) -> HttpResponse:
    """The gathering's room, made on first asking."""
    gathering = get_object_or_404(Gathering.objects.editable_by(request.user), slug=slug)
    return redirect("room-plan", planning.lay_out(gathering=gathering, now=clock.now()).pk)
