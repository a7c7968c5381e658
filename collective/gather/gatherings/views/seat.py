"""Somebody's own seat: the private page that the letter links to. Looking at it changes nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from collective.gather.gatherings import actions, doors, standings
from collective.gather.gatherings.forms.answers import AnswersForm
from collective.gather.gatherings.models import SignUp, Waiting
from collective.ground.lib import clock
from collective.ground.lib.errors import Refused
from collective.join.people import actions as people
from collective.join.people.forms import sent

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


@never_cache
@require_safe
def my_seat(request: HttpRequest, token: str) -> HttpResponse:
    """When, where, the way in, and what this person said yes to."""
    seat, now = _with(token), clock.now()
    found = seat.gathering
    facts = {
        "seat": seat,
        "gathering": found,
        "over": found.ends_at <= now,
        "door": None if found.ends_at <= now or found.is_cancelled else doors.open_for(seat),
        "link": standings.link_for(seat, now),
        "said_yes": standings.has_confirmed(seat),
        "form": AnswersForm(sign_up=seat),
        "room_for_me": seat.seat is not None or standings.has_seat_for(seat, now),
        "invitation": found.entry.invitations.filter(person=seat.person_id).first() if found.entry else None,
        "consents": seat.person.consents.standing().select_related("wording").order_by("given_at", "pk"),
    }
    return render(request, "gatherings/my_seat.html", facts)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def answers(request: HttpRequest, token: str) -> HttpResponse:
    """Which way they come, and what they answered."""
    seat = _with(token)
    form = AnswersForm(sent(request), sign_up=seat)
    status = 400 if form.is_bound else 200
    if form.is_valid():
        try:
            actions.change_answers(sign_up=seat, now=clock.now(), **form.facts())
        except Refused as refused:
            form.add_error(None, str(refused))
            status = refused.status
        else:
            messages.success(request, "Changed. The organisers see it.")
            return redirect("my-seat", token)
    facts = {"form": form, "seat": seat, "gathering": seat.gathering}
    return render(request, "gatherings/answers.html", facts, status=status)


@require_POST
def waiting(request: HttpRequest, token: str) -> HttpResponse:
    """Onto the list again, by who gave the seat back and finds none free."""
    place = actions.wait_again(sign_up=_with(token), now=clock.now())
    messages.success(request, "You are on the waiting list.")
    return redirect("my-place", place.token)


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
    related = ("person__organisation", "gathering__cancellation", "gathering__entry", "leaving", "confirmed")
    return get_object_or_404(SignUp.objects.with_token(token).select_related(*related))
