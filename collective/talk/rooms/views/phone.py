"""What a participant sees and does: come in, answer, come back, go."""

from __future__ import annotations

import uuid
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST, require_safe

from collective.gather.gatherings.models import SignUp
from collective.ground.lib import clock, ids
from collective.ground.lib.errors import Refused
from collective.ground.web.middleware import wants_json
from collective.join.people.models import Member
from collective.talk.rooms import own_steps, screens, seat_cookie
from collective.talk.rooms.actions import answering, joining
from collective.talk.rooms.forms import CodeForm, JoinForm, ReturnForm
from collective.talk.rooms.guesses import guesses
from collective.talk.rooms.models import Participant, Prompt, Room
from collective.talk.rooms.prompts.kinds import BadAnswer, WhichPlace
from collective.talk.rooms.replies import phone_page, seated, seated_or_404
from collective.talk.rooms.views.stage import picture_of

WRONG_CODE = "That code is not open. Look again: codes never use O, I, L, 0 or 1."
TOO_MANY_RETURNS = "Those were many codes in a minute. Wait a minute, then type the one the organiser reads out."
TOO_MANY = "That were many codes in a minute. Wait a minute, then type the one on the screen."


@require_http_methods(["GET", "HEAD", "POST"])
def join(request: HttpRequest) -> HttpResponse:
    """Type the code."""
    form = CodeForm(request.POST or None, initial={"code": request.GET.get("code", "")})
    if request.method != "POST":
        return render(request, "rooms/join.html", {"form": CodeForm()})
    if form.is_valid():
        room = Room.objects.with_code(form.cleaned_data["code"]).first()
        if room is not None:
            return redirect("room", room.code)
        return _wrong_code(request, form)
    return render(request, "rooms/join.html", {"form": form}, status=400)


def _wrong_code(request: HttpRequest, form: CodeForm) -> HttpResponse:
    too_many = guesses.wrong(request.META.get("REMOTE_ADDR", ""), clock.now())
    form.add_error("code", TOO_MANY if too_many else WRONG_CODE)
    return render(request, "rooms/join.html", {"form": form}, status=429 if too_many else 404)


@require_safe
def scanned(request: HttpRequest, code: str) -> HttpResponse:
    """The short address behind the QR code."""
    typed = ids.typed_code(code)
    return redirect("room", typed) if typed else redirect("join")


def room_or_guess(request: HttpRequest, code: str) -> Room | HttpResponse:
    """The room with this code: open, or closed for somebody who still holds a seat in it. Else the join page, with words."""
    room = Room.objects.with_code(code).select_related("gathering", "current").first()
    if room is not None:
        return room
    closed = seated(request, code)
    if closed is not None:
        return closed[0]
    form = CodeForm({"code": code})
    form.is_valid()
    return _wrong_code(request, form)


@never_cache
@require_GET
def room(request: HttpRequest, code: str) -> HttpResponse:
    """The phone: the current step, or the way in."""
    found = room_or_guess(request, code)
    if isinstance(found, HttpResponse):
        return found
    if code != found.code:
        return redirect("room", found.code)
    participant = seat_cookie.participant_of(request, found)
    if participant is None or participant.left_at:
        return _way_in(request, found, participant)
    return phone_page(request, found, participant)


def _way_in(
    request: HttpRequest, room: Room, participant: Participant | None, form: JoinForm | None = None, status: int = 200
) -> HttpResponse:
    sign_up = _sign_up(request, room)
    if form is None:
        form = JoinForm(
            gathering=room.gathering, known=_is_known(request, sign_up), initial=_known_facts(request, sign_up)
        )
    context = {
        "room": room,
        "form": form,
        "gone": participant,
        "sign_up": sign_up,
        "here": room.participants.here().count(),
        "act": screens.act_of(room, "phone"),
        "offered": ids.new_token(),
    }
    return render(request, "rooms/way_in.html", context, status=status)


def _sign_up(request: HttpRequest, room: Room) -> SignUp | None:
    token = (request.POST.get("from") or request.GET.get("from") or "").replace("\0", "")
    if not token:
        return None
    return (
        SignUp.objects.with_token(token).filter(gathering=room.gathering).select_related("person__organisation").first()
    )


def _is_known(request: HttpRequest, sign_up: SignUp | None) -> bool:
    return sign_up is not None or isinstance(request.user, Member)


def _known_facts(request: HttpRequest, sign_up: SignUp | None) -> dict[str, Any]:
    person = sign_up.person if sign_up else getattr(request.user, "person", None)
    if person is None:
        return {}
    return {
        "name": person.name,
        "organisation": person.organisation.name if person.organisation else "",
        "way": sign_up.way if sign_up else "",
    }


