"""Every page of a room, looked at by axe, on screens of every size, and read out as a screen reader would find it."""

import os
import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import OpenPage
from tests.browser.pages import axe
from tests.browser.rooms_made import MadeRoom, made_room
from tests.browser.served import Served

READ_OUT = Path(__file__).parent / "read_out"
OPTIONS = ["We would stop", "We would carry on", "Not sure"]
STEPS = [
    {"kind": "text", "title": "Welcome", "body": "Three short questions.\n\n- You need no account"},
    {"kind": "prompt", "title": "Where are you today?", "prompt_kind": "place"},
    {"kind": "prompt", "title": "What do you care about most?", "prompt_kind": "words", "body": "Up to three words."},
    {"kind": "prompt", "title": "How does your organisation use data?", "prompt_kind": "maturity"},
    {"kind": "prompt", "title": "What if nobody asked?", "prompt_kind": "choice", "options": OPTIONS},
    {"kind": "prompt", "title": "What would help?", "prompt_kind": "choices", "options": OPTIONS},
    {"kind": "prompt", "title": "How sure are you?", "prompt_kind": "scale", "options": ["Not at all", "Very sure"]},
    {"kind": "prompt", "title": "What is hardest?", "prompt_kind": "text"},
    {"kind": "activity", "title": "Draw your data", "body": "Take a sheet of paper."},
]
SIZES = {
    "narrow": {"width": 320, "height": 640},
    "phone": {"width": 390, "height": 844},
    "old projector": {"width": 1024, "height": 768},
    "laptop": {"width": 1280, "height": 900},
    "projector": {"width": 1920, "height": 1080},
}


def _answer(phone: Page, step: dict[str, object]) -> None:
    kind = step.get("prompt_kind")
    if kind in {"words", "place", "text"}:
        phone.locator("main [name=v]").first.fill({"place": "Hebden Bridge"}.get(str(kind), "young people"))
    elif kind:
        phone.locator("main .pick input").nth(1).check()
    if kind:
        phone.locator("main .go").click()
        expect(phone.get_by_text("Your answer is counted.")).to_be_visible()


def _fits(page: Page) -> None:
    """Nothing runs off the side, at any size."""
    for name, size in SIZES.items():
        page.set_viewport_size(size)
        wide = page.evaluate("document.documentElement.scrollWidth - innerWidth")
        assert wide <= 0, f"{page.url} is {wide} px too wide on {name}"


def _stage_fits(stage: Page) -> None:
    """On a projector nothing that is to be read lies below the edge."""
    outside = """() => [...document.querySelectorAll('#stage h1, #stage h2, #stage p, #stage li, #stage svg')]
        .filter(el => !el.closest('.hide') && el.getBoundingClientRect().bottom > innerHeight + 2).map(el => el.textContent)"""
    for name in ("old projector", "laptop", "projector"):
        stage.set_viewport_size(SIZES[name])
        assert stage.evaluate(outside) == [], f"below the edge of {name}"


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_step_of_a_room_on_phone_stage_and_desk(site: Served, open_page: OpenPage, scheme: str) -> None:
    room = made_room(site, STEPS)
    phone, stage = open_page("phone", color_scheme=scheme), open_page("projector", color_scheme=scheme)
    desk = room.sign_in(open_page("laptop", color_scheme=scheme), site.url)
    for page, address in ((stage, room.stage_url), (desk, room.desk_url)):
        page.goto(address)
        axe(page)
    room.sit(phone)
    axe(phone)
    for number, step in enumerate(STEPS):
        on = "Begin" if number == 0 else "Go on"
        desk.locator(".remote .btn", has_text=re.compile(f"^({on}|Close answers and go on)")).click()
        title = str(step["title"])
        expect(phone.get_by_role("heading", name=title)).to_be_visible()
        expect(stage.get_by_role("heading", name=title)).to_be_visible()
        axe(phone)
        _answer(phone, step)
        if "prompt_kind" in step:
            expect(stage.get_by_text("1 of 1")).to_be_visible()
            expect(desk.get_by_text("1 of 1 have answered.")).to_be_visible()
        for page in (stage, desk):
            axe(page)
        _stage_fits(stage)
        for page in (phone, desk):
            _fits(page)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_host_s_other_pages_and_the_ways_in(site: Served, open_page: OpenPage, scheme: str) -> None:
    room = made_room(site, STEPS, guests=3)
    desk = room.sign_in(open_page("laptop", color_scheme=scheme), site.url)
    desk.goto(f"{room.desk_url}plan/")
    step = desk.locator(".steps a").nth(3).get_attribute("href")
    for address in (f"{room.desk_url}plan/", f"{room.desk_url}people/", step):
        desk.goto(str(address))
        for drawer in desk.locator("main details").all():
            drawer.evaluate("drawer => drawer.open = true")
        axe(desk)
        _fits(desk)
    visitor = open_page("phone", color_scheme=scheme)
    for address in ("/join/", room.phone_url, f"{room.phone_url}back/"):
        visitor.goto(address)
        axe(visitor)
        _fits(visitor)


