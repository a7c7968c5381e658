"""Somebody who has a keyboard and a screen reader: Tab, arrows, Space, Enter, and the tree that is read out."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from playwright.sync_api import expect

if TYPE_CHECKING:
    from playwright.sync_api import Page

STOPS = 80


class Keyboard:
    """`heard` is what a screen reader is told of the page; moving is by keys alone."""

    def __init__(self, page: Page) -> None:
        self.page = page

    @property
    def heard(self) -> str:
        return self.page.locator("body").aria_snapshot()

    def hears(self, *lines: str) -> None:
        """Each as it stands in the tree (`button "Vote"`), or as words that run over several of its lines."""
        tree = self.heard
        words = " ".join(
            re.sub(r"^\s*- (?:\w+|text)(?: \".*\")?(?: \[.*\])?:?|\"", " ", tree, flags=re.MULTILINE).split()
        )
        for line in lines:
            assert line in tree or line in words, f"{self.page.url} does not say “{line}”:\n{tree}"

    def waits_for_heading(self, words: str | re.Pattern[str]) -> None:
        """The page moves on by itself."""
        expect(self.page.get_by_role("heading", level=1)).to_have_text(words, timeout=15_000)

    def to(self, role: str, name: str) -> None:
        """Tab to the thing with this role and a name that begins so. It must be on the way, and be seen to have the focus."""
        wanted = f'- {role} "{name}'
        for _ in range(STOPS):
            self.page.keyboard.press("Tab")
            focused = self.page.locator(":focus")
            if focused.count() and focused.aria_snapshot().startswith(wanted):
                self._is_seen()
                return
        raise AssertionError(f"{STOPS} tabs do not reach {role} “{name}”:\n{self.heard}")

    def _is_seen(self) -> None:
        drawn = self.page.evaluate(
            "() => { const s = getComputedStyle(document.activeElement);"
            " const held = document.activeElement.closest('label');"
            " const h = held && getComputedStyle(held);"
            " return [s.outlineStyle, s.boxShadow, h && h.outlineStyle, h && h.boxShadow] }"
        )
        assert any(each not in (None, "none") for each in drawn), f"The focus is not seen: {drawn}"

    def types(self, role: str, name: str, text: str) -> None:
        self.to(role, name)
        self.page.keyboard.press("Control+A")
        self.page.keyboard.type(text)

    def presses(self, name: str) -> None:
        self.to("button", name)
        self.page.keyboard.press("Enter")

    def follows(self, name: str) -> None:
        self.to("link", name)
        self.page.keyboard.press("Enter")

    def ticks(self, name: str) -> None:
        self.to("checkbox", name)
        self.page.keyboard.press("Space")

    def chooses(self, first: str, wanted: str) -> None:
        """In a group of radios: Tab to it at `first`, then down to `wanted`."""
        self.to("radio", first)
        for _ in range(12):
            name = self.page.locator(":focus").aria_snapshot()
            if name.startswith(f'- radio "{wanted}'):
                self.page.keyboard.press("Space")
                return
            self.page.keyboard.press("ArrowDown")
        raise AssertionError(f"The arrows do not reach “{wanted}”")
