"""A member's or a guest's own diary page: what is coming, and the feed made, renewed and closed."""

from __future__ import annotations

from functools import wraps
from typing import TYPE_CHECKING

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from collective.gather.diary import actions, queries
from collective.gather.diary.models import DiaryKey
from collective.ground.lib import clock

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest, HttpResponse

    from collective.join.people.models import Person

    OwnView = Callable[[HttpRequest, Person, str], HttpResponse]


def own(view: OwnView) -> Callable[..., HttpResponse]:
    """The page of the person whose private link it is (`token`), else of who is signed in."""

    @wraps(view)
    def asked(request: HttpRequest, token: str = "") -> HttpResponse:
        if token:
            key = get_object_or_404(DiaryKey.objects.with_token(token).select_related("person"))
            return view(request, key.person, token)
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        return view(request, request.user.person, "")

    return asked


@never_cache
@require_safe
@own
def diary(request: HttpRequest, person: Person, token: str) -> HttpResponse:
    """What is coming, and where the feed is."""
    standing = person.feed_tokens.standing().first()
    facts = {
        "person": person,
        "guest": bool(token),
        "coming": queries.coming(person, clock.now()),
        "feed": queries.address(reverse("feed", args=[standing.token])) if standing else None,
        "everybody": queries.address(reverse("public-feed")),
        "renew": _address("feed", token),
        "revoke": _address("feed-removal", token),
    }
    return render(request, "diary/diary.html", facts)


@require_POST
@own
def feed(request: HttpRequest, person: Person, token: str) -> HttpResponse:
    """A feed, or a new address for it."""
    renewed = person.feed_tokens.standing().exists()
    actions.renew_feed(person=person, now=clock.now())
    stopped = " The one before has stopped: subscribe again with this one." if renewed else ""
    messages.success(request, f"Here is the address of your feed.{stopped}")
    return redirect(_address("diary", token))


@require_POST
@own
def feed_removal(request: HttpRequest, person: Person, token: str) -> HttpResponse:
    """The feed closed."""
    actions.revoke_feed(person=person, now=clock.now())
    messages.success(request, "Your feed is closed. Calendars that looked at it find nothing any more.")
    return redirect(_address("diary", token))


def _address(name: str, token: str) -> str:
    return reverse(f"guest-{name}", args=[token]) if token else reverse(f"my-{name}")
