"""Rounds and their tables, for the host: draw, show, undo, merge, move, and how the next draw is made."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from collective.ground.lib import clock
from collective.ground.lib.errors import Refused
from collective.talk.conversations import queries
from collective.talk.conversations.actions import drawing, seating
from collective.talk.conversations.forms import RoundForm
from collective.talk.conversations.models import Group
from collective.talk.conversations.views.found import number, room_for, round_for
from collective.talk.rooms.models import Participant
from collective.talk.rooms.replies import carry_out, seen_by

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


@never_cache
@require_safe
@login_required
def tables(request: HttpRequest, room: int) -> HttpResponse:
    """All rounds of the room with their tables."""
    found = room_for(request, room)
    rounds = [queries.on_desk(step) for step in queries.rounds(found)]
    context = {"room": found, "rounds": rounds, "here": found.participants.here().order_by("name", "pk")}
    return render(request, "conversations/tables.html", context)


def _on_round(act: Callable[..., Any]) -> Callable[..., HttpResponse]:
    """A button that does `act` to a round."""

    @require_POST
    @login_required
    def view(request: HttpRequest, room: int, step: int) -> HttpResponse:
        round = round_for(request, room, step)
        return carry_out(request, round.step.room, act, round=round, seen=seen_by(request))

    return view


@require_POST
@login_required
def draw(request: HttpRequest, room: int, step: int) -> HttpResponse:
    """Draw by the rules that stand, anew, but for the tables that are ticked."""
    round = round_for(request, room, step)
    keep = [number(text) for text in request.POST.getlist("keep")]
    return carry_out(request, round.step.room, drawing.propose, round=round, seen=seen_by(request), keep=keep)


publication = _on_round(drawing.publish)
undoing = _on_round(drawing.undo)


@require_POST
@login_required
def merging(request: HttpRequest, room: int, step: int, table: int) -> HttpResponse:
    """Take up the offer for a table that has grown too small."""
    round = round_for(request, room, step)
    return carry_out(request, round.step.room, seating.merge, round=round, table=table, seen=seen_by(request))


@require_POST
@login_required
def moves(request: HttpRequest, room: int, step: int) -> HttpResponse:
    """Move one person by hand."""
    round = round_for(request, room, step)
    everybody = Participant.objects.visible_to(request.user).filter(room=round.step.room)
    person = get_object_or_404(everybody, pk=number(request.POST.get("participant")))
    facts = {"participant": person, "table": number(request.POST.get("table"))}
    return carry_out(request, round.step.room, seating.move, round=round, seen=seen_by(request), **facts)


@require_POST
@login_required
def help_given(request: HttpRequest, room: int, step: int, table: int) -> HttpResponse:
    """The host has seen to those who were alone at a table."""
    round = round_for(request, room, step)
    group = get_object_or_404(
        Group.objects.visible_to(request.user).filter(draw__round=round, draw__undone_at__isnull=True), number=table
    )
    return carry_out(request, round.step.room, seating.see_to, group=group)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def edit(request: HttpRequest, room: int, step: int) -> HttpResponse:
    """Sizes, mixing and video links of one round."""
    round = round_for(request, room, step)
    form = RoundForm(request.POST or None, round=round)
    if request.method == "POST" and form.is_valid():
        try:
            drawing.change_round(round=round, now=clock.now(), by=request.user, **form.cleaned_data)
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, "Kept. The next draw follows these sizes; tables that are set keep theirs.")
            return redirect("room-tables", room)
    context = {"room": round.step.room, "round": round, "form": form}
    return render(request, "conversations/round_edit.html", context, status=400 if form.errors else 200)
