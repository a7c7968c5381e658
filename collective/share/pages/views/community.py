"""The community's own words and colour."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_http_methods, require_safe

from collective.ground.community import actions
from collective.ground.community import cloth as colours
from collective.ground.community.models import present
from collective.join.people.accounts import organisers_only
from collective.share.pages.forms import CommunityForm

if TYPE_CHECKING:
    from django.http import HttpRequest


@organisers_only
@require_http_methods(["GET", "HEAD", "POST"])
def settings_page(request: HttpRequest) -> HttpResponse:
    """Change what the front page says."""
    now = present()
    form = CommunityForm(request.POST or None, initial={name: getattr(now, name) for name in CommunityForm.base_fields})
    if form.is_valid():
        actions.describe(**form.cleaned_data)
        messages.success(request, "Saved. Everybody sees it from now on.")
        return redirect("desk-community")
    return render(request, "pages/desk/community.html", {"form": form}, status=400 if form.is_bound else 200)


@cache_control(max_age=300)
@require_safe
def style_sheet(request: HttpRequest) -> HttpResponse:
    """The cloth's colour, for every page."""
    return HttpResponse(colours.style_sheet(present().cloth), content_type="text/css; charset=utf-8")
