"""Stories 3 and 12 in a real browser: by keyboard and screen reader alone, without scripts, and on a second phone."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import OpenPage
from tests.browser.pages import axe
from tests.browser.served import Served
from tests.journeys.keyboard import Keyboard
from tests.journeys.over_the_wire import crowd_at, organiser_at
from tests.journeys.workshop import Organiser, the_sign_ups

QUESTION = "What do you need from other people who work with data?"


@pytest.fixture(scope="module")
def ada(site: Served) -> Organiser:
    return organiser_at(site, "ada@example.org", "Ada Hussain")


@pytest.fixture
def code(ada: Organiser, request: pytest.FixtureRequest) -> str:
    """A room that is open, with the pilot's run-sheet; nobody has signed up."""
    ada.plan(f"Workshop: {request.node.name.replace('_', ' ')}"[:80])
    ada.lay_out_for(ada.slug)
    ada.open_room()
    return ada.code


def test_a_guest_by_keyboard_and_screen_reader_alone(site: Served, ada: Organiser, code: str, phone: Page):
    others = crowd_at(site, code, the_sign_ups()[:7])
    keys = Keyboard(phone)

    phone.goto("/join/")
    keys.hears('heading "Join the room" [level=1]', 'textbox "The code on the screen"', 'button "Join the room"')
    keys.types("textbox", "The code on the screen", code.lower())
    phone.keyboard.press("Enter")
    keys.waits_for_heading("Take a seat")
    keys.hears('textbox "Your name"', 'textbox "Organisation', 'checkbox "Use what I write', 'button "Take a seat"')
    keys.types("textbox", "Your name", "Amina Yusuf")
    keys.types("textbox", "Organisation", "Usk Valley Pantry")
    keys.ticks("Use what I write")
    keys.presses("Take a seat")
    keys.waits_for_heading("You are in")
    keys.hears("Welcome, Amina Yusuf", "8 people are in the room")
    axe(phone)

    ada.begin()
    keys.waits_for_heading("Welcome")
    ada.go_on("Where are you today?")
    keys.waits_for_heading("Where are you today?")
    keys.hears('textbox "Town, or the first half of your postcode"', 'group "Or"', 'button "Put me on the map"')
    keys.types("textbox", "Town", "Hebden Bridge")
    keys.presses("Put me on the map")
    expect(phone.get_by_role("status").filter(has_text="Your answer is counted.")).to_be_visible()
    axe(phone)

    ada.go_on("What does your organisation care about most?")
    keys.waits_for_heading("What does your organisation care about most?")
    keys.hears('group "What does your organisation care about most?"', 'textbox "Word 1"', 'textbox "Word 3"')
    for number, word in enumerate(("food", "young people", "rivers"), start=1):
        keys.types("textbox", f"Word {number}", word)
    phone.keyboard.press("Enter")
    expect(phone.get_by_role("status").filter(has_text="Your answer is counted.")).to_be_visible()

    ada.go_on("How does your organisation use data?")
    keys.waits_for_heading("How does your organisation use data?")
    keys.hears('group "How does your organisation use data?"', 'radio "Unaware', 'radio "Rather not say"')
    keys.chooses("Unaware", "Learning")
    keys.presses("Send my answer")
    expect(phone.get_by_role("status").filter(has_text="Your answer is counted.")).to_be_visible()
    axe(phone)

    ada.go_on()
    keys.waits_for_heading("Your table comes in a moment")
    keys.hears(f'heading "{QUESTION}"')
    tables = ada.draw_and_show()
    number = next(at for at, names in tables.items() if "Amina Yusuf" in names)
    keys.waits_for_heading(f"You are at table {number}")
    keys.hears(f'heading "{QUESTION}" [level=2]', *(tables[number] - {"Amina Yusuf"}), "listitem: You")
    axe(phone)

    keys.chooses("Need", "Idea")
    keys.types("textbox", "What is on the card", "A shared list of what not to count")
    keys.presses("Keep this card")
    expect(phone.get_by_role("heading", name=f"Cards of table {number}")).to_be_visible(timeout=15_000)
    keys.hears("A shared list of what not to count")
    keys.types("textbox", f"Name of table {number}", "The Outliers")
    keys.presses("Name our table")
    expect(phone.get_by_role("heading", name="Your table is called The Outliers")).to_be_visible(timeout=15_000)
    next(one for one in others if one.name not in tables[number]).name_the_table("Mean and Median")

    ada.go_on("Which table has the best name?")
    keys.waits_for_heading("Which table has the best name?")
    keys.hears("If two names have as many votes, both win.", 'radio "The Outliers', "[disabled]")
    keys.chooses("Mean and Median", "Mean and Median")
    keys.presses("Vote")
    expect(phone.get_by_role("status").filter(has_text="Your vote is counted.")).to_be_visible()
    ada.desk()
    ada.press("Count the votes and show who won")
    expect(phone.get_by_text("The best name is Mean and Median")).to_be_visible(timeout=15_000)
    axe(phone)

    ada.go_on()
    ada.go_on("How was your conversation?")
    keys.waits_for_heading("How was your conversation?")
    keys.chooses("It could not be better", "Good")
    keys.presses("Send my rating")
    expect(phone.get_by_role("status").filter(has_text="Your rating is counted.")).to_be_visible()
    axe(phone)
    ada.go_on("Thank you")
    ada.close_room()
    keys.waits_for_heading("Thank you for coming")


