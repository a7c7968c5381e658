"""A real server and a real browser for the tests in this folder."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from chores import chromium
from tests.browser.pages import watched
from tests.browser.served import Served, serving

OpenPage = Callable[..., Page]


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """The real server with an empty database, one for each worker and all its tests."""
    with serving(tmp_path_factory.mktemp("site")) as served:
        yield served


@pytest.fixture(scope="session")
def demo_site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """The real server in demo mode, with the sample community."""
    with serving(tmp_path_factory.mktemp("demo"), demo=True) as served:
        yield served


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Chromium, for one file of tests: Playwright occupies the thread's event loop, which later tests may need."""
    path = chromium.find()
    if path is None:
        pytest.skip(f"There is no Chromium here. {chromium.advice()}")
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=path, args=chromium.flags())
        yield launched
        launched.close()


@pytest.fixture
def open_page(browser: Browser, request: pytest.FixtureRequest) -> Iterator[OpenPage]:
    """Opens watched pages: open_page("phone"), open_page("laptop", color_scheme="dark", on=demo_site).

    Each is a visitor of its own, with its own cookies.
    """
    with ExitStack() as pages:

        def opened(device: str, *, on: Served | None = None, **options: Any) -> Page:
            origin = (on or request.getfixturevalue("site")).url
            return pages.enter_context(watched(browser, origin, device, **options))

        yield opened


@pytest.fixture
def phone(open_page: OpenPage) -> Page:
    return open_page("phone")


@pytest.fixture
def laptop(open_page: OpenPage) -> Page:
    return open_page("laptop")


@pytest.fixture
def projector(open_page: OpenPage) -> Page:
    return open_page("projector")
