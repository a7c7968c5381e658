"""Everybody who signed up or came: found, marked, added, written out."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from collective.gather.gatherings import actions, formats, queries
from collective.gather.gatherings.forms import ByHandForm
from collective.gather.gatherings.models import Gathering
from collective.gather.gatherings.views.desk import editable
from collective.ground.lib import clock
from collective.ground.lib.ids import new_token
from collective.join.people.accounts import organisers_only

if TYPE_CHECKING:
    from django.http import HttpRequest

    from collective.join.people.models import Person

MEDIA_TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "json": "application/json",
    "ics": "text/calendar; charset=utf-8",
}


@organisers_only
@require_safe
def roll(request: HttpRequest, slug: str) -> HttpResponse:
    """The list, a hundred at a time."""
    return _roll(request, editable(request, slug), ByHandForm())


def _roll(request: HttpRequest, found: Gathering, form: ByHandForm, status: int = 200) -> HttpResponse:
    words = request.GET.get("q", "")[:100]
    page, entries = queries.roll(found, words=words, page=request.GET.get("page", 1))
    facts = {
        "gathering": found,
        "counts": queries.counts(found),
        "entries": entries,
        "page": page,
        "words": words,
        "form": form,
        "search": f"&{urlencode({'q': words})}" if words else "",
    }
    return render(request, "gatherings/desk/people.html", facts, status=status)


@organisers_only
@require_POST
def add(request: HttpRequest, slug: str) -> HttpResponse:
    """Put somebody on the list by hand."""
    found = editable(request, slug)
    form = ByHandForm(request.POST)
    if not form.is_valid():
        return _roll(request, found, form, status=400)
    said = dict(form.cleaned_data)
    is_here = said.pop("here")
    seat = actions.add_by_hand(gathering=found, now=clock.now(), **said)
    if is_here:
        actions.check_in(gathering=found, person=seat.person, how="hand", now=clock.now())
    messages.success(request, f"{seat.person.name} is on the list{', and here' if is_here else ''}.")
    return _back(request, found, seat.person, words=seat.person.name)


@organisers_only
@require_POST
def check_ins(request: HttpRequest, slug: str) -> HttpResponse:
    """This person is here."""
    found = editable(request, slug)
    person = _on_the_roll(found, request.POST.get("person", ""))
    _press(request, found, person, actions.HERE)
    return _back(request, found, person)


@organisers_only
@require_POST
def check_in_removal(request: HttpRequest, slug: str, person: int) -> HttpResponse:
    """This person is not here after all."""
    found = editable(request, slug)
    someone = _on_the_roll(found, str(person))
    _press(request, found, someone, actions.GONE)
    return _back(request, found, someone)


def _press(request: HttpRequest, found: Gathering, person: Person, what: str) -> None:
    """As at the door, so that a press which a phone kept without signal does not undo a later one from here."""
    actions.press(gathering=found, key=new_token(), what=what, person=person, now=clock.now(), by=request.user)


@organisers_only
@require_POST
def facilitating(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Somebody looks after a table, or no longer: the button says which."""
    found = editable(request, slug)
    seat = get_object_or_404(found.sign_ups.select_related("person"), pk=pk)
    actions.set_facilitating(sign_up=seat, facilitating=request.POST.get("facilitating") == "yes")
    return _back(request, found, seat.person)


@organisers_only
@require_safe
def as_file(request: HttpRequest, slug: str, ending: str) -> HttpResponse:
    """The list as CSV, Excel or JSON."""
    found = editable(request, slug)
    written = {"csv": formats.as_csv, "xlsx": formats.as_xlsx, "json": formats.as_json}
    if ending not in written:
        raise Http404
    return as_download(written[ending](found), f"{found.slug}-sign-ups.{ending}")


@organisers_only
@require_safe
def attendance_file(request: HttpRequest, slug: str, ending: str) -> HttpResponse:
    """Who came, as CSV, Excel or JSON."""
    found = editable(request, slug)
    if ending not in {"csv", "xlsx", "json"}:
        raise Http404
    return as_download(formats.attendance_as(ending, found), f"{found.slug}-who-came.{ending}")


@organisers_only
@require_safe
def gatherings_file(request: HttpRequest, ending: str) -> HttpResponse:
    """All gatherings, as CSV, Excel, JSON or a calendar."""
    every = Gathering.objects.editable_by(request.user).with_taken().order_by("starts_at", "pk")
    every = every.select_related("series", "listing", "cancellation", "entry")
    if ending == "ics":
        return as_download(formats.gatherings_as_calendar(every).encode(), "gatherings.ics")
    if ending not in {"csv", "xlsx", "json"}:
        raise Http404
    return as_download(formats.gatherings_as(ending, every), f"gatherings.{ending}")


def as_download(data: bytes, filename: str) -> HttpResponse:
    """A file that nobody else's machine keeps."""
    answer = HttpResponse(data, content_type=MEDIA_TYPES[filename.rpartition(".")[2]])
    answer.headers["Content-Disposition"] = f'attachment; filename="{filename}"'
    answer.headers["Cache-Control"] = "no-store"
    return answer


def _on_the_roll(found: Gathering, pk: str) -> Person:
    entries = queries.entries(found, [int(pk)]) if pk.isdecimal() and len(pk) < 19 else []
    if not entries or (entries[0].sign_up is None and entries[0].check_in is None):
        raise Http404
    return entries[0].person


def _back(request: HttpRequest, found: Gathering, person: Person, words: str = "") -> HttpResponse:
    """To the same page of the same search, at the same person."""
    where = urlencode({"q": words or request.POST.get("q", ""), "page": request.POST.get("page", "1")})
    return redirect(f"{reverse('gathering-people', args=[found.slug])}?{where}#person-{person.pk}")
