"""A room as people have it: a phone, a stage and a desk in real browsers, bad luck included."""

import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser import served
from tests.browser.conftest import OpenPage
from tests.browser.pages import WATCHES, page_weight
from tests.browser.rooms_made import MadeRoom, counted, made_room
from tests.browser.served import ROOT, Served

WORDS = {"kind": "prompt", "title": "What do you care about most?", "prompt_kind": "words"}
PLACE = {"kind": "prompt", "title": "Where are you today?", "prompt_kind": "place"}
WELCOME = {"kind": "text", "title": "Welcome", "body": "Three short questions."}
SOON = 2000  # milliseconds until every screen has to follow
KEPT = "Your answer is kept, and goes when we are back."


def on(desk: Page, button: str) -> None:
    desk.get_by_role("button", name=button).first.click()


def said(page: Page, *words: str) -> None:
    for number, word in enumerate(words, start=1):
        page.get_by_role("textbox", name=f"Word {number}").fill(word)


def send(page: Page) -> None:
    page.get_by_role("button", name="Put my words on the screen").or_(
        page.get_by_role("button", name="Change my answer")
    ).click()


@pytest.fixture
def screens(site: Served, open_page: OpenPage) -> tuple[MadeRoom, Page, Page, Page]:
    """(room, phone with a seat, stage, desk), before the first step."""
    room = made_room(site, [WELCOME, WORDS, PLACE])
    phone, stage, desk = open_page("phone"), open_page("projector"), room.sign_in(open_page("laptop"), site.url)
    room.sit(phone)
    stage.goto(room.stage_url)
    desk.goto(room.desk_url)
    return room, phone, stage, desk


@pytest.mark.both_databases
def test_phone_and_stage_follow_the_host_without_loading_again(screens: tuple[MadeRoom, Page, Page, Page]) -> None:
    _, phone, stage, desk = screens
    for page in (phone, stage):
        page.evaluate("window.same = true")
    on(desk, "Begin")
    expect(phone.get_by_role("heading", name="Welcome")).to_be_visible(timeout=SOON)
    expect(stage.get_by_role("heading", name="Welcome")).to_be_visible(timeout=SOON)
    on(desk, "Go on")
    expect(phone.get_by_role("heading", name="What do you care about most?")).to_be_visible(timeout=SOON)
    expect(stage.get_by_text("The first word is the hardest.")).to_be_visible(timeout=SOON)
    assert phone.evaluate("window.same")
    assert stage.evaluate("window.same")


def test_an_answer_moves_the_stage_and_the_desk(screens: tuple[MadeRoom, Page, Page, Page]) -> None:
    _, phone, stage, desk = screens
    on(desk, "Begin")
    on(desk, "Go on")
    desk.get_by_text("Take something off the screens").click()
    said(phone, "food", "young people")
    send(phone)
    expect(phone.get_by_text("Your answer is counted.")).to_be_visible()
    expect(stage.get_by_role("listitem").filter(has_text="young people")).to_be_visible(timeout=SOON)
    expect(stage.get_by_text("1 of 1")).to_be_visible()
    expect(desk.get_by_text("1 of 1 have answered.")).to_be_visible(timeout=SOON)
    # the desk's open drawer stayed open while it was brought up to date
    expect(desk.get_by_role("button", name="young people")).to_be_visible()
    on(desk, "young people")
    expect(stage.get_by_role("listitem").filter(has_text="young people")).to_have_count(0, timeout=SOON)


def test_typing_is_not_wiped_when_the_host_closes_or_goes_elsewhere(screens: tuple[MadeRoom, Page, Page, Page]) -> None:
    _, phone, _, desk = screens
    on(desk, "Begin")
    on(desk, "Go on")
    expect(phone.get_by_role("textbox", name="Word 1")).to_be_visible()
    phone.get_by_role("textbox", name="Word 1").press_sequentially("half a thou")
    on(desk, "Hide from stage")
    expect(desk.get_by_text("The answers are hidden")).to_be_visible()
    phone.wait_for_timeout(1200)
    expect(phone.get_by_role("textbox", name="Word 1")).to_have_value("half a thou")
    expect(phone.get_by_role("textbox", name="Word 1")).to_be_focused()
    on(desk, "Close answers and go on")
    expect(phone.get_by_role("heading", name="Where are you today?")).to_be_visible(timeout=SOON)
    on(desk, "Back")
    on(desk, "Ask again from nothing")
    expect(phone.get_by_role("textbox", name="Word 1")).to_be_visible(timeout=SOON)


def test_an_answer_given_without_a_network_arrives_once(
    screens: tuple[MadeRoom, Page, Page, Page], site: Served
) -> None:
    room, phone, stage, desk = screens
    on(desk, "Begin")
    on(desk, "Go on")
    expect(phone.get_by_role("textbox", name="Word 1")).to_be_visible()
    phone.context.set_offline(True)
    said(phone, "housing")
    send(phone)
    expect(phone.get_by_text(KEPT).last).to_be_visible()
    phone.context.set_offline(False)
    expect(stage.get_by_role("listitem").filter(has_text="housing")).to_be_visible(timeout=20_000)
    expect(phone.get_by_text("Your answer is counted.")).to_be_visible(timeout=20_000)
    assert counted(site, room) == {"housing": 1}
    _forgive_the_network(phone)


