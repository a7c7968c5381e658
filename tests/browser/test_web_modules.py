"""The house's scripts in a real browser, against a scripted server: what is typed, focused or unsent is never lost."""

import json
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from collective.ground.web.bundle import STATIC
from collective.ground.web.middleware import HEADERS

MODULES = "".join(
    f'<script type="module" src="/js/{name}.js"></script>'
    for name in ("live-room", "kept-form", "countdown-ring", "local-time", "copy-text")
)


@dataclass
class Room:
    """A server that does as the test says."""

    pages: dict[str, str] = field(default_factory=dict)
    posts: list[dict[str, list[str]]] = field(default_factory=list)
    seen: list[str] = field(default_factory=list)
    streams: list[Any] = field(default_factory=list)
    answer: Callable[[], tuple[int, dict[str, str], str]] = lambda: (204, {}, "")
    url: str = ""

    def send(self, number: int, **state: Any) -> None:
        text = f"event: state\nid: e.{number}\ndata: {json.dumps(state)}\n\n".encode()
        for stream in list(self.streams):
            stream.write(text)
            stream.flush()


class Handler(BaseHTTPRequestHandler):
    room: Room

    def log_message(self, *words: Any) -> None:
        pass

    def _give(self, status: int, headers: dict[str, str], body: str | bytes) -> None:
        data = body if isinstance(body, bytes) else body.encode()
        self.send_response(status)
        for name, value in (HEADERS | headers | {"Content-Length": str(len(data))}).items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(data)

    def do_GET(self) -> None:
        path = urlsplit(self.path)
        if path.path == "/events":
            return self._stream(parse_qs(path.query).get("seen", [""])[0])
        if path.path.startswith("/js/"):
            return self._give(200, {"Content-Type": "text/javascript"}, (STATIC / path.path[1:]).read_bytes())
        if path.path in self.room.pages:
            html = f"<!doctype html><title>Room</title>{MODULES}<body>{self.room.pages[path.path]}"
            return self._give(200, {"Content-Type": "text/html; charset=utf-8"}, html)
        return self._give(204, {}, "")

    def _stream(self, seen: str) -> None:
        self.room.seen.append(seen)
        self.send_response(200)
        self.send_header("Content-Type", "text/event-stream")
        self.end_headers()
        self.wfile.write(b":\n\n")
        self.wfile.flush()
        self.room.streams.append(self.wfile)
        self.rfile.read(1)  # until the browser goes away
        self.room.streams.remove(self.wfile)

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        status, headers, text = self.room.answer()
        if status < 500:
            self.room.posts.append(parse_qs(body, keep_blank_values=True))
        self._give(status, headers, text)


@pytest.fixture
def room() -> Iterator[Room]:
    made = Room()
    server = ThreadingHTTPServer(("127.0.0.1", 0), type("Handler", (Handler,), {"room": made}))
    server.daemon_threads = True
    made.url = f"http://localhost:{server.server_port}"
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield made
    server.shutdown()
    server.server_close()


@pytest.fixture
def context(browser: Browser, room: Room) -> Iterator[BrowserContext]:
    context = browser.new_context(base_url=room.url, viewport={"width": 390, "height": 844}, timezone_id="Europe/Paris")
    context.set_default_timeout(8000)
    yield context
    context.close()


@pytest.fixture
def page(context: BrowserContext) -> Iterator[Page]:
    page = context.new_page()
    broken: list[str] = []
    page.on("pageerror", lambda error: broken.append(str(error)))
    yield page
    assert not broken


def until(true: Callable[[], bool]) -> None:
    end = time.monotonic() + 8
    while not true():
        assert time.monotonic() < end, "It did not come about."
        time.sleep(0.02)


LIVE = '<live-room src="/events" version="e.1" act="1" spread="0"></live-room>'
ASKING = LIVE + '<main><h1>First</h1><input id="word" name="word" data-keep="p1"><p data-part="count">0</p></main>'


def _open(page: Page, room: Room, html: str = ASKING) -> None:
    room.pages["/room"] = html
    page.goto("/room")
    until(lambda: bool(room.streams))


def test_a_part_is_replaced_and_the_rest_is_left_alone(page: Page, room: Room) -> None:
    _open(page, room)
    page.fill("#word", "food")
    room.send(2, act=1, parts={"count": "<b>26</b> of 30"})
    expect(page.locator("[data-part=count] b")).to_have_text("26")
    assert page.input_value("#word") == "food"
    assert page.evaluate("document.activeElement.id") == "word"
    assert room.seen == ["e.1"]


