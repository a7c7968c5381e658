"""The maps: projection against published figures, outlines, regions, and data that is what its sources say."""

from __future__ import annotations

import hashlib
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from collective.ground.lib import places
from collective.ground.lib.places.gazetteer import DATA


def degrees(whole: int, minutes: int, seconds: float) -> float:
    return whole + minutes / 60 + seconds / 3600


def test_the_worked_example_of_the_ordnance_survey_comes_out_to_the_millimetre() -> None:
    """ "A guide to coordinate systems in Great Britain", annex C."""
    east, north = places.national_grid(degrees(52, 39, 27.2531), degrees(1, 43, 4.5177))
    assert east == pytest.approx(651409.903, abs=0.001)
    assert north == pytest.approx(313177.270, abs=0.001)


@pytest.mark.parametrize(
    ("town", "east", "north"),
    [
        ("Sheffield", 435, 387),  # SK 35 87
        ("Hebden Bridge", 399, 427),  # SD 99 27
        ("Whitby", 489, 511),  # NZ 89 11
        ("Ludlow", 351, 275),  # SO 51 75
        ("Truro", 182, 45),  # SW 82 45
        ("Penzance", 147, 30),  # SW 47 30
        ("Aberystwyth", 258, 281),  # SN 58 81
        ("Inverness", 266, 845),  # NH 66 45
        ("Kirkwall", 345, 1011),  # HY 45 11
        ("Lerwick", 447, 1141),  # HU 47 41
        ("Dover", 632, 141),  # TR 32 41
    ],
)
def test_towns_lie_within_two_kilometres_of_their_grid_reference(town: str, east: int, north: int) -> None:
    found = places.find(town)
    assert isinstance(found, places.Place)
    assert found.x == pytest.approx(east + 0.5, abs=2)
    assert found.y == pytest.approx(1230 - north - 0.5, abs=2)


def test_the_world_map_is_even_about_its_middle_and_fits() -> None:
    assert places.on_world_map(0, 0) == (500.0, 244.0)
    left, right = places.on_world_map(50, -120), places.on_world_map(50, 120)
    assert left[0] + right[0] == pytest.approx(1000, abs=0.2)
    assert left[1] == right[1]
    assert places.on_world_map(0, -180)[0] == pytest.approx(0, abs=0.1)


@given(st.floats(-56, 84), st.floats(-180, 180))
def test_all_inhabited_land_is_on_the_world_map(latitude: float, longitude: float) -> None:
    x, y = places.on_world_map(latitude, longitude)
    assert 0 <= x <= 1000
    assert 0 <= y <= 436


def ends(data: str) -> list[tuple[float, float]]:
    """Every point of a path of relative lines."""
    points = []
    for ring in data.split("z")[:-1]:
        numbers = [float(figure) for figure in re.findall(r"-?\d*\.?\d+", ring)]
        x, y = numbers[:2]
        points.append((x, y))
        for across, down in zip(numbers[2::2], numbers[3::2], strict=True):
            x, y = x + across, y + down
            points.append((x, y))
    return points


def test_the_uk_map_has_the_twelve_regions_inside_its_box() -> None:
    drawn = places.uk_map_paths()
    assert [slug for slug, _, _ in drawn] == [region.slug for region in places.REGIONS]
    for slug, name, data in drawn:
        assert name
        points = ends(data)
        assert len(points) > 20, slug
        assert all(0 <= x <= 670 and 0 <= y <= 1230 for x, y in points), slug


def test_each_label_point_lies_in_its_region() -> None:
    outlines = {slug: data for slug, _, data in places.uk_map_paths()}
    for region in places.REGIONS:
        odd = False
        for ring in outlines[region.slug].split("z")[:-1]:
            points = ends(ring + "z")
            for (x1, y1), (x2, y2) in zip(points, [*points[1:], points[0]], strict=True):
                if (y1 > region.y) != (y2 > region.y) and region.x < (x2 - x1) * (region.y - y1) / (y2 - y1) + x1:
                    odd = not odd
        assert odd, region.slug


def test_the_world_map_stays_in_its_box_and_no_line_runs_across_it() -> None:
    data = places.world_map_path()
    assert all(-0.5 <= x <= 1000.5 and -0.5 <= y <= 436.5 for x, y in ends(data))
    for ring in data.split("z")[:-1]:
        points = ends(ring + "z")
        leaps = [abs(a[0] - b[0]) for a, b in zip(points, [*points[1:], points[0]], strict=True)]
        assert max(leaps) < 60


def test_the_maps_stay_small() -> None:
    assert sum(len(data) for _, _, data in places.uk_map_paths()) < 20_000
    assert len(places.uk_map_beside()) < 4_000
    assert len(places.world_map_path()) < 25_000


def test_neighbours_are_mutual_and_known() -> None:
    slugs = {region.slug: region for region in places.REGIONS}
    assert len(slugs) == 12
    for region in places.REGIONS:
        assert region.nation in places.NATION_NAMES
        for other in region.neighbours:
            assert region.slug in slugs[other].neighbours, (region.slug, other)


def test_nine_regions_make_england() -> None:
    assert sum(region.nation == "england" for region in places.REGIONS) == 9


def test_every_data_file_is_the_one_its_sources_name() -> None:
    listed = dict(
        re.findall(r"^\| `([\w.-]+)` \| \d+ \| `([0-9a-f]{64})` \|$", (DATA / "SOURCES.md").read_text(), re.M)
    )
    kept = {file.name for file in DATA.iterdir() if file.name != "SOURCES.md"}
    assert set(listed) == kept
    for name, checksum in listed.items():
        assert hashlib.sha256((DATA / name).read_bytes()).hexdigest() == checksum, name


def test_there_is_a_line_for_each_of_the_124_postcode_areas() -> None:
    rows = [row.split("\t") for row in (DATA / "postcode-areas.tsv").read_text().splitlines()[1:]]
    assert len({area for area, _, _ in rows}) == 124
    assert all(places.by_key(f"area:{area}") for area, _, _ in rows)
