"""A member's own page."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from collective.join.people.models import Consent


@require_safe
@login_required
def me(request: HttpRequest) -> HttpResponse:
    """What we hold about you, and what you agreed to."""
    consents = Consent.objects.visible_to(request.user).filter(person=request.user.person).select_related("wording")
    return render(
        request, "people/me.html", {"person": request.user.person, "consents": consents.order_by("-given_at")}
    )


@require_safe
@login_required
def address(request: HttpRequest) -> HttpResponse:
    """allauth sends people here to look after their address; it stands on their own page."""
    return redirect("me")
