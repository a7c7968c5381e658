"""UK places: which unit and region each lies in, what tells namesakes apart, and their other names."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from dataclasses import dataclass, field
from math import cos, hypot, radians
from typing import Any

import shapes
from units import FAMILIAR, NATION_OF_ADMIN, REGION_OF, SPELLING
from words import ALSO_CALLED, CATALOGUE_WORDS, DROP, EXTRA, RENAME

from collective.ground.lib.places import regions
from collective.ground.lib.places.names import normalise

REGION_NAMES = {region.slug: region.name for region in regions.REGIONS}
REGION_WORDS = {normalise(region.name) for region in regions.REGIONS} | set(regions.WORDS)
FAMOUS = 300_000  # people in a city abroad that is offered beside a town here
NEXT_DOOR = {"IE": 1_000, "IM": 500, "JE": 500, "GG": 500}  # smallest places kept; elsewhere 15,000
NATIONS = ("wales", "scotland", "northern-ireland")
LATIN = re.compile(r"[A-Za-zÀÁÂÃÈÉÊËÌÍÎÏÒÓÔÖÙÚÛÜàáâèéêëìíîïòóôöùúûüŴŵŶŷẀẁ' .’()/-]{3,}")


@dataclass
class Town:
    """One UK place on its way into the extract."""

    ref: str
    name: str
    latitude: float
    longitude: float
    people: int
    nation: str
    others: list[str] = field(default_factory=list)
    unit: str = ""
    suffix: str = ""

    @property
    def region(self) -> str:
        return REGION_OF[self.unit]

    @property
    def key(self) -> str:
        return normalise(self.name)


def gather(cities: list[dict[str, Any]], units: list[dict[str, Any]]) -> list[Town]:
    """Every UK place of the source and our own additions, placed in a unit and told apart from namesakes."""
    british = [
        city for city in cities if city["countrycode"] == "GB" and city["admin1code"]
    ]  # Cyprus's bases have none
    towns = [_from_source(city) for city in british if str(city["geonameid"]) not in DROP]
    towns += [town for town in _own() if not any(_same(town, other) for other in towns)]
    boxed = [(unit["properties"]["name"], *_boxed(unit["geometry"])) for unit in units]
    for town in towns:
        town.unit = _unit(town, boxed)
    towns = _told_apart(towns)
    mark_famous_namesakes(towns, cities)
    return sorted(towns, key=lambda town: (town.key, -town.people, town.ref))


def _from_source(city: dict[str, Any]) -> Town:
    ref = str(city["geonameid"])
    others = [name for name in city["alternatenames"] if _worth_keeping(name)]
    others += [city["name"], *ALSO_CALLED.get(ref, "").split("|")]
    name = re.sub(r"^(Saint|St\.) ", "St ", RENAME.get(ref, city["name"]))
    return Town(ref, name, city["latitude"], city["longitude"], city["population"], city["admin1code"], others)


def _own() -> list[Town]:
    return [
        Town(f"own-{normalise(name).replace(' ', '-')}", name, latitude, longitude, 0, nation, others.split("|"))
        for name, latitude, longitude, nation, others in EXTRA
    ]


def _same(one: Town, other: Town) -> bool:
    """One name within about five kilometres: the source has it already."""
    near = abs(one.latitude - other.latitude) < 0.05 and abs(one.longitude - other.longitude) < 0.08
    return near and one.key == other.key


def _worth_keeping(name: str) -> bool:
    """Whether a person in Britain may write this: Latin letters, no airport code, no catalogue phrase."""
    if not LATIN.fullmatch(unicodedata.normalize("NFC", name)) or not name[0].isupper():
        return False
    if len(name) == 3 and name.isupper():
        return False
    return not any(word in name for word in CATALOGUE_WORDS)


def _boxed(geometry: dict[str, Any]) -> tuple[list[list[shapes.Ring]], tuple[float, float, float, float]]:
    parts = list(shapes.polygons(geometry))
    xs = [x for rings in parts for x, _ in rings[0]]
    ys = [y for rings in parts for _, y in rings[0]]
    return parts, (min(xs), min(ys), max(xs), max(ys))


def _unit(town: Town, boxed: list[tuple[str, Any, Any]]) -> str:
    """The unit a town lies in, or the nearest of its nation: the source's nation is trusted over the outline."""
    fitting = [unit for unit in boxed if _nation(REGION_OF[unit[0]]) == NATION_OF_ADMIN.get(town.nation, "england")]
    for name, parts, (left, low, right, high) in fitting:
        within_box = left <= town.longitude <= right and low <= town.latitude <= high
        if within_box and any(shapes.inside(rings, town.longitude, town.latitude) for rings in parts):
            return str(name)
    narrow = cos(radians(town.latitude))
    near = [
        (min(shapes.nearness(rings, town.longitude, town.latitude, narrow) for rings in parts), name)
        for name, parts, (left, low, right, high) in fitting
        if left - 1 <= town.longitude <= right + 1 and low - 1 <= town.latitude <= high + 1
    ]
    return str(min(near)[1])


