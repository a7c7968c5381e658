"""The one page that readers of news are led to: it asks, and only its button ends anything."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from collective.ground.lib import clock
from collective.ground.outbox import envelope
from collective.ground.outbox.actions import suppressing

if TYPE_CHECKING:
    from django.http import HttpRequest


@csrf_exempt  # RFC 8058: the reader's mail program posts here without a cookie; the signed token is all that is believed
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def no_more_news(request: HttpRequest, token: str) -> HttpResponse:
    """GET asks. POST ends the news, however often it comes, and answers 200 also where there is nothing to end."""
    found = envelope.reader_of(token)
    if request.method != "POST":
        if found is None:
            raise Http404
        return render(request, "outbox/no_more_news.html", {"scope": found[1]})
    asked = request.POST.get("List-Unsubscribe", "")
    back = "back" in request.POST
    if found is not None:
        reader, scope = found
        act = suppressing.opt_in_again if back else suppressing.opt_out
        act(reader=reader, scope="" if "all" in request.POST else scope, now=clock.now())
    if asked == "One-Click":
        return HttpResponse("You get no more of these letters.\n", content_type="text/plain; charset=utf-8")
    return render(request, "outbox/no_more_news.html", {"done": True, "back": back, "scope": found[1] if found else ""})
