"""An organiser and a crowd at a running server, beside the one or two people who sit at real browsers."""

from __future__ import annotations

import re
import time
from functools import partial
from typing import TYPE_CHECKING

from tests.journeys.visitor import OverTheWire
from tests.journeys.workshop import Organiser, crowd

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from tests.browser.served import Served
    from tests.journeys.workshop import Guest, SignedUp

PATIENCE = 20


def organiser_at(site: Served, email: str, name: str) -> Organiser:
    """Made by the operator's command and signed in by the code that the server printed instead of sending it."""
    site.manage("make_organiser", email, "--name", name)
    organiser = Organiser(OverTheWire(site.url))
    printed = len(site.log())
    organiser.open("/sign-in/")
    organiser.press("Send me a code", {"Your email address": email})
    organiser.press("Sign in", {"The code from the letter": _code(site, printed)})
    assert organiser.page.h1 == "Your desk"
    return organiser


def _code(site: Served, printed: int) -> str:
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        found = re.search(r"Your code: (\w{4}-\w{4})", site.log()[printed:])
        if found:
            return found[1]
        time.sleep(0.1)
    raise AssertionError("The server printed no code")


def sit_down_as(organiser: Organiser, page: Page) -> Page:
    """The same person at a browser: it shows the same cookies."""
    jar = organiser.wire.jar
    page.context.add_cookies(
        [{"name": one.name, "value": one.value, "url": organiser.wire.origin, "httpOnly": True} for one in jar]
    )
    return page


def crowd_at(site: Served, code: str, people: list[SignedUp], **facts: bool) -> list[Guest]:
    return crowd(code, people, wire=partial(OverTheWire, site.url), **facts)
