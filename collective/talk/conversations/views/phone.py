"""What people at a table send from their phones: cards, a name, a vote, a rating, and that nobody else is there."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Any

from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from collective.ground.lib import clock
from collective.ground.lib.errors import Refused
from collective.talk.conversations import queries
from collective.talk.conversations.actions import seating, writing
from collective.talk.conversations.models import Card, Group
from collective.talk.conversations.views.found import number
from collective.talk.rooms.replies import phone_page, seated_or_404

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from collective.talk.rooms.models import Participant, Room


def _back(room: Room, part: str = "") -> HttpResponse:
    return redirect(reverse("room", args=[room.code]) + part)


def _again(
    request: HttpRequest, room: Room, participant: Participant, refused: Refused, shows: tuple[str, ...], **typed: Any
) -> HttpResponse:
    """The phone with what went wrong and what was typed; where the present step has no such form, a page that says so."""
    if refused.status != 400 or not room.is_open or room.current is None or room.current.kind not in shows:
        raise refused
    return phone_page(request, room, participant, status=400, problem=str(refused), **typed)


@require_POST
def cards(request: HttpRequest, code: str) -> HttpResponse:
    """Write a card."""
    room, participant = seated_or_404(request, code)
    group = Group.objects.visible_to(participant).filter(pk=number(request.POST.get("group"))).first()
    kind, text = request.POST.get("kind", ""), request.POST.get("text", "")
    key = request.POST.get("key") or uuid.uuid4().hex
    try:
        writing.write_card(room=room, kind=kind, text=text, key=key, now=clock.now(), author=participant, group=group)
    except Refused as refused:
        typed = {"wrong": "card", "typed_kind": kind, "typed_text": text}
        return _again(request, room, participant, refused, ("tables", "cards"), **typed)
    return _back(room, "#cards")


def _own_card(participant: Participant, pk: int) -> Card:
    card = get_object_or_404(Card.objects.visible_to(participant).select_related("room"), pk=pk)
    if card.author_id != participant.pk:
        raise PermissionDenied
    return card


@require_POST
def card(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """Put one's own card right."""
    room, participant = seated_or_404(request, code)
    own = _own_card(participant, pk)
    kind, text = request.POST.get("kind", ""), request.POST.get("text", "")
    try:
        writing.change_card(card=own, text=text, kind=kind)
    except Refused as refused:
        typed = {"wrong": "change", "wrong_card": own.pk, "typed_kind": kind, "typed_text": text}
        return _again(request, room, participant, refused, ("tables", "cards"), **typed)
    return _back(room, "#cards")


@require_POST
def card_removal(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """Take one's own card back. Twice is harmless: a card that is gone stays gone."""
    room, participant = seated_or_404(request, code)
    if Card.objects.visible_to(participant).filter(pk=pk).exists():
        writing.take_back_card(card=_own_card(participant, pk))
    return _back(room, "#cards")


@require_POST
def table_name(request: HttpRequest, code: str) -> HttpResponse:
    """Name one's table."""
    room, participant = seated_or_404(request, code)
    group = get_object_or_404(Group.objects.visible_to(participant), pk=number(request.POST.get("group")))
    name = request.POST.get("name", "")
    try:
        writing.name_group(group=group, name=name, participant=participant)
    except Refused as refused:
        return _again(request, room, participant, refused, ("tables",), wrong="name", typed_name=name)
    return _back(room, "#name")


@require_POST
def vote(request: HttpRequest, code: str) -> HttpResponse:
    """One vote for a team name."""
    room, participant = seated_or_404(request, code)
    step = get_object_or_404(room.steps.filter(kind="names"), pk=number(request.POST.get("step")))
    wanted = number(request.POST.get("table"))
    try:
        group = next((one for one in queries.candidates(step) if one.pk == wanted), None)
        writing.vote(step=step, participant=participant, group=group, now=clock.now())
    except Refused as refused:
        return _again(request, room, participant, refused, ("names",))
    return _back(room)


@require_POST
def rating(request: HttpRequest, code: str) -> HttpResponse:
    """How the conversation was."""
    room, participant = seated_or_404(request, code)
    group = get_object_or_404(Group.objects.visible_to(participant), pk=number(request.POST.get("group")))
    try:
        writing.rate(participant=participant, group=group, value=number(request.POST.get("value")), now=clock.now())
    except Refused as refused:
        return _again(request, room, participant, refused, ("rating",))
    return _back(room)


def _alone(request: HttpRequest, code: str, *, alone: bool) -> HttpResponse:
    room, participant = seated_or_404(request, code)
    group = get_object_or_404(Group.objects.visible_to(participant), pk=number(request.POST.get("group")))
    seating.say_alone(participant=participant, group=group, alone=alone, now=clock.now())
    return _back(room)


@require_POST
def alone(request: HttpRequest, code: str) -> HttpResponse:
    """Tell the organiser that nobody else is at one's table."""
    return _alone(request, code, alone=True)


@require_POST
def alone_removal(request: HttpRequest, code: str) -> HttpResponse:
    """Somebody is there now."""
    return _alone(request, code, alone=False)
