"""Results as files."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from collective.gather.gatherings.models import Gathering
from collective.join.people.accounts import organisers_only
from collective.share.pages.formats import everything as all_files
from collective.share.pages.formats import public as public_files
from collective.share.pages.models import Publication
from collective.share.pages.queries import everything as rows
from collective.share.pages.queries import published

if TYPE_CHECKING:
    from django.http import HttpRequest

TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "json": "application/json",
}
PUBLIC = {"csv": public_files.as_csv, "xlsx": public_files.as_xlsx, "json": public_files.as_json}
EVERYTHING = {"csv": all_files.as_csv, "xlsx": all_files.as_xlsx, "json": all_files.as_json}


@require_safe
def public(request: HttpRequest, slug: str, ending: str) -> HttpResponse:
    """The public result: protected figures only."""
    standing = Publication.objects.public().select_related("gathering")
    found = get_object_or_404(standing, gathering__slug=slug)
    return _file(PUBLIC[ending](found, published.standing_quotes(found)), f"{slug}-result", ending)


@organisers_only
@never_cache
@require_safe
def everything(request: HttpRequest, slug: str, ending: str) -> HttpResponse:
    """All that the room holds, for its organisers."""
    gathering = get_object_or_404(Gathering.objects.editable_by(request.user), slug=slug)
    sheets = rows.everything(gathering)
    if ending not in EVERYTHING or not sheets:
        raise Http404
    return _file(EVERYTHING[ending](sheets), f"{slug}-everything", ending)


def _file(content: bytes, name: str, ending: str) -> HttpResponse:
    disposition = {"Content-Disposition": f'attachment; filename="{name}.{ending}"'}
    return HttpResponse(content, content_type=TYPES[ending], headers=disposition)
