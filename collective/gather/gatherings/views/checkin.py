"""At the door: the list on a phone, presses that arrive late or twice, tickets shown and read. Looking never checks anybody in."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import Http404, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from collective.gather.gatherings import actions, queries, tickets
from collective.gather.gatherings.forms.day import WalkInForm
from collective.gather.gatherings.models import SignUp
from collective.gather.gatherings.views.desk import editable
from collective.ground.lib import clock, ids
from collective.ground.web.middleware import wants_json
from collective.join.people.accounts import organisers_only

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from collective.gather.gatherings.models import DoorAct, Gathering


@organisers_only
@never_cache
@require_safe
def door(request: HttpRequest, slug: str) -> HttpResponse:
    """Everybody on the list with a button each. A name or a ticket's code narrows it."""
    return _door(request, editable(request, slug), WalkInForm())


def _door(request: HttpRequest, found: Gathering, form: WalkInForm, status: int = 200) -> HttpResponse:
    words = request.GET.get("q", "")[:100]
    page, entries = queries.at_the_door(found, words=words, page=request.GET.get("page", 1))
    facts = {
        "gathering": found,
        "counts": queries.counts(found),
        "rows": [(entry, queries.door_words(entry)) for entry in entries],
        "page": page,
        "words": words,
        "form": form,
        "key": ids.new_token(),
        "walk_in_key": ids.new_token(),
    }
    return render(request, "gatherings/desk/door.html", facts, status=status)


@organisers_only
@require_POST
def acts(request: HttpRequest, slug: str) -> HttpResponse:
    """One press, from the page or from a phone that kept it while there was no signal."""
    found = editable(request, slug)
    if request.POST.get("what") == actions.WALK_IN:
        return _walk_in(request, found)
    what, _, pk = request.POST.get("press", "").partition("-")
    person = queries.person_on_the_roll(found, pk)
    if person is None:
        raise Http404
    return _done(request, found, actions.press(gathering=found, person=person, what=what, **_pressed(request)))


def _walk_in(request: HttpRequest, found: Gathering) -> HttpResponse:
    form = WalkInForm(request.POST)
    if form.is_valid():
        facts = {**form.cleaned_data, **_pressed(request)}
        return _done(request, found, actions.press(gathering=found, what=actions.WALK_IN, **facts))
    if wants_json(request):
        raise actions.NoSuchPress(" ".join(text for errors in form.errors.values() for text in errors))
    return _door(request, found, form, status=400)


def _pressed(request: HttpRequest) -> dict[str, object]:
    """The key and the time that the device gave the press."""
    said = request.POST.get("at", "")
    milliseconds = int(said) if said.isascii() and said.isdecimal() and len(said) < 15 else None
    happened_at = datetime.fromtimestamp(milliseconds / 1000, UTC) if milliseconds else None
    key = request.POST.get("key", "") or ids.new_token()
    return {"key": key[:60], "happened_at": happened_at, "now": clock.now(), "by": request.user}


def _done(request: HttpRequest, found: Gathering, act: DoorAct) -> HttpResponse:
    is_here = found.check_ins.filter(person=act.person).exists()
    said = f"{act.person.name} is {'here' if is_here else 'not here'}."
    if wants_json(request):
        return JsonResponse({"said": said, "here": is_here, "counts": queries.counts(found).sentence})
    messages.success(request, said)
    return redirect("gathering-door", found.slug)


@organisers_only
@never_cache
@require_safe
def ticket_check(request: HttpRequest, code: str) -> HttpResponse:
    """What the camera of a phone opens: whose ticket it is, and the button."""
    pk = tickets.sign_up_of(code)
    seen = SignUp.objects.visible_to(request.user).select_related("gathering__cancellation", "person", "leaving")
    seat = get_object_or_404(seen, pk=pk) if pk else None
    entry = queries.entries(seat.gathering, [seat.person_id])[0] if seat else None
    facts = {"seat": seat, "gathering": seat and seat.gathering, "entry": entry, "key": ids.new_token(), "code": code}
    return render(request, "gatherings/desk/ticket_check.html", facts, status=200 if seat else 404)


@never_cache
@require_safe
def ticket(request: HttpRequest, token: str) -> HttpResponse:
    """Somebody's own ticket, large enough to hold up."""
    seat = get_object_or_404(SignUp.objects.with_token(token).select_related("person", "gathering"), token=token)
    return render(request, "gatherings/ticket.html", {"seat": seat, "gathering": seat.gathering})
