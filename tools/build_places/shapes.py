"""Outlines: made by mapshaper from two npm packages, written as SVG paths in the maps' own units."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable, Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

from units import REGION_OF

MAPSHAPER = "mapshaper@0.7.70"
TMERC = (
    "+proj=tmerc +lat_0=49 +lon_0=-2 +k=0.9996012717 +x_0=400000 +y_0=-100000 +a=6377563.396 +b=6356256.909 +no_defs"
)
Ring = list[tuple[float, float]]


def mapshaper(*arguments: str) -> None:
    """Run mapshaper once; npx fetches the pinned version if it is not there."""
    subprocess.run(["npx", "--yes", MAPSHAPER, *arguments], check=True, capture_output=True)


def label_units(package: Path, out: Path) -> None:
    """Copy the council-level outlines with a `region` beside each name."""
    topology = json.loads((package / "src/js/data/gbr.topo.json").read_text())
    for unit in topology["objects"]["gbr"]["geometries"]:
        unit["properties"]["region"] = REGION_OF[unit["properties"]["name"]]
    out.write_text(json.dumps(topology))


def regions(units: Path, out: Path) -> None:
    """Dissolve the units to twelve outlines on the national grid. The clip drops Rockall."""
    mapshaper(
        *(str(units), "-clip", "bbox=-8.7,49,2.2,61", "-dissolve", "region", "-filter-islands", "min-area=15km2"),
        *("-proj", TMERC, "-simplify", "visvalingam", "keep-shapes", "18%", "-clean"),
        *("-o", str(out), "format=geojson", "precision=100"),
    )


def unit_outlines(units: Path, out: Path) -> None:
    """Every unit at full detail in degrees, to place towns in."""
    mapshaper(str(units), "-o", str(out), "format=geojson")


def neighbours(atlas: Path, out: Path) -> None:
    """Ireland and the Isle of Man, which stand beside the UK on its map."""
    mapshaper(
        *(str(atlas / "countries-50m.json"), "-target", "countries", "-filter", "name=='Ireland'||name=='Isle of Man'"),
        *("-proj", TMERC, "-simplify", "visvalingam", "keep-shapes", "45%", "-clean"),
        *("-o", str(out), "format=geojson", "precision=100"),
    )


def world(atlas: Path, out: Path, place: Callable[[float, float], tuple[float, float]]) -> None:
    """All land but Antarctica, projected, in thousandths of a unit. The source's rings run across the date line."""
    raw, cut = out.with_suffix(".raw.json"), out.with_suffix(".cut.json")
    mapshaper(str(atlas / "land-110m.json"), "-o", str(raw), "format=geojson")
    rings = [ring for f in features(raw) for rings in polygons(f["geometry"]) for ring in rings]
    north = [ring for ring in rings if min(up for _, up in ring) > -60]
    drawn = [[place(*point) for point in half] for ring in north for half in _at_date_line(ring)]
    kept = [[[[1000 * x, 1000 * y] for x, y in ring]] for ring in drawn if abs(_area(ring)) > 1.5]
    cut.write_text(json.dumps({"type": "MultiPolygon", "coordinates": kept}))
    simpler = ("-simplify", "visvalingam", "planar", "keep-shapes", "45%", "-clean")
    mapshaper(str(cut), *simpler, "-o", str(out), "format=geojson", "precision=10")


def _at_date_line(ring: Ring) -> list[Ring]:
    """A ring as it is, or, where its longitudes leap, its two sides pressed against the edges of the map."""
    whole, turn = [ring[0]], 0.0
    for (before, _), (across, up) in pairwise(ring):
        turn += 360 * ((across < before - 180) - (across > before + 180))
        whole.append((across + turn, up))
    sides = [_cut([(across + shift, up) for across, up in whole]) for shift in (-360, 0, 360)]
    return [side for side in sides if len({across for across, _ in side}) > 1]


