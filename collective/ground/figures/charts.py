"""From numbers to a figure: a picture, the same numbers as a table, and one sentence.

Two doors. `choices`, `stages`, `scale`, `places_map` and `words` take raw tallies: they are for the room that the
people are sitting in (stage, phone, desk) and for nothing else. `public` takes a `SafeFigure` and is for everybody.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from django.utils.safestring import SafeString

from collective.ground.figures.drawings import maps
from collective.ground.figures.drawings.bars import Bar, bars
from collective.ground.figures.drawings.cloud import Layout, cloud, lay_out
from collective.ground.lib.disclosure import SafeFigure, saying
from collective.ground.lib.disclosure.figure import ABROAD
from collective.ground.lib.places import NATION_NAMES, REGIONS, Place

ELSEWHERE = "Elsewhere in the world"


@dataclass(frozen=True, slots=True)
class Row:
    """One line: `value` is None where no number may be shown; `step` 1 to 5 is an ordered stage; `about` a few words."""

    label: str
    value: int | None
    display: str
    step: int = 0
    about: str = ""


@dataclass(frozen=True, slots=True)
class Figure:
    """What `{% figure %}` and `{% stage_figure %}` show.

    `rows` in the order of the question; `aside` outside the order ("Not sure"), also at the end of `table`. `people` is
    how many the figure speaks for, None where that is not told. `layout`: for words, what the next cloud starts from.
    """

    kind: str
    title: str
    svg: SafeString
    head: tuple[str, str]
    rows: tuple[Row, ...]
    sentence: str
    note: str = ""
    people: int | None = None
    aside: tuple[Row, ...] = ()
    layout: Layout | None = None
    held: bool = False
    summary: str = ""

    @property
    def table(self) -> tuple[Row, ...]:
        """Every line, for the table and for downloads."""
        return self.rows + self.aside

    @property
    def most(self) -> int:
        """The largest number, for the length of bars."""
        return max((row.value or 0 for row in self.rows), default=0)

    @property
    def ranked(self) -> tuple[Row, ...]:
        """The lines that have people, largest first; equals stay in their order."""
        return tuple(sorted((row for row in self.rows if row.value), key=lambda row: -(row.value or 0)))

    @property
    def leading(self) -> tuple[Row, ...]:
        """The first seven of `ranked`, as many as fit beside a cloud."""
        return self.ranked[:7]


def choices(title: str, counts: Mapping[str, int], people: int, *, key: str = "", several: bool = False) -> Figure:
    """Answers from a list, in the order asked, for the room. `several`: one person may have chosen more than one."""
    rows = tuple(_row(label, count) for label, count in counts.items())
    if several and people:
        sentence = f"{saying.upper_first(saying.people_words(people))} answered. " + _leading(counts)
    else:
        sentence = saying.most_common(list(counts.items()), people)
    return _barred(Figure("bars", title, SafeString(), saying.head("bars"), rows, sentence.strip(), people=people), key)


def stages(
    title: str,
    counts: Mapping[str, int],
    *,
    aside: Mapping[str, int] | None = None,
    about: Mapping[str, str] | None = None,
    key: str = "",
) -> Figure:
    """Ordered classes, such as stages of data maturity, for the room. `about`: a few words on each class."""
    rows = tuple(
        replace(_row(label, count), step=_step(at, len(counts)), about=(about or {}).get(label, ""))
        for at, (label, count) in enumerate(counts.items())
    )
    others = tuple(_row(label, count) for label, count in (aside or {}).items())
    people = sum(row.value or 0 for row in rows + others)
    sentence = saying.in_order(list(counts.items()), people, list((aside or {}).items()))
    figure = Figure("ordered", title, SafeString(), saying.head("ordered"), rows, sentence, people=people, aside=others)
    return _barred(figure, key)


def scale(title: str, counts: Mapping[str, int], *, aside: Mapping[str, int] | None = None, key: str = "") -> Figure:
    """A scale from 1 to 5 (or other steps in order), for the room."""
    figure = stages(title, counts, aside=aside, key=key)
    return replace(figure, kind="scale", head=("Answer", "People"))


def places_map(
    title: str, found: Iterable[tuple[Place, int]], *, elsewhere: Mapping[str, int] | None = None, key: str = ""
) -> Figure:
    """Where people are, one dot each, for the room. `elsewhere`: people without a point on the map, such as "Online"."""
    here: list[tuple[float, float]] = []
    abroad: list[tuple[float, float]] = []
    counts: dict[str, int] = {}
    for place, people in found:
        if place.x is not None and place.y is not None:
            here += [(place.x, place.y)] * people
        elif place.country != "GB":
            abroad += [(place.world_x, place.world_y)] * people
        name = _area_name(place)
        counts[name] = counts.get(name, 0) + people
    for label, people in (elsewhere or {}).items():
        counts[label] = counts.get(label, 0) + people
    ranked = sorted(counts.items(), key=lambda pair: -pair[1])
    people = sum(counts.values())
    sentence = saying.on_the_map(ranked, people, areas="place")
    key = key or _key("map", title)
    svg = maps.uk_dots(here, abroad, key=key, title=title, description=sentence)
    rows = tuple(_row(label, count) for label, count in ranked)
    where = f"{saying.number(len(rows))} {'place' if len(rows) == 1 else 'places'}"
    summary = f"{saying.upper_first(saying.people_words(people))}, {where}" if people else ""
    return Figure("map", title, svg, saying.head("map"), rows, sentence, people=people, summary=summary)


def words(
    title: str, counts: Mapping[str, int], people: int, *, previous: Layout | None = None, key: str = ""
) -> Figure:
    """Words in people's own writing, for the room. `previous`: the layout of the last cloud, so that words stay put."""
    layout = lay_out(counts, previous)
    rows = tuple(
        _row(word, count) for word, count in sorted(counts.items(), key=lambda pair: (-pair[1], pair[0].casefold()))
    )
    sentence = saying.words_said([(row.label, row.value) for row in rows], people)
    svg = cloud(layout, counts, key=key or _key("words", title), title=title, description=sentence)
    return Figure("words", title, svg, saying.head("words"), rows, sentence, people=people, layout=layout)


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


