"""A gathering's result: for everybody once it is published, and for its organiser before."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from collective.gather.gatherings.models import Gathering
from collective.ground.lib import clock
from collective.ground.lib.errors import Refused
from collective.ground.lib.markdown import as_html
from collective.join.people.accounts import organisers_only
from collective.share.pages import actions
from collective.share.pages.forms import ResultForm
from collective.share.pages.models import Publication
from collective.share.pages.queries import beside, published

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


@require_safe
def result(request: HttpRequest, slug: str) -> HttpResponse:
    """What a gathering made public. Taken back: the page says so; never published: there is no such page."""
    found = Publication.objects.public().filter(gathering__slug=slug).select_related("gathering__listing").first()
    if found is None:
        if not published.was_public(slug):
            raise Http404
        return render(request, "pages/taken_back.html", status=410)
    facts = {**page_of(found), "publication": found}
    return render(request, "pages/result.html", facts)


def page_of(publication: Publication) -> dict[str, Any]:
    """What the public page shows, of a version that is public or only looked at."""
    return {
        "gathering": publication.gathering,
        "safe": publication.safe,
        "figures": [(f"figure-{at}", one) for at, one in enumerate(publication.safe.figures.values())],
        "summary": as_html(publication.words),
        "quotes": published.standing_quotes(publication),
        "maturity": published.has_maturity(publication),
    }


@organisers_only
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, slug: str) -> HttpResponse:
    """Look at what would be public beside what the room saw. Nothing is public before the button is pressed."""
    gathering = get_object_or_404(Gathering.objects.editable_by(request.user).select_related("listing"), slug=slug)
    form = _form(request, gathering)
    return _page(request, gathering, form, status=400 if form.is_bound and not form.is_valid() else 200)


@organisers_only
@require_POST
def publication(request: HttpRequest, slug: str) -> HttpResponse:
    """Make it public, or public again as it is now."""
    gathering = get_object_or_404(Gathering.objects.editable_by(request.user).select_related("listing"), slug=slug)
    form = _form(request, gathering)
    if not form.is_valid():
        return _page(request, gathering, form, status=400)
    try:
        actions.publish(gathering=gathering, now=clock.now(), by=request.user, **form.facts())
    except Refused as refused:
        form.add_error(None, str(refused))
        return _page(request, gathering, form, status=refused.status)
    messages.success(request, "It is public now, at the address of its page.")
    return redirect("result-edit", slug)


@organisers_only
@require_POST
def withdrawal(request: HttpRequest, slug: str) -> HttpResponse:
    """Take it back."""
    gathering = get_object_or_404(Gathering.objects.editable_by(request.user), slug=slug)
    if actions.withdraw(gathering=gathering, now=clock.now(), by=request.user):
        messages.success(request, "It is taken back. Its page says so, and its files are gone.")
    return redirect("result-edit", slug)


def _form(request: HttpRequest, gathering: Gathering) -> ResultForm:
    offered, once = published.quotable(gathering), published.said_once(gathering)
    latest = published.latest(gathering)
    return ResultForm(request.POST or None, offered=offered, once=once, initial=ResultForm.about(latest))


def _page(request: HttpRequest, gathering: Gathering, form: ResultForm, status: int) -> HttpResponse:
    latest = published.latest(gathering)
    form.refresh_seen(latest)
    draft = published.draft(gathering, **form.draft())
    facts = {
        **page_of(draft),
        "form": form,
        "latest": latest,
        "pairs": beside.pairs(gathering, draft.safe),
        "ready": published.not_ready(gathering),
    }
    return render(request, "pages/desk/result.html", facts, status=status)