@require_POST
def seat(request: HttpRequest, code: str) -> HttpResponse:
    """Take a seat, or take it again after going."""
    found = room_or_guess(request, code)
    if isinstance(found, HttpResponse):
        return found
    now = clock.now()
    participant = seat_cookie.participant_of(request, found)
    if participant is not None:
        joining.come_back(participant=participant, now=now)
        return redirect("room", found.code)
    sign_up = _sign_up(request, found)
    form = JoinForm(request.POST, gathering=found.gathering, known=_is_known(request, sign_up))
    if not form.is_valid():
        return _way_in(request, found, None, form, status=400)
    member = request.user if isinstance(request.user, Member) else None
    try:
        offered = request.POST.get("once", "")[:40]
        _, token = joining.join(room=found, now=now, sign_up=sign_up, member=member, offered=offered, **form.facts())
    except Refused as refused:
        form.add_error(None, str(refused))
        return _way_in(request, found, None, form, status=refused.status)
    return seat_cookie.keep(redirect("room", found.code), found, token)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def come_back(request: HttpRequest, code: str) -> HttpResponse:
    """Back to one's seat on another phone, with a code from the organiser."""
    found = room_or_guess(request, code)
    if isinstance(found, HttpResponse):
        return found
    form = ReturnForm(request.POST or None)
    if request.method != "POST" or not form.is_valid():
        return _come_back_page(request, found, form)
    now, guesser = clock.now(), f"{found.pk}:{request.META.get('REMOTE_ADDR', '')}"
    if guesses.too_many(guesser, now):
        form.add_error("code", TOO_MANY_RETURNS)
        return _come_back_page(request, found, form, status=429)
    try:
        _, token = joining.return_with_code(room=found, code=form.cleaned_data["code"], now=now)
    except Refused as refused:
        guesses.wrong(guesser, now)
        form.add_error("code", str(refused))
        return _come_back_page(request, found, form)
    return seat_cookie.keep(redirect("room", found.code), found, token)


def _come_back_page(request: HttpRequest, room: Room, form: ReturnForm, status: int = 0) -> HttpResponse:
    status = status or (400 if form.errors else 200)
    return render(request, "rooms/come_back.html", {"room": room, "form": form}, status=status)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def way_back(request: HttpRequest, code: str, token: str) -> HttpResponse:
    """A private link to one's seat. Opening it changes nothing; the button on it does."""
    found = room_or_guess(request, code)
    if isinstance(found, HttpResponse):
        return found
    participant = joining.seated(found, token)
    if participant is None:
        raise Http404
    if request.method == "POST":
        joining.come_back(participant=participant, now=clock.now())
        return seat_cookie.keep(redirect("room", found.code), found, token)
    return render(request, "rooms/way_back.html", {"room": found, "participant": participant})


@require_POST
def departure(request: HttpRequest, code: str) -> HttpResponse:
    """Go. The seat can be taken again."""
    found, participant = seated_or_404(request, code)
    joining.leave(participant=participant, now=clock.now())
    return redirect("room", found.code)


@require_safe
def picture(request: HttpRequest, code: str, step: int) -> HttpResponse:
    """The picture of a step, for somebody with a seat in its room."""
    return picture_of(seated_or_404(request, code)[0], step)


@require_POST
def answer(request: HttpRequest, code: str) -> HttpResponse:
    """Take an answer. What cannot be taken comes back on the page, with what was typed and what to put right."""
    found, participant = seated_or_404(request, code)
    asked = found.steps.select_related("prompt")
    prompt = get_object_or_404(asked, prompt__pk=_number(request.POST.get("prompt"))).prompt
    turn = _number(request.POST.get("turn"))
    key = request.POST.get("key") or uuid.uuid4().hex
    try:
        if "take_back" in request.POST:
            answering.take_back(prompt=prompt, turn=turn, participant=participant, key=key)
        else:
            texts = own_steps.sent_texts(prompt, participant, request.POST)
            answering.answer(prompt=prompt, turn=turn, participant=participant, key=key, texts=texts)
    except BadAnswer as bad:
        which = bad.choices if isinstance(bad, WhichPlace) else []
        again = own_steps.typed_again(prompt, [*request.POST.getlist("v"), *request.POST.getlist("pick")])
        return phone_page(request, found, participant, status=bad.status, problem=str(bad), which=which, **again)
    except Refused as refused:
        return _too_late(request, refused, code, prompt)
    return HttpResponseRedirect(reverse("room", args=[found.code]))


def _too_late(request: HttpRequest, refused: Refused, code: str, prompt: Prompt) -> HttpResponse:
    """The room as it is by now, with why the answer was not taken and the words that were typed."""
    if wants_json(request):
        raise refused
    typed = [text for text in request.POST.getlist("v") if text.strip() and prompt.kind in own_steps.TYPED]
    found, participant = seated_or_404(request, code)
    return phone_page(request, found, participant, status=refused.status, refused=str(refused), typed=typed)


def _number(text: str | None) -> int:
    """A number from a form, or 0, which is the key of nothing."""
    return int(text) if text and text.isdecimal() and len(text) < 16 else 0