def _cut(ring: Ring) -> Ring:
    """What lies within the map, with the points beyond pressed to its edge where the ring leaves and returns."""
    beyond = [abs(across) > 180 for across, _ in ring]
    near = [not all(beyond[max(0, i - 1) : i + 2]) for i in range(len(ring))]
    return [(max(-180.0, min(180.0, across)), up) for (across, up), keep in zip(ring, near, strict=True) if keep]


def country_points(atlas: Path, out: Path) -> None:
    """A point well inside each country's largest part, with the country's numeric code as id."""
    mapshaper(
        *(str(atlas / "countries-50m.json"), "-target", "countries", "-points", "inner"),
        *("-o", str(out), "format=geojson", "precision=0.01"),
    )


def features(path: Path) -> list[dict[str, Any]]:
    """The features of a GeoJSON file; a bare geometry counts as one."""
    read = json.loads(path.read_text())
    if "features" in read:
        return list(read["features"])
    bare = read.get("geometries", [read])
    return [{"properties": {}, "geometry": geometry} for geometry in bare]


def polygons(geometry: dict[str, Any]) -> Iterator[list[Ring]]:
    """Each polygon of a geometry as its rings, outer first."""
    if geometry["type"] == "Polygon":
        yield geometry["coordinates"]
    else:
        yield from geometry["coordinates"]


def path(geometry: dict[str, Any], place: Callable[[float, float], tuple[float, float]]) -> str:
    """SVG path data in tenths of a unit, relative moves, counted from rounded points so that nothing drifts."""
    return "".join(_ring(ring, place) for rings in polygons(geometry) for ring in rings)


def _ring(ring: Ring, place: Callable[[float, float], tuple[float, float]]) -> str:
    points: list[tuple[int, int]] = []
    for across, up in ring:
        x, y = place(across, up)
        point = (round(x * 10), round(y * 10))
        if not points or points[-1] != point:
            points.append(point)
    if points and points[0] == points[-1]:
        points.pop()
    if len(points) < 3:
        return ""
    moves = [(b[0] - a[0], b[1] - a[1]) for a, b in pairwise(points)]
    return "M" + _pair(*points[0]) + "l" + "".join(_pair(*move, lead=i > 0) for i, move in enumerate(moves)) + "z"


def _pair(x: int, y: int, lead: bool = False) -> str:
    first, second = _tenths(x), _tenths(y)
    return (
        (" " if lead and not first.startswith("-") else "") + first + ("" if second.startswith("-") else " ") + second
    )


def _tenths(value: int) -> str:
    text = f"{value / 10:g}"
    return text.replace("0.", ".", 1) if text.startswith(("0.", "-0.")) else text


def inside(rings: list[Ring], across: float, up: float) -> bool:
    """Whether a point lies in a polygon (even-odd crossings)."""
    odd = False
    for ring in rings:
        for (x1, y1), (x2, y2) in pairwise(ring):
            if (y1 > up) != (y2 > up) and across < (x2 - x1) * (up - y1) / (y2 - y1) + x1:
                odd = not odd
    return odd


def nearness(rings: list[Ring], across: float, up: float, narrow: float) -> float:
    """Squared distance in degrees of latitude from a point to the nearest corner; `narrow` scales longitude."""
    return min(((x - across) * narrow) ** 2 + (y - up) ** 2 for ring in rings for x, y in ring)


def middle(shapes: list[list[Ring]]) -> tuple[float, float]:
    """The centre of area of the largest polygon's outer ring: longitude, latitude."""
    best = max((rings[0] for rings in shapes), key=lambda ring: abs(_area(ring)))
    area = _area(best)
    pairs = list(pairwise(best))
    across = sum((x1 + x2) * (x1 * y2 - x2 * y1) for (x1, y1), (x2, y2) in pairs) / (6 * area)
    up = sum((y1 + y2) * (x1 * y2 - x2 * y1) for (x1, y1), (x2, y2) in pairs) / (6 * area)
    return across, up


def _area(ring: Ring) -> float:
    return sum(x1 * y2 - x2 * y1 for (x1, y1), (x2, y2) in pairwise(ring)) / 2
