"""From a tally to the picture of it: which drawing suits which kind of prompt, with the same facts as a list and a sentence.

What is shown here is for the room: everything the host has revealed. Public figures go through `ground.figures`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.safestring import mark_safe

from collective.ground.figures.drawings import cloud, maps
from collective.ground.lib import places
from collective.ground.web.drawing import heap
from collective.talk.rooms.prompts.kinds import ELSEWHERE, MATURITY

if TYPE_CHECKING:
    from collections.abc import Sequence

    from collective.talk.rooms.models import Prompt
    from collective.talk.rooms.prompts import Tally

LISTED = {"place": 12, "words": 7}
# What fits on a stage of three columns: lines in all, lines that one sentence may take, characters on a line.
TEXT_LINES, MOST_LINES, ON_A_LINE = 36, 6, 32
_REGION_NAMES = {region.slug: region.name for region in places.REGIONS}


# Where words stood when the cloud was last drawn, so that they stay put while others arrive. Only a picture hangs on it.
# The same words and counts always get the layout they had, so that every screen and each fresh page shows one picture.
_LAYOUTS: dict[tuple[int, int], tuple[dict[str, int], cloud.Layout]] = {}
_LAYOUTS_KEPT = 64


@dataclass(frozen=True)
class Row:
    """One line of the list beside a picture: `share` of the longest bar from 0 to 1000, `step` 1 to 5 for an ordered stage."""

    label: str
    count: int
    share: int
    step: int = 0
    hint: str = ""
    svg: str = ""


@dataclass(frozen=True)
class Picture:
    """What the stage, a phone or the desk draws of one prompt. `layout` names the template that lays it out."""

    layout: str
    sentence: str
    rows: tuple[Row, ...] = ()
    aside: tuple[Row, ...] = ()
    svg: str = ""
    texts: tuple[str, ...] = ()
    heading: str = ""
    more: int = 0

    @property
    def stage_template(self) -> str:
        return f"rooms/pictures/{self.layout}_stage.html"


def figure(prompt: Prompt, tally: Tally) -> Picture:
    """The picture that suits this prompt."""
    draw = {"place": _place, "words": _words, "maturity": _maturity, "text": _text}.get(prompt.kind, _bars)
    return draw(prompt, tally)


def _rows(pairs: Sequence[tuple[str, int]]) -> tuple[Row, ...]:
    most = max((count for _, count in pairs), default=0)
    return tuple(Row(label, count, round(1000 * count / most) if most else 0) for label, count in pairs)


def _people(number: int) -> str:
    return "One person" if number == 1 else f"{number} people"


def _place(prompt: Prompt, tally: Tally) -> Picture:
    regions: dict[str, int] = {}
    here: list[tuple[float, float]] = []
    abroad: list[tuple[float, float]] = []
    for value, count in tally.counts.items():
        place = places.by_key(value)
        label = _area(place) if place else tally.labels.get(value, value)
        regions[label] = regions.get(label, 0) + count
        if place and place.x is not None and place.y is not None:
            here += [(place.x, place.y)] * count
        elif place and place.world_x is not None and place.world_y is not None and place.country != "GB":
            abroad += [(place.world_x, place.world_y)] * count
    ranked = sorted(regions.items(), key=lambda pair: (-pair[1], pair[0]))
    areas = sum(1 for label, _ in ranked if label not in dict(ELSEWHERE).values())
    sentence = (
        f"{_people(tally.people)}, {areas} {'place' if areas == 1 else 'nations, regions and countries'}"
        if ranked
        else ""
    )
    svg = maps.uk_dots(
        here, abroad, key=f"map-{prompt.pk}", title="Where people are today", description=_spoken(ranked)
    )
    kept, more = ranked[: LISTED["place"]], len(ranked) - LISTED["place"]
    return Picture("place", sentence, _rows(kept), svg=svg, heading=sentence, more=max(more, 0))


def _area(place: places.Place) -> str:
    return _REGION_NAMES.get(place.region or "", place.label if place.country == "GB" else _country(place))


def _country(place: places.Place) -> str:
    country = places.by_key(f"country:{place.country}")
    return country.label if country else place.label


def _spoken(pairs: Sequence[tuple[str, int]]) -> str:
    return ", ".join(f"{label} {count}" for label, count in pairs) or "Nobody has answered yet"


def _words(prompt: Prompt, tally: Tally) -> Picture:
    ranked = list(tally.counts.items())
    spoken = _spoken(ranked[:20])
    layout = _layout(prompt, tally.counts)
    svg = cloud.cloud(layout, tally.counts, key=f"cloud-{prompt.pk}", title="Words people said", description=spoken)
    top = [word for word, count in ranked[:3] if count > 1]
    sentence = f"Said most: {', '.join(top)}." if top else ""
    listed = ranked[: LISTED["words"]]
    return Picture("words", sentence, _rows(listed), svg=svg, more=len(ranked) - len(listed))


def _layout(prompt: Prompt, counts: dict[str, int]) -> cloud.Layout:
    before, layout = _LAYOUTS.get((prompt.pk, prompt.turn), ({}, None))
    if layout is None or before != counts:
        layout = cloud.lay_out(counts, layout)
        _LAYOUTS[prompt.pk, prompt.turn] = (counts, layout)
        while len(_LAYOUTS) > _LAYOUTS_KEPT:
            _LAYOUTS.pop(next(iter(_LAYOUTS)), None)
    return layout


def _maturity(prompt: Prompt, tally: Tally) -> Picture:
    most = max([tally.counts.get(value, 0) for value, _, _ in MATURITY] + [1])
    stages = tuple(
        Row(label, count, round(1000 * count / most), step, hint, mark_safe(heap(count, most)))  # noqa: S308 - numbers only
        for step, (value, label, hint) in enumerate(MATURITY, start=1)
        for count in [tally.counts.get(value, 0)]
    )
    aside = tuple(
        Row(label, tally.counts[value], 0)
        for value, label in [("not-sure", "Not sure"), ("rather-not-say", "Rather not say")]
        if tally.counts.get(value)
    )
    return Picture("maturity", _maturity_sentence(stages), stages, aside)


def _maturity_sentence(stages: Sequence[Row]) -> str:
    most = max((row.count for row in stages), default=0)
    if not most:
        return ""
    top = [row.label for row in stages if row.count == most]
    return f"Most people say {' or '.join(top)}." if len(top) <= 2 else "People are spread over the stages."


def _bars(prompt: Prompt, tally: Tally) -> Picture:
    rows = _rows([(_option_label(prompt, tally, value), count) for value, count in tally.counts.items()])
    if prompt.kind == "scale":
        rows = tuple(Row(row.label, row.count, row.share, step) for step, row in enumerate(rows, start=1))
    most = max((row.count for row in rows), default=0)
    top = [row.label for row in rows if row.count == most]
    sentence = f"Most chosen: {' and '.join(top)}." if most and len(top) <= 2 else ""
    return Picture("bars", sentence, rows)


def _option_label(prompt: Prompt, tally: Tally, value: str) -> str:
    label = tally.labels.get(value, value)
    ends = {"1": 0, "5": 1}
    words = (
        prompt.options[ends[value]]
        if prompt.kind == "scale" and value in ends and len(prompt.options) > ends[value]
        else ""
    )
    return f"{label}: {words}" if words else label


def _text(prompt: Prompt, tally: Tally) -> Picture:
    newest = list(reversed(tally.texts))
    shown: list[str] = []
    lines = 0
    for text in newest:
        lines += 1 + min(MOST_LINES, 1 + len(text) // ON_A_LINE)
        if lines > TEXT_LINES and shown:
            break
        shown.append(text)
    return Picture("text", "", texts=tuple(shown), more=len(newest) - len(shown))
