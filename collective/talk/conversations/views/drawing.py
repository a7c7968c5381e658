"""The page on which a draw is made and looked at before the room sees it: rules, preview, moves, repair, and reasons."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from collective.ground.lib import clock
from collective.ground.lib.errors import Refused
from collective.talk.conversations import previews, queries
from collective.talk.conversations.actions import drawing, moving, rules, seating
from collective.talk.conversations.forms import DrawForm, PairForm
from collective.talk.conversations.models import Group
from collective.talk.conversations.views.found import number, round_for
from collective.talk.rooms.models import Participant
from collective.talk.rooms.replies import carry_out, seen_by

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from collective.talk.conversations.models import Draw, Round


def _draw_of(round: Round) -> Draw:
    draw = queries.standing_draw(round)
    if draw is None:
        raise Http404
    return draw


def _person(request: HttpRequest, round: Round, pk: str | int | None) -> Participant:
    everybody = Participant.objects.visible_to(request.user).filter(room=round.step.room_id)
    return get_object_or_404(everybody, pk=number(str(pk or "")))


def _page(
    request: HttpRequest, round: Round, *, form: DrawForm | None = None, pair_form: PairForm | None = None
) -> HttpResponse:
    room, draw = round.step.room, queries.standing_draw(round)
    offered, pairs = previews.offered(room), queries.pairs(room)
    here = list(room.participants.here().order_by("name", "pk"))
    facilitators = sum(one.facilitating for one in here)
    wrong = bool((form and form.errors) or (pair_form and pair_form.errors))
    context = {
        "room": room,
        "round": round,
        "step": round.step,
        "here": len(here),
        "form": form or _form(round, None),
        "pair_form": pair_form or PairForm(people=[(one.pk, one.name) for one in here]),
        "pairs": pairs,
        "rules": previews.rules_in_words(round, pairs, offered, facilitators),
        "shown": previews.preview(draw) if draw else None,
    }
    return render(request, "conversations/drawing.html", context, status=400 if wrong else 200)


def _form(round: Round, sent: Any) -> DrawForm:
    room = round.step.room
    sources = previews.sources(previews.offered(room), room.participants.here().count())
    return DrawForm(sent, round=round, sources=sources, rounds=len(queries.to_plan(round)))


@never_cache
@require_safe
@login_required
def page(request: HttpRequest, room: int, step: int) -> HttpResponse:
    """How the tables of a round are drawn, and the tables as they are proposed or shown."""
    return _page(request, round_for(request, room, step))


@require_POST
@login_required
def proposal(request: HttpRequest, room: int, step: int) -> HttpResponse:
    """Keep the rules that were chosen, and draw by them."""
    round = round_for(request, room, step)
    form = _form(round, request.POST)
    if not form.is_valid():
        return _page(request, round, form=form)
    said, now = form.cleaned_data, clock.now()
    sizes = {name: said[name] for name in ("size", "smallest", "largest", "mix_ways")}
    aim = {"aim": said.get("aim", round.aim), "traits_chosen": said.get("traits", round.traits)}
    how = {"seed": said.get("seed"), "rounds": said.get("rounds", 1)}
    try:
        drawing.draw_by(round=round, rules={**sizes, **aim}, how=how, now=now, by=request.user, seen=seen_by(request))
    except Refused as refused:
        form.add_error(None, str(refused))
        return _page(request, round, form=form)
    return redirect(reverse("round-drawing", args=[room, step]) + "#tables")


@require_POST
@login_required
def pairs(request: HttpRequest, room: int, step: int) -> HttpResponse:
    """Two people are to sit apart, or together."""
    round = round_for(request, room, step)
    everybody = Participant.objects.visible_to(request.user).filter(room=round.step.room_id)
    form = PairForm(request.POST, people=list(everybody.values_list("pk", "name")))
    if form.is_valid():
        said = form.cleaned_data
        one, other = everybody.get(pk=said["one"]), everybody.get(pk=said["other"])
        together = said["how"] == "together"
        try:
            rules.add_pair(
                room=round.step.room, one=one, other=other, together=together, now=clock.now(), by=request.user
            )
            return redirect(reverse("round-drawing", args=[room, step]) + "#pairs")
        except Refused as refused:
            form.add_error(None, str(refused))
    return _page(request, round, pair_form=form)


@require_POST
@login_required
def pair_removal(request: HttpRequest, room: int, step: int, pair: int) -> HttpResponse:
    """Two people may sit as it comes again."""
    round = round_for(request, room, step)
    return carry_out(request, round.step.room, rules.remove_pair, room=round.step.room, pair=pair)


@never_cache
@require_safe
@login_required
def check(request: HttpRequest, room: int, step: int) -> HttpResponse:
    """What a move would break and mend, before it is made. With `part` only the piece that the board shows."""
    round = round_for(request, room, step)
    draw, person = _draw_of(round), _person(request, round, request.GET.get("participant"))
    table, other = _target(request, round, request.GET.get("to", ""))
    found = previews.consequence(draw, person, table=table, other=other)
    template = "conversations/parts/consequence.html" if "part" in request.GET else "conversations/move_check.html"
    context = {"room": round.step.room, "step": round.step, "person": person, "found": found, "draw": draw}
    return render(request, template, context)


def _target(request: HttpRequest, round: Round, to: str) -> tuple[Group | None, Participant | None]:
    """The table ("t3") or the person to change seats with ("p17") that a form names."""
    if to[:1] == "p":
        return None, _person(request, round, to[1:])
    tables = Group.objects.visible_to(request.user).filter(draw__round=round, draw__undone_at__isnull=True)
    return get_object_or_404(tables.filter(merged_into__isnull=True), number=number(to[1:])), None


@require_POST
@login_required
def changes(request: HttpRequest, room: int, step: int) -> HttpResponse:
    """Move somebody to a table, or let two people change seats, as it was shown."""
    round = round_for(request, room, step)
    person = _person(request, round, request.POST.get("participant"))
    table, other = _target(request, round, request.POST.get("to", ""))
    facts: dict[str, Any] = {"round": round, "participant": person, "seen": seen_by(request)}
    if other is not None:
        return carry_out(request, round.step.room, moving.swap, other=other, **facts)
    return carry_out(request, round.step.room, seating.move, table=table.number if table else 0, **facts)


@require_POST
@login_required
def change_removal(request: HttpRequest, room: int, step: int) -> HttpResponse:
    """Take the last change back."""
    round = round_for(request, room, step)
    return carry_out(request, round.step.room, moving.undo_last, round=round, seen=seen_by(request))


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def repair(request: HttpRequest, room: int, step: int) -> HttpResponse:
    """Who would move to put the tables right, two ways; and doing it."""
    round = round_for(request, room, step)
    draw = _draw_of(round)
    if request.method == "POST":
        how = "better" if request.POST.get("how") == "better" else "calm"
        facts = {"how": how, "state": request.POST.get("state", ""), "seen": seen_by(request)}
        return carry_out(request, round.step.room, moving.repair, round=round, **facts)
    context = {
        "room": round.step.room,
        "step": round.step,
        "draw": draw,
        "state": queries.state_of(draw),
        "ways": [(how, previews.repair_shown(draw, how)) for how in ("calm", "better")],
    }
    return render(request, "conversations/repair.html", context)


@never_cache
@require_safe
@login_required
def person(request: HttpRequest, room: int, step: int, participant: int) -> HttpResponse:
    """Why somebody sits where they sit, and where else they could go."""
    round = round_for(request, room, step)
    draw, one = _draw_of(round), _person(request, round, participant)
    tables = [table for table in queries.tables(draw) if table.seats]
    at = next((table for table in tables if one.pk in table.members), None)
    context = {
        "room": round.step.room,
        "step": round.step,
        "draw": draw,
        "person": one,
        "at": at,
        "reason": previews.reason(draw, one) if at and not round.sealed_at else "",
        "may_move": draw.published_at is not None or round.sealed_at is None,
        "others": [table for table in tables if table is not at],
    }
    return render(request, "conversations/person.html", context)
