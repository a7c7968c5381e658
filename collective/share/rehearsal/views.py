"""Rehearsing a room, and the door into a demonstration."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.http.request import split_domain_port
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from collective.ground.lib import clock
from collective.ground.lib.errors import Refused
from collective.share.rehearsal import queries
from collective.share.rehearsal.actions import rehearsing, sample
from collective.share.rehearsal.forms import StartForm
from collective.talk.rooms.models import Room

if TYPE_CHECKING:
    pass

HERE = {"127.0.0.1", "::1"}
HERE_BY_NAME = {"localhost", "127.0.0.1", "[::1]"}
PASSED_ON = ("Forwarded", "Via", "X-Forwarded-For", "X-Forwarded-Host", "X-Real-IP")


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def rehearsal(request: HttpRequest, room: int) -> HttpResponse:
    """What a rehearsal is and how it stands; POST starts one afresh and goes to its desk."""
    found = get_object_or_404(Room.objects.visible_to(request.user).select_related("rehearsal_of"), pk=room)
    original = found.rehearsal_of or found
    if request.method != "POST":
        return _page(request, original, StartForm(initial={"size": rehearsing.usual_size(original)}))
    # A bare button, without the fields, asks for the usual.
    form = StartForm({"size": rehearsing.usual_size(original), "pace": "human", **request.POST.dict()})
    if not form.is_valid():
        return _page(request, original, form, status=400)
    try:
        started = rehearsing.start(room=original, now=clock.now(), **form.cleaned_data)
    except Refused as refused:
        messages.error(request, str(refused))
        return redirect("rehearsal", original.pk)
    return redirect("room-desk", started.room_id)


def _page(request: HttpRequest, room: Room, form: StartForm, status: int = 200) -> HttpResponse:
    context = {"room": room, "form": form, "rehearsal": queries.rehearsal_of(room)}
    return render(request, "rehearsal/rehearsal.html", context, status=status)


@require_POST
@login_required
def removal(request: HttpRequest, room: int) -> HttpResponse:
    """Wipe the rehearsal of this room. Twice is harmless."""
    found = get_object_or_404(Room.objects.visible_to(request.user).select_related("rehearsal_of"), pk=room)
    rehearsing.wipe(room=found)
    messages.success(request, "The rehearsal is wiped. Nothing of it is kept.")
    return redirect("room-desk", (found.rehearsal_of or found).pk)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def demo_desk(request: HttpRequest) -> HttpResponse:
    """Where to look in a demonstration; POST signs the sample's organiser in and goes to the desk. From this computer only."""
    if not settings.DEMO or not _from_this_computer(request):
        raise Http404
    if request.method == "POST":
        running = sample.rehearsal_under_way(now=clock.now())
        login(request, sample.organiser(now=clock.now()), backend=settings.AUTHENTICATION_BACKENDS[0])
        if running.hosted and not queries.taken_over(running.room):
            messages.info(
                request, "A made-up host goes through the run-sheet. Press any button, and the room is yours."
            )
        return redirect("room-desk", running.room_id)
    return render(request, "rehearsal/demo.html", {"rehearsal": sample.present_rehearsal()})


def _from_this_computer(request: HttpRequest) -> bool:
    """Asked over the loopback address, under a loopback name: a page elsewhere cannot be pointed here by its own name.

    A web server in front asks from here as well, for anybody: whoever was passed on is not at this computer.
    """
    name, _ = split_domain_port(request.get_host())
    passed_on = any(header in request.headers for header in PASSED_ON)
    return request.META.get("REMOTE_ADDR") in HERE and name in HERE_BY_NAME and not passed_on
