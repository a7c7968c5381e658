"""The pages of a gathering and of joining, as a screen reader, a keyboard and a small screen have them."""

import json
import re
from types import SimpleNamespace

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import OpenPage
from tests.browser.pages import axe
from tests.browser.served import Served

MAKE = """
import io
import json
import re
from importlib import import_module
from django.conf import settings
from PIL import Image
from collective.gather.gatherings.actions import hosting, series, setting_up
from tests.gather import builders_gatherings as made

lunch = made.gathering("Winter lunch", seats=32, way="both", place="The Old Library", summary="Bring a sandwich")
long = "Bartholomew Featherstonehaugh-Cholmondeley of the Upper Severn and Wye Catchment"
made.seats(lunch, 9)
seat = made.seat(lunch, long, "a.very.long.address.with.many.parts@a-rather-long-domain-name-of-a-charity.example.org")
batch = made.uploaded(lunch, "luma-guests.csv")
picture = io.BytesIO()
Image.new("RGB", (400, 200), "#336699").save(picture, "PNG")
picture.seek(0)
setting_up.hang_card(gathering=lunch, file=picture, alt="A blue field", now=made.LONG_AGO)
setting_up.ask_question(gathering=lunch, text="What do you need to take part?", remember_as="access")
setting_up.keep_seats(gathering=lunch, name="Charities with fewer than five staff", seats=8, days_before=3)
hosting.name_host(gathering=lunch, member=made.member(), now=made.LONG_AGO)
lunch.topic, lunch.access_notes = "Which number did you stop reporting?", "Step-free from the street"
lunch.save()
circle = series.put_in_series(gathering=lunch, now=made.LONG_AGO)
engine = import_module(settings.SESSION_ENGINE).SessionStore

def key(member):
    session = engine()
    session["_auth_user_id"] = str(member.pk)
    session["_auth_user_backend"] = settings.AUTHENTICATION_BACKENDS[0]
    session["_auth_user_hash"] = member.get_session_auth_hash()
    session.save()
    return session.session_key

ben = made.Member.objects.get(email="ben@example.org")
made.people.give_consent(person=ben.person, purpose="news", where="Here", now=made.LONG_AGO)
member = made.Member.objects.get(email="ben@example.org")
print(json.dumps({"slug": lunch.slug, "token": seat.token, "batch": batch.pk, "ada": key(made.organiser()), "ben": key(member)}))
"""
PUBLIC = {
    "what is on": "/gatherings/",
    "a gathering": "/gatherings/{slug}/",
    "the form": "/gatherings/{slug}/sign-up/",
    "after the form": "/gatherings/{slug}/sign-up/sent/",
    "a series": "/series/winter-lunch/",
    "a seat": "/seat/{token}/",
    "asking along": "/seat/{token}/invites/",
    "taking part": "/community/",
    "having taken part": "/community/joined/",
    "signing in": "/sign-in/",
    "making a sign-in": "/sign-up/",
}
DESK = {
    "a plan": "/desk/gatherings/new/",
    "a change": "/desk/gatherings/{slug}/edit/",
    "what belongs to it": "/desk/gatherings/{slug}/setup/",
    "what happened": "/desk/gatherings/{slug}/account/",
    "the same again": "/desk/gatherings/{slug}/copies/",
    "a whole series": "/desk/series/winter-lunch/",
    "people": "/desk/gatherings/{slug}/people/",
    "a list": "/desk/gatherings/{slug}/import/",
    "a look at a list": "/desk/gatherings/{slug}/import/{batch}/",
}
NARROWEST = {"width": 320, "height": 700}


@pytest.fixture(scope="module")
def world(site: Served) -> SimpleNamespace:
    printed = site.manage("shell", "--verbosity", "0", "-c", MAKE)
    return SimpleNamespace(**json.loads(printed.strip().splitlines()[-1]))


def sign_in(page: Page, site: Served, key: str) -> None:
    page.context.add_cookies([{"name": "sessionid", "value": key, "url": site.url}])


def fits(page: Page) -> None:
    """Nothing makes the page wider than the screen."""
    over = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert over <= 0, f"{page.url} is {over} pixels wider than the screen"


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("address", PUBLIC.values(), ids=PUBLIC)
def test_a_public_page_is_open_to_everybody(open_page: OpenPage, world: SimpleNamespace, address: str, scheme: str):
    page = open_page("phone", color_scheme=scheme)
    page.goto(address.format(**vars(world)))
    axe(page)
    page.set_viewport_size(NARROWEST)
    fits(page)


