"""What stands between people and their mail: scanners that open every link in a letter, with GET and HEAD, and go on from
there, and press no button."""

from __future__ import annotations

import re
from html import unescape
from typing import TYPE_CHECKING

from tests.journeys.visitor import Visitor

if TYPE_CHECKING:
    from collections.abc import Iterable
    from email.message import EmailMessage


def links_of(letter: EmailMessage) -> set[str]:
    """Every address in the letter: in its words, its page and its headers."""
    found = {letter.get("List-Unsubscribe", "").strip("<>")}
    for part in letter.walk():
        if part.get_content_type() in {"text/plain", "text/html"}:
            found |= set(re.findall(r"https?://[^\s<>\"]+", unescape(part.get_content())))
    return {link.rstrip(".,)") for link in found if link}


def follow_all(letters: Iterable[EmailMessage], *, site: str, depth: int = 2) -> set[str]:
    """Open every link of ours, and what those pages lead to. Answers the paths that were opened."""
    seen: set[str] = set()
    for link in sorted({link for letter in letters for link in links_of(letter) if link.startswith(site)}):
        _follow(link.removeprefix(site), seen, depth)
    return seen


def _follow(path: str, seen: set[str], depth: int) -> None:
    if path in seen or depth == 0 or path.startswith(("/static/", "//")):
        return
    seen.add(path)
    robot = Visitor()
    robot.wire.client.head(path)
    answer = robot.wire.get(path)
    assert answer.status < 500, path
    if answer.status != 200 or "text/html" not in answer.headers.get("Content-Type", ""):
        return
    robot.open(path)
    for _, onward in robot.page.links():
        if onward.startswith(("/", "?")):
            _follow(robot._here(onward), seen, depth - 1)
