"""The projector. Its address is a secret of its own, so that it can be opened on a laptop where nobody is signed in."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from collective.ground.lib import clock
from collective.talk.rooms import screens
from collective.talk.rooms.models import Room


@never_cache
@require_safe
def stage(request: HttpRequest, token: str) -> HttpResponse:
    """What everybody in the room looks at."""
    room = get_object_or_404(Room.objects.with_stage_token(token).select_related("gathering", "current"))
    now = clock.now()
    context = {
        **screens.stage_context(room, now),
        "act": screens.act_of(room, "stage"),
        "version": screens.event_id(room, "stage", now),
    }
    return render(request, "rooms/stage.html", context)


@require_safe
def picture(request: HttpRequest, token: str, step: int) -> HttpResponse:
    """The picture of a step, for the stage of its room."""
    return picture_of(get_object_or_404(Room.objects.with_stage_token(token)), step)


def picture_of(room: Room, step: int) -> HttpResponse:
    """The picture of a step of this room. Kept by browsers for a day: a changed picture is rare and small."""
    found = getattr(get_object_or_404(room.steps.select_related("picture"), pk=step), "picture", None)
    if found is None:
        raise Http404
    return HttpResponse(
        bytes(found.data), content_type=found.media_type, headers={"Cache-Control": "private, max-age=86400"}
    )
