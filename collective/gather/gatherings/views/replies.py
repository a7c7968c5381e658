"""What people answered when they signed up, for the organisers who asked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from collective.gather.gatherings import queries
from collective.gather.gatherings.views.desk import editable
from collective.ground.lib.tables import write_csv
from collective.join.people.accounts import organisers_only

if TYPE_CHECKING:
    from django.http import HttpRequest


@organisers_only
@never_cache
@require_safe
def replies(request: HttpRequest, slug: str) -> HttpResponse:
    """Everybody who answered something, a hundred at a time."""
    found = editable(request, slug)
    questions = list(found.questions.all())
    page, answered = queries.replies_to(found, questions, request.GET.get("page", 1))
    facts = {"gathering": found, "questions": questions, "page": page, "answered": answered}
    return render(request, "gatherings/desk/replies.html", facts)


@organisers_only
@require_safe
def as_file(request: HttpRequest, slug: str) -> HttpResponse:
    """The same as CSV; what a spreadsheet would run is made text."""
    found = editable(request, slug)
    questions = list(found.questions.all())
    headers = ["Name", *(question.text for question in questions), "State"]
    rows = (
        [one.name, *one.texts, "Cannot come" if one.has_left else "Coming"]
        for one in queries.all_replies(found, questions)
    )
    answer = HttpResponse(write_csv(headers, rows), content_type="text/csv; charset=utf-8")
    answer.headers["Content-Disposition"] = f'attachment; filename="{found.slug}-answers.csv"'
    answer.headers["Cache-Control"] = "no-store"
    return answer
