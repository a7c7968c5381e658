"""How wide a text will be, before any browser has set it."""

import json
from functools import cache
from pathlib import Path

_UNKNOWN = 620
_WIDE = 1000
_FIRST_WIDE = 0x1100
"""From here on live the scripts that the typefaces do not have; the fallback may be as wide as it is high."""


@cache
def _widths(face: str) -> dict[str, int]:
    table = json.loads(Path(__file__).with_name("letters.json").read_text(encoding="utf-8"))
    widths: dict[str, int] = table[face]
    return widths


def width(text: str, size: float, face: str = "text") -> float:
    """The width of one line in the units of `size`. `face`: "text" (regular) or "head" (bold headings, clouds)."""
    table = _widths(face)
    thousandths = sum(table.get(letter) or (_WIDE if ord(letter) >= _FIRST_WIDE else _UNKNOWN) for letter in text)
    return thousandths * size / 1000


def wrap(text: str, room: float, size: float, face: str = "text", most: int = 4) -> list[str]:
    """The text in lines no wider than `room`, at most `most` of them; what does not fit ends in an ellipsis."""
    lines: list[str] = []
    for word in text.split():
        if lines and width(f"{lines[-1]} {word}", size, face) <= room:
            lines[-1] = f"{lines[-1]} {word}"
        else:
            lines += _pieces(word, room, size, face)
    if len(lines) > most:
        lines = [*lines[: most - 1], cut(f"{lines[most - 1]}…", room, size, face)]
    return lines or [""]


def cut(text: str, room: float, size: float, face: str = "text") -> str:
    """The text, shortened with an ellipsis where it is wider than `room`."""
    if width(text, size, face) <= room:
        return text
    kept = text.rstrip("…")
    while kept and width(f"{kept}…", size, face) > room:
        kept = kept[:-1]
    return f"{kept.rstrip()}…"


def _pieces(word: str, room: float, size: float, face: str) -> list[str]:
    pieces = [""]
    for letter in word:
        if pieces[-1] and width(pieces[-1] + letter, size, face) > room:
            pieces.append("")
        pieces[-1] += letter
    return pieces
