"""What we say about ourselves."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.shortcuts import render
from django.views.decorators.http import require_safe

from collective.join.people import purposes

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


@require_safe
def data(request: HttpRequest) -> HttpResponse:
    """What we hold, why, for how long, and who sees it."""
    facts = {"threshold": settings.PUBLIC_THRESHOLD, "purposes": purposes.all_purposes()}
    return render(request, "pages/about_data.html", facts)


@require_safe
def accessibility(request: HttpRequest) -> HttpResponse:
    """What was checked, how, and what was not."""
    return render(request, "pages/accessibility.html")
