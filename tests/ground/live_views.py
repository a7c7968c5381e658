"""Views for the tests of the bridge: a small site of its own."""

import io
import threading
import time
from typing import Any

from django.contrib.sessions.models import Session
from django.core.exceptions import PermissionDenied
from django.db import connections
from django.http import FileResponse, HttpResponse, JsonResponse, StreamingHttpResponse
from django.urls import path

seen: dict[str, Any] = {}


def echo(request):
    return JsonResponse(
        {
            "method": request.method,
            "path": request.path,
            "query": request.GET.dict(),
            "body": request.body.decode("utf-8", "replace")[:200],
            "length": len(request.body),
            "headers": dict(request.headers),
            "cookies": request.COOKIES,
            "secure": request.is_secure(),
            "address": request.META["REMOTE_ADDR"],
        }
    )


def upload(request):
    file = request.FILES["file"]
    return JsonResponse({"name": file.name, "size": file.size, "note": request.POST["note"]})


def headers(request):
    response = HttpResponse("grüß Gott", status=201)
    response.set_cookie("one", "1")
    response.set_cookie("two", "2")
    response["X-Name"] = "Zoë"
    return response


def broken(request):
    raise ValueError("this view is broken")


def forbidden(request):
    raise PermissionDenied


def streaming(request):
    def pieces():
        for number in range(5):
            yield f"piece {number}\n"
            time.sleep(0.02)

    return StreamingHttpResponse(pieces(), content_type="text/plain")


def endless(request):
    def pieces():
        seen["thread"] = threading.current_thread().name
        try:
            while True:
                yield b"x" * 10_000
        finally:
            seen["ended"] = threading.current_thread().name

    return StreamingHttpResponse(pieces())


def half(request):
    def pieces():
        yield b"the first half"
        raise ValueError("no second half")

    return StreamingHttpResponse(pieces())


class Watched(io.BytesIO):
    def close(self):
        seen["closed"] = True
        super().close()


def file(request, size):
    return FileResponse(Watched(b"0123456789" * (size // 10)), filename="numbers.txt")


def rows(request):
    with connections["default"].cursor() as cursor:
        cursor.execute("SELECT 1")
    seen["connection"] = connections["default"]
    return HttpResponse(str(Session.objects.count()))


def slow(request):
    time.sleep(0.1)
    return HttpResponse(threading.current_thread().name)


urlpatterns = [
    path("echo/", echo),
    path("echo/é/", echo),
    path("upload/", upload),
    path("headers/", headers),
    path("broken/", broken),
    path("forbidden/", forbidden),
    path("streaming/", streaming),
    path("endless/", endless),
    path("half/", half),
    path("file/<int:size>/", file),
    path("rows/", rows),
    path("slow/", slow),
]
