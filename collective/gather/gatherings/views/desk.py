"""The organiser makes gatherings, changes them, shows them and calls them off."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from collective.gather.gatherings import actions
from collective.gather.gatherings.forms import GatheringForm
from collective.gather.gatherings.models import Gathering
from collective.ground.lib import clock
from collective.join.people.accounts import organisers_only
from collective.join.people.forms import sent

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


def editable(request: HttpRequest, slug: str) -> Gathering:
    """The gathering, if this organiser may change it."""
    seen = Gathering.objects.editable_by(request.user).select_related("listing", "cancellation")
    return get_object_or_404(seen, slug=slug)


@organisers_only
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Plan a gathering. Nobody sees it until it is shown."""
    form = GatheringForm(sent(request), initial={"way": "online"})
    if form.is_valid():
        made = actions.plan_once(now=clock.now(), by=request.user, **form.facts())
        messages.success(request, f"{made.title} is planned. Nobody else sees it until you show it.")
        return redirect("gathering-edit", made.slug)
    return render(request, "gatherings/desk/new.html", {"form": form}, status=400 if form.is_bound else 200)


@organisers_only
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, slug: str) -> HttpResponse:
    """Change a gathering, and what happens to it."""
    found = editable(request, slug)
    form = GatheringForm(sent(request), initial=GatheringForm.about(found))
    if form.is_valid():
        actions.change(gathering=found, now=clock.now(), by=request.user, **form.facts())
        messages.success(request, "Saved. No letters went out: write to people yourself if they need to know.")
        return redirect("gathering-edit", slug)
    facts = {"form": form, "gathering": found, "over": found.ends_at <= clock.now()}
    return render(request, "gatherings/desk/edit.html", facts, status=400 if form.is_bound else 200)


@organisers_only
@require_POST
def listing(request: HttpRequest, slug: str) -> HttpResponse:
    """Show it to everybody."""
    actions.list_publicly(gathering=editable(request, slug), now=clock.now(), by=request.user)
    messages.success(request, "Everybody can see it now, and take a seat.")
    return redirect("gathering-edit", slug)


@organisers_only
@require_POST
def listing_removal(request: HttpRequest, slug: str) -> HttpResponse:
    """Show it to organisers only."""
    actions.unlist(gathering=editable(request, slug), now=clock.now())
    messages.success(request, "Only organisers see it now. Who has a seat keeps it.")
    return redirect("gathering-edit", slug)


@organisers_only
@require_POST
def cancellation(request: HttpRequest, slug: str) -> HttpResponse:
    """Call it off."""
    actions.cancel(gathering=editable(request, slug), now=clock.now(), by=request.user)
    messages.success(
        request, "It is called off, and its page says so. No letters went out: download the list and write to people."
    )
    return redirect("gathering-edit", slug)
