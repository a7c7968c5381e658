"""The wrappers round every page: what a browser may do with it, what nobody types, and how a refusal is said."""

from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import urlsplit

from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.template.loader import select_template

from collective.ground.lib.errors import Refused

Answer = Callable[[HttpRequest], HttpResponse]

_POLICY = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self' data:",
    "font-src": "'self'",
    "connect-src": "'self'",
    "form-action": "'self'",
    "frame-ancestors": "'none'",
    "base-uri": "'none'",
    "manifest-src": "'self'",
}
HEADERS = {
    "Content-Security-Policy": "; ".join(f"{name} {value}" for name, value in _POLICY.items()),
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "X-Content-Type-Options": "nosniff",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}


class SecurityHeaders:
    """Nothing inline, nothing from elsewhere, in nobody's frame. A view that sets a header itself keeps it."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        for name, value in HEADERS.items():
            response.headers.setdefault(name, value)
        return response


class NoNulBytes:
    """Answers 400 where an address, a cookie or a form field holds a NUL: no keyboard types one, and PostgreSQL takes
    none, so that it would end in a 500 wherever a value reaches a query."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if "\0" in request.path_info or _hold_nul(request.GET) or _cookies_hold_nul(request.COOKIES):
            return refusal(request, "", 400)
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: object, args: object, kwargs: object) -> HttpResponse | None:
        # The check for forged requests, which comes next, reads the form in any case.
        if request.method == "POST" and _hold_nul(request.POST):
            return refusal(request, "", 400)
        return None


def _hold_nul(fields: QueryDict) -> bool:
    return any("\0" in name or any("\0" in value for value in values) for name, values in fields.lists())


def _cookies_hold_nul(cookies: Mapping[str, Any]) -> bool:
    return any("\0" in name or "\0" in value for name, value in cookies.items())


class RefusedPage:
    """A rule's "no" that no view caught becomes a polite page with the status of its class (409 unless it says otherwise),
    or `{"message": …}` for a script that asked for JSON."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if isinstance(exception, Refused):
            return refusal(request, str(exception), exception.status)
        if isinstance(exception, RequestDataTooBig):
            return refusal(request, "", 413)
        return None


def refusal(request: HttpRequest, message: str, status: int = 409) -> HttpResponse:
    """The answer to a request that a rule says no to: `message` is for the person; an empty one takes the page's own words."""
    if wants_json(request):
        return JsonResponse({"message": message or "We cannot take that. Try again with less."}, status=status)
    template = select_template([f"{status}.html", "409.html"])
    return HttpResponse(template.render({"message": message, "back": _back(request)}, request), status=status)


def wants_json(request: HttpRequest) -> bool:
    """Whether a script asked: JSON is accepted, and a page is not."""
    accepted = request.headers.get("Accept", "")
    return "application/json" in accepted and "text/html" not in accepted


def _back(request: HttpRequest) -> str:
    """The page of ours that the person came from, or nothing."""
    came = urlsplit(request.headers.get("Referer", ""))
    if came.scheme not in {"http", "https"} or came.netloc != request.get_host() or came.path.startswith("//"):
        return ""
    return f"{came.path}?{came.query}" if came.query else str(came.path)
