"""Where people are: from the words they give to a point on the map of the UK, or of the world.

    found = find("hebden bridge")      # Place | Choices | Unknown
    by_key(found.key)                  # the same Place again, from what was stored
    suggest("heb")                     # for an autocomplete
    uk_map_paths(), world_map_path()   # outlines, for UK_VIEW_BOX and WORLD_VIEW_BOX

Pure: no database, no network. The data is read on first use and kept; sources and licences are in data/SOURCES.md,
and the credit they ask for is `CREDIT`.
"""

from collective.ground.lib.places.lookup import by_key, find, suggest
from collective.ground.lib.places.maps import uk_map_beside, uk_map_paths, world_map_path
from collective.ground.lib.places.place import Choices, Found, Place, Unknown
from collective.ground.lib.places.projection import (
    UK_VIEW_BOX,
    WORLD_VIEW_BOX,
    national_grid,
    on_uk_map,
    on_world_map,
)
from collective.ground.lib.places.regions import NATION_NAMES, REGIONS, Region

CREDIT = "Place names: GeoNames, CC BY 4.0. Outlines: made with Natural Earth."

__all__ = [
    "CREDIT",
    "NATION_NAMES",
    "REGIONS",
    "UK_VIEW_BOX",
    "WORLD_VIEW_BOX",
    "Choices",
    "Found",
    "Place",
    "Region",
    "Unknown",
    "by_key",
    "find",
    "national_grid",
    "on_uk_map",
    "on_world_map",
    "suggest",
    "uk_map_beside",
    "uk_map_paths",
    "world_map_path",
]