def test_another_act_shows_the_new_page_and_keeps_what_is_typed_with_the_caret(page: Page, room: Room) -> None:
    _open(page, room)
    page.fill("#word", "young people")
    page.evaluate("document.querySelector('#word').setSelectionRange(2, 5)")
    room.pages["/room"] = ASKING.replace('act="1"', 'act="2"').replace("First", "Second")
    room.send(2, act=2)
    expect(page.locator("h1")).to_have_text("Second")
    assert page.input_value("#word") == "young people"
    assert page.evaluate(
        "[document.activeElement.id, document.activeElement.selectionStart, document.activeElement.selectionEnd]"
    ) == ["word", 2, 5]
    expect(page.locator("live-room [role=status]")).to_have_text("Second")


def test_when_the_field_is_gone_the_focus_goes_to_the_heading(page: Page, room: Room) -> None:
    _open(page, room)
    page.fill("#word", "food")
    room.pages["/room"] = LIVE.replace('act="1"', 'act="2"') + "<main><h1>Thank you</h1></main>"
    room.send(2, act=2)
    expect(page.locator("h1")).to_be_focused()


def test_parts_round_the_main_one_and_the_whole_body_of_a_stage_follow(page: Page, room: Room) -> None:
    stage = LIVE.replace("<live-room", '<live-room swap="body"')
    _open(page, room, stage + '<header data-part="header"><h1>Map</h1></header><main class="mapped">map</main>')
    room.pages["/room"] = stage.replace('act="1"', 'act="2"') + '<main class="plan"><h1>Tables</h1></main>'
    room.send(2, act=2)
    expect(page.locator("h1")).to_have_text("Tables")
    assert page.locator("header").count() == 0
    assert page.locator("main").get_attribute("class") == "plan"
    assert page.locator("live-room").count() == 1


def test_a_lost_room_is_said_and_found_again_from_where_it_was(page: Page, context: BrowserContext, room: Room) -> None:
    _open(page, room)
    room.send(7, act=1, parts={"count": "7"})
    expect(page.locator("[data-part=count]")).to_have_text("7")
    context.set_offline(True)
    page.evaluate("document.querySelector('live-room').stream.lose()")
    expect(page.locator(".lost")).to_have_text("We have lost the room. Your answer is kept, and goes when we are back.")
    context.set_offline(False)
    expect(page.locator(".lost")).to_be_empty(timeout=15000)
    assert room.seen[-1] == "e.7"


FORM = (
    '<main><kept-form key="q" sent="Your words are on the screen."><form method="post" action="/answers">'
    '<input type="hidden" name="once" value="first" data-once><input name="word" id="word">'
    '<button name="go" value="1">Send</button>'
    '</form><p role="status"></p></kept-form></main>'
)
STATUS = "kept-form [role=status]"


def _form(page: Page, room: Room, html: str = FORM) -> None:
    room.pages["/form"] = html
    page.goto("/form")
    page.wait_for_function("document.querySelector('kept-form').form")


def test_an_answer_is_sent_once_with_its_key_and_acknowledged(page: Page, room: Room) -> None:
    _form(page, room)
    page.fill("#word", "food")
    page.click("button")
    expect(page.locator(STATUS)).to_have_text("Your words are on the screen.")
    assert room.posts == [{"once": ["first"], "word": ["food"], "go": ["1"]}]
    page.click("button")
    until(lambda: len(room.posts) == 2)
    assert room.posts[1]["once"] != ["first"]


def test_a_draft_survives_a_closed_page_and_goes_when_it_was_sent(page: Page, room: Room) -> None:
    _form(page, room)
    page.locator("#word").press_sequentially("half a thou")
    page.reload()
    expect(page.locator("#word")).to_have_value("half a thou")
    page.click("button")
    expect(page.locator(STATUS)).to_have_text("Your words are on the screen.")
    page.reload()
    expect(page.locator("#word")).to_have_value("")


def test_without_the_network_an_answer_waits_survives_and_goes_later(
    page: Page, context: BrowserContext, room: Room
) -> None:
    _form(page, room)
    page.fill("#word", "food")
    context.set_offline(True)
    page.click("button")
    expect(page.locator(STATUS)).to_contain_text("Your answer is kept")
    context.set_offline(False)
    page.reload()
    until(lambda: bool(room.posts))
    # The old page may have sent it in its last moment too; the key makes that one answer.
    assert {(*post["once"], *post["word"]) for post in room.posts} == {("first", "food")}


