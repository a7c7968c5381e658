"""Counting the vote on team names."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.auth.decorators import login_required
from django.views.decorators.http import require_POST

from collective.talk.conversations.actions import writing
from collective.talk.conversations.views.found import step_for
from collective.talk.rooms.replies import carry_out, seen_by

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


def _close(request: HttpRequest, room: int, step: int, *, closed: bool) -> HttpResponse:
    one = step_for(request, room, step, "names")
    return carry_out(request, one.room, writing.close_vote, step=one, closed=closed, seen=seen_by(request))


@require_POST
@login_required
def closing(request: HttpRequest, room: int, step: int) -> HttpResponse:
    """Count, and show the result."""
    return _close(request, room, step, closed=True)


@require_POST
@login_required
def closing_removal(request: HttpRequest, room: int, step: int) -> HttpResponse:
    """Take votes again."""
    return _close(request, room, step, closed=False)
