"""A person's diary and their free hours, as a screen reader, a keyboard and a small screen have them."""

import json
import re
from types import SimpleNamespace

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import OpenPage
from tests.browser.pages import axe
from tests.browser.served import Served

MAKE = """
import json
import re
import sys
sys.path.insert(0, "tests/gather/diary")
from importlib import import_module
from django.conf import settings
import builders_diary as made
from collective.gather.diary import actions

member = made.member()
lunch = made.entry(description="Bring a sandwich", url="https://example.org/gatherings/winter-lunch/")
far = made.entry(summary="Bartholomew Featherstonehaugh-Cholmondeley asks what counts", zone="America/Argentina/Buenos_Aires",
    wall_start="2031-01-14T18:00", wall_end="2031-01-14T19:00", location="https://meet.example.org/" + "a-rather-long-name" * 4)
off = made.entry(summary="Spring breakfast", wall_start="2031-03-14T08:00", wall_end="2031-03-14T09:00")
asked = made.invitation(far, member.person, state="needs-action")
for each in (lunch, off):
    made.invitation(each, member.person)
actions.cancel_entry(entry=off, now=made.LONG_AGO)
guest = actions.guest_key(person=made.person(), now=made.LONG_AGO)
session = import_module(settings.SESSION_ENGINE).SessionStore()
session["_auth_user_id"] = str(member.pk)
session["_auth_user_backend"] = settings.AUTHENTICATION_BACKENDS[0]
session["_auth_user_hash"] = member.get_session_auth_hash()
session.save()
print(json.dumps({"ben": session.session_key, "guest": guest, "asked": asked.token}))
"""
PAGES = {
    "the diary": "/me/diary/",
    "free hours": "/me/free-hours/",
    "a guest's diary": "/diary/{guest}/",
    "an invitation": "/invitations/{asked}/",
}
NARROWEST = {"width": 320, "height": 700}


@pytest.fixture(scope="module")
def world(site: Served) -> SimpleNamespace:
    printed = site.manage("shell", "--verbosity", "0", "-c", MAKE)
    return SimpleNamespace(**json.loads(printed.strip().splitlines()[-1]))


@pytest.fixture
def opened(open_page: OpenPage, site: Served, world: SimpleNamespace):
    def visit(address: str, device: str = "phone", **options: str) -> Page:
        page = open_page(device, **options)
        page.context.add_cookies([{"name": "sessionid", "value": world.ben, "url": site.url}])
        page.goto(address.format(**vars(world)))
        return page

    return visit


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("address", PAGES.values(), ids=PAGES)
def test_a_page_is_open_to_everybody(opened, address: str, scheme: str):
    page = opened(address, color_scheme=scheme)
    for summary in page.locator("summary").all():
        summary.click()
    axe(page)
    page.set_viewport_size(NARROWEST)
    over = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert over <= 0, f"{page.url} is {over} pixels wider than the screen"


def test_a_feed_is_made_and_closed_on_a_phone(opened):
    page = opened("/me/diary/")
    page.get_by_role("button", name="Make my feed").tap()
    expect(page.get_by_label("The address of your feed")).to_have_value(
        re.compile(r"^http://localhost:\d+/calendar/[\w-]{27}\.ics$")
    )
    axe(page)
    page.get_by_role("button", name="Close the feed").tap()
    expect(page.get_by_role("status")).to_contain_text("Your feed is closed.")


def test_hours_are_painted_by_keyboard_alone(opened):
    page = opened("/me/free-hours/", "laptop")
    page.get_by_label("Tuesday, 12:00 to 12:30").focus()
    page.keyboard.press("Space")
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    page.keyboard.press("Enter")
    expect(page.get_by_role("status")).to_contain_text("Saved.")
    expect(page.get_by_label("Tuesday, 12:00 to 12:30")).to_be_checked()
    expect(page.get_by_label("Wednesday, 12:00 to 12:30")).to_be_checked()
    expect(page.get_by_label("Thursday, 12:00 to 12:30")).not_to_be_checked()


def test_each_half_hour_can_be_hit_with_a_finger_on_the_narrowest_phone(opened):
    page = opened("/me/free-hours/")
    page.set_viewport_size(NARROWEST)
    boxes = page.locator("table.paint").first.locator("label")
    for number in (0, 6, 100):
        box = boxes.nth(number).bounding_box()
        assert box["x"] + box["width"] <= NARROWEST["width"]
        assert box["width"] >= 24
        assert box["height"] >= 44
    page.get_by_text("Monday, 07:00 to 07:30").locator("..").tap()
    expect(page.get_by_label("Monday, 07:00 to 07:30")).to_be_checked()
