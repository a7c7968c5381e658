"""The outlines to draw: SVG path data in the units of each map's viewBox."""

from __future__ import annotations

import json
from functools import cache
from typing import Any

from collective.ground.lib.places.gazetteer import DATA
from collective.ground.lib.places.regions import REGIONS


@cache
def _read(name: str) -> Any:
    return json.loads((DATA / name).read_text(encoding="utf-8"))


def uk_map_paths() -> list[tuple[str, str, str]]:
    """The twelve nations and regions as (slug, name, path data), in the order of `REGIONS`, for `UK_VIEW_BOX`."""
    drawn = _read("uk-map.json")["regions"]
    return [(region.slug, region.name, drawn[region.slug]) for region in REGIONS]


def uk_map_beside() -> str:
    """Path data of Ireland and the Isle of Man, to draw pale and first, beneath the regions, for `UK_VIEW_BOX`.

    It reaches past the left edge of the viewBox, which cuts it off.
    """
    return str(_read("uk-map.json")["beside"])


def world_map_path() -> str:
    """All land but Antarctica as one path, for `WORLD_VIEW_BOX`."""
    return str(_read("world-map.json")["land"])