@pytest.mark.parametrize("address", DESK.values(), ids=DESK)
def test_an_organisers_page_is_open_to_everybody_who_organises(
    open_page: OpenPage, site: Served, world: SimpleNamespace, address: str
):
    page = open_page("phone")
    sign_in(page, site, world.ada)
    page.goto(address.format(**vars(world)))
    axe(page)
    page.set_viewport_size(NARROWEST)
    fits(page)


def test_a_form_with_mistakes_leads_to_each_of_them(phone: Page, world: SimpleNamespace):
    phone.goto(f"/gatherings/{world.slug}/sign-up/")
    phone.get_by_label("Where are you?").fill("Newport")
    phone.get_by_role("button", name="Take a seat").click()

    summary = phone.get_by_role("alert")
    expect(summary).to_be_focused()
    expect(summary).to_contain_text("Five things to put right")
    axe(phone)
    summary.get_by_role("link", name="Write your name").click()
    expect(phone.get_by_label("Your name")).to_be_focused()
    expect(phone.get_by_label("Your name")).to_have_attribute("aria-invalid", "true")
    expect(phone.get_by_role("group", name="Which Newport?").get_by_role("radio")).to_have_count(7)
    phone.set_viewport_size(NARROWEST)
    fits(phone)


def test_a_seat_is_taken_by_keyboard_alone(laptop: Page, world: SimpleNamespace):
    laptop.goto(f"/gatherings/{world.slug}/sign-up/")
    laptop.get_by_role("radio", name="In the room").focus()
    for key in ("Space", "Tab", "Tab"):  # past whether a seat is kept for them
        laptop.keyboard.press(key)
    for typed in ("Cleo Mbeki", "cleo@example.org", "Tyne Housing", "Hebden Bridge", "homes", "warmth", "rent"):
        laptop.keyboard.type(typed)
        laptop.keyboard.press("Tab")
    laptop.keyboard.press("Tab")  # past the stages, and the two links of their credit
    while laptop.evaluate("document.activeElement.name || ''") != "consent_gathering":
        laptop.keyboard.press("Tab")
    laptop.keyboard.press("Space")
    laptop.keyboard.press("Enter")
    expect(laptop.get_by_role("heading", level=1)).to_have_text("You have a seat")


def test_somebody_is_found_and_marked_on_a_phone(open_page: OpenPage, site: Served, world: SimpleNamespace):
    page = open_page("phone")
    sign_in(page, site, world.ada)
    page.goto(f"/desk/gatherings/{world.slug}/people/")
    page.get_by_label("Find somebody").fill("person 07")
    page.get_by_role("button", name="Find").click()
    expect(page.get_by_role("main").get_by_role("listitem").filter(has_text="Person")).to_have_count(1)
    page.get_by_role("button", name=re.compile("^Here ?: Person 07")).tap()
    expect(page.get_by_role("button", name=re.compile("^Not here ?: Person 07"))).to_be_visible()
    expect(page.get_by_label("Find somebody")).to_have_value("person 07")


def test_every_column_of_a_list_can_be_given_its_meaning_on_a_small_screen(
    open_page: OpenPage, site: Served, world: SimpleNamespace
):
    page = open_page("phone")
    page.set_viewport_size(NARROWEST)
    sign_in(page, site, world.ada)
    page.goto(f"/desk/gatherings/{world.slug}/import/{world.batch}/")
    choices = page.locator("select[name^=column-]")
    for number in range(choices.count()):
        box = choices.nth(number).bounding_box()
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= NARROWEST["width"]
        assert box["height"] >= 24


def test_the_page_where_the_code_is_typed(phone: Page):
    phone.goto("/sign-in/")
    phone.get_by_label("Your email address").fill("nobody@example.org")
    phone.get_by_role("button", name="Send me a code").click()
    field = phone.get_by_label("The code from the letter")
    expect(field).to_have_attribute("autocomplete", "one-time-code")
    axe(phone)
    field.fill("AAAA-AAAA")
    phone.get_by_role("button", name="Sign in").click()
    expect(phone.get_by_role("alert")).to_contain_text("That is not the code we sent.")
    axe(phone)


def test_ones_own_page_and_what_is_taken_back(open_page: OpenPage, site: Served, world: SimpleNamespace):
    page = open_page("phone")
    sign_in(page, site, world.ben)
    page.goto("/me/")
    axe(page)
    page.get_by_role("button", name=re.compile("^Take it back ?: Tell me about the next ones")).click()
    expect(page.get_by_role("status")).to_contain_text("Taken back.")
    page.get_by_text("What you took back").click()
    axe(page)
    page.set_viewport_size(NARROWEST)
    fits(page)


def test_signing_out_is_asked_about(open_page: OpenPage, site: Served, world: SimpleNamespace):
    page = open_page("laptop")
    sign_in(page, site, world.ben)
    page.goto("/sign-out/")
    axe(page)
