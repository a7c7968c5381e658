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


def stage_bars(rows: Sequence[Bar], *, key: str, title: str, description: str) -> SafeString:
    """The same for a projector: label, bar and number side by side, filling the room there is."""
    longest = max((row.value or 0 for row in rows), default=0)
    widest = max((width(svg.clean(row.label), _STAGE_SIZE) for row in rows), default=0)
    label = min(_STAGE_LABEL, widest * 1.04 + 48)
    parts: list[SafeString] = []
    top = 0.0
    for row in rows:
        drawn, top = _stage_row(row, longest, label, top)
        parts += drawn
    box = f"0 0 {_STAGE_WIDE} {max(top, _STAGE_HIGH):g}"
    return svg.picture(
        svg.join(parts), key=key, title=title, description=description, box=box, css="chart", wide="100%"
    )


def _stage_row(row: Bar, longest: int, label: float, top: float) -> tuple[list[SafeString], float]:
    lines = wrap(svg.clean(row.label), label - 40, _STAGE_SIZE, most=3)
    high = max(46 * len(lines), 56)
    first = top + high / 2 + 13 - 23 * (len(lines) - 1)
    parts = [svg.text(line, 0, first + 46 * at, _STAGE_SIZE) for at, line in enumerate(lines)]
    weight = {"font_weight": 700} if row.value is not None else {"opacity": ".78"}
    parts.append(svg.text(row.display, _STAGE_WIDE, top + high / 2 + 13, _STAGE_SIZE, text_anchor="end", **weight))
    room = _STAGE_WIDE - label - max(110, width(row.display, _STAGE_SIZE) * 1.15 + 30)
    long = max(room * row.value / longest, 3) if row.value and longest else 3
    css = f"bar k{row.step}" if row.step else "bar"
    fill = svg.SCALE[row.step - 1] if row.step else svg.GREEN
    if row.value is not None:
        parts.append(svg.rect(label, top + high / 2 - 22, long, 44, css, fill))
    return parts, top + high + 26
