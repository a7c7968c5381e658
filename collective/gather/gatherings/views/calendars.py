"""Gatherings from a calendar's file: upload, look, plan, undo, throw away."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from collective.gather.gatherings.actions import calendars
from collective.gather.gatherings.actions.importing import ThrownAway
from collective.gather.gatherings.calendar_files import OUTCOMES
from collective.gather.gatherings.forms.day import CalendarForm, chosen_places
from collective.gather.gatherings.models import CalendarFile, Gathering
from collective.ground.lib import clock
from collective.ground.lib.errors import Refused
from collective.join.people.accounts import organisers_only
from collective.join.people.forms import sent

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

MOST_BYTES = 2 * 1024 * 1024 + 1


@organisers_only
@require_http_methods(["GET", "HEAD", "POST"])
def upload(request: HttpRequest) -> HttpResponse:
    """Choose a calendar's file. Nothing is planned yet."""
    form = CalendarForm(sent(request), request.FILES or None)
    status = 400 if form.is_bound else 200
    if form.is_valid():
        file = form.cleaned_data["file"]
        try:
            data = file.read(MOST_BYTES)
            made = calendars.upload(data=data, filename=file.name, now=clock.now(), by=request.user)
        except Refused as refused:
            form.add_error("file", str(refused))
            status = refused.status
        else:
            return redirect("gathering-calendar", made.pk)
    before = CalendarFile.objects.visible_to(request.user).defer("rows").order_by("-uploaded_at", "-pk")[:20]
    return render(request, "gatherings/desk/calendar_upload.html", {"form": form, "before": before}, status=status)


@organisers_only
@never_cache
@require_safe
def look(request: HttpRequest, pk: int) -> HttpResponse:
    """What would become of every entry, or what became of them."""
    file = _file(request, pk)
    if file.applied_at is not None:
        planned = Gathering.objects.editable_by(request.user).filter(from_calendar__file=file).order_by("starts_at")
        return render(request, "gatherings/desk/calendar_planned.html", {"file": file, "planned": planned})
    rows = [(place, entry, OUTCOMES[entry.outcome]) for place, entry in enumerate(calendars.look_at(file))]
    facts = {"file": file, "rows": rows, "new": sum(1 for _, entry, _ in rows if entry.outcome == "new")}
    return render(request, "gatherings/desk/calendar.html", facts)


@organisers_only
@require_POST
def application(request: HttpRequest, pk: int) -> HttpResponse:
    """Plan the chosen ones."""
    file = calendars.apply(
        file=_file(request, pk), chosen=chosen_places(request.POST), now=clock.now(), by=request.user
    )
    messages.success(request, f"{len(file.outcome['planned'])} planned. Nobody else sees them until you show them.")
    return redirect("gathering-calendar", pk)


@organisers_only
@require_POST
def removal(request: HttpRequest, pk: int) -> HttpResponse:
    """Undo it."""
    calendars.undo(file=_file(request, pk), now=clock.now())
    return redirect("gathering-calendar", pk)


@organisers_only
@require_POST
def discarding(request: HttpRequest, pk: int) -> HttpResponse:
    """Throw an unused calendar away."""
    file = _file(request, pk)
    calendars.discard(file=file)
    messages.success(request, f"{file.filename} is thrown away. Nothing was planned from it.")
    return redirect("gathering-calendars")


def _file(request: HttpRequest, pk: int) -> CalendarFile:
    found = CalendarFile.objects.visible_to(request.user).filter(pk=pk).first()
    if found is None:
        raise ThrownAway
    return found
