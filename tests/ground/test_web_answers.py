"""What goes round every page: headers, refusals, error pages."""

import json
import re

import pytest
from django.core.exceptions import RequestDataTooBig, SuspiciousOperation
from django.http import HttpResponse
from django.template.loader import render_to_string
from django.test import RequestFactory

from collective.ground.lib.errors import Refused
from collective.ground.web import views
from collective.ground.web.middleware import HEADERS, RefusedPage, SecurityHeaders


class TooMuch(Refused):
    status = 429


@pytest.fixture(autouse=True)
def _plain_context(settings, monkeypatch):
    """Without the processors of floors above, which read the database."""
    plain = {**settings.TEMPLATES[0], "OPTIONS": {**settings.TEMPLATES[0]["OPTIONS"], "context_processors": []}}
    settings.TEMPLATES = [plain]
    settings.ROOT_URLCONF = "collective.ground.web.urls"


def refused(rf: RequestFactory, error: Exception, **headers: str) -> HttpResponse | None:
    return RefusedPage(lambda request: HttpResponse()).process_exception(rf.get("/x/", headers=headers), error)


def test_every_answer_carries_the_strict_policy(rf: RequestFactory) -> None:
    response = SecurityHeaders(lambda request: HttpResponse("hello"))(rf.get("/"))
    assert response["Content-Security-Policy"] == HEADERS["Content-Security-Policy"]
    assert "default-src 'none'" in response["Content-Security-Policy"]
    assert "unsafe" not in response["Content-Security-Policy"]
    assert response["X-Content-Type-Options"] == "nosniff"


def test_a_view_that_sets_a_header_itself_keeps_it(rf: RequestFactory) -> None:
    response = SecurityHeaders(lambda request: HttpResponse(headers={"Referrer-Policy": "no-referrer"}))(rf.get("/"))
    assert response["Referrer-Policy"] == "no-referrer"


def test_a_refusal_is_a_polite_page_with_the_words_of_the_rule(rf: RequestFactory) -> None:
    response = refused(rf, Refused("The table is full. Take a seat at <another>."), accept="text/html")
    assert response is not None
    assert response.status_code == 409
    assert "The table is full. Take a seat at &lt;another&gt;." in response.content.decode()


@pytest.mark.parametrize("status", [400, 403, 404, 409, 413, 418, 429])
def test_a_refusal_has_the_status_of_its_class_and_always_its_words(rf: RequestFactory, status: int) -> None:
    error = type("Own", (Refused,), {"status": status})("Wait for the next round.")
    response = refused(rf, error)
    assert response is not None
    assert response.status_code == status
    assert "Wait for the next round." in response.content.decode()


def test_a_script_that_asks_for_json_gets_json(rf: RequestFactory) -> None:
    response = refused(rf, TooMuch("A moment, please."), accept="application/json")
    assert response is not None
    assert (response.status_code, json.loads(response.content)) == (429, {"message": "A moment, please."})


def test_a_browser_that_takes_both_gets_the_page(rf: RequestFactory) -> None:
    response = refused(rf, Refused("No."), accept="text/html,application/json")
    assert response is not None
    assert response["Content-Type"].startswith("text/html")


@pytest.mark.parametrize(
    ("came", "back"),
    [
        ("http://testserver/room/?a=1&b=2", 'href="/room/?a=1&amp;b=2"'),
        ("https://evil.example/room/", None),
        ("http://testserver//evil.example", None),
        ("javascript:alert(1)", None),
    ],
)
def test_the_way_back_leads_only_to_our_own_pages(rf: RequestFactory, came: str, back: str | None) -> None:
    response = refused(rf, Refused("No."), referer=came)
    assert response is not None
    assert ("Back to where you were" in response.content.decode()) is (back is not None)
    assert back is None or back in response.content.decode()


def test_other_exceptions_are_not_hidden(rf: RequestFactory) -> None:
    assert refused(rf, ValueError("a fault of ours")) is None


def test_too_large_a_request_is_413_and_an_unreadable_one_400(rf: RequestFactory) -> None:
    assert views.bad_request(rf.post("/"), RequestDataTooBig("big")).status_code == 413
    assert views.bad_request(rf.post("/"), SuspiciousOperation("odd")).status_code == 400


@pytest.mark.parametrize("name", ["400", "403", "403_csrf", "404", "409", "413", "429", "500"])
def test_an_error_page_renders_with_nothing_at_all(name: str) -> None:
    html = render_to_string(f"{name}.html")
    assert html.startswith("<!doctype html>")
    assert len(re.findall("<h1", html)) == 1
    assert "!" not in re.sub(r"<[^>]*>", "", html)


def test_the_page_for_our_own_faults_asks_nothing_of_the_house() -> None:
    source = (views.__spec__.origin or "").replace("views.py", "templates/500.html")
    with open(source, encoding="utf-8") as file:
        assert "{%" not in file.read()


def test_a_page_with_a_wrong_form_says_error_first_in_its_title(rf: RequestFactory) -> None:
    def title(response: HttpResponse) -> str:
        return re.search("<title>(.*?)</title>", response.content.decode(), re.DOTALL)[1]

    assert title(views.sample_form(rf.get("/"))).startswith("Error: Take a seat")
    assert title(views.patterns(rf.get("/"))).startswith("Patterns")


@pytest.mark.parametrize("name", sorted(views.samples.PAGES))
def test_every_shell_renders_with_one_main_part_and_one_heading(rf: RequestFactory, name: str) -> None:
    html = views.sample(rf.get("/"), name).content.decode()
    assert html.count("<main") == html.count("<h1") == 1
    assert html.count('lang="en-GB"') == 1
    ids = re.findall(r'\sid="([^"]+)"', html)
    assert len(ids) == len(set(ids))


def test_an_unknown_shell_is_not_found(rf: RequestFactory) -> None:
    with pytest.raises(views.Http404):
        views.sample(rf.get("/"), "attic")
