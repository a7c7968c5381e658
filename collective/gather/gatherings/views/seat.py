"""Somebody's own seat: the private page that the letter links to. Looking at it changes nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from collective.gather.gatherings import actions, doors, standings
from collective.gather.gatherings.models import SignUp, Waiting
from collective.ground.lib import clock
from collective.join.people import actions as people

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


@never_cache
@require_safe
def my_seat(request: HttpRequest, token: str) -> HttpResponse:
    """When, where, the way in, and what this person said yes to."""
    seat = _with(token)
    over = seat.gathering.ends_at <= clock.now()
    return render(
        request,
        "gatherings/my_seat.html",
        {
            "seat": seat,
            "gathering": seat.gathering,
            "over": over,
            "door": None if over or seat.gathering.is_cancelled else doors.open_for(seat),
            "consents": seat.person.consents.standing().select_related("wording").order_by("given_at", "pk"),
        },
    )


@never_cache
@require_safe
def still_coming(request: HttpRequest, token: str) -> HttpResponse:
    """One question, two buttons. Opening the page says nothing: mail scanners follow links."""
    seat = _with(token)
    over = seat.gathering.is_cancelled or seat.gathering.ends_at <= clock.now()
    facts = {"seat": seat, "gathering": seat.gathering, "over": over, "said_yes": standings.has_confirmed(seat)}
    return render(request, "gatherings/still_coming.html", facts)


@require_POST
def confirmation(request: HttpRequest, token: str) -> HttpResponse:
    """Yes, still coming."""
    actions.confirm_coming(sign_up=_with(token), now=clock.now())
    messages.success(request, "Good. Your seat is yours, and we look forward to seeing you.")
    return redirect("my-seat", token)


@login_required
@require_safe
def mine(request: HttpRequest, slug: str) -> HttpResponse:
    """A member's own page of this gathering: their seat, their place on the list, or the form."""
    here = {"gathering__slug": slug, "person": request.user.person_id}
    seat = SignUp.objects.visible_to(request.user).filter(**here).first()
    place = Waiting.objects.visible_to(request.user).standing().filter(**here).first()
    if place is not None and (seat is None or seat.seat is None):
        return redirect("my-place", place.token)
    return redirect("my-seat", seat.token) if seat else redirect("gathering", slug)


@require_POST
def leaving(request: HttpRequest, token: str) -> HttpResponse:
    """I cannot come."""
    actions.leave(sign_up=_with(token), now=clock.now())
    messages.success(request, "Thank you for telling us. Your seat is free for somebody else.")
    return redirect("my-seat", token)


@require_POST
def leaving_removal(request: HttpRequest, token: str) -> HttpResponse:
    """I can come after all."""
    actions.come_after_all(sign_up=_with(token), now=clock.now())
    messages.success(request, "Good. You have your seat again.")
    return redirect("my-seat", token)


@require_POST
def consent_withdrawal(request: HttpRequest, token: str, purpose: str) -> HttpResponse:
    """A yes taken back."""
    seat = _with(token)
    if people.withdraw_consent(person=seat.person, purpose=purpose, now=clock.now()):
        messages.success(request, "Taken back. From now on we do not use what you told us for that.")
    return redirect("my-seat", token)


def _with(token: str) -> SignUp:
    related = ("person__organisation", "gathering__cancellation", "gathering__listing", "leaving")
    return get_object_or_404(SignUp.objects.with_token(token).select_related(*related))
