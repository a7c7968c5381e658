"""One's own seat, one's place on the list, the question before and the organisers' list: on a phone, in the dark, by keyboard."""

import json
from types import SimpleNamespace

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import OpenPage
from tests.browser.pages import axe
from tests.browser.served import Served
from tests.browser.test_gatherings_access import NARROWEST, fits, sign_in

MAKE = """
import json
from datetime import timedelta
from importlib import import_module
from django.conf import settings
from collective.gather.gatherings import actions
from collective.gather.gatherings.models import Question
from collective.ground.lib import clock
from tests.gather import builders_gatherings as made

now = clock.now()
at = now.time().replace(tzinfo=None)
facts = {"seats": 4, "way": "both", "place": "The Old Library", "link": "https://meet.example.org/winter", "link_from": 60}
lunch = made.gathering("Summer lunch", starts_at=made.soon() + timedelta(days=3), quiet_from=at, quiet_to=at, **facts)
Question.objects.create(gathering=lunch, text="What do you eat?")
seats = made.seats(lunch, 4)
long = "Bartholomew Featherstonehaugh-Cholmondeley of the Upper Severn and Wye Catchment"
places = [
    actions.join_list(gathering=lunch, now=now, name=name, email=f"w{n}@example.org", way="room")
    for n, name in enumerate(["Cleo Mbeki", long, "Eva Ruiz"])
]
actions.leave(sign_up=seats[0], now=now)
ada = made.organiser()
session = import_module(settings.SESSION_ENGINE).SessionStore()
session["_auth_user_id"] = str(ada.pk)
session["_auth_user_backend"] = settings.AUTHENTICATION_BACKENDS[0]
session["_auth_user_hash"] = ada.get_session_auth_hash()
session.save()
tokens = {"left": seats[0].token, "seat": seats[1].token, "offered": places[0].token, "second": places[1].token}
print(json.dumps(tokens | {"slug": lunch.slug, "ada": session.session_key}))
"""
PAGES = {
    "a seat": "/seat/{seat}/",
    "a seat given back": "/seat/{left}/",
    "the question before": "/seat/{seat}/still-coming/",
    "answers": "/seat/{seat}/answers/",
    "the list's form": "/gatherings/{slug}/waiting/",
    "after the list's form": "/gatherings/{slug}/waiting/sent/",
    "an offer": "/waiting/{offered}/",
    "a place": "/waiting/{second}/",
}


@pytest.fixture(scope="module")
def world(site: Served) -> SimpleNamespace:
    printed = site.manage("shell", "--verbosity", "0", "-c", MAKE)
    return SimpleNamespace(**json.loads(printed.strip().splitlines()[-1]))


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("address", PAGES.values(), ids=PAGES)
def test_a_page_is_open_to_everybody(open_page: OpenPage, world: SimpleNamespace, address: str, scheme: str):
    page = open_page("phone", color_scheme=scheme)
    page.goto(address.format(**vars(world)))
    axe(page)
    page.set_viewport_size(NARROWEST)
    fits(page)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_organisers_list_is_open_to_everybody_who_organises(
    open_page: OpenPage, site: Served, world: SimpleNamespace, scheme: str
):
    page = open_page("phone", color_scheme=scheme)
    sign_in(page, site, world.ada)
    page.goto(f"/desk/gatherings/{world.slug}/waiting/")
    axe(page)
    page.set_viewport_size(NARROWEST)
    fits(page)


def test_yes_to_the_question_by_keyboard_alone_and_without_scripts(open_page: OpenPage, world: SimpleNamespace):
    page = open_page("laptop", java_script_enabled=False)
    page.goto(f"/seat/{world.seat}/still-coming/")
    page.get_by_role("button", name="Yes, I am coming").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("status")).to_contain_text("Your seat is yours")


def test_an_offer_is_taken_on_a_phone(phone: Page, world: SimpleNamespace):
    phone.goto(f"/waiting/{world.offered}/")
    phone.get_by_role("button", name="Yes, I take the seat").tap()
    expect(phone.get_by_role("status")).to_contain_text("The seat is yours.")
    axe(phone)
