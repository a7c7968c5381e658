"""The organiser's home."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.auth.decorators import login_required
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from collective.gather.gatherings.models import Gathering
from collective.ground.lib import clock
from collective.join.people.models import is_organiser
from collective.share.pages.core.turnout import turnout
from collective.share.pages.queries import desk as queries
from collective.share.pages.queries import mail
from collective.share.pages.queries.at_a_glance import at_a_glance
from collective.share.pages.queries.day import day_of

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


@never_cache
@require_safe
@login_required
def desk(request: HttpRequest) -> HttpResponse:
    """The next gathering and what is to do for it. A member who organises nothing is shown their own page."""
    if not is_organiser(request.user):
        return redirect("me")
    now = clock.now()
    coming = queries.upcoming(request.user, now)
    facts = {
        "next": queries.glance(coming[0]) if coming else None,
        "glance": at_a_glance(coming[0], now) if coming else None,
        "others": [(one, turnout(one.taken)) for one in coming[1:]],
        "past": queries.past(request.user, now),
        "now": now,
        "present": mail.at_present(),
    }
    return render(request, "pages/desk/desk.html", facts)


@require_safe
@login_required
def overview(request: HttpRequest, slug: str) -> HttpResponse:
    """Any one gathering as the desk shows the next one: its numbers, and what is to do for it."""
    gathering, now = _editable(request, slug), clock.now()
    facts = {
        "next": queries.glance(gathering),
        "glance": at_a_glance(gathering, now),
        "now": now,
        "over": gathering.ends_at <= now,
        "overview": True,
    }
    return render(request, "pages/desk/overview.html", facts)


@never_cache
@require_safe
@login_required
def day(request: HttpRequest, slug: str) -> HttpResponse:
    """One page to run the day from a phone."""
    gathering, now = _editable(request, slug), clock.now()
    facts = {"day": day_of(gathering, now), "now": now, "over": gathering.ends_at <= now}
    return render(request, "pages/desk/day.html", facts)


def _editable(request: HttpRequest, slug: str) -> Gathering:
    seen = Gathering.objects.editable_by(request.user).select_related("listing", "cancellation", "account")
    return get_object_or_404(seen, slug=slug)
