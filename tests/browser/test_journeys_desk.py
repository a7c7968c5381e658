"""Stories 1, 4, 6 and 13 in a real browser: the desk runs a workshop, the stage shows it, paper and result follow."""

import csv
import io
import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import OpenPage
from tests.browser.pages import axe
from tests.browser.served import Served
from tests.journeys.over_the_wire import crowd_at, organiser_at, sit_down_as
from tests.journeys.workshop import EVENTBRITE, FILES, PLACES, STAGES, WORDS, Guest, Organiser, the_sign_ups

SOON = 20_000  # milliseconds


@pytest.fixture(scope="module")
def ada(site: Served) -> Organiser:
    return organiser_at(site, "ada@example.org", "Ada Hussain")


@pytest.fixture
def desk(ada: Organiser, laptop: Page) -> Page:
    return sit_down_as(ada, laptop)


class TestAWorkshop:
    """The same workshop from the list to the page that everybody reads."""

    def test_from_the_list_to_the_result(
        self, site: Served, ada: Organiser, desk: Page, open_page: OpenPage, tmp_path: Path
    ):
        ada.plan("A workshop at the desk")
        self._takes_the_list_in(ada, desk)
        ada.lay_out_for(ada.slug)
        self._prints_the_paper_pack(ada, desk, tmp_path)
        desk.goto(f"/desk/rooms/{ada.room}/")
        desk.get_by_role("button", name="Open the room").click()
        stage = self._opens_the_stage(ada, open_page)
        guests = crowd_at(site, ada.code, the_sign_ups()[:14], agree=True)
        expect(stage.get_by_text("14 people in the room")).to_be_visible(timeout=SOON)
        stage.screenshot(path=tmp_path / "stage-way-in.png")

        self._asks_three_questions(desk, stage, guests, tmp_path)
        self._sets_the_tables(site, ada, desk, stage, guests, tmp_path)
        self._votes(desk, stage, guests, tmp_path)
        self._ends(desk, stage)
        self._publishes(ada, desk, open_page, tmp_path)

    def _takes_the_list_in(self, ada: Organiser, desk: Page) -> None:
        desk.goto(f"/desk/gatherings/{ada.slug}/import/")
        desk.get_by_label("The file").set_input_files(FILES / EVENTBRITE)
        desk.get_by_role("button", name="Look at the list").click()
        expect(desk.get_by_text("52 people in the file: 52 new.")).to_be_visible()
        axe(desk)
        desk.get_by_role("button", name="Take in 52 people").click()
        expect(desk.get_by_role("heading", level=1)).to_have_text("Taken in")

    def _prints_the_paper_pack(self, ada: Organiser, desk: Page, tmp_path: Path) -> None:
        desk.goto(f"/desk/gatherings/{ada.slug}/paper/")
        expect(desk.get_by_role("heading", name="When the Wi-Fi fails")).to_be_visible()
        expect(desk.get_by_role("img", name="QR code that opens the room")).to_be_visible()
        axe(desk)
        pdf = desk.pdf(path=tmp_path / "paper.pdf", format="A4")
        assert len(re.findall(rb"/Type\s*/Page\b", pdf)) > 8

    def _opens_the_stage(self, ada: Organiser, open_page: OpenPage) -> Page:
        stage = open_page("projector")
        stage.goto(ada.stage)
        expect(stage.get_by_role("heading", level=1)).to_contain_text("Take a seat.")
        expect(stage.get_by_role("img", name=re.compile("QR code"))).to_be_visible()
        axe(stage)
        return stage

    def _asks_three_questions(self, desk: Page, stage: Page, guests: list[Guest], tmp_path: Path) -> None:
        self._press(desk, "Begin", "Welcome")
        self._press(desk, "Go on", "Where are you today?")
        for at, guest in enumerate(guests):
            guest.say_where(PLACES[at % len(PLACES)])
        expect(stage.get_by_text("14 of 14 have answered")).to_be_visible(timeout=SOON)
        expect(stage.locator("main figure svg[role=img]")).to_be_visible()
        expect(stage.get_by_role("region", name="The same as a list").get_by_role("listitem").first).to_be_visible()
        self._kept(stage, tmp_path / "stage-map.png")

        self._press(desk, "Close answers and go on", "What does your organisation care about most?")
        for at, guest in enumerate(guests):
            guest.say_words(WORDS[at % 3], WORDS[3 + at % 2])
        expect(stage.get_by_text("14 of 14 have answered")).to_be_visible(timeout=SOON)
        expect(stage.get_by_role("heading", name="Said most so far")).to_be_visible()
        expect(stage.locator("main figure svg[role=img]")).to_be_visible()
        assert stage.get_by_role("listitem").filter(has_text="housing").count() == 1
        self._kept(stage, tmp_path / "stage-cloud.png")

        self._press(desk, "Close answers and go on", "How does your organisation use data?")
        for at, guest in enumerate(guests):
            guest.say_stage(STAGES[at % 5])
        expect(stage.get_by_text("14 of 14 have answered")).to_be_visible(timeout=SOON)
        for one in STAGES:
            expect(stage.get_by_role("listitem").filter(has_text=one)).to_be_visible()
        self._kept(stage, tmp_path / "stage-bars.png")
        self._press(desk, "Close answers and go on", "What do you need from other people who work with data?")
        expect(stage.get_by_text("The tables are being set.")).to_be_visible(timeout=SOON)

    def _sets_the_tables(
        self, site: Served, ada: Organiser, desk: Page, stage: Page, guests: list[Guest], tmp_path: Path
    ) -> None:
        desk.get_by_role("button", name="Draw the tables").click()
        expect(desk.get_by_text("Only you see these tables so far.")).to_be_visible(timeout=SOON)
        axe(desk)
        desk.get_by_role("button", name="Show the tables to the room").click()
        expect(desk.get_by_text("The room sees these tables.")).to_be_visible(timeout=SOON)
        expect(stage.locator(".spot")).to_have_count(4, timeout=SOON)
        expect(stage.get_by_role("img", name=re.compile("minutes left"))).to_be_visible()
        drawn = ada.tables()
        assert {len(who) for who in drawn.values()} <= {3, 4}
        self._kept(stage, tmp_path / "stage-tables.png")

        late = crowd_at(site, ada.code, the_sign_ups()[14:17])
        after = ada.tables()
        assert all(drawn[table] <= after[table] for table in drawn)
        assert {len(who) for who in after.values()} <= {3, 4, 5}
        leaving = [guest for guest in [*guests, *late] if guest.name in after[1]][2:]
        for guest in leaving:
            guest.leave()
            guests[:] = [one for one in guests if one is not guest]
        expect(desk.get_by_role("button", name="Do that")).to_be_visible(timeout=SOON)
        before = ada.tables()
        desk.get_by_role("button", name="Do that").click()
        expect(desk.get_by_role("button", name="Do that")).to_have_count(0, timeout=SOON)
        merged = ada.tables()
        assert 1 not in merged
        assert {name for table, who in merged.items() for name in who - before[table]} == before[1]

        for guest in guests[:6]:
            guest.write_card("Need", f"Card of {guest.name}")
        for number, name in zip(merged, ("The Outliers", "Mean and Median"), strict=False):
            next(guest for guest in guests if guest.name in merged[number]).name_the_table(name)
        expect(stage.get_by_text("The Outliers")).to_be_visible(timeout=SOON)

    def _votes(self, desk: Page, stage: Page, guests: list[Guest], tmp_path: Path) -> None:
        self._press(desk, "Go on", "Which table has the best name?")
        expect(stage.get_by_text("If two names have as many votes, both win.")).to_be_visible(timeout=SOON)
        voted = [guest.vote() for guest in guests[:7]]
        expect(stage.get_by_text("7 votes cast")).to_be_visible(timeout=SOON)
        desk.get_by_role("button", name="Count the votes and show who won").click()
        expect(stage.get_by_text(re.compile("The winner|2 winners"))).to_be_visible(timeout=SOON)
        best = max(("The Outliers", "Mean and Median"), key=lambda name: sum(one.startswith(name) for one in voted))
        expect(stage.locator(".winners")).to_contain_text(best)
        self._kept(stage, tmp_path / "stage-names.png")

    def _ends(self, desk: Page, stage: Page) -> None:
        expect(desk.get_by_text("The vote is closed.")).to_be_visible(timeout=SOON)
        self._press(desk, "Go on", "What should we do together, and how would it start?")
        desk.get_by_text("Skip this step, or end the gathering").click()
        desk.get_by_role("button", name="Close the room").click()
        expect(desk.get_by_role("heading", name="The room has closed")).to_be_visible(timeout=SOON)
        expect(stage.get_by_role("heading", level=1)).to_have_text("Thank you for coming.", timeout=SOON)

    def _publishes(self, ada: Organiser, desk: Page, open_page: OpenPage, tmp_path: Path) -> None:
        reader = open_page("phone")
        assert reader.goto(ada.result).status == 404
        desk.goto(f"/desk/gatherings/{ada.slug}/result/")
        axe(desk)
        desk.get_by_role("button", name="Publish", exact=True).click()
        expect(desk.get_by_text("It is public now")).to_be_visible()
        reader.goto(ada.result)
        expect(reader.get_by_role("heading", name="Where are you today?")).to_be_visible()
        axe(reader)
        reader.screenshot(path=tmp_path / "result.png", full_page=True)
        with reader.expect_download() as got:
            reader.get_by_role("link", name="Figures (CSV)").click()
        rows = list(csv.DictReader(io.StringIO(Path(got.value.path()).read_text("utf-8-sig"))))
        assert not [row for row in rows if row["Number"] in {"1", "2", "3", "4"}]

    @staticmethod
    def _press(desk: Page, button: str, then: str) -> None:
        desk.get_by_role("button", name=re.compile(f"^{button}")).first.click()
        expect(desk.locator(".now-title")).to_have_text(then, timeout=SOON)

    @staticmethod
    def _kept(stage: Page, path: Path) -> None:
        """Seen by axe, and kept as a picture for whoever wants to look."""
        axe(stage)
        stage.screenshot(path=path)
        assert path.stat().st_size > 5_000


