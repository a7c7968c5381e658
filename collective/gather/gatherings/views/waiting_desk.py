"""The waiting list for organisers: who is next, who is not and why, and what may be done by hand."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from collective.gather.gatherings import actions, standings
from collective.gather.gatherings.forms.list_rules import ListRulesForm
from collective.gather.gatherings.models import Waiting
from collective.gather.gatherings.views.desk import editable
from collective.ground.lib import clock
from collective.join.people.accounts import organisers_only

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from collective.gather.gatherings.models import Gathering


@organisers_only
@require_safe
def waiting(request: HttpRequest, slug: str) -> HttpResponse:
    """Everybody on the list in order, with the reason beside each, and how many are likely to come."""
    found = editable(request, slug)
    return render(request, "gatherings/desk/waiting.html", _facts(found, ListRulesForm(gathering=found)))


@organisers_only
@require_POST
def rules(request: HttpRequest, slug: str) -> HttpResponse:
    """How seats are offered from now on. Offers that are open stay as they were made."""
    found = editable(request, slug)
    form = ListRulesForm(request.POST, gathering=found)
    if not form.is_valid():
        return render(request, "gatherings/desk/waiting.html", _facts(found, form), status=400)
    actions.change(gathering=found, now=clock.now(), by=request.user, **form.facts())
    messages.success(request, "These are the rules now. Everybody on the list reads them on their page.")
    return redirect("gathering-waiting", slug)


def _facts(found: Gathering, form: ListRulesForm) -> dict[str, object]:
    now = clock.now()
    return {
        "gathering": found,
        "in_line": standings.in_line(found, now),
        "rules": standings.rules_of(found, now),
        "counts": standings.seat_counts(found),
        "forecast": standings.forecast_of(found, now),
        "advice": standings.advice_for(found, now),
        "passed_over": standings.latest_skips(found),
        "over": found.ends_at <= now,
        "form": form,
    }


@organisers_only
@require_POST
def offer(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """A seat to this person next, whoever is before them."""
    place = _place(request, slug, pk)
    actions.offer_by_hand(waiting=place, now=clock.now())
    messages.success(request, f"A seat is offered to {place.person.name}. The letter is on its way.")
    return redirect("gathering-waiting", slug)


@organisers_only
@require_POST
def offer_removal(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Take an offer back. They keep their place, and read why."""
    place = _place(request, slug, pk)
    actions.withdraw_offer(waiting=place, now=clock.now())
    messages.success(request, f"The offer to {place.person.name} is taken back. They are told, and keep their place.")
    return redirect("gathering-waiting", slug)


@organisers_only
@require_POST
def seat(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Give this person a seat without asking."""
    place = _place(request, slug, pk)
    actions.seat_by_hand(waiting=place, now=clock.now())
    messages.success(request, f"{place.person.name} has a seat. The confirmation is on its way.")
    return redirect("gathering-waiting", slug)


@organisers_only
@require_POST
def removal(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Off the list, as the person asked."""
    place = _place(request, slug, pk)
    actions.leave_list(waiting=place, now=clock.now())
    messages.success(request, f"{place.person.name} is off the list.")
    return redirect("gathering-waiting", slug)


def _place(request: HttpRequest, slug: str, pk: int) -> Waiting:
    seen = Waiting.objects.visible_to(request.user).select_related("person", "gathering")
    return get_object_or_404(seen, gathering=editable(request, slug), pk=pk)