def test_a_laptop_that_slept_equals_a_fresh_page(
    screens: tuple[MadeRoom, Page, Page, Page], open_page: OpenPage
) -> None:
    room, phone, stage, desk = screens
    stage.context.set_offline(True)
    stage.evaluate("document.querySelector('live-room').stream.close()")
    on(desk, "Begin")
    on(desk, "Go on")
    said(phone, "food")
    send(phone)
    expect(phone.get_by_text("Your answer is counted.")).to_be_visible()
    on(desk, "Freeze the picture")
    expect(desk.get_by_text("stands still")).to_be_visible()
    stage.context.set_offline(False)
    stage.evaluate("dispatchEvent(new Event('online'))")
    expect(stage.get_by_text("The picture stands still for now")).to_be_visible()
    fresh = open_page("projector")
    fresh.goto(room.stage_url)
    assert stage.locator("#stage").inner_html().split() == fresh.locator("#stage").inner_html().split()
    _forgive_the_network(stage)


def test_a_timer_is_right_after_a_sleep_that_stopped_the_browser_s_own_clock(site: Served, open_page: OpenPage) -> None:
    room = made_room(site, [{"kind": "activity", "title": "Draw your data", "minutes": 10}])
    stage, desk = open_page("projector"), room.sign_in(open_page("laptop"), site.url)
    desk.goto(room.desk_url)
    on(desk, "Begin")
    stage.goto(room.stage_url)
    expect(stage.locator(".timer text")).to_have_text(re.compile(r"^9:\d\d$|^10:00$"))
    stage.evaluate("{ const awake = performance.now.bind(performance); performance.now = () => awake() - 120_000 }")
    stage.wait_for_timeout(1200)
    expect(stage.locator(".timer text")).to_have_text(re.compile(r"^9:\d\d$"))


@pytest.mark.both_databases
def test_without_scripts_one_joins_answers_changes_and_comes_back(site: Served, open_page: OpenPage) -> None:
    room = made_room(site, [WORDS])
    desk = room.sign_in(open_page("laptop"), site.url)
    desk.goto(room.desk_url)
    phone = room.sit(open_page("phone", java_script_enabled=False))
    expect(phone.get_by_role("heading", name="You are in")).to_be_visible()
    on(desk, "Begin")
    phone.get_by_role("link", name="Look again").first.click()
    said(phone, "food", "arts")
    send(phone)
    expect(phone.get_by_text("Your answer is counted.")).to_be_visible()
    said(phone, "housing", "")
    send(phone)
    expect(phone.get_by_role("textbox", name="Word 1")).to_have_value("housing")
    assert counted(site, room) == {"housing": 1}
    phone.locator("summary", has_text="If your phone dies").click()
    link = phone.get_by_role("link", name="My private link").get_attribute("href")
    other = open_page("phone", java_script_enabled=False)
    other.goto(link)
    other.get_by_role("button", name="Sit down again").click()
    expect(other.get_by_role("textbox", name="Word 1")).to_have_value("housing")


def test_by_keyboard_alone_one_joins_and_answers(site: Served, open_page: OpenPage) -> None:
    room = made_room(site, [WORDS])
    desk = room.sign_in(open_page("laptop"), site.url)
    desk.goto(room.desk_url)
    page = open_page("laptop")
    page.goto("/join/")
    _tab_to(page, "The code on the screen")
    page.keyboard.type(room.code.lower())
    page.keyboard.press("Enter")
    _tab_to(page, "Your name")
    page.keyboard.type("Amina Yusuf")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="You are in")).to_be_visible()
    on(desk, "Begin")
    expect(page.get_by_role("textbox", name="Word 1")).to_be_visible()
    _tab_to(page, "Word 1")
    page.keyboard.type("food")
    page.keyboard.press("Tab")
    page.keyboard.type("housing")
    _tab_to(page, "Put my words on the screen")
    page.keyboard.press("Space")
    expect(page.get_by_text("Your answer is counted.")).to_be_visible()
    assert counted(site, room) == {"food": 1, "housing": 1}


def test_the_first_load_of_a_phone_is_light(site: Served, open_page: OpenPage) -> None:
    room = made_room(site, [WORDS], guests=30)
    desk = room.sign_in(open_page("laptop"), site.url)
    desk.goto(room.desk_url)
    on(desk, "Begin")
    phone = room.sit(open_page("phone"))  # the way in and the question together
    expect(phone.get_by_role("textbox", name="Word 1")).to_be_visible()
    assert 0 < page_weight(phone) <= 50 * 1024


