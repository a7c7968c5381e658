"""A plain letter, read as paragraphs, lists, buttons and things to copy, so that one template can make a page of it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

_LINK = re.compile(r"https?://[^\s<>\"]+")
_TRAILING = ".,;:!?)'"
_BULLET = re.compile(r"[-*•] +")
LABEL_AT_MOST = 40


@dataclass(frozen=True)
class Piece:
    """A run of words; with `link` it leads there."""

    words: str
    link: str = ""


@dataclass(frozen=True)
class Block:
    """`kind` is paragraph (lines), list (lines are its entries), button (label, link) or copy (lines as they stand)."""

    kind: str
    lines: tuple[tuple[Piece, ...], ...] = field(default=())
    label: str = ""
    link: str = ""


def blocks(text: str) -> list[Block]:
    """Blank lines part paragraphs, and "- " starts an entry of a list. A line that is only a link is a button, named by a
    short line with a colon before it. Lines set in by four spaces are to be copied letter by letter. Nothing else has a
    meaning, so nobody writes HTML."""
    found: list[Block] = []
    for paragraph in re.split(r"\n[ \t]*\n", text.replace("\r\n", "\n").strip("\n")):
        found += _blocks_of([line.rstrip() for line in paragraph.split("\n") if line.strip()])
    return found


def _blocks_of(lines: list[str]) -> Iterator[Block]:
    together: list[str] = []
    kind = "paragraph"
    for line in lines:
        this = _kind(line)
        if this == "button":
            label = _label(together[-1]) if together and kind == "paragraph" else ""
            yield from _joined(kind, together[:-1] if label else together)
            together = []
            yield Block("button", label=label or "Open the page", link=line.strip().rstrip(_TRAILING))
            continue
        if this != kind:
            yield from _joined(kind, together)
            together, kind = [], this
        together.append(line)
    yield from _joined(kind, together)


def _kind(line: str) -> str:
    if _LINK.fullmatch(line.strip()):
        return "button"
    if line.startswith("    "):
        return "copy"
    return "list" if _BULLET.match(line) else "paragraph"


def _joined(kind: str, lines: list[str]) -> Iterator[Block]:
    if lines:
        bare = [_BULLET.sub("", line, count=1) if kind == "list" else line.strip() for line in lines]
        yield Block(kind, tuple(tuple(pieces(line)) for line in bare))


def _label(before: str) -> str:
    """A button says where it leads: in the words before it, where they are short and end in a colon or ask."""
    words = before.strip()
    label = words.removesuffix(":")
    return label if words.endswith((":", "?")) and len(label) <= LABEL_AT_MOST else ""


def pieces(line: str) -> Iterator[Piece]:
    """Words and links of one line, in order; put together again they are the line."""
    reached = 0
    for match in _LINK.finditer(line):
        link = match[0].rstrip(_TRAILING)
        if match.start() > reached:
            yield Piece(line[reached : match.start()])
        yield Piece(link, link)
        reached = match.start() + len(link)
    if reached < len(line):
        yield Piece(line[reached:])
