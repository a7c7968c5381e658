"""Addresses that we call: set up, looked after, ended."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from collective.ground.lib import clock
from collective.ground.lib.errors import Refused
from collective.join.people.accounts import organisers_only
from collective.share.api import queries
from collective.share.api.actions import webhooks as actions
from collective.share.api.forms import WebhookForm
from collective.share.api.models import Webhook

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


@never_cache
@organisers_only
@require_http_methods(["GET", "HEAD", "POST"])
def webhooks(request: HttpRequest) -> HttpResponse:
    """All of them, and a new one."""
    form = WebhookForm(request.POST or None)
    if form.is_valid():
        try:
            made = actions.set_up(now=clock.now(), by=request.user, **form.cleaned_data)
            messages.success(request, "Set up. Something harmless is on its way there, to see whether it arrives.")
            return redirect("webhook", made.pk)
        except Refused as why:
            form.add_error("url", str(why))
    standing = Webhook.objects.visible_to(request.user).filter(ended_at__isnull=True).order_by("pk")
    facts = {"form": form, "webhooks": standing}
    return render(request, "api/webhooks.html", facts, status=400 if form.is_bound else 200)


def _webhook(request: HttpRequest, pk: int) -> Webhook:
    return get_object_or_404(Webhook.objects.visible_to(request.user), pk=pk, ended_at__isnull=True)


@never_cache
@organisers_only
@require_safe
def webhook(request: HttpRequest, pk: int) -> HttpResponse:
    """One: its secret, what it is told, and what became of it."""
    found = _webhook(request, pk)
    return render(request, "api/webhook.html", {"webhook": found, "deliveries": queries.log_of(found)})


@organisers_only
@require_POST
def trial(request: HttpRequest, pk: int) -> HttpResponse:
    """Send something harmless."""
    actions.ping(webhook=_webhook(request, pk), now=clock.now())
    messages.success(request, "It goes within a few seconds. Open this page again to see what came back.")
    return redirect("webhook", pk)


@organisers_only
@require_POST
def ending(request: HttpRequest, pk: int) -> HttpResponse:
    """Call it no more."""
    actions.end(webhook=_webhook(request, pk), now=clock.now())
    messages.success(request, "Nothing is sent there any more.")
    return redirect("webhooks")


@organisers_only
@require_POST
def switching_on(request: HttpRequest, pk: int) -> HttpResponse:
    """It is mended."""
    actions.switch_on(webhook=_webhook(request, pk), now=clock.now())
    messages.success(request, "Switched on. What waits for it goes within a minute.")
    return redirect("webhook", pk)


@organisers_only
@require_POST
def replay(request: HttpRequest, pk: int, delivery: int) -> HttpResponse:
    """The same again."""
    found = get_object_or_404(queries.deliveries(_webhook(request, pk)), pk=delivery)
    try:
        actions.replay(delivery=found, now=clock.now())
        messages.success(request, "It goes again within a few seconds.")
    except Refused as why:
        messages.error(request, str(why))
    return redirect("webhook", pk)
