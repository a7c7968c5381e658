"""Horizontal bars: the label, its number, and a bar below them, as wide as a phone."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.safestring import SafeString

from collective.ground.figures.drawings import svg
from collective.ground.figures.drawings.letters import width, wrap

WIDE = 360
_SIZE = 16
_LINE = 20
_THICK = 11
_GAP = 17
_BESIDE = 14
_STAGE_WIDE, _STAGE_HIGH, _STAGE_LABEL, _STAGE_SIZE = 1800, 520, 620, 38


@dataclass(frozen=True, slots=True)
class Bar:
    """One row: `value` None has no bar, only what `display` says. `step` 1 to 5 colours an ordered stage, 0 is plain."""

    label: str
    value: int | None
    display: str
    step: int = 0


def bars(rows: Sequence[Bar], *, key: str, title: str, description: str) -> SafeString:
    """All rows as one picture, in the order given. The longest bar is the full width; a nought has none."""
    longest = max((row.value or 0 for row in rows), default=0)
    parts: list[SafeString] = []
    top = 4.0
    for row in rows:
        drawn, top = _row(row, longest, top)
        parts += drawn
    box = f"0 0 {WIDE} {max(top - _GAP + 4, 24):g}"
    return svg.picture(svg.join(parts), key=key, title=title, description=description, box=box, css="chart", wide=432)


def _row(row: Bar, longest: int, top: float) -> tuple[list[SafeString], float]:
    number_width = width(row.display, _SIZE) * 1.12 + _BESIDE
    lines = wrap(svg.clean(row.label), WIDE - number_width, _SIZE)
    parts = [svg.text(line, 0, top + 14 + _LINE * at, _SIZE) for at, line in enumerate(lines)]
    weight = {"font_weight": 700} if row.value is not None else {"opacity": ".78"}
    if row.display:
        parts.append(svg.text(row.display, WIDE, top + 14, _SIZE, text_anchor="end", **weight))
    below = top + _LINE * len(lines)
    if row.value is None:
        return parts, below + _GAP - 4
    if row.value:
        long = max(3.0, WIDE * row.value / longest)
        css = f"bar k{row.step}" if row.step else "bar"
        fill = svg.SCALE[row.step - 1] if row.step else svg.GREEN
        parts.append(svg.rect(0.5, below, min(long, WIDE - 1), _THICK, css, fill))
    else:
        parts.append(svg.rect(0, below, 2, _THICK, "bar", svg.GREEN))
    return parts, below + _THICK + _GAP
