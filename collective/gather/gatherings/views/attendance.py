"""Who came: the list afterwards, the report of a call laid beside it, and what somebody says of themself."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from collective.gather.gatherings import queries
from collective.gather.gatherings.actions import attending, reporting
from collective.gather.gatherings.attendance_reports import HOW, TOOLS
from collective.gather.gatherings.forms.day import ReportForm, said_who, who_choices
from collective.gather.gatherings.models import Attendance, SignUp
from collective.gather.gatherings.views.desk import editable
from collective.ground.lib import clock
from collective.ground.lib.errors import Refused
from collective.ground.lib.tables import MAX_BYTES
from collective.join.people.accounts import organisers_only

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from collective.gather.gatherings.attendance_reports import Match
    from collective.gather.gatherings.models import Gathering, Report


@organisers_only
@never_cache
@require_safe
def attendance(request: HttpRequest, slug: str) -> HttpResponse:
    """Who came, as far as we know."""
    return _attendance(request, editable(request, slug), ReportForm())


def _attendance(request: HttpRequest, found: Gathering, form: ReportForm, status: int = 200) -> HttpResponse:
    words, now = request.GET.get("q", "")[:100], clock.now()
    page, entries = queries.roll(found, words=words, page=request.GET.get("page", 1))
    kept = attending.is_kept(found, now)
    facts = {
        "gathering": found,
        "totals": queries.attendance_counts(found) if kept else getattr(found, "turnout", None),
        "kept": kept,
        "begun": found.starts_at <= now,
        "over": found.ends_at <= now,
        "entries": entries if kept else [],
        "page": page,
        "words": words,
        "form": form,
        "states": Attendance.STATES,
        "report": found.reports.filter(decided_at__isnull=True).first(),
    }
    return render(request, "gatherings/desk/attendance.html", facts, status=status)


@organisers_only
@require_POST
def marks(request: HttpRequest, slug: str) -> HttpResponse:
    """One person came, told us, did not, or we do not know."""
    found = editable(request, slug)
    person = queries.person_on_the_roll(found, request.POST.get("person", ""))
    if person is None:
        raise Http404
    state = request.POST.get("state", "")
    attending.mark(gathering=found, person=person, state=state, now=clock.now(), by=request.user)
    page = request.POST.get("page", "1")
    return redirect(f"{reverse('gathering-attendance', args=[slug])}?page={page}#person-{person.pk}")


@organisers_only
@require_POST
def the_rest(request: HttpRequest, slug: str) -> HttpResponse:
    """Everybody of whom nothing is known did not come."""
    number = attending.the_rest_did_not(gathering=editable(request, slug), now=clock.now(), by=request.user)
    messages.success(
        request,
        f"{queries.people_said(number).capitalize()} marked: did not come. Each can say otherwise on their own page.",
    )
    return redirect("gathering-attendance", slug)


@organisers_only
@require_POST
def the_rest_removal(request: HttpRequest, slug: str) -> HttpResponse:
    """Nobody is marked as absent after all."""
    number = attending.the_rest_is_not_known(gathering=editable(request, slug), now=clock.now())
    messages.success(request, f"Taken back for {queries.people_said(number)}.")
    return redirect("gathering-attendance", slug)


@organisers_only
@require_POST
def reports(request: HttpRequest, slug: str) -> HttpResponse:
    """A report is read and laid beside the list. Nobody is marked yet."""
    found = editable(request, slug)
    form = ReportForm(request.POST, request.FILES)
    if not form.is_valid():
        return _attendance(request, found, form, status=400)
    file = form.cleaned_data["file"]
    try:
        data = file.read(MAX_BYTES + 1)
        facts = {"data": data, "filename": file.name, "now": clock.now(), "by": request.user}
        made = reporting.upload_report(gathering=found, **facts)
    except Refused as refused:
        form.add_error("file", str(refused))
        return _attendance(request, found, form, status=refused.status)
    return redirect("gathering-report", slug, made.pk)


@organisers_only
@never_cache
@require_safe
def report(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Each attendee beside whom we take them for."""
    kept = _report(request, slug, pk)
    matches = list(enumerate(reporting.look_at_report(kept)))
    facts = {
        "gathering": kept.gathering,
        "report": kept,
        "tool": TOOLS[kept.tool],
        "certain": [match for _, match in matches if match.is_certain],
        "asked": _asked(kept, [(place, match) for place, match in matches if not match.is_certain]),
    }
    return render(request, "gatherings/desk/report.html", facts)


def _asked(kept: Report, open_matches: list[tuple[int, Match]]) -> list[dict[str, Any]]:
    names = queries.listed_names(kept.gathering, [key for _, match in open_matches for key, _ in match.suggestions])
    return [
        {
            "place": place,
            "attendee": match.attendee,
            "how": HOW[match.how],
            "choices": who_choices(match, names),
            "chosen": str(match.proposed or ""),
        }
        for place, match in open_matches
    ]


@organisers_only
@require_POST
def report_confirmation(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """The organiser has said who is who."""
    done = reporting.confirm_report(
        report=_report(request, slug, pk), decisions=said_who(request.POST), now=clock.now(), by=request.user
    )
    left = f" {queries.people_said(done.open).capitalize()} left open." if done.open else ""
    messages.success(request, f"{queries.people_said(done.came).capitalize()} came.{left} The report is forgotten.")
    return redirect("gathering-attendance", slug)


@organisers_only
@require_POST
def report_discarding(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Throw it away."""
    reporting.discard_report(report=_report(request, slug, pk))
    messages.success(request, "The report is thrown away. Nobody was marked from it.")
    return redirect("gathering-attendance", slug)


def _report(request: HttpRequest, slug: str, pk: int) -> Report:
    waiting = editable(request, slug).reports.select_related("gathering").filter(pk=pk, decided_at__isnull=True).first()
    if waiting is None:
        raise reporting.ReportDecided
    return waiting


@require_POST
def mine(request: HttpRequest, token: str) -> HttpResponse:
    """Somebody says whether they came: on their own page, and their word stands."""
    seat = get_object_or_404(SignUp.objects.with_token(token).select_related("gathering", "person"), token=token)
    state = request.POST.get("state", "")
    attending.correct_own(gathering=seat.gathering, person=seat.person, state=state, now=clock.now())
    messages.success(request, "Thank you. That is how we have it now.")
    return redirect("my-seat", token)
