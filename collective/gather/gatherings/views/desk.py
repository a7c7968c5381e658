"""The organiser makes gatherings, changes them, publishes them, copies them and calls them off."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from collective.gather.gatherings import actions
from collective.gather.gatherings.actions import copying
from collective.gather.gatherings.actions import series as repeating
from collective.gather.gatherings.actions.in_the_diary import address_of
from collective.gather.gatherings.forms import CancelForm, CopyForm, EditGatheringForm, NewGatheringForm
from collective.gather.gatherings.models import Gathering
from collective.ground.lib import clock
from collective.ground.lib.errors import Refused
from collective.join.people.accounts import organisers_only
from collective.join.people.forms import sent

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from collective.gather.gatherings.models import Move


def editable(request: HttpRequest, slug: str) -> Gathering:
    """The gathering, if this organiser may change it."""
    seen = Gathering.objects.editable_by(request.user).select_related("listing", "cancellation", "series", "entry")
    return get_object_or_404(seen, slug=slug)


@organisers_only
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Plan a gathering, or several that repeat. Nobody sees a draft but organisers."""
    form = NewGatheringForm(
        sent(request),
        initial={"way": "online", "kind": "workshop", "audience": "public", "asks_still_coming": True},
    )
    status = 400 if form.is_bound else 200
    if form.is_valid():
        try:
            made = _plan(request, form)
        except Refused as refused:
            form.add_error("day", str(refused))
            status = refused.status
        else:
            messages.success(request, f"{made.title} is planned. Nobody else sees it until you publish it.")
            return redirect("gathering-edit", made.slug)
    return render(request, "gatherings/desk/new.html", {"form": form}, status=status)


def _plan(request: HttpRequest, form: NewGatheringForm) -> Gathering:
    rule, times = form.cleaned_data["repeats"], form.cleaned_data["times"]
    if rule:
        facts = {**form.facts(), "rule": rule, "times": times}
        return repeating.plan_series_once(now=clock.now(), by=request.user, **facts)
    return actions.plan_once(now=clock.now(), by=request.user, **form.facts())


@organisers_only
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, slug: str) -> HttpResponse:
    """Change a gathering, or it and those that follow it in its series."""
    found = editable(request, slug)
    form = EditGatheringForm(sent(request), gathering=found)
    status = 400 if form.is_bound else 200
    if form.is_valid():
        try:
            messages.success(request, _change(request, found, form))
        except Refused as refused:
            form.add_error(None, str(refused))
            status = refused.status
        else:
            return redirect("gathering-edit", slug)
    return _edit_page(request, found, form, CancelForm(gathering=found), status)


def _edit_page(
    request: HttpRequest, found: Gathering, form: EditGatheringForm, off: CancelForm, status: int
) -> HttpResponse:
    facts = {
        "form": form,
        "off": off,
        "gathering": found,
        "over": found.ends_at <= clock.now(),
        "link_address": address_of(found),
    }
    return render(request, "gatherings/desk/edit.html", facts, status=status)


def _change(request: HttpRequest, found: Gathering, form: EditGatheringForm) -> str:
    facts = {"gathering": found, "now": clock.now(), "by": request.user, **form.facts()}
    if form.all_following:
        return f"Saved, for {repeating.change_following(**facts)} gatherings."
    return _said(actions.change(**facts))


def _said(move: Move | None) -> str:
    if move is None:
        return "Saved. No letters go out."
    return "Saved. Letters go out to everybody who has a seat, waits or hosts, and their calendars follow."


@organisers_only
@require_POST
def listing(request: HttpRequest, slug: str) -> HttpResponse:
    """Publish it to its audience."""
    found = editable(request, slug)
    actions.list_publicly(gathering=found, now=clock.now(), by=request.user)
    who = {"members": "Members", "link": "People with the link"}.get(found.audience, "Everybody")
    messages.success(request, f"It is published. {who} can see it now, and take a seat.")
    return redirect("gathering-edit", slug)


@organisers_only
@require_POST
def listing_removal(request: HttpRequest, slug: str) -> HttpResponse:
    """A draft again."""
    actions.unlist(gathering=editable(request, slug), now=clock.now())
    messages.success(request, "It is a draft again. Only organisers see it, and who has a seat, who keeps it.")
    return redirect("gathering-edit", slug)


@organisers_only
@require_POST
def cancellation(request: HttpRequest, slug: str) -> HttpResponse:
    """Call it off, and perhaps what follows."""
    found = editable(request, slug)
    form = CancelForm(request.POST, gathering=found)
    if not form.is_valid():
        return _edit_page(request, found, EditGatheringForm(gathering=found), form, 400)
    facts = {"gathering": found, "now": clock.now(), "by": request.user, "reason": form.cleaned_data["reason"]}
    if form.cleaned_data.get("following"):
        count = repeating.cancel_following(**facts)
        messages.success(request, f"{count} gatherings are called off, and their pages say so. Letters go out.")
    else:
        actions.cancel(**facts)
        messages.success(
            request, "It is called off, and its page says so. Letters go out to everybody who counts on it."
        )
    return redirect("gathering-edit", slug)


@organisers_only
@require_http_methods(["GET", "HEAD", "POST"])
def copies(request: HttpRequest, slug: str) -> HttpResponse:
    """The same again, at another time."""
    found = editable(request, slug)
    begin = {"title": found.title, **CopyForm.about_time(found), "day": None, "last_day": None}
    form = CopyForm(sent(request), initial={**begin, "wall_start": "", "wall_end": ""})
    if form.is_valid():
        facts = {"title": form.cleaned_data["title"], **form.when()}
        made = copying.copy_once(gathering=found, now=clock.now(), by=request.user, **facts)
        messages.success(request, f"{made.title} is planned, with everything of last time but the people.")
        return redirect("gathering-edit", made.slug)
    facts = {"form": form, "gathering": found}
    return render(request, "gatherings/desk/copy.html", facts, status=400 if form.is_bound else 200)
