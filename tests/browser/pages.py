"""Pages of a real browser, each watched for what a visitor would suffer from without a word."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Request

AXE = Path(__file__).parent / "vendor" / "axe-core-4.14.1" / "axe.min.js"
# axe leaves the target size of WCAG 2.2 out of its default run, so the tags are always named.
AXE_TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
DEVICES: dict[str, dict[str, Any]] = {
    "phone": {
        "viewport": {"width": 390, "height": 844},
        "device_scale_factor": 2,
        "is_mobile": True,
        "has_touch": True,
    },
    "laptop": {"viewport": {"width": 1280, "height": 800}},
    "projector": {"viewport": {"width": 1920, "height": 1080}},
}
NOT_WEIGHED = {"font", "image", "media", "eventsource"}
AT_HOME = {"data", "blob", "about"}


@dataclass
class Watch:
    """What went wrong on the pages of one context, and what they loaded."""

    origin: str
    problems: list[str] = field(default_factory=list)
    finished: dict[Page, list[Request]] = field(default_factory=dict)
    visited: set[str] = field(default_factory=set)

    def over(self, context: BrowserContext) -> None:
        context.on("request", self._asked)
        context.on("requestfinished", self._got)
        context.on("console", self._said)
        context.on("weberror", lambda error: self.problems.append(f"A script broke off: {error.error}"))

    def _asked(self, request: Request) -> None:
        parts = urlsplit(request.url)
        if request.is_navigation_request():
            self.visited.add(request.url)
        if parts.scheme not in AT_HOME and f"{parts.scheme}://{parts.netloc}" != self.origin:
            self.problems.append(f"A request went elsewhere: {request.url}")

    def _got(self, request: Request) -> None:
        if request.resource_type not in NOT_WEIGHED and not request.url.startswith("data:"):
            self.finished.setdefault(request.frame.page, []).append(request)

    def _said(self, message: ConsoleMessage) -> None:
        # A test that opens a missing or a forbidden page means to; a missing script or style sheet is a fault.
        meant = "Failed to load resource" in message.text and message.location.get("url") in self.visited
        if message.type == "error" and not meant:
            self.problems.append(f"The console says: {message.text} ({message.location.get('url')})")


WATCHES: dict[BrowserContext, Watch] = {}


@contextmanager
def watched(browser: Browser, origin: str, device: str, **options: Any) -> Iterator[Page]:
    """A page in a fresh context on "phone", "laptop" or "projector"; fails at the end when the watch saw a problem.

    `options` are those of Playwright's new_context: color_scheme="dark", forced_colors="active",
    java_script_enabled=False, storage_state=…
    """
    usual = {"base_url": origin, "locale": "en-GB", "timezone_id": "Europe/London", "reduced_motion": "reduce"}
    context = browser.new_context(**(DEVICES[device] | usual | options))
    watch = WATCHES[context] = Watch(origin)
    watch.over(context)
    try:
        yield context.new_page()
        assert not watch.problems, "\n".join(watch.problems)
    finally:
        del WATCHES[context]
        context.close()


def page_weight(page: Page) -> int:
    """Bytes that came over the wire for everything `page` loaded so far, as sent, without fonts and pictures.

    For a first load, open the address in a fresh page.
    """
    page.wait_for_load_state("load")
    return sum(request.sizes()["responseBodySize"] for request in WATCHES[page.context].finished.get(page, []))


def axe_faults(page: Page, *, leave_out: tuple[str, ...] = ()) -> list[str]:
    """What axe finds on `page` as it stands: one line for each fault, with the places. `leave_out` names rules."""
    page.evaluate(AXE.read_text() + "; 0")
    rules = {name: {"enabled": False} for name in leave_out}
    options = {"runOnly": AXE_TAGS, "rules": rules, "resultTypes": ["violations"]}
    found = page.evaluate("options => axe.run(document, options)", options)["violations"]
    return [
        f"{fault['id']} ({fault['impact']}): {fault['help']}: "
        + "; ".join(str(node["target"]) for node in fault["nodes"])
        for fault in found
    ]


def axe(page: Page, *, leave_out: tuple[str, ...] = ()) -> None:
    """Fails when axe finds a fault on `page`."""
    faults = axe_faults(page, leave_out=leave_out)
    assert not faults, f"{page.url}\n" + "\n".join(faults)
