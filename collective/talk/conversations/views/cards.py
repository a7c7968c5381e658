"""All cards of a room, for the host."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from collective.talk.conversations.actions import writing
from collective.talk.conversations.models import Card
from collective.talk.conversations.views.found import room_for
from collective.talk.rooms.replies import carry_out

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

A_PAGE = 60


@never_cache
@require_safe
@login_required
def cards(request: HttpRequest, room: int) -> HttpResponse:
    """Newest first; of one kind when the address says so."""
    found = room_for(request, room)
    everything = Card.objects.visible_to(request.user).filter(room=found).select_related("group__draw__round__step")
    counts = Counter(everything.values_list("kind", flat=True))
    kind = request.GET.get("kind", "") if request.GET.get("kind", "") in counts else ""
    shown = everything.filter(kind=kind) if kind else everything
    context = {
        "room": found,
        "page": Paginator(shown.order_by("-pk"), A_PAGE).get_page(request.GET.get("page")),
        "kinds": [(slug, label, counts[slug]) for slug, label in Card.KINDS],
        "kind": kind,
        "total": sum(counts.values()),
    }
    return render(request, "conversations/cards.html", context)


def _show(request: HttpRequest, room: int, card: int, *, shown: bool) -> HttpResponse:
    found = room_for(request, room)
    one = get_object_or_404(Card.objects.visible_to(request.user).filter(room=found), pk=card)
    return carry_out(request, found, writing.show_card, card=one, shown=shown)


@require_POST
@login_required
def hiding(request: HttpRequest, room: int, card: int) -> HttpResponse:
    """Take a card off the screens."""
    return _show(request, room, card, shown=False)


@require_POST
@login_required
def hiding_removal(request: HttpRequest, room: int, card: int) -> HttpResponse:
    """Put a card back on the screens."""
    return _show(request, room, card, shown=True)
