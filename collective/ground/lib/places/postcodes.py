"""Reading UK postcodes down to their area, and no further: the second half is never kept."""

from __future__ import annotations

import re
from dataclasses import dataclass

# Area and district, then perhaps the start or the whole of the second half: "S1", "HX7 8", "SW1A 1AA", "hx78ab".
_WHOLE = re.compile(r"([A-Z]{1,2})([0-9][0-9A-Z]?)(?:\s*[0-9][A-Z]{0,2})?", re.ASCII)
_AREA = re.compile(r"[A-Z]{1,2}", re.ASCII)
_INSIDE = re.compile(r"\b([A-Z]{1,2}[0-9][0-9A-Z]?)\s*[0-9][A-Z]{2}\b", re.ASCII | re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Written:
    """What was read: the words without their postcode, and the area and whether a district came with it."""

    words: str
    area: str | None
    district: bool


def read(text: str) -> Written:
    """Split an answer into words and postcode area. Whether the area exists is for the caller to look up."""
    upper = " ".join(text.upper().split())
    if whole := _WHOLE.fullmatch(upper):
        return Written("", whole[1], True)
    if _AREA.fullmatch(upper):
        return Written(text, upper, False)
    if inside := _INSIDE.search(text):
        area = re.match(r"[A-Za-z]+", inside[1])
        return Written(_INSIDE.sub(" ", text), area[0].upper() if area else None, True)
    return Written(text, None, False)


def without_second_half(text: str) -> str:
    """The text with every full postcode cut down to its first half."""
    return _INSIDE.sub(lambda found: found[1], text)
