"""The paper pack."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.shortcuts import get_object_or_404, render
from django.urls import NoReverseMatch, reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from collective.gather.gatherings.models import Gathering
from collective.join.people.accounts import organisers_only
from collective.share.pages.forms import PaperForm
from collective.share.pages.queries import paper

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from collective.talk.rooms.models import Room


@organisers_only
@never_cache
@require_safe
def pack(request: HttpRequest, slug: str) -> HttpResponse:
    """Everything on paper, for the day when Wi-Fi fails."""
    gathering = get_object_or_404(Gathering.objects.editable_by(request.user), slug=slug)
    form = PaperForm(request.GET or None)
    asked = form.cleaned_data if form.is_valid() else {}
    made = paper.pack(gathering, people=asked.get("people"), seed=asked.get("seed"))
    if not form.is_bound:
        form = PaperForm(initial={"people": made.people, "seed": made.seed})
    facts = {
        "pack": made,
        "gathering": gathering,
        "form": form,
        "empty_lines": range(8),
        "four": range(paper.CARDS_A_PAGE),
        "typing_in": _typing_in(made.room),
        **_door(request, made.room),
    }
    return render(request, "pages/desk/paper.html", facts, status=400 if form.is_bound and form.errors else 200)


def _door(request: HttpRequest, room: Room | None) -> dict[str, str]:
    """The address behind the QR code, and how people read it; nothing without a room."""
    if room is None:
        return {}
    return {"scan_url": request.build_absolute_uri(reverse("scanned", args=[room.code])), "host": request.get_host()}


def _typing_in(room: Room | None) -> str:
    """Where paper is typed in afterwards."""
    try:
        return reverse("room-typing-in", args=[room.pk]) if room else ""
    except NoReverseMatch:
        return ""
