"""Calendar feeds: read over and over by programs, so an unchanged one costs them nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.cache import get_conditional_response
from django.utils.http import http_date
from django.views.decorators.http import require_safe

from collective.gather.diary import queries
from collective.gather.diary.models import FeedToken
from collective.ground.lib import clock

if TYPE_CHECKING:
    from django.http import HttpRequest


@require_safe
def personal(request: HttpRequest, token: str) -> HttpResponse:
    """One person's diary, to whoever has the secret in its address. Revoked is as good as never made."""
    held = get_object_or_404(FeedToken.objects.with_token(token).select_related("person"))
    return _served(request, queries.personal_feed(held.person, clock.now()), "private, no-cache")


@require_safe
def public(request: HttpRequest) -> HttpResponse:
    """All that everybody may see."""
    return _served(request, queries.public_feed(clock.now()), "public, max-age=600")


def _served(request: HttpRequest, feed: queries.Feed, caching: str) -> HttpResponse:
    answer = HttpResponse(feed.text, content_type="text/calendar; charset=utf-8")
    modified = int(feed.changed_at.timestamp()) if feed.changed_at else None
    answer.headers["ETag"] = feed.tag
    if modified is not None:
        answer.headers["Last-Modified"] = http_date(modified)
    answer.headers["Cache-Control"] = caching
    answer.headers["Content-Disposition"] = 'inline; filename="calendar.ics"'
    answer.headers["X-Robots-Tag"] = "noindex"
    # No Last-Modified here: what falls off a feed changes it, but is itself no younger; the tag tells it all.
    return get_conditional_response(request, etag=feed.tag, last_modified=None, response=answer) or answer
