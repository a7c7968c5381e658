"""The places themselves: read once from `data/`, on first use, and kept in memory.

Rows stay as text until somebody asks for one; only the spellings are indexed. All spellings are in the plain form
of `names.normalise`.
"""

from __future__ import annotations

import gzip
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from math import cos, radians

from collective.ground.lib.places import regions
from collective.ground.lib.places.names import normalise
from collective.ground.lib.places.place import Place
from collective.ground.lib.places.projection import UK_HEIGHT, on_uk_map, on_world_map

DATA = files("collective.ground.lib.places") / "data"
Keys = dict[str, list[str]]  # spelling → keys of places

_COUNTY_WEIGHT = 100_000.0  # a county or country stands among the cities in suggestions
_ENGLAND_MIDDLE = (52.6, -1.5)


class Gazetteer:
    """Every place by key, and the keys by spelling.

    names     towns and counties of the UK by their own name; a county yields to a town of its name
    others    towns and counties of the UK by another name (Caerdydd, Londonderry, Salop)
    lands     countries, by any name
    cities    places outside the UK, by their own or their English name
    within    for each county's own and other names, the units it is made of
    """

    def __init__(self) -> None:
        self.names: Keys = {}
        self.others: Keys = {}
        self.lands: Keys = {}
        self.cities: Keys = {}
        self.within: dict[str, frozenset[str]] = {}
        self._rows: dict[str, str] = {}
        self._counties: dict[str, list[str]] = {}
        self._countries: dict[str, list[str]] = {}
        self._areas: dict[str, list[str]] = {}
        self._states: dict[str, str] = {letters: name for letters, name, *_ in _table("states.tsv")}
        self._world: list[str] = []
        self._read_towns()
        self._read_counties()
        self._read_countries()
        self._read_world()
        for area, said, place in _table("postcode-areas.tsv"):
            self._areas[area] = [said, place]
        self.ordered = sorted(self.names)
        self.ordered_others = sorted(self.others)
        self.ordered_cities = sorted(self.cities)

    def _read_towns(self) -> None:
        for row in _unpacked("uk.tsv.gz"):
            name, key, ref, rest = row.split("\t", 3)
            self._rows[ref] = row
            self.names.setdefault(key or name.lower(), []).append(ref)
            if others := rest.rpartition("\t")[2]:
                for other in others.split("|"):
                    self.others.setdefault(other, []).append(ref)

    def _read_counties(self) -> None:
        wider: dict[str, set[str]] = defaultdict(set)
        for slug, *row in _table("counties.tsv"):
            self._counties[slug] = row
            name, *others = [normalise(word) for word in (row[0], *row[1].split("|")) if word]
            for word in (name, *others):
                wider[word].update(row[-1].split("|"))
            if name not in self.names:
                self.names[name] = [f"county:{slug}"]
            for other in others:
                self.others.setdefault(other, []).append(f"county:{slug}")
        self.within = {word: frozenset(units) for word, units in wider.items()}

    def _read_countries(self) -> None:
        for code, *row in _table("countries.tsv"):
            self._countries[code] = row
            for word in (row[0], *row[1].split("|")):
                self.lands.setdefault(normalise(word), []).append(f"country:{code}")

    def _read_world(self) -> None:
        self._world = _unpacked("world.tsv.gz")
        for number, row in enumerate(self._world):
            name, key, rest = row.split("\t", 2)
            self.cities.setdefault(key or name.lower(), []).append(f"#{number}")
            if rest[-1] != "\t":
                for other in rest.rpartition("\t")[2].split("|"):
                    self.cities.setdefault(other, []).append(f"#{number}")

    def place(self, key: str) -> Place | None:
        """The place a key names, or None. Also takes the short keys of this module's own indexes."""
        kind, _, rest = key.partition(":")
        if not rest:
            return self._city(key) if key.startswith("#") else self._town(key)
        makers = {
            "gb": lambda: self._town(rest.rpartition(":")[2]),
            "county": lambda: self._county(rest),
            "country": lambda: self._country(rest),
            "area": lambda: self.area(rest),
            "region": lambda: self._region(rest),
            "nation": lambda: self._england() if rest == "england" else None,
        }
        return makers[kind]() if kind in makers else self._city_called(kind, rest)

    def unit(self, place: Place) -> str:
        """The council-level unit a UK town lies in, "" for anything else."""
        row = self._rows.get(place.key.rpartition(":")[2]) if place.kind == "town" else None
        return row.split("\t")[7] if row else ""

    def states(self, place: Place) -> tuple[str, ...]:
        """The state a city of the United States lies in, by name and by letters, in plain spelling."""
        state = place.label.split(", ")[1] if place.country == "US" and place.label.count(", ") == 2 else ""
        return tuple(
            normalise(word) for letters, name in self._states.items() if name == state for word in (name, letters)
        )

    def weight(self, ref: str) -> float:
        """How likely somebody here means this place, for the order of suggestions: people, those of the UK fiftyfold."""
        if ref.startswith("#"):
            return float(self._world[int(ref[1:])].split("\t")[5])
        if ref.startswith("c"):
            return _COUNTY_WEIGHT
        return 50 * float(self._rows[ref].split("\t")[5])

    def land(self, code: str) -> str:
        """A country's name."""
        return self._countries[code][0] if code in self._countries else code

    def _town(self, ref: str) -> Place | None:
        row = self._rows.get(ref)
        if row is None:
            return None
        name, key, _, latitude, longitude, people, region, _, suffix, _ = row.split("\t")
        slug = (key or name.lower()).replace(" ", "-")
        label = f"{name}, {suffix}" if suffix else name
        home = regions.REGIONS[int(region)].slug
        return _placed(f"gb:{slug}:{ref}", label, "town", home, "GB", (latitude, longitude), people)

    def _county(self, slug: str) -> Place | None:
        row = self._counties.get(slug)
        if row is None:
            return None
        name, _, region, latitude, longitude, _ = row
        return _placed(f"county:{slug}", name, "county", region, "GB", (latitude, longitude))

    def _country(self, code: str) -> Place | None:
        row = self._countries.get(code)
        if row is None:
            return None
        name, _, latitude, longitude = row
        return _placed(f"country:{code}", name, "country", None, code, (latitude, longitude))

    def area(self, area: str) -> Place | None:
        """A postcode area, with the dot on its post town; None if there is no such area."""
        row = self._areas.get(area)
        town = self.place(row[1]) if row else None
        if row is None or town is None:
            return None
        label = f"{row[0]} ({area})"
        spot = (town.x, town.y, town.world_x, town.world_y)
        return Place(f"area:{area}", label, "area", town.region, town.country, *spot)

    def areas(self) -> Iterator[tuple[str, str]]:
        """Each postcode area with what it is called."""
        return ((area, row[0]) for area, row in self._areas.items())

    def _region(self, slug: str) -> Place | None:
        region = regions.BY_SLUG.get(slug)
        if region is None:
            return None
        latitude = 49.8 + (UK_HEIGHT - region.y) / 111.2  # near enough for a map of the world
        across, up = on_world_map(latitude, -2 + (region.x - 400) / (111.2 * cos(radians(latitude))))
        return Place(f"region:{slug}", region.name, "region", slug, "GB", region.x, region.y, across, up)

    def _england(self) -> Place:
        across, up = on_world_map(*_ENGLAND_MIDDLE)
        return Place("nation:england", "England", "nation", None, "GB", None, None, across, up)

    def _city(self, number: str) -> Place:
        name, key, code, latitude, longitude, people, letters, _ = self._world[int(number[1:])].split("\t")
        state = self._states.get(letters, "")
        slug = (f"{key or name.lower()} {normalise(state)}").strip().replace(" ", "-")
        label = ", ".join(filter(None, [name, state, self.land(code)]))
        return _placed(f"{code.lower()}:{slug}", label, "city", None, code, (latitude, longitude), people)

    def _city_called(self, code: str, slug: str) -> Place | None:
        """Find "fr:paris" again; in the United States the state follows: "us:portland-oregon"."""
        words = slug.split("-")
        for end in range(len(words), 0, -1):
            for number in self.cities.get(" ".join(words[:end]), ()):
                city = self._city(number)
                if city.key == f"{code}:{slug}":
                    return city
        return None

    def starting(self, ordered: list[str], start: str) -> Iterator[str]:
        """The spellings in an ordered list that begin so."""
        for place in range(bisect_left(ordered, start), len(ordered)):
            if not ordered[place].startswith(start):
                return
            yield ordered[place]


@cache
def gazetteer() -> Gazetteer:
    """The one gazetteer of this process, read when first asked for."""
    return Gazetteer()


def _placed(
    key: str, label: str, kind: str, region: str | None, country: str, spot: tuple[str, str], people: str = "0"
) -> Place:
    latitude, longitude = float(spot[0]), float(spot[1])
    drawn = country == "IM" or (country == "GB" and kind != "country")
    x, y = on_uk_map(latitude, longitude) if drawn else (None, None)
    across, up = on_world_map(latitude, longitude)
    return Place(key, label, kind, region, country, x, y, across, up, round(float(people) * 100))


def _unpacked(name: str) -> list[str]:
    return gzip.decompress((DATA / name).read_bytes()).decode().splitlines()


def _table(name: str) -> Iterator[list[str]]:
    """The rows of a small table below its heading."""
    for line in (DATA / name).read_text(encoding="utf-8").splitlines()[1:]:
        yield line.split("\t")
