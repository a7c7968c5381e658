"""The frame round every drawing: a name and a description for those who do not see it."""

import re
from collections.abc import Iterable
from typing import Any

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

INK, SOFT, GREEN, MARIGOLD, LAND, COAST = "#0f2b28", "#45605b", "#1f7161", "#ffc33d", "#ffffff", "#6f8883"
SCALE = ("#cfe3d8", "#93c4b0", "#4f9c86", "#1f7161", "#0c4a3f")

_KEY = re.compile(r"[A-Za-z][\w-]*\Z", re.ASCII)
_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def clean(text: str) -> str:
    """The text without the control characters that no XML file may hold."""
    return _NOT_XML.sub("", text)


def number(value: float) -> str:
    """At most one decimal, and none where it is nought."""
    return f"{round(value, 1) + 0.0:.1f}".removesuffix(".0")


def picture(
    body: SafeString, *, key: str, title: str, description: str, box: str, css: str, wide: int | str
) -> SafeString:
    """An SVG with title and description. `key` starts its ids, so it must be the only one of its kind on a page.

    `box`: the viewBox; `wide`: how many pixels wide it is where nothing else says so, or "100%" to fill both ways.
    Raises ValueError for a key that cannot be an id.
    """
    if not _KEY.match(key):
        raise ValueError("A drawing's key is letters, digits and hyphens, and starts with a letter.")
    size = format_html(' height="{}"', wide) if isinstance(wide, str) else ""
    return format_html(
        '<svg xmlns="http://www.w3.org/2000/svg" class="{}" viewBox="{}" width="{}"{} role="img" '
        'aria-labelledby="{}-title {}-about"><title id="{}-title">{}</title><desc id="{}-about">{}</desc>{}</svg>',
        *(css, box, wide, size, key, key, key, clean(title), key, clean(description), body),
    )


def join(parts: Iterable[SafeString]) -> SafeString:
    """Several pieces as one."""
    return format_html_join("", "{}", ((part,) for part in parts))


def circle(x: float, y: float, r: float, css: str, fill: str = MARIGOLD) -> SafeString:
    """A round dot: a person, or a number of people."""
    return format_html(
        '<circle class="{}" cx="{}" cy="{}" r="{}" fill="{}" stroke="{}" stroke-width="2"/>',
        *(css, number(x), number(y), number(r), fill, INK),
    )


def rect(x: float, y: float, wide: float, high: float, css: str, fill: str) -> SafeString:
    """A square thing: a bar, a marker."""
    return format_html(
        '<rect class="{}" x="{}" y="{}" width="{}" height="{}" fill="{}"/>',
        *(css, number(x), number(y), number(wide), number(high), fill),
    )


def text(words: str, x: float, y: float, size: float, **attributes: Any) -> SafeString:
    """One line of text with its baseline at `y`. Attribute names may use `_` for `-`; `class_` is the class."""
    given = {"fill": INK, **attributes}
    pairs = format_html_join(
        "", ' {}="{}"', ((name.rstrip("_").replace("_", "-"), value) for name, value in given.items())
    )
    return format_html(
        '<text x="{}" y="{}" font-size="{}"{}>{}</text>', number(x), number(y), number(size), pairs, clean(words)
    )


def path(d: str, css: str, fill: str = LAND) -> SafeString:
    """An outline."""
    return format_html('<path class="{}" d="{}" fill="{}" stroke="{}" stroke-width="1.6"/>', css, d, fill, COAST)