def test_the_big_button_is_under_the_thumb_of_a_host_with_a_phone(site: Served, open_page: OpenPage) -> None:
    room = made_room(site, STEPS)
    desk = room.sign_in(open_page("phone"), site.url)
    desk.goto(room.desk_url)
    desk.get_by_role("button", name="Begin").click()
    expect(desk.get_by_role("heading", name="Welcome")).to_be_visible()
    desk.goto(room.desk_url)
    button = desk.get_by_role("button", name="Go on")
    box = button.bounding_box()
    assert box is not None
    assert box["y"] > 844 / 2
    assert box["y"] + box["height"] <= 844
    assert box["height"] >= 56
    desk.evaluate("scrollTo(0, document.body.scrollHeight)")
    assert button.bounding_box() == box


class TestReadOut:
    """What a screen reader finds, committed as text: a change has to be read, and meant."""

    @pytest.fixture
    def room(self, site: Served) -> MadeRoom:
        return made_room(site, [STEPS[0], STEPS[2], STEPS[3]])

    def test_phone_stage_and_desk(self, room: MadeRoom, site: Served, open_page: OpenPage) -> None:
        phone, stage = room.sit(open_page("phone")), open_page("projector")
        desk = room.sign_in(open_page("laptop"), site.url)
        desk.goto(room.desk_url)
        desk.get_by_role("button", name="Begin").click()
        desk.get_by_role("button", name="Go on").click()
        expect(phone.get_by_role("textbox", name="Word 1")).to_be_visible()
        _answer(phone, STEPS[2])
        stage.goto(room.stage_url)
        desk.goto(room.desk_url)
        for name, page in (("phone", phone), ("stage", stage), ("desk", desk)):
            self._as_written(name, page, room)

    def _as_written(self, name: str, page: Page, room: MadeRoom) -> None:
        found = _timeless(page.locator("body").aria_snapshot(), room)
        path = READ_OUT / f"room-{name}.txt"
        if os.environ.get("WRITE_READ_OUT"):
            path.parent.mkdir(exist_ok=True)
            path.write_text(found + "\n")
        assert found == path.read_text().strip(), f"The {name} reads otherwise; WRITE_READ_OUT=1 writes it down anew."


def _timeless(text: str, room: MadeRoom) -> str:
    """Without what differs from run to run: the code, addresses, hours and minutes."""
    spaced = f"{room.code[:3]} {room.code[3:]}"
    for said in (room.code, spaced, ", ".join(room.code)):
        text = text.replace(said, "CODE")
    text = text.partition('\n      - listitem:\n        - link "Everybody in the room"')[
        0
    ]  # what follows is other apps' links
    text = re.sub(r"http://localhost:\d+|localhost:\d+", "SITE", text)
    text = re.sub(r"(/url: )\S+", r"\1ADDRESS", text)
    text = re.sub(r"\b\d?\d:\d\d\b", "TIME", text)
    text = re.sub(r"\d+ (minutes?|seconds) (left|ahead|behind)", r"SOME \2", text)
    return text.strip()