def test_a_slow_phone_on_a_slow_network_still_answers(site: Served, open_page: OpenPage) -> None:
    room = made_room(site, [WORDS])
    desk = room.sign_in(open_page("laptop"), site.url)
    desk.goto(room.desk_url)
    on(desk, "Begin")
    phone = open_page("phone")
    phone.set_default_timeout(60_000)
    slow = phone.context.new_cdp_session(phone)
    slow.send("Emulation.setCPUThrottlingRate", {"rate": 6})
    slow.send(
        "Network.emulateNetworkConditions",
        {"offline": False, "latency": 400, "downloadThroughput": 50_000, "uploadThroughput": 50_000},
    )
    began = time.monotonic()
    room.sit(phone)
    said(phone, "food")
    send(phone)
    expect(phone.get_by_text("Your answer is counted.")).to_be_visible(timeout=60_000)
    assert time.monotonic() - began < 45


def test_a_phone_at_the_door_comes_in_when_the_room_opens(site: Served, open_page: OpenPage) -> None:
    room = made_room(site, [WORDS], opened=False)
    phone, desk = open_page("phone"), room.sign_in(open_page("laptop"), site.url)
    phone.goto(room.phone_url)
    expect(phone.get_by_role("heading", name="The room is not open yet")).to_be_visible()
    desk.goto(room.desk_url)
    on(desk, "Open the room")
    expect(phone.get_by_label("Your name")).to_be_visible(timeout=5000)


def test_closing_by_mistake_is_undone_and_the_phones_come_along(screens: tuple[MadeRoom, Page, Page, Page]) -> None:
    _, phone, stage, desk = screens
    on(desk, "Begin")
    desk.get_by_text("Skip this step, or end the gathering").click()
    on(desk, "Close the room")
    expect(phone.get_by_role("heading", name="Thank you for coming")).to_be_visible(timeout=SOON)
    expect(stage.get_by_role("heading", name="Thank you for coming.")).to_be_visible(timeout=SOON)
    on(desk, "Open it again")
    expect(phone.get_by_role("heading", name="Welcome")).to_be_visible(timeout=SOON)
    expect(stage.get_by_role("heading", name="Welcome")).to_be_visible(timeout=SOON)


class Restartable:
    """A server of this test's own, which can be killed as a power cut would."""

    def __init__(self, site: Served) -> None:
        self.site = site
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        command = [sys.executable, "-m", "collective.cli", "serve", "--port", self.site.url.rpartition(":")[2]]
        with self.site.log_path.open("ab") as log:
            self._process = subprocess.Popen(command, cwd=ROOT, env=self.site.env, stdout=log, stderr=log)
        served._wait(self.site, self._process)

    def kill(self) -> None:
        if self._process is not None:
            os.kill(self._process.pid, signal.SIGKILL)
            self._process.wait()
            self._process = None


@contextmanager
def _own_server(folder: Path) -> Iterator[Restartable]:
    url = f"http://localhost:{served._free_port()}"
    with served._database(folder.name) as database:
        site = Served(url, served._surroundings(folder, url) | database, folder / "server.log")
        site.manage("migrate", "--no-input", "--verbosity", "0")
        site.manage("collectstatic", "--no-input", "--verbosity", "0")
        server = Restartable(site)
        server.start()
        try:
            yield server
        finally:
            server.kill()


@pytest.mark.both_databases
def test_after_a_power_cut_what_was_acknowledged_is_there_and_phones_come_back(
    tmp_path: Path, open_page: OpenPage
) -> None:
    with _own_server(tmp_path) as server:
        site = server.site
        room = made_room(site, [WORDS])
        desk = room.sign_in(open_page("laptop", on=site), site.url)
        desk.goto(room.desk_url)
        on(desk, "Begin")
        phones = [room.sit(open_page("phone", on=site), f"Person {number}") for number in range(2)]
        said(phones[0], "food")
        send(phones[0])
        expect(phones[0].get_by_text("Your answer is counted.")).to_be_visible()
        server.kill()
        said(phones[1], "housing")
        send(phones[1])
        expect(phones[1].get_by_text(KEPT).last).to_be_visible()
        assert counted(site, room) == {"food": 1}
        server.start()
        expect(phones[1].get_by_text("Your answer is counted.")).to_be_visible(timeout=30_000)
        desk.goto(room.desk_url)
        on(desk, "Close answers")
        for phone in phones:
            expect(phone.get_by_text("Answers are closed.")).to_be_visible(timeout=40_000)
        assert counted(site, room) == {"food": 1, "housing": 1}
        for page in (*phones, desk):
            page.goto("about:blank")
            _forgive_the_network(page)


def _forgive_the_network(page: Page) -> None:
    """A cut line is what these tests are about; the browser writes it down as an error."""
    problems = WATCHES[page.context].problems
    problems[:] = [line for line in problems if "net::ERR" not in line and "Failed to load resource" not in line]


def _tab_to(page: Page, label: str) -> None:
    """Presses Tab until the field or button with this name has the focus, as somebody without a mouse would."""
    wanted = page.get_by_label(label).or_(page.get_by_role("button", name=label)).first
    for _ in range(40):
        if wanted.evaluate("field => field === document.activeElement"):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"Forty steps of the Tab key do not reach “{label}”.")
