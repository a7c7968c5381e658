"""Signing in with a code that a real SMTP server took; and a list of the wrong kind, in a real browser."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import OpenPage
from tests.browser.pages import axe
from tests.browser.served import Served, serving
from tests.journeys.keyboard import Keyboard
from tests.journeys.postbox import Postbox, code_in, links_in, open_postbox
from tests.journeys.visitor import OverTheWire
from tests.journeys.workshop import Organiser


@pytest.fixture(scope="module")
def postbox() -> Iterator[Postbox]:
    with open_postbox() as inside:
        yield inside


@pytest.fixture(scope="module")
def site_with_mail(postbox: Postbox, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    mail = {
        "COLLECTIVE_SMTP_HOST": postbox.host,
        "COLLECTIVE_SMTP_PORT": str(postbox.port),
        "COLLECTIVE_SMTP_TLS": "no",
    }
    with serving(tmp_path_factory.mktemp("mail"), **mail) as served:
        served.manage("make_organiser", "ada@example.org", "--name", "Ada Hussain")
        _plans_a_gathering(served, postbox)
        yield served


def _plans_a_gathering(served: Served, postbox: Postbox) -> None:
    ada = Organiser(OverTheWire(served.url))
    ada.open("/sign-in/")
    ada.press("Send me a code", {"Your email address": "ada@example.org"})
    ada.press("Sign in", {"The code from the letter": code_in(postbox.wait_for("ada@example.org"))})
    ada.plan("Summer lunch")


@pytest.fixture
def ada(site_with_mail: Served, postbox: Postbox, open_page: OpenPage) -> Page:
    page = open_page("laptop", on=site_with_mail)
    keys = Keyboard(page)
    page.goto("/desk/")
    keys.waits_for_heading("Sign in")
    axe(page)
    before = len(postbox.to("ada@example.org"))
    keys.types("textbox", "Your email address", "ada@example.org")
    page.keyboard.press("Enter")
    keys.waits_for_heading("Type the code")
    axe(page)
    assert len(postbox.to("ada@example.org")) == before + 1
    keys.types("textbox", "The code from the letter", code_in(postbox.wait_for("ada@example.org")))
    page.keyboard.press("Enter")
    keys.waits_for_heading("Your desk")
    axe(page)
    return page


def test_an_organiser_signs_in_by_keyboard_with_the_code_from_the_letter_and_plans(ada: Page):
    ada.get_by_role("link", name="Plan a gathering").click()
    ada.get_by_label("What is it called?").fill("Winter lunch")
    ada.get_by_label("Day", exact=True).fill("2030-12-03")
    ada.get_by_label("From", exact=True).fill("12:30")
    ada.get_by_label("To", exact=True).fill("13:30")
    ada.get_by_role("radio", name="In a room").check()
    axe(ada)
    ada.get_by_role("button", name="Plan it").click()
    ada.get_by_role("button", name="Publish it").click()
    expect(ada.get_by_text("Everybody can see it now, and take a seat.")).to_be_visible()


def test_a_file_that_is_a_pdf_is_named_for_what_it_is(ada: Page):
    ada.get_by_role("link", name="People").first.click()
    ada.get_by_role("link", name="Take in a list").click()
    pdf = b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog >>\nendobj\n%%EOF\n"
    ada.get_by_label("The file").set_input_files({"name": "sign-ups.csv", "mimeType": "text/csv", "buffer": pdf})
    ada.get_by_role("button", name="Look at the list").click()
    expect(ada.get_by_role("alert")).to_contain_text("PDF")
    assert ada.title().startswith("Error:")
    axe(ada)


def test_a_seat_is_taken_and_the_letter_of_the_outbox_leads_to_it(
    site_with_mail: Served, postbox: Postbox, open_page: OpenPage
):
    page = open_page("phone", on=site_with_mail)
    page.goto("/")
    page.get_by_role("link", name=re.compile("Take a seat|Summer lunch")).first.click()
    if not page.url.endswith("/sign-up/"):
        page.get_by_role("link", name="Take a seat").first.click()
    page.get_by_label("Your name").fill("Cleo Mbeki")
    page.get_by_label("Email").fill("cleo@example.org")
    page.get_by_label("Write to me about this gathering").check()
    axe(page)
    page.get_by_role("button", name="Take a seat").click()
    expect(page).to_have_url(re.compile("/sign-up/sent/$"))

    letter = postbox.wait_for("cleo@example.org")  # the server's own tick sends it
    seat = next(link for link in links_in(letter) if "/seat/" in link)
    page.goto(seat)
    expect(page.get_by_text("Cleo Mbeki")).to_be_visible()
    axe(page)
    page.get_by_role("button", name="I cannot come").click()
    expect(page.get_by_text("You told us that you cannot come.")).to_be_visible()
