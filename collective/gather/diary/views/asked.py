"""One person's invitation, by its private link: looked at, answered, taken along as a file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from collective.gather.diary import actions, calendar
from collective.gather.diary.models import ACCEPTED, DECLINED, TENTATIVE, Entry, Invitation
from collective.ground.lib import clock

if TYPE_CHECKING:
    from django.http import HttpRequest

HEARD = {
    ACCEPTED: "Good. We look forward to seeing you.",
    DECLINED: "Noted. You can change your mind here.",
    TENTATIVE: "Noted. Tell us when you know.",
}


def _held(token: str) -> Invitation:
    return get_object_or_404(Invitation.objects.with_token(token).select_related("entry", "person"))


@never_cache
@require_safe
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """What somebody is asked to. Looking answers nothing: mail scanners look too."""
    held = _held(token)
    facts = {"invitation": held, "entry": held.entry, "over": held.entry.ends_at < clock.now()}
    return render(request, "diary/invitation.html", facts)


@require_POST
def answer(request: HttpRequest, token: str) -> HttpResponse:
    """They come, or not."""
    held = _held(token)
    said = request.POST.get("said", "")
    if said not in HEARD:
        messages.error(request, "Press one of the buttons, so that we know what you mean.")
    else:
        actions.answer(invitation=held, said=said, now=clock.now())
        messages.success(request, HEARD[said])
    return redirect("invitation", token)


@require_POST
def diary_link(request: HttpRequest, token: str) -> HttpResponse:
    """The way to their whole diary: for a member by signing in, for a guest in a letter."""
    held = _held(token)
    if hasattr(held.person, "member"):
        return redirect("my-diary")
    actions.send_diary_link(person=held.person, now=clock.now())
    messages.success(request, "A letter with the link to your diary page is on its way to you.")
    return redirect("invitation", token)


@never_cache
@require_safe
def file(request: HttpRequest, token: str) -> HttpResponse:
    """The entry as this person has it, to open in a calendar."""
    held = _held(token)
    return as_file(calendar.download(held.entry, held))


@require_safe
def entry_file(request: HttpRequest, uid: str) -> HttpResponse:
    """An entry that the viewer may see, to open in a calendar."""
    found = get_object_or_404(Entry.objects.visible_to(request.user), uid=uid)
    return as_file(calendar.download(found))


def as_file(text: str) -> HttpResponse:
    answer = HttpResponse(text, content_type="text/calendar; charset=utf-8; method=PUBLISH")
    answer.headers["Content-Disposition"] = 'attachment; filename="calendar.ics"'
    return answer
