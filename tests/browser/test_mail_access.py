"""The pages about mail, tokens and webhooks, and a letter itself, as a screen reader, a keyboard and a small screen have them."""

import json
from types import SimpleNamespace

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import OpenPage
from tests.browser.pages import axe
from tests.browser.served import Served
from tests.browser.test_gatherings_access import NARROWEST, fits, sign_in

MAKE = """
import json
from datetime import timedelta
from importlib import import_module
from django.conf import settings
from collective.ground.lib import clock
from collective.ground.outbox import actions
from collective.ground.outbox.actions import holding, outages, suppressing
from collective.ground.outbox.models import Letter, Outage
from collective.share.api.actions import tokens, webhooks
from collective.share.api.models import KINDS, SCOPES
from tests.gather import builders_gatherings as made

now = clock.now()
ada = made.organiser("post@example.org", "Ada Hussain")
lunch = made.gathering("Letters lunch", seats=12)
long = "a.very.long.address.with.many.parts@a-rather-long-domain-name-of-a-charity.example.org"
said = {"subject": "Your seat: Letters lunch", "why": "You signed up for Letters lunch.", "about": f"gathering:{lunch.pk}",
    "text": "Dear Amina,\\n\\nyou have a seat.\\n\\nYour own page:\\nhttps://community.example/seat/" + "x" * 60, "now": now,
    "due_at": now + timedelta(days=1)}
actions.post(key="browser:1", to=long, **said)
letter = Letter.objects.get(key="browser:1")
holding.pause(letter=letter, now=now, by="Ada Hussain")
suppressing.suppress(address=long, reason="bounce", words="550 5.1.1 " + "x" * 120, now=now)
actions.post(key="reader:1", to="reader@example.org", stream="news", scope="weeknotes", **said)
from collective.ground.outbox import envelope
news = envelope.unsubscribe_link(Letter.objects.get(key="reader:1"))
tokens.make(member=ada, name="Our calendar", scopes=SCOPES, now=now)
webhook = webhooks.set_up(url="https://hooks.example.org/" + "long-" * 30, kinds=KINDS, now=now, by=ada)
session = import_module(settings.SESSION_ENGINE).SessionStore()
session["_auth_user_id"] = str(ada.pk)
session["_auth_user_backend"] = settings.AUTHENTICATION_BACKENDS[0]
session["_auth_user_hash"] = ada.get_session_auth_hash()
session.save()
print(json.dumps({"letter": letter.pk, "webhook": webhook.pk, "ada": session.session_key, "news": "/" + news.split("/", 3)[3]}))
"""
PAGES = {
    "letters": "/desk/mail/",
    "a letter": "/desk/mail/{letter}/",
    "what will go out": "/desk/mail/coming/",
    "addresses": "/desk/mail/addresses/",
    "kinds": "/desk/mail/kinds/",
    "a kind": "/desk/mail/kinds/still_coming/",
    "tokens": "/me/tokens/",
    "webhooks": "/desk/webhooks/",
    "a webhook": "/desk/webhooks/{webhook}/",
    "no more news": "{news}",
}
LETTERS = {"one that waits": "/desk/mail/{letter}/page/", "a kind": "/desk/mail/kinds/confirm/page/"}


@pytest.fixture(scope="module")
def world(site: Served) -> SimpleNamespace:
    printed = site.manage("shell", "--verbosity", "0", "-c", MAKE)
    return SimpleNamespace(**json.loads(printed.strip().splitlines()[-1]))


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("address", PAGES.values(), ids=PAGES)
def test_a_page_is_open_to_everybody(
    open_page: OpenPage, site: Served, world: SimpleNamespace, address: str, scheme: str
):
    page = open_page("phone", color_scheme=scheme)
    sign_in(page, site, world.ada)
    page.goto(address.format(**vars(world)))
    axe(page)
    page.set_viewport_size(NARROWEST)
    fits(page)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("address", LETTERS.values(), ids=LETTERS)
def test_a_letter_is_open_to_everybody(
    open_page: OpenPage, site: Served, world: SimpleNamespace, address: str, scheme: str
):
    """Its own page lets no script run, as a mail program would not; so it is
    looked at without that page's rules, inside a page as a mail program in the browser has it."""
    page = open_page("phone", color_scheme=scheme)
    sign_in(page, site, world.ada)
    answer = page.request.get(address.format(**vars(world)))
    assert answer.ok
    page.goto("about:blank")
    head, body = answer.text().split("<body", 1)
    body = body.replace(">", "><main><h1>A mail program</h1>", 1).replace("</body>", "</main></body>")
    page.set_content(f"{head}<body{body}")
    axe(page)
    page.set_viewport_size(NARROWEST)
    fits(page)


def test_a_letter_is_held_and_let_go_by_keyboard_alone(open_page: OpenPage, site: Served, world: SimpleNamespace):
    page = open_page("laptop")
    sign_in(page, site, world.ada)
    page.goto(f"/desk/mail/{world.letter}/")
    page.get_by_role("button", name="Let it go").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("status")).to_contain_text("Let go.")
    page.get_by_role("button", name="Hold this one back").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("status")).to_contain_text("Held back.")
