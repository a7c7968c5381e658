"""When the network failed: cards, table names and answers from paper, typed in by the host, during the gathering or after it."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from collective.ground.lib import clock
from collective.ground.lib.errors import Refused
from collective.talk.conversations import queries
from collective.talk.conversations.actions import writing
from collective.talk.conversations.models import CARD_LENGTH, Card, Group
from collective.talk.conversations.views.found import number, room_for
from collective.talk.rooms import own_steps
from collective.talk.rooms.actions import answering
from collective.talk.rooms.models import Participant
from collective.talk.rooms.prompts.kinds import WhichPlace

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from collective.talk.rooms.models import Room, Step


@never_cache
@require_safe
@login_required
def typing_in(request: HttpRequest, room: int) -> HttpResponse:
    """The page on which paper becomes rows. The address keeps the table, the kind and the question that were chosen."""
    return _page(request, room_for(request, room), request.GET)


def _page(request: HttpRequest, room: Room, chosen: Any, status: int = 200, **again: Any) -> HttpResponse:
    paper = Card.objects.visible_to(request.user).filter(room=room, from_paper=True)
    asked = room.steps.filter(kind="prompt").select_related("prompt").order_by("position")
    step = asked.filter(prompt=number(chosen.get("prompt"))).first()
    context = {
        "room": room,
        "card_kinds": Card.KINDS,
        "card_length": CARD_LENGTH,
        "rounds": queries.groups_of(room),
        "prompts": asked,
        "step": step,
        "everybody": room.participants.order_by("name", "pk"),
        "table": number(chosen.get("table")),
        "typed_kind": chosen.get("kind", ""),
        "may_be_used": bool(chosen.get("may_be_used")),
        "participant": number(chosen.get("participant")),
        "paper_cards": paper.count(),
        "newest": paper.select_related("group").order_by("-pk")[:5],
        "key": uuid.uuid4().hex,
    }
    context |= own_steps.asking(step.prompt) if step else {}
    return render(request, "conversations/typing_in.html", {**context, **again}, status=status)


def _chosen(room: Room, part: str, **kept: Any) -> HttpResponse:
    query = urlencode({name: value for name, value in kept.items() if value})
    return redirect(f"{reverse('room-typing-in', args=[room.pk])}?{query}#{part}")


def _group(request: HttpRequest, room: Room) -> Group | None:
    listed = Group.objects.visible_to(request.user).filter(draw__round__step__room=room)
    return listed.filter(pk=number(request.POST.get("table"))).first()


@require_POST
@login_required
def cards(request: HttpRequest, room: int) -> HttpResponse:
    """One card from paper."""
    found = room_for(request, room)
    group, text, kind = _group(request, found), request.POST.get("text", ""), request.POST.get("kind", "")
    agreed = bool(request.POST.get("may_be_used"))
    facts = {"key": request.POST.get("key") or uuid.uuid4().hex, "from_paper": True, "may_be_used": agreed}
    try:
        writing.write_card(room=found, kind=kind, text=text, group=group, now=clock.now(), **facts)
    except Refused as refused:
        again = {"problem": str(refused), "wrong": "card", "typed_text": text}
        return _page(request, found, request.POST, refused.status, **again)
    return _chosen(found, "card", table=group and group.pk, kind=kind, may_be_used=agreed and 1)


@require_POST
@login_required
def card_removal(request: HttpRequest, room: int, card: int) -> HttpResponse:
    """Take out a card that was typed in by mistake. Twice is harmless."""
    found = room_for(request, room)
    one = Card.objects.visible_to(request.user).filter(room=found, from_paper=True, pk=card).first()
    if one is not None:
        writing.take_back_card(card=one)
    return _chosen(found, "card", table=one and one.group_id, kind=one and one.kind)


@require_POST
@login_required
def names(request: HttpRequest, room: int) -> HttpResponse:
    """The name of a table, from its sheet."""
    found = room_for(request, room)
    group, name = _group(request, found), request.POST.get("name", "")
    try:
        if group is None:
            raise writing.CannotWrite("Choose the table that has this name.")
        writing.name_group(group=group, name=name, participant=None)
    except Refused as refused:
        again = {"problem": str(refused), "wrong": "name", "typed_name": name}
        return _page(request, found, request.POST, refused.status, **again)
    messages.success(request, f"{group} is called {group.name or name}.")
    return _chosen(found, "name", table=group.pk)


@require_POST
@login_required
def answers(request: HttpRequest, room: int) -> HttpResponse:
    """One answer from paper."""
    found = room_for(request, room)
    asked = found.steps.filter(kind="prompt").select_related("prompt", "room")
    step = get_object_or_404(asked, prompt=number(request.POST.get("prompt")))
    texts = [*request.POST.getlist("v"), *request.POST.getlist("pick")]
    try:
        _keep_answer(request, step, texts)
    except Refused as refused:
        which = refused.choices if isinstance(refused, WhichPlace) else []
        again = own_steps.typed_again(step.prompt, texts) | {"problem": str(refused), "wrong": "answer", "which": which}
        return _page(request, found, request.POST, refused.status, **again)
    messages.success(request, "The answer is counted.")
    return _chosen(found, "answer", prompt=step.prompt.pk)


def _keep_answer(request: HttpRequest, step: Step, texts: list[str]) -> None:
    """For somebody, as if from their phone, while the question is open; else as one more sheet of paper."""
    prompt, key = step.prompt, request.POST.get("key") or uuid.uuid4().hex
    everybody = Participant.objects.visible_to(request.user).filter(room=step.room)
    person = everybody.filter(pk=number(request.POST.get("participant"))).first()
    if prompt.is_open and person is not None:
        facts = {"turn": prompt.turn, "participant": person, "key": key, "texts": texts}
        answering.answer(prompt=prompt, by_hand=True, **facts)
    else:
        facts = {"texts": texts, "participant": person, "key": key}
        answering.add_by_hand(prompt=prompt, now=clock.now(), by=request.user, **facts)
