"""What is on, one gathering, and taking a seat."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from collective.gather.gatherings import actions, doors
from collective.gather.gatherings.core import Seats, seats_said
from collective.gather.gatherings.forms import SignUpForm
from collective.gather.gatherings.models import Gathering
from collective.ground.lib import clock
from collective.ground.lib.errors import Refused
from collective.ground.lib.markdown import as_html
from collective.join.people.doors import one_more_sign_up
from collective.join.people.forms import known_about, sent
from collective.join.people.models import is_organiser

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from collective.gather.gatherings.models import SignUp

PAST_ON_A_PAGE = 25


@require_safe
def gatherings(request: HttpRequest) -> HttpResponse:
    """What is coming, soonest first, and what was, latest first."""
    now = clock.now()
    seen = Gathering.objects.visible_to(request.user).select_related("listing", "cancellation").with_taken()
    coming = [(one, _seats(one)) for one in seen.filter(ends_at__gte=now).order_by("starts_at", "pk")[:100]]
    past = Paginator(seen.past(now), PAST_ON_A_PAGE).get_page(request.GET.get("page", 1))
    return render(
        request,
        "gatherings/gatherings.html",
        {"coming": coming, "past": past, "organises": is_organiser(request.user)},
    )


@require_safe
def gathering(request: HttpRequest, slug: str) -> HttpResponse:
    """One gathering: when, where, what for, and whether there is a seat."""
    found = _visible(request, slug)
    facts = {**_facts(request, found), "summary": as_html(found.summary), "outcome": doors.outcome_of(found)}
    return render(request, "gatherings/gathering.html", facts)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def sign_up(request: HttpRequest, slug: str) -> HttpResponse:
    """Take a seat. What follows is the same whether or not we knew the address: the private page is in the letter."""
    found = _visible(request, slug)
    facts = _facts(request, found)
    person = request.user.person if request.user.is_authenticated else None
    form = SignUpForm(sent(request), gathering=found, initial=known_about(person) if person else None)
    status = 400 if form.is_bound else 200
    if form.is_valid():
        try:
            seat = _take_a_seat(request, found, form)
        except Refused as refused:
            form.add_error(None, str(refused))
            status = refused.status
        else:
            own = person is not None and seat.person_id == person.pk
            return redirect("my-seat", seat.token) if own else redirect("signed-up", found.slug)
    return render(request, "gatherings/sign_up.html", {"form": form, **facts}, status=status)


def _take_a_seat(request: HttpRequest, found: Gathering, form: SignUpForm) -> SignUp:
    """When every seat is taken nobody passes, seated or not: who has one is nothing to find out by trying addresses."""
    now = clock.now()
    one_more_sign_up(request, now)
    if found.seats is not None and found.taken >= found.seats and not found.is_cancelled and found.ends_at > now:
        raise actions.GatheringFull
    return actions.sign_up(gathering=found, now=now, consents=form.consents(), **form.facts())


@require_safe
def signed_up(request: HttpRequest, slug: str) -> HttpResponse:
    """After the form: the letter is on its way."""
    return render(request, "gatherings/signed_up.html", _facts(request, _visible(request, slug)))


def _visible(request: HttpRequest, slug: str) -> Gathering:
    seen = Gathering.objects.visible_to(request.user).select_related("listing", "cancellation").with_taken()
    return get_object_or_404(seen, slug=slug)


def _facts(request: HttpRequest, found: Gathering) -> dict[str, object]:
    seats = _seats(found)
    over = found.ends_at <= clock.now()
    return {
        "gathering": found,
        "seats": seats,
        "over": over,
        "may_sign_up": seats.open and not over and not found.is_cancelled,
        "organises": is_organiser(request.user),
    }


def _seats(found: Gathering) -> Seats:
    return seats_said(found.taken, found.seats, least=settings.PUBLIC_THRESHOLD)