def _nation(region: str) -> str:
    return region if region in NATIONS else "england"


def _told_apart(towns: list[Town]) -> list[Town]:
    groups: dict[str, list[Town]] = defaultdict(list)
    for town in towns:
        groups[town.key].append(town)
    kept: list[Town] = []
    for group in groups.values():
        kept += [group[0]] if len(group) == 1 else _suffixed(group, towns)
    return kept


def _suffixed(group: list[Town], towns: list[Town]) -> list[Town]:
    """Give each namesake the shortest words that tell it apart; of two that nothing tells apart keep the larger."""
    counties = [FAMILIAR.get(town.unit, _narrow(town)) for town in group]
    for town, county in zip(group, counties, strict=True):
        home = [other for other in group if _wide(other) == _wide(town)]
        town.suffix = _wide(town) if len(home) == 1 and _wide(town) else county
        if town.suffix == county and counties.count(county) > 1:
            town.suffix = _narrow(town)
    said: dict[str, list[Town]] = defaultdict(list)
    for town in group:
        said[town.suffix].append(town)
    for same in said.values():
        if len(same) > 1:
            for town in same:
                town.suffix = "near " + _nearest(town, towns)
    best: dict[str, Town] = {}
    for town in sorted(group, key=lambda town: -town.people):
        best.setdefault(town.suffix, town)
    return list(best.values())


def mark_famous_namesakes(towns: list[Town], cities: list[dict[str, Any]]) -> None:
    """Say where a town is if its name is better known for a city abroad or a region: "Perth, Scotland"."""
    abroad: dict[str, int] = defaultdict(int)
    beside: dict[str, int] = defaultdict(int)
    for city in cities:
        if city["countrycode"] != "GB" and city["name"].isascii():
            group = beside if city["countrycode"] in NEXT_DOOR else abroad
            group[normalise(city["name"])] = max(group[normalise(city["name"])], city["population"])
    for town in towns:
        famous = town.key in REGION_WORDS
        famous |= abroad[town.key] >= max(10 * town.people, FAMOUS) or beside[town.key] > town.people
        if famous and not town.suffix:
            town.suffix = _wide(town) or FAMILIAR.get(town.unit, _narrow(town))


def _wide(town: Town) -> str:
    """Nation or London, which people know better than a council's name; "" in the rest of England."""
    return REGION_NAMES[town.region] if town.region in (*NATIONS, "london") else ""


def _narrow(town: Town) -> str:
    name = SPELLING.get(town.unit, town.unit)
    return REGION_NAMES[town.region] if normalise(name) == town.key else name


def _nearest(town: Town, towns: list[Town]) -> str:
    narrow = cos(radians(town.latitude))
    known = [other for other in towns if other.people >= 8000 and other.key != town.key]
    return min(known, key=lambda o: hypot((o.longitude - town.longitude) * narrow, o.latitude - town.latitude)).name
