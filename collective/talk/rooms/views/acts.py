"""The host's buttons. Each is a POST to an address that is a noun; each says which act the host had on screen."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST

from collective.ground.lib import clock
from collective.ground.lib.errors import Refused
from collective.talk.rooms.actions import host
from collective.talk.rooms.models import Room, Step

Act = Callable[..., object]


def seen_by(request: HttpRequest) -> int | None:
    """The last act on the host's screen when the button was pressed; None where the page did not say."""
    text = request.POST.get("seen", "")
    return int(text) if text.isdecimal() and len(text) < 10 else None


def back_to_desk(request: HttpRequest, room: Room) -> HttpResponse:
    """Where the button was: its own page says so in `next` (an address of ours), else the desk."""
    target = request.POST.get("next", "")
    return redirect(target) if target.startswith("/desk/") else redirect("room-desk", room.pk)


def carry_out(request: HttpRequest, room: Room, act: Act, **facts: Any) -> HttpResponse:
    """Do it, or say on the desk why not."""
    try:
        act(room=room, now=clock.now(), by=request.user, **facts)
    except Refused as refused:
        messages.error(request, str(refused))
    return back_to_desk(request, room)


def on_room(act: Act, **fixed: Any) -> Callable[..., HttpResponse]:
    """A view that does `act` to the room."""

    @require_POST
    @login_required
    def view(request: HttpRequest, room: int) -> HttpResponse:
        found = get_object_or_404(Room.objects.visible_to(request.user), pk=room)
        return carry_out(request, found, act, seen=seen_by(request), **fixed)

    return view


def on_step(act: Act, **fixed: Any) -> Callable[..., HttpResponse]:
    """A view that does `act` to a step of the room."""

    @require_POST
    @login_required
    def view(request: HttpRequest, room: int, step: int) -> HttpResponse:
        found = get_object_or_404(Room.objects.visible_to(request.user), pk=room)
        one = get_object_or_404(Step, pk=step, room=found)
        return carry_out(request, found, act, step=one, seen=seen_by(request), **fixed)

    return view


opening = on_room(host.open_room)
closing = on_room(host.close_room)
following = on_room(host.next_step)
preceding = on_room(host.previous_step)
current = on_step(host.go_to)
skipping = on_step(host.skip_step)
skipping_removal = on_step(host.unskip_step)
answers = on_step(host.open_prompt)
answers_closing = on_step(host.close_prompt)
results = on_step(host.show_results, shown=True)
results_removal = on_step(host.show_results, shown=False)
freeze = on_step(host.freeze, frozen=True)
freeze_removal = on_step(host.freeze, frozen=False)
more_time = on_step(host.give_time, seconds=60)
less_time = on_step(host.give_time, seconds=-60)


def _on_term(*, hidden: bool) -> Callable[..., HttpResponse]:
    @require_POST
    @login_required
    def view(request: HttpRequest, room: int, step: int) -> HttpResponse:
        found = get_object_or_404(Room.objects.visible_to(request.user), pk=room)
        one = get_object_or_404(Step, pk=step, room=found)
        return carry_out(request, found, host.hide_term, step=one, text=request.POST.get("text", ""), hidden=hidden)

    return view


term = _on_term(hidden=True)
term_removal = _on_term(hidden=False)
