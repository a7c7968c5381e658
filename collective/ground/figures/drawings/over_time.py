"""A total that grows: one step a day, from the first to the last, as wide as a phone."""

from collections.abc import Sequence
from datetime import date

from django.utils.safestring import SafeString

from collective.ground.figures.drawings import svg
from collective.ground.figures.drawings.letters import width

WIDE, HIGH = 360, 150
_TOP, _BASE, _SIZE = 22, 122, 14


def over_time(points: Sequence[tuple[date, int]], until: date, *, key: str, title: str, description: str) -> SafeString:
    """The total after each day on which it changed, in order, drawn until `until`. Needs at least one point.

    Between two days it stays what it was. The first and the last day stand below, the last total at the end of the line.
    """
    first, last = points[0][0], max(points[-1][0], until)
    days = max((last - first).days, 1)
    most = max(total for _, total in points) or 1
    corners = [(0.0, float(_BASE))]
    for day, total in points:
        across = (day - first).days / days * WIDE
        up = _BASE - total / most * (_BASE - _TOP)
        corners += [(across, corners[-1][1]), (across, up)]
    corners += [(float(WIDE), corners[-1][1]), (float(WIDE), float(_BASE))]
    outline = "M" + "L".join(f"{svg.number(x)} {svg.number(y)}" for x, y in corners) + "Z"
    parts = [svg.path(outline, "bar", svg.GREEN), *_labels(first, last, points[-1][1], corners[-2][1])]
    box = f"0 0 {WIDE} {HIGH}"
    return svg.picture(svg.join(parts), key=key, title=title, description=description, box=box, css="chart", wide=432)


def _labels(first: date, last: date, total: int, up: float) -> list[SafeString]:
    ends = [svg.text(f"{first.day} {first:%b}", 0, HIGH - 8, _SIZE)]
    if last > first:
        ends.append(svg.text(f"{last.day} {last:%b}", WIDE, HIGH - 8, _SIZE, text_anchor="end"))
    number = f"{total:,}"
    beside = max(WIDE - 2, width(number, _SIZE))
    return [*ends, svg.text(number, beside, max(up - 6, _SIZE), _SIZE, text_anchor="end", font_weight=700)]
