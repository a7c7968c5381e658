"""The pattern pages (for a demonstration or development only) and the answer to a request that cannot be read."""

from datetime import timedelta
from typing import Any

from django.core.exceptions import RequestDataTooBig
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from collective.ground.lib import clock
from collective.ground.lib.errors import Refused
from collective.ground.web import samples
from collective.ground.web.middleware import refusal


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """`handler400`: Django's own would render without context, and would call a request that is too large a bad one."""
    return refusal(request, "", 413 if isinstance(exception, RequestDataTooBig) else 400)


def patterns(request: HttpRequest) -> HttpResponse:
    """Every component on one page."""
    return render(request, "web/patterns/components.html", _context())


def sample(request: HttpRequest, name: str) -> HttpResponse:
    """One of the shells, filled with invented people."""
    if name not in samples.PAGES:
        raise Http404
    return render(request, f"web/patterns/{name}.html", _context())


def sample_form(request: HttpRequest) -> HttpResponse:
    """A form with something to put right."""
    form = samples.SeatForm(request.POST if request.method == "POST" else samples.WRONG)
    return render(request, "web/patterns/form.html", {"form": form})


def sample_refusal(request: HttpRequest) -> HttpResponse:
    """How a refusal looks."""
    raise Refused("That code is not open. Look again: codes never use O, I or L.")


def _context() -> dict[str, Any]:
    now = clock.now()
    return {**samples.context(), "now": now, "ends": now + timedelta(minutes=12, seconds=8)}
