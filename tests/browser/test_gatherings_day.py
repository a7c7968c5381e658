"""The day of a gathering in a real browser: the door without signal, and its pages for everybody who organises."""

import json
import re
from types import SimpleNamespace

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import OpenPage
from tests.browser.pages import WATCHES, axe
from tests.browser.served import Served

MAKE = """
import json
from datetime import timedelta
from importlib import import_module
from django.conf import settings
from collective.gather.gatherings import tickets
from collective.gather.gatherings.actions import calendars, reporting, sharing, telling
from tests.gather import builders_gatherings as made
from tests.gather.test_gatherings_calendars import TWO

now = made.clock.now()
lunch = made.gathering("Day lunch", starts_at=now - timedelta(minutes=20), way="both", place="The Old Library")
for name, email in [("Amina Yusuf", "amina@example.org"), ("Ben Carr", "b@example.org"), ("Siobhán O’Neill", "s@example.org")]:
    seat = made.seat(lunch, name, email, place="Leeds", maturity="3", organisation="Usk Valley Pantry")
made.seats(lunch, 9)
ada = made.organiser("ada.day@example.org", "Ada Hussain")
zoom = (made.FILES / "reports" / "zoom-meeting-with-summary.csv").read_bytes()
report = reporting.upload_report(gathering=lunch, data=zoom, filename="zoom.csv", now=now, by=ada)
calendar = calendars.upload(data=TWO, filename="circle.ics", now=now, by=ada)
sharing.share_link(gathering=lunch, title="Notes of the tables", url="https://notes.example.org/1", now=now, by=ada)
said = {"to": "coming", "subject": "The room has changed", "text": "Second floor.", "token": "t" * 27}
telling.tell(gathering=lunch, now=now, by=ada, **said)
session = import_module(settings.SESSION_ENGINE).SessionStore()
session["_auth_user_id"] = str(ada.pk)
session["_auth_user_backend"] = settings.AUTHENTICATION_BACKENDS[0]
session["_auth_user_hash"] = ada.get_session_auth_hash()
session.save()
facts = {"slug": lunch.slug, "pk": lunch.pk, "token": seat.token, "code": tickets.code_of(seat), "report": report.pk}
print(json.dumps(facts | {"calendar": calendar.pk, "ada": session.session_key}))
"""
HERE = """
import json
from collective.gather.gatherings.models import CheckIn, DoorAct
here = CheckIn.objects.filter(gathering={pk}).order_by("person__name").values_list("person__name", flat=True)
print(json.dumps([list(here), DoorAct.objects.filter(gathering={pk}).count()]))
"""
DESK = {
    "the door": "/desk/gatherings/{slug}/door/",
    "a ticket read": "/check-in/{code}/",
    "who came": "/desk/gatherings/{slug}/attendance/",
    "a report": "/desk/gatherings/{slug}/attendance/reports/{report}/",
    "a message": "/desk/gatherings/{slug}/messages/",
    "materials": "/desk/gatherings/{slug}/materials/",
    "calendars": "/desk/calendars/",
    "a calendar": "/desk/calendars/{calendar}/",
    "the day": "/desk/gatherings/{slug}/day/",
    "at a glance": "/desk/gatherings/{slug}/overview/",
    "a ticket": "/seat/{token}/ticket/",
}
NARROWEST = {"width": 320, "height": 700}


@pytest.fixture(scope="module")
def world(site: Served) -> SimpleNamespace:
    printed = site.manage("shell", "--verbosity", "0", "-c", MAKE)
    return SimpleNamespace(**json.loads(printed.strip().splitlines()[-1]))


@pytest.fixture
def door(open_page: OpenPage, site: Served, world: SimpleNamespace) -> Page:
    page = open_page("phone")
    page.context.add_cookies([{"name": "sessionid", "value": world.ada, "url": site.url}])
    page.goto(f"/desk/gatherings/{world.slug}/door/")
    return page


