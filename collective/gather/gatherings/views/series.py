"""Gatherings that belong together: their page, and what the organiser does with all of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from collective.gather.gatherings.actions import series as repeating
from collective.gather.gatherings.forms import SeriesForm
from collective.gather.gatherings.forms.times import WallForm
from collective.gather.gatherings.models import Gathering, Series
from collective.gather.gatherings.views.desk import editable
from collective.gather.gatherings.views.public import with_seats
from collective.ground.lib import clock
from collective.ground.lib.errors import Refused
from collective.ground.lib.markdown import as_html
from collective.join.people.accounts import organisers_only
from collective.join.people.forms import sent
from collective.join.people.models import is_organiser

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

ON_A_PAGE = 25


@require_safe
def series(request: HttpRequest, slug: str) -> HttpResponse:
    """What of it is coming, soonest first, and what was."""
    found = get_object_or_404(Series.objects.visible_to(request.user), slug=slug)
    now = clock.now()
    seen = Gathering.objects.visible_to(request.user).filter(series=found)
    rows = seen.select_related("listing", "cancellation").with_taken()
    coming = Paginator(rows.filter(ends_at__gte=now).order_by("starts_at", "pk"), ON_A_PAGE)
    coming_page = coming.get_page(request.GET.get("page", 1))
    facts = {
        "series": found,
        "summary": as_html(found.summary),
        "coming": with_seats(coming_page),
        "page": coming_page,
        "past": Paginator(rows.past(now), ON_A_PAGE).get_page(request.GET.get("past", 1)),
        "organises": is_organiser(request.user),
    }
    return render(request, "gatherings/series.html", facts)


@organisers_only
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, slug: str) -> HttpResponse:
    """Its words; one more gathering of it; publish all that are drafts."""
    found = get_object_or_404(Series.objects.visible_to(request.user), slug=slug)
    form = SeriesForm(sent(request), initial=SeriesForm.about(found))
    if form.is_valid():
        repeating.change_series(series=found, **form.cleaned_data)
        messages.success(request, "Saved. Each gathering keeps its own words.")
        return redirect("series-edit", slug)
    return _edit_page(request, found, form, 400 if form.is_bound else 200)


def _edit_page(
    request: HttpRequest, found: Series, form: SeriesForm, status: int, adding: WallForm | None = None
) -> HttpResponse:
    now = clock.now()
    latest = found.gatherings.order_by("-starts_at", "-pk").first()
    begin = (
        {**WallForm.about_time(latest), "day": None, "last_day": None, "wall_start": "", "wall_end": ""}
        if latest
        else {}
    )
    coming = found.gatherings.filter(ends_at__gte=now).select_related("listing", "cancellation")
    page = Paginator(coming.order_by("starts_at", "pk"), ON_A_PAGE).get_page(request.GET.get("page", 1))
    facts = {
        "series": found,
        "form": form if form.is_bound else adding or form,
        "words": form,
        "adding": adding or WallForm(initial=begin, prefix="new"),
        "page": page,
        "drafts": coming.filter(listing__isnull=True, cancellation__isnull=True).count(),
    }
    return render(request, "gatherings/desk/series.html", facts, status=status)


@organisers_only
@require_POST
def gatherings(request: HttpRequest, slug: str) -> HttpResponse:
    """One more of the same."""
    found = get_object_or_404(Series.objects.visible_to(request.user), slug=slug)
    adding = WallForm(request.POST, prefix="new")
    words = SeriesForm(initial=SeriesForm.about(found))
    if not adding.is_valid():
        return _edit_page(request, found, words, 400, adding)
    try:
        made = repeating.add_gathering(series=found, now=clock.now(), by=request.user, **adding.when())
    except Refused as refused:
        adding.add_error(None, str(refused))
        return _edit_page(request, found, words, refused.status, adding)
    messages.success(request, "Added, as the latest of the series is. It is a draft until you publish it.")
    return redirect("gathering-edit", made.slug)


@organisers_only
@require_POST
def listing(request: HttpRequest, slug: str) -> HttpResponse:
    """Publish all that are drafts."""
    found = get_object_or_404(Series.objects.visible_to(request.user), slug=slug)
    count = repeating.publish_all(series=found, now=clock.now(), by=request.user)
    messages.success(request, f"Published: {count}." if count else "All of them are published already.")
    return redirect("series-edit", slug)


@organisers_only
@require_POST
def of_gathering(request: HttpRequest, slug: str) -> HttpResponse:
    """Begin a series with this gathering."""
    made = repeating.put_in_series(gathering=editable(request, slug), now=clock.now(), by=request.user)
    return redirect("series-edit", made.slug)
