"""Dots that do not touch: each as near to its own place as there is room."""

from collections.abc import Sequence
from math import cos, pi, sin, sqrt

Point = tuple[float, float]

_SIZES = ((40, 13.5), (90, 10.5), (200, 7.5), (450, 5.5))
_SMALLEST = 4.0
_GOLDEN = pi * (3 - sqrt(5))


def radius(people: int) -> float:
    """How large a dot may be when so many stand on one map. It changes in few steps, so that dots seldom move."""
    return next((size for most, size in _SIZES if people <= most), _SMALLEST)


def pack(places: Sequence[Point], r: float) -> list[Point]:
    """A centre for each dot of radius `r`, none nearer to another than 2r and a little, in the order given.

    A dot takes the first free spot of a sunflower spiral round its place, so those already there never move when
    another comes.
    """
    apart = 2 * r + r / 5
    taken: dict[tuple[int, int], list[Point]] = {}
    tried: dict[Point, int] = {}
    centres = []
    for x, y in places:
        step = tried.get((x, y), 0)
        while not _free(spot := _spot(x, y, step, apart), taken, apart):
            step += 1
        tried[(x, y)] = step
        taken.setdefault(_cell(spot, apart), []).append(spot)
        centres.append(spot)
    return centres


def _spot(x: float, y: float, step: int, apart: float) -> Point:
    away = apart * 0.36 * sqrt(step)
    return round(x + away * cos(step * _GOLDEN), 1), round(y + away * sin(step * _GOLDEN), 1)


def _cell(point: Point, apart: float) -> tuple[int, int]:
    return int(point[0] // apart), int(point[1] // apart)


def _free(spot: Point, taken: dict[tuple[int, int], list[Point]], apart: float) -> bool:
    column, row = _cell(spot, apart)
    return not any(
        (other[0] - spot[0]) ** 2 + (other[1] - spot[1]) ** 2 < apart**2
        for near_column in (column - 1, column, column + 1)
        for near_row in (row - 1, row, row + 1)
        for other in taken.get((near_column, near_row), ())
    )
