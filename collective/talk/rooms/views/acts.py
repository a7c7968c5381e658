"""The host's buttons. Each is a POST to an address that is a noun; each says which act the host had on screen."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_POST

from collective.talk.rooms.actions import host
from collective.talk.rooms.models import Room
from collective.talk.rooms.replies import Act, carry_out, seen_by


def on_room(act: Act, **fixed: Any) -> Callable[..., HttpResponse]:
    """A view that does `act` to the room."""

    @require_POST
    @login_required
    def view(request: HttpRequest, room: int) -> HttpResponse:
        found = get_object_or_404(Room.objects.visible_to(request.user), pk=room)
        return carry_out(request, found, act, room=found, seen=seen_by(request), **fixed)

    return view


def on_step(act: Act, **fixed: Any) -> Callable[..., HttpResponse]:
    """A view that does `act` to a step of the room."""

    @require_POST
    @login_required
    def view(request: HttpRequest, room: int, step: int) -> HttpResponse:
        found = get_object_or_404(Room.objects.visible_to(request.user), pk=room)
        one = get_object_or_404(found.steps, pk=step)
        return carry_out(request, found, act, room=found, step=one, seen=seen_by(request), **fixed)

    return view


opening = on_room(host.open_room)
closing = on_room(host.close_room)
closing_removal = on_room(host.reopen_room)
following = on_room(host.next_step)
preceding = on_room(host.previous_step)
current = on_step(host.go_to)
skipping = on_step(host.skip_step)
skipping_removal = on_step(host.unskip_step)
answers = on_step(host.open_prompt)
answers_closing = on_step(host.close_prompt)
earlier_answers = on_step(host.bring_back)
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
        one = get_object_or_404(found.steps, pk=step)
        return carry_out(
            request, found, host.hide_term, room=found, step=one, text=request.POST.get("text", ""), hidden=hidden
        )

    return view


term = _on_term(hidden=True)
term_removal = _on_term(hidden=False)
