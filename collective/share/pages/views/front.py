"""What a newcomer finds."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.shortcuts import render
from django.views.decorators.http import require_safe

from collective.gather.gatherings.core import seats_said
from collective.gather.gatherings.models import Gathering
from collective.ground.lib import clock
from collective.ground.web.seating import Seat
from collective.share.pages.core.words import PILOT_QUESTIONS
from collective.share.pages.queries import published

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

# Invented people: the table on the front page shows how it is, not who was there.
AT_THE_TABLE = [Seat(initials="AY"), Seat(number=2, initials="you?", open=True), Seat(number=3, initials="DM")]
AT_THE_TABLE.append(Seat(number=4, initials="PK"))


@require_safe
def front(request: HttpRequest) -> HttpResponse:
    """What this is, three doors, what is on, and the way into a room."""
    following = _next()
    facts = {"following": following, "at_the_table": AT_THE_TABLE, "results": published.recent()}
    if following is not None:
        facts["seats"] = seats_said(following.taken, following.seats, least=settings.PUBLIC_THRESHOLD)
    return render(request, "pages/front.html", facts)


@require_safe
def get_help(request: HttpRequest) -> HttpResponse:
    """How to ask for help as long as there is no room for it here."""
    return render(request, "pages/help.html", {"following": _next()})


@require_safe
def shared_question(request: HttpRequest) -> HttpResponse:
    """What the community wants to know, and what gatherings have said so far."""
    facts = {"results": published.recent(50), "questions": PILOT_QUESTIONS, "following": _next()}
    return render(request, "pages/shared_question.html", facts)


def _next() -> Gathering | None:
    coming = Gathering.objects.public().upcoming(clock.now()).with_taken()
    return coming.select_related("listing").first()