def test_a_guest_with_javascript_switched_off(site: Served, ada: Organiser, code: str, open_page: OpenPage):
    others = crowd_at(site, code, the_sign_ups()[:4])
    page = open_page("phone", java_script_enabled=False)

    page.goto("/join/")
    page.get_by_label("The code on the screen").fill(code)
    page.get_by_role("button", name="Join the room").click()
    page.get_by_label("Your name").fill("Amina Yusuf")
    page.get_by_role("button", name="Take a seat").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("You are in")

    ada.begin()
    ada.go_on()
    page.get_by_role("link", name="Look again").first.click()
    page.get_by_label("Town, or the first half of your postcode").fill("HX7")
    page.get_by_role("button", name="Put me on the map").click()
    expect(page.get_by_text("Your answer is counted.")).to_be_visible()
    ada.go_on()
    page.reload()
    page.get_by_label("Word 1").fill("food")
    page.get_by_role("button", name="Put my words on the screen").click()
    expect(page.get_by_text("Your answer is counted.")).to_be_visible()
    ada.go_on()
    page.reload()
    page.get_by_label("Learning").check()
    page.get_by_role("button", name="Send my answer").click()
    expect(page.get_by_text("Your answer is counted.")).to_be_visible()

    ada.go_on()
    tables = ada.draw_and_show()
    number = next(at for at, names in tables.items() if "Amina Yusuf" in names)
    page.reload()
    expect(page.get_by_role("heading", level=1)).to_have_text(f"You are at table {number}")
    expect(page.get_by_role("heading", name=QUESTION)).to_be_visible()
    page.get_by_role("group", name="What kind of card is it?").first.get_by_label("Need").check()
    page.get_by_label("What is on the card").first.fill("Somebody to check a spreadsheet with")
    page.get_by_role("button", name="Keep this card").click()
    expect(page.get_by_text("Somebody to check a spreadsheet with").first).to_be_visible()
    page.get_by_label(f"Name of table {number}").fill("The Outliers")
    page.get_by_role("button", name="Name our table").click()
    expect(page.get_by_role("heading", name="Your table is called The Outliers")).to_be_visible()
    elsewhere = [one for one in others if one.name not in tables[number]]
    if elsewhere:
        elsewhere[0].name_the_table("Mean and Median")
    ada.go_on()
    page.reload()
    if elsewhere:
        page.get_by_label("Mean and Median").check()
        page.get_by_role("button", name="Vote").click()
        expect(page.get_by_text("Your vote is counted.")).to_be_visible()
    ada.go_on()
    ada.go_on()
    page.reload()
    page.get_by_label("All right").check()
    page.get_by_role("button", name="Send my rating").click()
    expect(page.get_by_text("Your rating is counted.")).to_be_visible()


def test_a_phone_dies_and_another_takes_its_seat(ada: Organiser, code: str, open_page: OpenPage):
    first = open_page("phone")
    _sit(first, code)
    ada.begin()
    ada.go_on("Where are you today?")
    first.get_by_label("Town, or the first half of your postcode").fill("Hebden Bridge")
    first.get_by_role("button", name="Put me on the map").click()
    expect(first.get_by_text("Your answer is counted.")).to_be_visible()
    first.reload()
    first.get_by_text("If your phone dies, or you have to go").click()
    link = first.get_by_role("link", name="My private link").get_attribute("href") or ""

    second = open_page("phone")
    second.goto(link)
    second.get_by_role("button", name="Sit down again").click()
    expect(second.get_by_label("Town, or the first half of your postcode")).to_have_value(re.compile("Hebden Bridge"))

    third = open_page("phone")
    third.goto(f"/r/{code}/")
    third.get_by_role("link", name="I was here already").click()
    third.get_by_label("The code the organiser gave you").fill(ada.return_code_for("Amina Yusuf"))
    third.get_by_role("button", name="Back to my seat").click()
    expect(third.get_by_role("button", name="Change my answer")).to_be_visible()
    expect(third.get_by_label("Town, or the first half of your postcode")).to_have_value(re.compile("Hebden Bridge"))
    for old in (first, second):
        old.reload()
        expect(old.get_by_role("heading", level=1)).to_have_text("Take a seat")


def _sit(page: Page, code: str) -> None:
    page.goto("/join/")
    page.get_by_label("The code on the screen").fill(code)
    page.get_by_role("button", name="Join the room").click()
    page.get_by_label("Your name").fill("Amina Yusuf")
    page.get_by_role("button", name="Take a seat").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("You are in")
