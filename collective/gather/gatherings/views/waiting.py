"""Coming onto the waiting list, and one's own place there. Looking changes nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlencode

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from collective.gather.gatherings import actions, standings
from collective.gather.gatherings.forms.waiting import WaitingForm, WishesForm
from collective.gather.gatherings.models import Gathering, Waiting
from collective.ground.lib import clock
from collective.ground.lib.errors import Refused
from collective.join.people.doors import one_more_sign_up
from collective.join.people.forms import known_about, sent

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def join(request: HttpRequest, slug: str) -> HttpResponse:
    """Onto the list. What follows is the same whether or not we knew the address: the private page is in the letter."""
    found, now = _visible(request, slug), clock.now()
    person = request.user.person if request.user.is_authenticated else None
    form = WaitingForm(sent(request), gathering=found, initial=known_about(person) if person else None)
    status = 400 if form.is_bound else 200
    if form.is_valid():
        try:
            one_more_sign_up(request, now)
            facts = form.facts()
            own = person is not None and facts["email"] == (person.email or "")
            place = actions.join_list(gathering=found, now=now, own=own, **facts)
        except Refused as refused:
            form.add_error(None, str(refused))
            status = refused.status
        else:
            own = person is not None and place is not None and place.person_id == person.pk
            return (
                redirect("my-place", place.token) if own else redirect(_with_key(request, "waiting-list-joined", slug))
            )
    facts = {"form": form, "gathering": found, "rules": standings.rules_of(found, now)}
    return render(request, "gatherings/waiting_join.html", facts, status=status)


@require_safe
def joined(request: HttpRequest, slug: str) -> HttpResponse:
    """After the form: the letter is on its way."""
    return render(request, "gatherings/waiting_joined.html", {"gathering": _visible(request, slug)})


@never_cache
@require_safe
def my_place(request: HttpRequest, token: str) -> HttpResponse:
    """Where they stand, the offer that is open, and what they can do about it."""
    place, now = _with(token), clock.now()
    seat = place.gathering.sign_ups.coming().filter(person=place.person_id).first()
    if seat is not None:
        return redirect("my-seat", seat.token)
    stands = standings.standing_of(place, now)
    form = WishesForm(gathering=place.gathering, initial=WishesForm.about(place.gathering, place.way, place.not_after))
    facts = {
        "place": place,
        "gathering": place.gathering,
        "stands": stands,
        "form": form,
        "over": place.gathering.ends_at <= now,
        "hopes": standings.hopes_of(place.gathering, now) if stands else None,
        "skips": place.skips.order_by("-at", "-pk")[:5],
        "may_take": standings.may_take_free_seat(place, now) if stands else False,
    }
    return render(request, "gatherings/my_place.html", facts)


@require_POST
def acceptance(request: HttpRequest, token: str) -> HttpResponse:
    """Yes, I take the seat."""
    seat = actions.accept_offer(waiting=_with(token), now=clock.now())
    messages.success(request, "The seat is yours. A letter with everything is on its way.")
    return redirect("my-seat", seat.token)


@require_POST
def leaving(request: HttpRequest, token: str) -> HttpResponse:
    """Off the list, or no to an offer."""
    actions.leave_list(waiting=_with(token), now=clock.now())
    messages.success(request, "You are off the list. Nobody writes to you about it any more.")
    return redirect("my-place", token)


@require_POST
def leaving_removal(request: HttpRequest, token: str) -> HttpResponse:
    """Onto the list again, at its end."""
    place = _with(token)
    actions.join_list_again(waiting=place, now=clock.now())
    messages.success(request, "You are on the list again, at its end.")
    return redirect("my-place", token)


@require_POST
def wishes(request: HttpRequest, token: str) -> HttpResponse:
    """Until when, and which way. Bad input leaves things as they were."""
    place = _with(token)
    form = WishesForm(request.POST, gathering=place.gathering)
    if form.is_valid():
        way = form.said_way or place.way
        actions.change_wishes(waiting=place, not_after=form.not_after, way=way, now=clock.now())
        messages.success(request, "Noted. You keep your place.")
    else:
        messages.error(request, "Nothing was changed: choose from the lines on this page.")
    return redirect("my-place", token)


@require_POST
def free_seat(request: HttpRequest, token: str) -> HttpResponse:
    """After the cut-off: a free seat, for the quickest."""
    seat = actions.take_free_seat(waiting=_with(token), now=clock.now())
    messages.success(request, "The seat is yours. A letter with everything is on its way.")
    return redirect("my-seat", seat.token)


def _visible(request: HttpRequest, slug: str) -> Gathering:
    opened_by = {name: request.GET.get(name, "") for name in ("key", "invited")}
    seen = Gathering.objects.visible_to(request.user, **opened_by).select_related("listing", "cancellation")
    return get_object_or_404(seen, slug=slug)


def _with_key(request: HttpRequest, name: str, slug: str) -> str:
    """An address that still opens for somebody who came by a link: of the gathering, or of the letter that asked them along."""
    kept = {name: request.GET[name] for name in ("key", "invited") if request.GET.get(name)}
    return reverse(name, args=[slug]) + (f"?{urlencode(kept)}" if kept else "")


def _with(token: str) -> Waiting:
    related = ("person", "gathering__cancellation", "gathering__listing", "end")
    return get_object_or_404(Waiting.objects.with_token(token).select_related(*related), token=token)
