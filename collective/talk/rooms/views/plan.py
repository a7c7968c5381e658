"""Laying the room out: the run-sheet before, and between, sittings."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from collective.ground.lib import clock
from collective.ground.lib.errors import Refused
from collective.talk.rooms import queries, steps
from collective.talk.rooms.actions import planning
from collective.talk.rooms.forms import NewStepForm, StepForm
from collective.talk.rooms.models import Room, Step
from collective.talk.rooms.prompts import KINDS


def _room(request: HttpRequest, room: int) -> Room:
    return get_object_or_404(Room.objects.visible_to(request.user).select_related("gathering", "current"), pk=room)


def _step(request: HttpRequest, room: int, step: int) -> Step:
    return get_object_or_404(_room(request, room).steps.select_related("room__gathering", "prompt"), pk=step)


@never_cache
@require_safe
@login_required
def plan(request: HttpRequest, room: int) -> HttpResponse:
    """The run-sheet with planned and actual times, and the form for one more step."""
    found = _room(request, room)
    return _page(request, found, NewStepForm())


def _page(request: HttpRequest, room: Room, form: NewStepForm, status: int = 200) -> HttpResponse:
    lines = queries.run_sheet(room)
    context = {
        "room": room,
        "lines": lines,
        "form": form,
        "ends_at": queries.planned_end(lines),
        "kinds": steps.kinds(),
        "prompt_kinds": KINDS.values(),
    }
    return render(request, "rooms/plan.html", context, status=status)


@require_POST
@login_required
def add(request: HttpRequest, room: int) -> HttpResponse:
    """One more step at the end."""
    found = _room(request, room)
    form = NewStepForm(request.POST)
    if not form.is_valid():
        return _page(request, found, form, status=400)
    step = planning.add_step(room=found, **form.facts())
    messages.success(request, f"“{step.title}” is on the run-sheet.")
    return redirect("step-edit", found.pk, step.pk)


@require_POST
@login_required
def pilot(request: HttpRequest, room: int) -> HttpResponse:
    """Fill an empty run-sheet with the pilot's workshop."""
    found = _room(request, room)
    if found.steps.exists():
        messages.error(request, "The run-sheet has steps already. Take them out first, or add single steps below.")
    else:
        planning.lay_pilot(found)
    return redirect("room-plan", found.pk)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def edit(request: HttpRequest, room: int, step: int) -> HttpResponse:
    """Reword a step, change its minutes or what it offers."""
    one = _step(request, room, step)
    form = StepForm(request.POST or None, request.FILES or None, step=one)
    if request.method == "POST" and form.is_valid():
        try:
            planning.change_step(step=one, now=clock.now(), **form.facts())
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, f"“{form.cleaned_data['title']}” is changed.")
            return redirect("room-plan", room)
    kind = steps.named(one.kind)
    context = {"room": one.room, "step": one, "form": form, "kind": kind}
    if kind.edit_url:
        context["kind_edit"] = reverse(kind.edit_url, args=[one.room_id, one.pk])
    return render(request, "rooms/step_edit.html", context, status=400 if form.errors else 200)


@require_POST
@login_required
def earlier(request: HttpRequest, room: int, step: int) -> HttpResponse:
    planning.move_step(step=_step(request, room, step), up=True)
    return redirect("room-plan", room)


@require_POST
@login_required
def later(request: HttpRequest, room: int, step: int) -> HttpResponse:
    planning.move_step(step=_step(request, room, step), up=False)
    return redirect("room-plan", room)


@require_POST
@login_required
def removal(request: HttpRequest, room: int, step: int) -> HttpResponse:
    one = _step(request, room, step)
    try:
        planning.remove_step(step=one)
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, f"“{one.title}” is off the run-sheet.")
    return redirect("room-plan", room)
