"""The answers a look-up can give."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Place:
    """Somewhere to put a dot.

    key      stable across versions of the data, fit to store: "gb:hebden-bridge:2647207", "area:HX",
             "county:cornwall", "region:wales", "nation:england", "country:FR", "fr:paris"
    label    how it is said to people: "Hebden Bridge", "Newport, Shropshire", "Lyon, France"
    kind     "town", "area" (of postcodes), "county", "region", "nation", "country" or "city" (outside the UK)
    region   slug of one of the twelve `REGIONS`, or None (outside the UK; all of England; all of the UK)
    country  two letters, ISO 3166
    x, y     on the UK map; None outside the UK (the Isle of Man has a point) and for all of England or the UK
    world_x, world_y   on the world map
    people   how many live there as far as the source knows, 0 if it does not: for order only, never for show
    """

    key: str
    label: str
    kind: str
    region: str | None
    country: str
    x: float | None
    y: float | None
    world_x: float
    world_y: float
    people: int = field(default=0, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Choices:
    """Several places answer to the words (or, when `close`, one or more come near): ask which. Largest first."""

    places: tuple[Place, ...]
    close: bool = False


@dataclass(frozen=True, slots=True)
class Unknown:
    """No place found. `text` is what was said, tidied, shortened, and without the second half of any postcode."""

    text: str


Found = Place | Choices | Unknown