def here(site: Served, world: SimpleNamespace) -> tuple[list[str], int]:
    printed = site.manage("shell", "--verbosity", "0", "-c", HERE.format(pk=world.pk))
    names, acts = json.loads(printed.strip().splitlines()[-1])
    return names, acts


def forgive_the_network(page: Page) -> None:
    """The browser says in its console that there was no network: the test took it away."""
    watch = WATCHES[page.context]
    watch.problems[:] = [each for each in watch.problems if "net::ERR_" not in each]


def button(page: Page, words: str):
    return page.get_by_role("button", name=re.compile(f"^{words}"))


def test_presses_without_signal_wait_on_the_phone_and_go_once_when_it_is_back(
    door: Page, site: Served, world: SimpleNamespace
):
    state = door.locator("[data-state]")
    button(door, "Here ?: Person 01").tap()
    expect(state).to_have_text("Person 01 is here.")

    door.context.set_offline(True)
    button(door, "Here ?: Person 02").tap()
    button(door, "Here ?: Person 03").tap()
    button(door, "Not here ?: Person 03").tap()
    door.get_by_label("Name", exact=True).fill("Wanda Walker")
    button(door, "They are here").tap()
    expect(state).to_contain_text("No signal. 4 waiting on this phone: Person 02, Person 03, Person 03, Wanda Walker.")
    expect(button(door, "Not here ?: Person 02")).to_be_visible()

    door.context.set_offline(False)
    expect(state).to_have_text("Wanda Walker is here.", timeout=30_000)
    expect(door.locator("[data-counts]")).to_contain_text("3 here")
    assert here(site, world) == (["Person 01", "Person 02", "Wanda Walker"], 5)
    forgive_the_network(door)


def test_a_press_whose_answer_was_lost_is_sent_again_and_done_once(door: Page, site: Served, world: SimpleNamespace):
    lost = []

    def swallow(route):
        lost.append(route.fetch())  # the server has done it; the phone never hears of it
        route.abort()

    door.route("**/door/acts/", swallow, times=1)
    before = here(site, world)
    button(door, "Here ?: Person 05").tap()
    expect(door.locator("[data-state]")).to_have_text("Person 05 is here.", timeout=30_000)

    names, acts = here(site, world)
    assert lost[0].status == 200
    assert ("Person 05" in names, acts - before[1]) == (True, 1)
    forgive_the_network(door)


def test_somebody_is_found_by_name_or_ticket_without_asking_the_server(door: Page, world: SimpleNamespace):
    door.context.set_offline(True)
    rows = door.locator(".door-rows > li:visible")
    door.get_by_label("Name, or the code on the ticket").fill("siobhan")
    expect(rows).to_have_count(1)
    door.get_by_label("Name, or the code on the ticket").fill(f"{world.code[:3]} {world.code[3:]}".lower())
    expect(rows).to_have_count(1)
    door.get_by_label("Name, or the code on the ticket").fill("nobody of that name")
    expect(door.get_by_text("Nobody on this list is called that.")).to_be_visible()
    forgive_the_network(door)


def test_a_ticket_read_by_a_camera_checks_in_with_one_press(door: Page, site: Served, world: SimpleNamespace):
    door.goto(f"/check-in/{world.code}/")
    assert "Siobhán O’Neill" not in here(site, world)[0]
    button(door, "Siobhán O’Neill is here").tap()
    expect(door.get_by_text("Siobhán O’Neill is here.")).to_be_visible()
    assert "Siobhán O’Neill" in here(site, world)[0]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("address", DESK.values(), ids=DESK)
def test_a_page_of_the_day_is_open_to_everybody(
    open_page: OpenPage, site: Served, world: SimpleNamespace, address: str, scheme: str
):
    page = open_page("phone", color_scheme=scheme)
    page.context.add_cookies([{"name": "sessionid", "value": world.ada, "url": site.url}])
    page.goto(address.format(**vars(world)))
    axe(page)
    page.set_viewport_size(NARROWEST)
    over = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert over <= 0, f"{page.url} is {over} pixels wider than the screen"
