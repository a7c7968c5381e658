"""Who sits where, to print and for other tools."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from collective.talk.conversations import formats, queries
from collective.talk.conversations.views.found import round_for

if TYPE_CHECKING:
    from django.http import HttpRequest

    from collective.talk.conversations.models import Round


def _sittings(round: Round) -> list[queries.Sitting]:
    draw = queries.standing_draw(round)
    if draw is None:
        raise Http404
    return queries.host_list(draw)


@never_cache
@require_safe
@login_required
def host_list(request: HttpRequest, room: int, step: int) -> HttpResponse:
    """The list on paper, both downloads, and who is missing from the one for Zoom."""
    round = round_for(request, room, step)
    sittings = _sittings(round)
    online = [one for one in sittings if one.is_online]
    context = {
        "room": round.step.room,
        "step": round.step,
        "sittings": sittings,
        "online": online,
        "for_zoom": formats.for_zoom(sittings),
        "without_email": [one for one in online if not one.email],
    }
    return render(request, "conversations/host_list.html", context)


def _file(content: bytes, name: str) -> HttpResponse:
    return HttpResponse(
        content,
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"},
    )


@require_safe
@login_required
def host_csv(request: HttpRequest, room: int, step: int) -> HttpResponse:
    """The list for a spreadsheet."""
    return _file(formats.host_csv(_sittings(round_for(request, room, step))), "tables.csv")


@require_safe
@login_required
def zoom_csv(request: HttpRequest, room: int, step: int) -> HttpResponse:
    """The list that Zoom reads."""
    return _file(formats.zoom_csv(_sittings(round_for(request, room, step))), "zoom-breakout-rooms.csv")