def test_a_server_in_trouble_gets_the_same_key_again(page: Page, room: Room) -> None:
    answers = iter([(503, {}, ""), (503, {}, "")])
    room.answer = lambda: next(answers, (204, {}, ""))
    _form(page, room)
    page.fill("#word", "food")
    page.click("button")
    expect(page.locator(STATUS)).to_have_text("Your words are on the screen.")
    assert [post["once"] for post in room.posts] == [["first"]]


def test_cards_written_without_the_network_all_arrive_in_order(page: Page, context: BrowserContext, room: Room) -> None:
    _form(page, room, FORM.replace("<form ", "<form data-clear "))
    context.set_offline(True)
    for words in ("one", "two"):
        page.fill("#word", words)
        page.click("button")
        expect(page.locator("#word")).to_have_value("")
    context.set_offline(False)
    page.evaluate("dispatchEvent(new Event('online'))")
    until(lambda: len(room.posts) == 2)
    assert [post["word"] for post in room.posts] == [["one"], ["two"]]


def test_a_refusal_is_said_beside_the_form_and_the_words_stay(page: Page, room: Room) -> None:
    room.answer = lambda: (
        409,
        {"Content-Type": "application/json"},
        json.dumps({"message": "The question is closed."}),
    )
    _form(page, room)
    page.fill("#word", "food")
    page.click("button")
    expect(page.locator(STATUS)).to_have_text("The question is closed.")
    expect(page.locator("#word")).to_have_value("food")


def test_a_page_with_something_to_put_right_is_shown_by_the_browser(page: Page, room: Room) -> None:
    room.answer = lambda: (200, {"Content-Type": "text/html"}, "<h1>One thing to put right</h1>")
    _form(page, room)
    page.click("button")
    expect(page.locator("h1")).to_have_text("One thing to put right")


def test_an_answer_that_leads_to_another_page_goes_there(page: Page, room: Room) -> None:
    room.pages["/next"] = "<main><h1>Next</h1></main>"
    room.answer = lambda: (303, {"Location": "/next"}, "")
    _form(page, room)
    page.click("button")
    page.wait_for_url("**/next")


def test_in_a_live_room_the_answer_s_own_page_is_shown_in_place(page: Page, room: Room) -> None:
    room.answer = lambda: (303, {"Location": "/room"}, "")
    _open(page, room, LIVE + FORM.replace("<main>", "<main><h1>Ask</h1>"))
    page.evaluate("window.same = true")
    room.pages["/room"] = LIVE + "<main><h1>Kept</h1></main>"
    page.click("button")
    expect(page.locator("h1")).to_have_text("Kept")
    assert page.evaluate("window.same")


def test_a_countdown_goes_by_the_server_s_clock_and_speaks_at_five_minutes(page: Page, room: Room) -> None:
    server = time.time() * 1000 + 3_600_000  # the phone is an hour slow
    ring = f'<countdown-ring data-now="{server:.0f}" data-ends="{server + 301_500:.0f}" data-total="900">'
    room.pages["/ring"] = (
        f'{ring}<svg><path class="t-fg" d=""/><text></text></svg><span role="status"></span></countdown-ring>'
    )
    page.goto("/ring")
    expect(page.locator("text")).to_have_text("5:01")
    expect(page.locator("[role=status]")).to_have_text("5 minutes left")


def test_another_hour_is_added_only_for_readers_elsewhere(page: Page, room: Room) -> None:
    room.pages["/time"] = (
        '<local-time><time datetime="2026-12-03T23:30+00:00">Thursday, 23:30</time></local-time>'
        '<local-time><time datetime="2026-12-03T13:30+01:00">Thursday, 13:30</time></local-time>'
    )
    page.goto("/time")
    expect(page.locator("local-time").first).to_have_text("Thursday, 23:30 (Friday, 00:30 where you are)")
    expect(page.locator("local-time").last).to_have_text("Thursday, 13:30")


def test_a_link_is_copied(page: Page, context: BrowserContext, room: Room) -> None:
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    room.pages["/copy"] = (
        '<copy-text from="a"><code id="a">https://x.example/j/K7M4QD</code><button type="button" hidden>Copy</button></copy-text>'
    )
    page.goto("/copy")
    page.get_by_role("button").click()
    expect(page.get_by_role("status")).to_have_text("Copied.")
    assert page.evaluate("navigator.clipboard.readText()") == "https://x.example/j/K7M4QD"
