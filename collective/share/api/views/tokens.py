"""One's own tokens."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from collective.ground.lib import clock
from collective.ground.lib.errors import Refused
from collective.share.api.actions import tokens as actions
from collective.share.api.forms import TokenForm
from collective.share.api.models import Token

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def tokens(request: HttpRequest) -> HttpResponse:
    """Those there are, and a new one. Its text is on the answer to this one request and nowhere else."""
    now, text, made = clock.now(), "", None
    form = TokenForm(request.POST or None)
    if form.is_valid():
        try:
            made, text = actions.make(member=request.user, now=now, **form.cleaned_data)
            form = TokenForm()
        except Refused as why:
            form.add_error(None, str(why))
    mine = Token.objects.visible_to(request.user)
    facts = {"form": form, "tokens": mine.valid(now).order_by("-pk"), "text": text, "made": made}
    return render(request, "api/tokens.html", facts, status=400 if form.is_bound and form.errors else 200)


@login_required
@require_POST
def revocation(request: HttpRequest, pk: int) -> HttpResponse:
    """It opens nothing from now on."""
    token = get_object_or_404(Token.objects.visible_to(request.user), pk=pk)
    actions.revoke(token=token, now=clock.now())
    messages.success(request, f"“{token.name}” opens nothing any more.")
    return redirect("my-tokens")
