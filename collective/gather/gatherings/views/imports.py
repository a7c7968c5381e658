"""A list from a file: upload, look, take in, undo, throw away."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from collective.gather.gatherings import queries
from collective.gather.gatherings.actions import importing
from collective.gather.gatherings.forms import MappingForm, UploadForm, decided, row_choices
from collective.gather.gatherings.signup_files import KINDS, OUTCOMES
from collective.gather.gatherings.views.desk import editable
from collective.ground.lib import clock
from collective.ground.lib.errors import Refused
from collective.ground.lib.tables import MAX_BYTES
from collective.join.people.accounts import organisers_only
from collective.join.people.forms import sent

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from collective.gather.gatherings.models import Gathering, ImportBatch

ROWS_ON_A_PAGE = 50
LOOKED_AT = 200  # rows that need a look and can be decided on one page; past these the file is better mended
FIRST_VALUES = 3


@organisers_only
@require_http_methods(["GET", "HEAD", "POST"])
def upload(request: HttpRequest, slug: str) -> HttpResponse:
    """Choose a file. Nothing is taken in yet."""
    found = editable(request, slug)
    form = UploadForm(sent(request), request.FILES or None)
    status = 400 if form.is_bound else 200
    if form.is_valid():
        file = form.cleaned_data["file"]
        try:
            data = file.read(MAX_BYTES + 1)
            batch = importing.upload(gathering=found, data=data, filename=file.name, now=clock.now(), by=request.user)
        except Refused as refused:
            form.add_error("file", str(refused))
            status = refused.status
        else:
            return redirect("gathering-import", slug, batch.pk)
    facts = {"form": form, "gathering": found, "batches": _batches(found)}
    return render(request, "gatherings/desk/upload.html", facts, status=status)


def _batches(found: Gathering) -> list[ImportBatch]:
    """Newest first, without their rows, which may be thousands."""
    return list(found.imports.defer("rows").select_related("uploaded_by__person").order_by("-uploaded_at", "-pk")[:20])


def _batch(request: HttpRequest, slug: str, pk: int) -> ImportBatch:
    """The list, or a page that says in words that it is gone. Its rows, perhaps thousands, are read when they are asked for."""
    lists = editable(request, slug).imports.select_related("gathering", "uploaded_by__person").defer("rows")
    found = lists.filter(pk=pk).first()
    if found is None:
        raise importing.ThrownAway
    return found


@organisers_only
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def look(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """What would happen to every row. POST says what the columns mean, and looks again."""
    batch = _batch(request, slug, pk)
    if batch.applied_at is not None:
        return render(request, "gatherings/desk/imported.html", {"batch": batch, "gathering": batch.gathering})
    form = MappingForm(sent(request), batch=batch)
    if form.is_valid():
        importing.remap(batch=batch, mapping=form.mapping())
        return redirect("gathering-import", slug, pk)
    facts = {"form": form, "batch": batch, "gathering": batch.gathering, **_seen(request, batch)}
    return render(
        request,
        "gatherings/desk/import.html",
        {**facts, "columns": _columns(batch, form)},
        status=400 if form.is_bound else 200,
    )


def _columns(batch: ImportBatch, form: MappingForm) -> list[dict[str, Any]]:
    """Each column with its field and the first values that it holds."""
    return [
        {
            "field": form[f"column-{number}"],
            "header": header,
            "values": [text for _, cells, _ in batch.rows[:50] if (text := cells[number].strip())][:FIRST_VALUES],
        }
        for number, header in enumerate(batch.headers)
    ]


def _seen(request: HttpRequest, batch: ImportBatch) -> dict[str, Any]:
    seen = importing.look_at(batch)
    problems = seen.having("problem")
    rest = [(row, OUTCOMES[row.outcome]) for row in seen.rows if row.outcome != "problem"]
    return {
        "seen": seen,
        "kind": KINDS[batch.shape],
        "problems": [(row, row_choices(row)) for row in problems[:LOOKED_AT]],
        "more_problems": max(len(problems) - LOOKED_AT, 0),
        "page": Paginator(rest, ROWS_ON_A_PAGE).get_page(request.GET.get("page", 1)),
        "new": len(seen.having("new")),
        "new_said": queries.people_said(len(seen.having("new"))),
    }


@organisers_only
@require_POST
def application(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Take the people in."""
    batch = importing.apply(batch=_batch(request, slug, pk), decisions=decided(request.POST), now=clock.now())
    said = f"{queries.people_said(batch.outcome['taken']).capitalize()} taken in from {batch.filename}."
    if waiting := batch.outcome["waiting"]:
        said += f" {queries.people_said(waiting).capitalize()} put on the waiting list."
    messages.success(request, said)
    return redirect("gathering-import", slug, pk)


@organisers_only
@require_POST
def removal(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Undo it."""
    importing.undo(batch=_batch(request, slug, pk), now=clock.now())
    return redirect("gathering-import", slug, pk)


@organisers_only
@require_POST
def discarding(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Throw an unused list away."""
    batch = _batch(request, slug, pk)
    importing.discard(batch=batch)
    messages.success(request, f"{batch.filename} is thrown away. Nobody was taken in from it.")
    return redirect("gathering-upload", slug)
