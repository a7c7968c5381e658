"""Who has a seat asks others along: by a letter to each, who then sign up themselves."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from collective.gather.gatherings.actions import asking
from collective.gather.gatherings.forms import InviteForm
from collective.gather.gatherings.models import SignUp
from collective.ground.lib import clock
from collective.ground.lib.errors import Refused
from collective.join.people.doors import one_more_sign_up
from collective.join.people.forms import sent

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def invites(request: HttpRequest, token: str) -> HttpResponse:
    """Ask somebody along, and see who was asked."""
    seat = _with(token)
    form = InviteForm(sent(request))
    status = 400 if form.is_bound else 200
    if form.is_valid():
        try:
            one_more_sign_up(request, clock.now())
            asking.invite(gathering=seat.gathering, from_sign_up=seat, now=clock.now(), **form.cleaned_data)
        except Refused as refused:
            form.add_error(None, str(refused))
            status = refused.status
        else:
            messages.success(request, "A letter goes to them, with your name in it. They sign up themself, or not.")
            return redirect("my-seat-invites", token)
    asked = seat.invites.order_by("pk")
    facts = {"form": form, "seat": seat, "gathering": seat.gathering, "invites": asked, "most": asking.INVITES_EACH}
    return render(request, "gatherings/along.html", facts, status=status)


@require_POST
def remembered_removal(request: HttpRequest, token: str) -> HttpResponse:
    """Remember nothing of their answers for the next time."""
    seat = _with(token)
    asking.forget(person=seat.person)
    messages.success(request, "Forgotten. At the next gathering we ask you anew.")
    return redirect("my-seat", token)


def _with(token: str) -> SignUp:
    return get_object_or_404(SignUp.objects.with_token(token).select_related("gathering", "person"), token=token)