def _row(label: str, count: int) -> Row:
    return Row(label, count, f"{count:,}")


def _key(kind: str, title: str) -> str:
    return f"{kind}-{hashlib.sha256(title.encode()).hexdigest()[:10]}"


def _barred(figure: Figure, key: str) -> Figure:
    drawn = [Bar(row.label, row.value, row.display, row.step) for row in figure.table]
    svg = bars(drawn, key=key or _key(figure.kind, figure.title), title=figure.title, description=figure.sentence)
    return replace(figure, svg=svg)


def _leading(counts: Mapping[str, int]) -> str:
    top = max(counts.values(), default=0)
    if not top:
        return ""
    labels = [f"“{label}”" for label, count in counts.items() if count == top]
    if len(labels) > 3:
        return (
            f"{saying.upper_first(saying.number(len(labels)))} answers share the lead, with {saying.number(top)} each."
        )
    return f"Chosen most: {saying.listed(labels)}, by {saying.number(top)}{' each' if len(labels) > 1 else ''}."


def _step(at: int, size: int) -> int:
    """The colour of one of `size` ordered classes: from the lightest to the darkest of five."""
    return 1 + round(at * 4 / (size - 1)) if size > 1 else 3


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


def _area_name(place: Place) -> str:
    by_slug = {region.slug: region.name for region in REGIONS}
    if place.region in by_slug:
        return by_slug[place.region]
    if place.country == "GB":
        return NATION_NAMES.get(place.key.removeprefix("nation:"), place.label)
    return ELSEWHERE


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
