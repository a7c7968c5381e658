"""Somebody with a browser and no scripts: opens addresses, presses buttons, fills in forms by their labels.

The same visitor goes to Django's test client or over the wire to a running server.
"""

from __future__ import annotations

import urllib.error
import urllib.request
from dataclasses import dataclass
from http.cookiejar import CookieJar
from typing import TYPE_CHECKING, Protocol
from urllib.parse import urlencode, urljoin, urlsplit

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.test.client import BOUNDARY, MULTIPART_CONTENT, encode_multipart

from tests.journeys.html_page import HtmlPage, NotOnThePage

if TYPE_CHECKING:
    from collections.abc import Mapping

Sent = dict[str, list[object]]


@dataclass(frozen=True)
class Answer:
    """What came back, after redirects. `path` is where it was found, with its query."""

    status: int
    path: str
    body: bytes
    headers: Mapping[str, str]


class Wire(Protocol):
    """A way to a site, with its own cookies."""

    def get(self, path: str) -> Answer: ...
    def post(self, path: str, data: Sent, *, files: bool) -> Answer: ...


class Inside:
    """Django's test client; forgery protection is on, as in the world."""

    def __init__(self) -> None:
        self.client = Client(enforce_csrf_checks=True)

    def get(self, path: str) -> Answer:
        return self._followed(self.client.get(path, follow=True))

    def post(self, path: str, data: Sent, *, files: bool) -> Answer:
        if files:
            return self._followed(self.client.post(path, data, follow=True))
        typed = urlencode(data, doseq=True)
        form = "application/x-www-form-urlencoded"
        return self._followed(self.client.post(path, typed, content_type=form, follow=True))

    @staticmethod
    def _followed(response) -> Answer:
        asked = response.request
        path = asked["PATH_INFO"] + (f"?{asked['QUERY_STRING']}" if asked["QUERY_STRING"] else "")
        body = b"".join(response.streaming_content) if response.streaming else response.content
        return Answer(response.status_code, path, body, response.headers)


class OverTheWire:
    """HTTP to a running server."""

    def __init__(self, origin: str) -> None:
        self.origin = origin
        self.jar = CookieJar()
        self._opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(self.jar))

    def get(self, path: str) -> Answer:
        return self._sent(urllib.request.Request(self.origin + path))  # noqa: S310 - our own server

    def post(self, path: str, data: Sent, *, files: bool) -> Answer:
        body = encode_multipart(BOUNDARY, data) if files else urlencode(data, doseq=True).encode()
        kind = MULTIPART_CONTENT if files else "application/x-www-form-urlencoded"
        return self._sent(
            urllib.request.Request(self.origin + path, body, {"Content-Type": kind})  # noqa: S310
        )

    def _sent(self, request: urllib.request.Request) -> Answer:
        try:
            response = self._opener.open(request, timeout=60)
        except urllib.error.HTTPError as refused:
            response = refused
        with response:
            path = response.geturl().removeprefix(self.origin)
            return Answer(response.status, path, response.read(), dict(response.headers.items()))


class Visitor:
    """One person at one browser. `page` is what they have before them."""

    def __init__(self, wire: Wire | None = None) -> None:
        self.wire = wire or Inside()
        self.answer: Answer
        self.page: HtmlPage

    def open(self, path: str, *, status: int = 200) -> HtmlPage:
        return self._arrive(self.wire.get(path), status)

    def download(self, path: str) -> bytes:
        """A file, the page staying where it is."""
        answer = self.wire.get(path)
        assert answer.status == 200, f"{path} answered {answer.status}"
        return answer.body

    def status_of(self, path: str) -> int:
        return self.wire.get(path).status

    def follow(self, words: str) -> HtmlPage:
        return self.open(self._here(self.page.link(words)))

    def press(self, words: str, filled: dict[str, object] | None = None, *, near: str = "", status: int = 200):
        """Fill in the form of the button with these words, and press it."""
        button = self.page.button(words, near)
        form = self.page.form_of(button)
        for label, value in (filled or {}).items():
            form.fill(label, value)
        target = self._here(button.attrs.get("formaction") or form.action)
        data = form.data(button)
        if form.method == "get":
            return self.open(f"{urlsplit(target).path}?{urlencode(data, doseq=True)}", status=status)
        files = form.node.attrs.get("enctype") == "multipart/form-data"
        return self._arrive(self.wire.post(target, data, files=files), status)

    def hold(self, button: str, filled: dict[str, object]) -> tuple[str, Sent]:
        """The form of this button, filled in and not yet sent: for a double tap, or a tab that goes stale."""
        form = self.page.form_of(self.page.button(button))
        for label, value in filled.items():
            form.fill(label, value)
        return self._here(form.action), form.data()

    def send(self, held: tuple[str, Sent], *, status: int = 200) -> HtmlPage:
        path, data = held
        return self._arrive(self.wire.post(path, data, files=False), status)

    def sees(self, *words: str) -> None:
        for one in words:
            if one not in self.page.text:
                raise NotOnThePage(f"{self.answer.path} does not say “{one}”: {self.page.text[:3000]}")

    def sees_not(self, *words: str) -> None:
        for one in words:
            assert one not in self.page.text, f"{self.answer.path} says “{one}”: {self.page.text[:3000]}"

    def _here(self, address: str) -> str:
        parts = urlsplit(urljoin(f"http://here{self.answer.path}", address))
        return parts.path + (f"?{parts.query}" if parts.query else "")

    def _arrive(self, answer: Answer, status: int) -> HtmlPage:
        self.answer = answer
        self.page = HtmlPage(answer.body.decode(errors="replace"))
        assert answer.status == status, f"{answer.path} answered {answer.status}: {self.page.text[:3000]}"
        return self.page


def a_file(name: str, content: bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content, "application/octet-stream")
