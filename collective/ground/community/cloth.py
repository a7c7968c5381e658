"""The inviting colour of a community: whether people can read on it, and the style sheet that carries it."""

from __future__ import annotations

import re

from collective.ground.lib.errors import Refused

INK, SOFT = "#0f2b28", "#2c423c"
NEEDED = 4.5
_COLOUR = re.compile(r"#[0-9a-f]{6}")


class HardToRead(Refused):
    """Text would not be readable on this colour, or it is no colour."""

    status = 400


def contrast(one: str, other: str) -> float:
    """How far apart two colours (#rrggbb) are in lightness: 1 for the same, 21 for black and white.

    Method: contrast ratio of WCAG 2, from relative luminance in sRGB.
    """
    darker, lighter = sorted((_luminance(one), _luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def checked(colour: str) -> str:
    """The colour in small letters, or "" for none. Raises `HardToRead` where our dark text cannot be read on it."""
    colour = colour.strip().lower()
    if not colour:
        return ""
    if not _COLOUR.fullmatch(colour):
        raise HardToRead("Write the colour as # and six letters or digits, such as #ffc33d.")
    ratio = contrast(INK, colour)
    if ratio < NEEDED:
        said = int(ratio * 10) / 10
        raise HardToRead(
            f"Our dark text is hard to read on {colour}: {said} to 1, and it needs {NEEDED} to 1. Choose a lighter colour."
        )
    return colour


def style_sheet(colour: str) -> str:
    """Sets the cloth by day; at night, in print and in high contrast the house keeps its own. Empty for no colour."""
    if not colour:
        return ""
    soft = SOFT if contrast(SOFT, colour) >= NEEDED else INK
    rule = f"{{--cloth:{colour};--cloth-soft:{soft}}}"
    day = "(prefers-color-scheme:light) and (forced-colors:none)"
    return (
        f"@layer tokens{{@media screen and {day}{{:root:not([data-theme=dark]){rule}}}"
        f"@media screen and (forced-colors:none){{:root[data-theme=light]{rule}}}}}\n"
    )
