"""Maps: in the room a dot for each person, in public a circle for each area that is large enough."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import hypot, sqrt

from django.utils.html import format_html
from django.utils.safestring import SafeString

from collective.ground.figures.drawings import svg
from collective.ground.figures.drawings.letters import width
from collective.ground.figures.drawings.packing import Point, pack, radius
from collective.ground.lib.places import uk_map_beside, uk_map_paths, world_map_path

BOX = (-180, 0, 850, 1230)
"""Left, top, width, height: the whole of the UK, with all of Ireland beside it."""
_INSET = (-172.0, 16.0, 0.36)
"""Where the small world lies on the map of the UK: left, top, and its scale. There is only sea there."""
_WORLD_HIGH = 436


@dataclass(frozen=True, slots=True)
class Circle:
    """A number of people at a point of the UK map. `members`: the points of the regions it speaks for."""

    x: float
    y: float
    value: int
    members: tuple[Point, ...] = ()


def uk_dots(
    here: Sequence[Point], abroad: Sequence[Point] = (), *, key: str, title: str, description: str
) -> SafeString:
    """A dot for each person. `here`: points on the UK map; `abroad`: points on the world map, drawn on a small one."""
    r = radius(len(here) + len(abroad))
    parts = [_uk(), *(svg.circle(x, y, r, "spot") for x, y in pack(here, r))]
    if abroad:
        parts += [_small_world(), *(svg.circle(x, y, r, "spot") for x, y in pack([_inset(p) for p in abroad], r))]
    return _map(parts, key=key, title=title, description=description)


def uk_circles(
    circles: Sequence[Circle], abroad: int | None = None, *, key: str, title: str, description: str
) -> SafeString:
    """A circle for each area, its size the number of people, tied to the regions it speaks for."""
    most = max((*(circle.value for circle in circles), abroad or 0), default=0)
    placed = _spread([(circle.x, circle.y, _size(circle.value, most)) for circle in circles])
    ties = [
        _tie(x, y, member)
        for (x, y, _), circle in zip(placed, circles, strict=True)
        if len(circle.members) > 1
        for member in circle.members
    ]
    spots = [_counted(x, y, r, circle.value) for (x, y, r), circle in zip(placed, circles, strict=True)]
    elsewhere = [_small_world(), _counted(*_inset((640, 400)), _size(abroad, most), abroad)] if abroad else []
    return _map([_uk(), *ties, *spots, *elsewhere], key=key, title=title, description=description)


def _map(parts: Sequence[SafeString], *, key: str, title: str, description: str) -> SafeString:
    box = " ".join(str(side) for side in BOX)
    return svg.picture(svg.join(parts), key=key, title=title, description=description, box=box, css="map", wide=432)


def _uk() -> SafeString:
    beside = format_html('<path class="beside" d="{}" fill="{}" opacity=".25"/>', uk_map_beside(), svg.COAST)
    return svg.join([beside, *(svg.path(d, "land") for _, _, d in uk_map_paths())])


def _small_world() -> SafeString:
    left, top, scale = _INSET
    return format_html(
        '<g transform="translate({} {}) scale({})">{}</g>{}',
        *(left, top, scale, svg.path(world_map_path(), "land")),
        svg.text("Elsewhere", left, top + _WORLD_HIGH * scale + 40, 36),
    )


def _inset(point: Point) -> Point:
    left, top, scale = _INSET
    return round(left + point[0] * scale, 1), round(top + point[1] * scale, 1)


def _size(value: int, most: int) -> float:
    return max(24.0, 64 * sqrt(value / most)) if most else 24.0


def _counted(x: float, y: float, r: float, value: int) -> SafeString:
    words = f"{value:,}"
    size = min(r * 0.95, 1.55 * r / max(width(words, 1.1), 0.5))
    figure = svg.text(words, x, y + size * 0.36, size, class_="spot-n", font_weight=700, text_anchor="middle")
    return svg.join([svg.circle(x, y, r, "spot"), figure])


def _tie(x: float, y: float, member: Point) -> SafeString:
    """A line from a circle to a region that it speaks for. Its end is plain: a dot would be a person."""
    return format_html(
        '<path class="tie" d="M{} {}L{} {}" stroke="{}" stroke-width="5" stroke-linecap="round"/>',
        *(svg.number(x), svg.number(y), svg.number(member[0]), svg.number(member[1]), svg.COAST),
    )


def _spread(circles: Sequence[tuple[float, float, float]]) -> list[tuple[float, float, float]]:
    """The same circles, pushed apart until none lies on another (or as far as sixty gentle pushes go)."""
    moved = [list(circle) for circle in circles]
    for _ in range(60):
        touching = False
        for at, one in enumerate(moved):
            for other in moved[at + 1 :]:
                touching |= _push(one, other)
        if not touching:
            break
    return [(_within(x, r, 0, 670), _within(y, r, 0, 1230), r) for x, y, r in moved]


def _push(one: list[float], other: list[float]) -> bool:
    across, down = other[0] - one[0], other[1] - one[1]
    apart = hypot(across, down) or 1.0
    overlap = one[2] + other[2] + 6 - apart
    if overlap <= 0:
        return False
    half = overlap / 2 + 0.5
    if across == down == 0:
        across = 1.0
    for point, sign in ((one, -1), (other, 1)):
        point[0] += sign * half * across / apart
        point[1] += sign * half * down / apart
    return True


def _within(value: float, r: float, start: float, end: float) -> float:
    return min(max(value, start + r + 2), end - r - 2)
