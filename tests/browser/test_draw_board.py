"""Moving people between proposed tables: by dragging, by keyboard alone, and by plain forms without scripts on a phone."""

import re

from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import OpenPage
from tests.browser.draws_made import MadeDraw, made_draw, seated
from tests.browser.pages import axe
from tests.browser.served import Served

SOON = 15_000  # milliseconds


def _open(page: Page, site: Served, made: MadeDraw) -> Page:
    made.sign_in(page, site.url).goto(made.page_url)
    return page


def _grip(page: Page, name: str) -> Locator:
    return page.get_by_role("button", name=f"Move {name}", exact=True)


def _table(page: Page, number: int) -> Locator:
    return page.locator(f"[data-to=t{number}]")


def _colleagues_apart(site: Served, made: MadeDraw) -> tuple[int, int]:
    at = seated(site, made)
    assert at["Amina Yusuf"] != at["Ben Carr"]
    return at["Amina Yusuf"], at["Ben Carr"]


def test_dragged_to_a_colleague_it_says_so_and_moves_only_when_told_to(site: Served, laptop: Page):
    made = made_draw(site)
    own, other = _colleagues_apart(site, made)
    page = _open(laptop, site, made)
    grip, target = _grip(page, "Amina Yusuf"), _table(page, other)
    target.scroll_into_view_if_needed()
    start, end = grip.bounding_box(), target.get_by_role("heading").bounding_box()
    assert start is not None
    assert end is not None

    page.mouse.move(start["x"] + 10, start["y"] + 10)
    page.mouse.down()
    page.mouse.move(end["x"] + 5, end["y"] + 5, steps=8)
    status = page.locator("draw-board").get_by_role("status")
    expect(status).to_contain_text("Amina Yusuf and Ben Carr are colleagues", timeout=SOON)
    assert seated(site, made)["Amina Yusuf"] == own
    page.mouse.up()

    all_the_same = page.get_by_role("button", name="Move all the same")
    expect(all_the_same).to_be_focused()
    axe(page)
    all_the_same.click()
    expect(_table(page, other).get_by_role("link", name="Amina Yusuf", exact=True)).to_be_visible(timeout=SOON)
    expect(page.get_by_text("colleague of Ben Carr").first).to_be_visible()
    assert seated(site, made)["Amina Yusuf"] == other

    page.get_by_role("button", name="Take the last move back").click()
    expect(_table(page, own).get_by_role("link", name="Amina Yusuf", exact=True)).to_be_visible(timeout=SOON)
    assert seated(site, made)["Amina Yusuf"] == own


def test_by_keyboard_alone_with_the_consequence_told_in_one_line(site: Served, laptop: Page):
    made = made_draw(site)
    own, other = _colleagues_apart(site, made)
    page = _open(laptop, site, made)
    status = page.locator("draw-board").get_by_role("status")
    before = seated(site, made)

    _grip(page, "Amina Yusuf").focus()
    page.keyboard.press("Enter")
    expect(status).to_contain_text("Amina Yusuf is in your hand")
    for _ in range(4):
        if page.locator(f"[data-to=t{other}].aim").count():
            break
        page.keyboard.press("ArrowRight")
    expect(status).to_contain_text("This breaks: Amina Yusuf and Ben Carr are colleagues", timeout=SOON)
    page.keyboard.press("Escape")
    expect(_grip(page, "Amina Yusuf")).to_be_focused()
    assert seated(site, made) == before

    page.keyboard.press("Enter")
    for _ in range(4):
        page.keyboard.press("ArrowRight")
        if page.locator(f"[data-to=t{other}].aim").count():
            break
    for _ in range(5):
        if page.locator(".sitter.aim[data-name='Ben Carr']").count():
            break
        page.keyboard.press("ArrowDown")
    expect(status).to_contain_text("Amina Yusuf and Ben Carr change seats", timeout=SOON)
    page.keyboard.press("Enter")
    button = page.locator(".move-bar .go")
    if button.is_visible():
        page.keyboard.press("Enter")
    expect(_table(page, other).get_by_role("link", name="Amina Yusuf", exact=True)).to_be_visible(timeout=SOON)
    assert seated(site, made)["Ben Carr"] == own


def test_on_a_phone_without_scripts_it_is_two_plain_forms(site: Served, open_page: OpenPage):
    made = made_draw(site)
    _, other = _colleagues_apart(site, made)
    page = _open(open_page("phone", java_script_enabled=False), site, made)

    expect(page.get_by_role("button", name=re.compile("^Move Amina"))).to_have_count(0)
    page.get_by_role("link", name="Amina Yusuf", exact=True).click()
    expect(page.get_by_role("heading", name="Why Amina Yusuf is here")).to_be_visible()
    page.get_by_label("To a table").select_option(f"t{other}")
    page.get_by_role("button", name="See what that would mean").click()
    expect(page.get_by_text("This breaks: Amina Yusuf and Ben Carr are colleagues")).to_be_visible()
    page.get_by_role("button", name="Move all the same").click()

    expect(_table(page, other).get_by_role("link", name="Amina Yusuf", exact=True)).to_be_visible()


def test_every_page_of_a_draw_is_free_of_faults_and_fits(site: Served, laptop: Page):
    made = made_draw(site, drawn=False)
    page = _open(laptop, site, made)
    _checked(page)
    page.get_by_label("Balanced").check()
    expect(page.get_by_text("What Balanced and Alike look at")).to_be_visible()
    page.get_by_role("button", name="Draw the tables").click()
    expect(page.get_by_role("alert")).to_contain_text("Tick at least one thing")
    _checked(page)
    page.get_by_label("Mix", exact=False).first.check()
    page.get_by_role("button", name="Draw the tables").click()
    expect(page.get_by_role("heading", name="Proposed tables")).to_be_visible(timeout=SOON)
    _checked(page)
    page.get_by_role("link", name="Amina Yusuf", exact=True).click()
    _checked(page)
    page.get_by_role("button", name="See what that would mean").click()
    _checked(page)
    page.goto(made.page_url.replace("/drawing/", "/repair/"))
    _checked(page)


def _checked(page: Page) -> None:
    axe(page)
    for width in (320, 390, 1280):
        page.set_viewport_size({"width": width, "height": 800})
        wide = page.evaluate("document.documentElement.scrollWidth - innerWidth")
        assert wide <= 0, f"{page.url} is {wide} px too wide at {width}"
