"""The real server answers a real browser; and the watch over each page sees what it is there to see."""

import pytest

from tests.browser.conftest import OpenPage
from tests.browser.pages import WATCHES, axe, axe_faults, page_weight
from tests.browser.served import Served

FIRST_LOAD = 50 * 1024  # bytes, compressed, without fonts and pictures


@pytest.mark.both_databases
@pytest.mark.parametrize("device", ["phone", "laptop", "projector"])
def test_the_way_into_a_room_opens_without_a_fault(open_page: OpenPage, device: str) -> None:
    page = open_page(device)

    page.goto("/join/")

    assert page.get_by_role("textbox").first.is_visible()
    axe(page)


@pytest.mark.parametrize("address", ["/", "/join/"])
def test_a_first_visit_on_a_phone_is_light(open_page: OpenPage, address: str) -> None:
    page = open_page("phone")

    page.goto(address)

    assert 0 < page_weight(page) <= FIRST_LOAD


def test_it_opens_without_scripts_and_in_high_contrast(open_page: OpenPage) -> None:
    page = open_page("phone", java_script_enabled=False, forced_colors="active", color_scheme="dark")

    page.goto("/join/")

    assert page.get_by_role("textbox").first.is_visible()


class TestTheWatch:
    def test_it_sees_a_script_that_breaks_off(self, laptop, site: Served) -> None:
        self._expect(laptop, "A script broke off", "setTimeout(() => { throw new Error('x') })")

    def test_it_sees_a_request_to_another_site(self, laptop, site: Served) -> None:
        self._expect(laptop, "A request went elsewhere", "location.href = 'http://elsewhere.invalid/'")

    def test_it_sees_what_the_content_policy_refuses(self, laptop, site: Served) -> None:
        self._expect(laptop, "The console says", "document.body.innerHTML = '<img src=//elsewhere.invalid/a.png>'")

    def test_axe_is_told_about_the_size_of_targets(self, laptop) -> None:
        laptop.goto("/join/")
        laptop.evaluate(
            "() => { document.body.innerHTML = '<main><h1>h</h1><button>a</button><button>b</button></main>' }"
        )
        tiny = "each => { each.style.cssText = 'all: unset; display: inline-block; width: 9px; height: 9px' }"
        laptop.evaluate(f"() => document.querySelectorAll('button').forEach({tiny})")

        assert any(fault.startswith("target-size") for fault in axe_faults(laptop))

    def _expect(self, page, problem: str, act: str) -> None:
        page.goto("/join/")
        page.evaluate(f"() => {{ {act} }}")
        page.wait_for_timeout(300)
        problems = WATCHES[page.context].problems
        seen = [line for line in problems if line.startswith(problem)]
        problems.clear()
        assert seen
