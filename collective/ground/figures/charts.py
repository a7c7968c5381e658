"""From a `SafeFigure` to what a public page shows: a picture, the same numbers as a table, and one sentence.

Nothing else is taken, so no raw count is drawn by this door. What a room sees of itself is drawn by the room.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace

from django.utils.safestring import SafeString

from collective.ground.figures.drawings import maps
from collective.ground.figures.drawings.bars import Bar, bars
from collective.ground.figures.drawings.cloud import cloud, lay_out
from collective.ground.lib.disclosure import SafeFigure
from collective.ground.lib.disclosure.figure import ABROAD
from collective.ground.lib.places import REGIONS

ELSEWHERE = "Elsewhere in the world"


@dataclass(frozen=True, slots=True)
class Row:
    """One line: `value` is None where no number may be shown; `step` 1 to 5 is an ordered stage."""

    label: str
    value: int | None
    display: str
    step: int = 0


@dataclass(frozen=True, slots=True)
class Figure:
    """What `{% figure %}` shows.

    `rows` in the order of the question. `people` is how many the figure speaks for, None where that is not told.
    """

    kind: str
    title: str
    svg: SafeString
    head: tuple[str, str]
    rows: tuple[Row, ...]
    sentence: str
    note: str = ""
    people: int | None = None
    held: bool = False


def public(safe: SafeFigure, *, key: str = "") -> Figure:
    """A figure for everybody."""
    steps = _steps(safe)
    rows = tuple(Row(row.label, row.value, row.display, step) for row, step in zip(safe.rows, steps, strict=True))
    figure = Figure(
        safe.kind,
        safe.title,
        SafeString(),
        safe.head,
        rows,
        safe.sentence,
        safe.note,
        safe.people_shown,
        held=safe.held,
    )
    key = key or _key(safe.kind, safe.title)
    if safe.held:
        return figure
    if safe.kind == "map":
        return replace(figure, svg=_public_map(safe, key))
    if safe.kind == "words":
        return replace(figure, svg=_public_cloud(safe, key))
    return _barred(figure, key)


def _key(kind: str, title: str) -> str:
    return f"{kind}-{hashlib.sha256(title.encode()).hexdigest()[:10]}"


def _barred(figure: Figure, key: str) -> Figure:
    drawn = [Bar(row.label, row.value, row.display, row.step) for row in figure.rows]
    svg = bars(drawn, key=key or _key(figure.kind, figure.title), title=figure.title, description=figure.sentence)
    return replace(figure, svg=svg)


def _steps(safe: SafeFigure) -> Sequence[int]:
    if safe.kind != "ordered":
        return [0] * len(safe.rows)
    size = sum(len(row.covers) for row in safe.rows if row.ordered)
    steps, at = [], 0
    for row in safe.rows:
        middle = at + (len(row.covers) - 1) / 2
        steps.append(1 + round(middle * 4 / max(size - 1, 1)) if row.ordered else 0)
        at += len(row.covers)
    return steps


def _public_map(safe: SafeFigure, key: str) -> SafeString:
    points = {region.slug: (float(region.x), float(region.y)) for region in REGIONS}
    circles = []
    for row in safe.rows:
        members = tuple(points[slug] for slug in row.covers if slug in points)
        if members and row.value:
            x, y = (sum(point[axis] for point in members) / len(members) for axis in (0, 1))
            circles.append(maps.Circle(x, y, row.value, members))
    abroad = next((row.value for row in safe.rows if row.covers == (ABROAD,)), None)
    return maps.uk_circles(circles, abroad, key=key, title=safe.title, description=safe.sentence)


def _public_cloud(safe: SafeFigure, key: str) -> SafeString:
    """Words without a number are all of one size: the smallest, or the largest where nearly everybody said them."""
    most = max((row.value or 0 for row in safe.rows), default=0)
    sizes = {row.label: row.value or (most + 1 if row.display else 1) for row in safe.rows}
    return cloud(lay_out(sizes), sizes, key=key, title=safe.title, description=safe.sentence, more=False)