def test_two_organisers_press_the_same_button(site: Served, ada: Organiser, open_page: OpenPage):
    bea = organiser_at(site, "bea@example.org", "Bea Coulibaly")
    ada.plan("Two organisers")
    ada.lay_out_for(ada.slug)
    ada.open_room()
    # Without scripts, so that neither desk follows the other: the second is what a slow network leaves on screen.
    desks = [sit_down_as(one, open_page("laptop", java_script_enabled=False)) for one in (ada, bea)]
    for one in desks:
        one.goto(f"/desk/rooms/{ada.room}/")
    for one in desks:
        one.get_by_role("button", name="Begin").click()
    expect(desks[1].get_by_text("Somebody pressed a button a moment before you.")).to_be_visible()
    expect(desks[1].locator(".now-title")).to_have_text("Welcome")


def test_what_is_unfolded_stays_so_while_the_desk_follows_the_other_organiser(ada: Organiser, desk: Page):
    ada.plan("Unfolded")
    ada.lay_out_for(ada.slug)
    ada.open_room()
    ada.begin()
    ada.go_on()
    desk.goto(f"/desk/rooms/{ada.room}/")
    desk.get_by_text("Skip this step, or end the gathering").click()
    expect(desk.get_by_role("button", name="Close the room")).to_be_visible()

    with desk.expect_response(lambda answer: answer.request.headers.get("x-fragment") == "main"):
        ada.desk()
        ada.press("One minute more")

    desk.wait_for_timeout(300)
    expect(desk.get_by_role("button", name="Close the room")).to_be_visible()
    ada.go_on()
    expect(desk.locator(".now-title")).to_have_text("What does your organisation care about most?", timeout=SOON)
    expect(desk.get_by_role("button", name="Close the room")).to_be_hidden()


