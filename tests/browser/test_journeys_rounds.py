"""Story 2, and the typing in of story 13, from a real desk: thirty people in three rounds, and cards that were on paper."""

import re

from playwright.sync_api import Page, expect

from tests.browser.served import Served
from tests.journeys.over_the_wire import crowd_at, organiser_at, sit_down_as
from tests.journeys.workshop import pairs, the_sign_ups

SOON = 20_000  # milliseconds
THIRD = "Who would you like to hear from next?"


def _goes_to(desk: Page, title: str) -> None:
    line = desk.get_by_role("region", name="Running order").get_by_role("listitem").filter(has_text=title)
    line.get_by_text("More").click()
    line.get_by_role("button", name="Go to this step").click()
    expect(desk.locator(".now-title")).to_have_text(title, timeout=SOON)


def _adds_a_round(desk: Page, room: str) -> None:
    desk.goto(f"/desk/rooms/{room}/plan/")
    desk.get_by_label("Small tables").check()
    desk.get_by_label("What people read").fill(THIRD)
    desk.get_by_label("Minutes").fill("15")
    desk.get_by_role("button", name="Add the step").click()
    expect(desk.get_by_text(f"“{THIRD}” is on the run-sheet.")).to_be_visible()


def test_in_three_rounds_nobody_meets_twice_and_paper_is_typed_in(site: Served, laptop: Page):
    ada = organiser_at(site, "three-rounds@example.org", "Ada Hussain")
    desk = sit_down_as(ada, laptop)
    ada.plan("Three rounds")
    ada.lay_out_for(ada.slug)
    _adds_a_round(desk, ada.room)
    ada.open_room()
    crowd_at(site, ada.code, the_sign_ups()[:30])
    met: list[frozenset[str]] = []

    desk.goto(f"/desk/rooms/{ada.room}/")
    for title in (
        "What do you need from other people who work with data?",
        "What should we do together, and how would it start?",
        THIRD,
    ):
        _goes_to(desk, title)
        desk.get_by_role("button", name="Draw the tables").click()
        desk.get_by_role("button", name="Show the tables to the room").click(timeout=SOON)
        expect(desk.get_by_text("The room sees these tables.")).to_be_visible(timeout=SOON)
        tables = ada.tables()
        assert sorted(len(who) for who in tables.values()) == [3, 3, 4, 4, 4, 4, 4, 4]
        met += pairs(tables)

    assert len(met) == len(set(met))

    desk.get_by_role("link", name="Type in what is on paper").click()
    cards = desk.get_by_role("region", name="Cards")
    cards.get_by_label("Table", exact=True).select_option(index=1)
    cards.get_by_label("Concern").check()
    cards.locator("textarea").fill("Nobody reads what we report")
    cards.get_by_role("button", name=re.compile("Keep this card")).click()
    expect(desk.get_by_text("One card from paper is kept.")).to_be_visible(timeout=SOON)
    expect(desk.get_by_text("Nobody reads what we report").first).to_be_visible()