def test_a_rehearsal_runs_by_itself_and_is_wiped(site: Served, ada: Organiser, desk: Page, open_page: OpenPage):
    ada.plan("To be rehearsed")
    ada.lay_out_for(ada.slug)
    printed = site.log().count("Subject:")
    desk.goto(f"/desk/rooms/{ada.room}/rehearsal/")
    axe(desk)
    desk.get_by_label("How many people come").fill("9")
    desk.get_by_label("All at once").check()
    desk.get_by_role("button", name="Start the rehearsal").click()
    expect(desk.get_by_text("The people in it are made up")).to_be_visible()
    stage = open_page("projector")
    stage.goto(desk.get_by_role("link", name="Open the stage").get_attribute("href") or "")
    expect(stage.get_by_text("9 people in the room")).to_be_visible(timeout=SOON)
    expect(stage.get_by_text("with made-up people")).to_be_visible()

    TestAWorkshop._press(desk, "Begin", "Welcome")
    TestAWorkshop._press(desk, "Go on", "Where are you today?")
    expect(stage.get_by_text(re.compile("[6-9] of 9 have answered"))).to_be_visible(timeout=SOON)

    desk.get_by_role("button", name="Wipe it now").click()
    expect(desk.get_by_text("The rehearsal is wiped. Nothing of it is kept.")).to_be_visible()
    assert stage.goto(stage.url).status == 404
    desk.goto(f"/desk/gatherings/{ada.slug}/people/")
    expect(desk.get_by_text("0 signed up, 0 here")).to_be_visible()
    assert site.log().count("Subject:") == printed
