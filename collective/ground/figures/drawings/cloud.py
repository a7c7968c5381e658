"""A word cloud that can be read: level words, sizes that stay close, and words that stay where they are.

Words are set in order of how many people said them, each at the first free spot of a spiral round the middle, with the
real widths of the letters. The list of words with their numbers is the figure itself; the cloud is its picture.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from math import cos, pi, sin

from django.utils.safestring import SafeString

from collective.ground.figures.drawings import svg
from collective.ground.figures.drawings.letters import width

WIDE, HIGH = 1130, 610
MOST = 60
SMALLEST = 28.0
_LARGEST = (118.0, 108.0, 98.0, 88.0, 78.0, 68.0, 58.0, 48.0, 40.0, 34.0, 30.0)
_ALLOWANCE = 1.04
_AIR = 5.0
_TALL = set("bdfhijklt0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ")
_DEEP = set("gjpqyçşţ,;()/Q")
_PLAIN = set("acemnorsuvwxz -.·")

Box = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class Placed:
    """One word: its left end and baseline, its size, and the box that no other word enters (left, top, right, bottom)."""

    text: str
    x: float
    y: float
    size: float
    box: Box


@dataclass(frozen=True, slots=True)
class Layout:
    """Where the words stand. `left_over`: how many found no room, or came after the sixtieth."""

    words: tuple[Placed, ...]
    left_over: int = 0
    largest: float = _LARGEST[0]
    middles: Mapping[str, tuple[float, float]] = field(default_factory=dict)

    def as_dict(self) -> dict[str, object]:
        """Plain JSON types: what the next layout needs to keep these words in their places."""
        return {"largest": self.largest, "middles": {word: list(middle) for word, middle in self.middles.items()}}

    @classmethod
    def from_dict(cls, data: Mapping[str, object]) -> "Layout":
        """Read back what `as_dict` wrote."""
        middles: Mapping[str, Sequence[float]] = data["middles"]  # type: ignore[assignment]
        return cls((), 0, float(data["largest"]), {w: (m[0], m[1]) for w, m in middles.items()})  # type: ignore[arg-type]


def lay_out(counts: Mapping[str, int], previous: Layout | None = None) -> Layout:
    """Place words by how many people said them; those already placed by `previous` stay where they fit.

    The largest size gives way step by step until all of the first sixty words have room.
    """
    ranked = sorted(counts, key=lambda word: (-counts[word], word.casefold(), word))
    chosen, placed, largest = ranked[:MOST], [], _LARGEST[-1]
    middles = previous.middles if previous else {}
    for largest in [size for size in _LARGEST if previous is None or size <= previous.largest] or [_LARGEST[-1]]:
        last = largest == _LARGEST[-1]
        if last or _may_fit(chosen, counts, largest):
            placed = _place(chosen, counts, largest, middles, give_up=not last)
        if len(placed) == len(chosen):
            break
    where = {word.text: _middle(word.box) for word in placed}
    return Layout(tuple(placed), len(ranked) - len(placed), largest, where)


def cloud(
    layout: Layout, counts: Mapping[str, int], *, key: str, title: str, description: str, more: bool = True
) -> SafeString:
    """The layout as a picture. A marker lies under the three words that most people said, where more than one did.

    `more`: say how many words found no room.
    """
    high = HIGH + (34 if layout.left_over and more else 0)
    top_three = [word for word in layout.words if counts[word.text] > 1][:3]
    middling = sorted(counts.values(), reverse=True)[: max(7, len(counts) // 4)]
    parts = [_marker(word) for word in top_three]
    parts += [_word(word, tail=counts[word.text] < middling[-1] or counts[word.text] == 1) for word in layout.words]
    if layout.left_over and more:
        parts.append(
            svg.text(f"{layout.left_over} more not shown", WIDE - 8, high - 8, 26, class_="tail", text_anchor="end")
        )
    box = f"0 0 {WIDE} {high}"
    return svg.picture(svg.join(parts), key=key, title=title, description=description, box=box, css="cloud", wide=720)


def _may_fit(words: Sequence[str], counts: Mapping[str, int], largest: float) -> bool:
    """Whether it is worth trying: boxes that fill more than four fifths of the space never find room."""
    most = max(counts.values(), default=1)
    boxes = (_box(word, 0, 0, *_measure(word, _size(counts[word], most, largest))) for word in words)
    return sum((right - left) * (bottom - top) for left, top, right, bottom in boxes) < WIDE * HIGH * 0.8


def _place(
    words: Sequence[str],
    counts: Mapping[str, int],
    largest: float,
    middles: Mapping[str, tuple[float, float]],
    *,
    give_up: bool,
) -> list[Placed]:
    """The words that found room; none at all where one did not and it is better to `give_up` and try smaller."""
    most = max(counts.values(), default=1)
    known = [word for word in words if word in middles]
    boxes: list[Box] = []
    found: dict[str, Placed] = {}
    for word in known + [word for word in words if word not in middles]:
        placed = _find(word, _size(counts[word], most, largest), middles.get(word), boxes)
        if placed is not None:
            boxes.append(placed.box)
            found[word] = placed
        elif give_up:
            return []
    return [found[word] for word in words if word in found]


def _size(count: int, most: int, largest: float) -> float:
    top = min(largest, SMALLEST + 26.0 * max(most, 1))
    if most <= 1:
        return max(SMALLEST, min(top, 54.0))
    return max(SMALLEST, 30 + (top - 30) * float(((count - 1) / (most - 1)) ** 0.75))


def _measure(word: str, size: float) -> tuple[float, float]:
    """Width and size; a word too long for the picture is set smaller, down to three fifths of the smallest."""
    room = WIDE - 2 * _AIR
    wide = width(word, size, "head") * _ALLOWANCE
    if wide > room:
        size = max(size * room / wide, SMALLEST * 0.6)
        wide = width(word, size, "head") * _ALLOWANCE
    return wide, size


def _find(word: str, size: float, middle: tuple[float, float] | None, boxes: list[Box]) -> Placed | None:
    wide, size = _measure(word, size)
    left, top, right, bottom = _box(word, 0, 0, wide, size)
    from_x, from_y = middle or (WIDE / 2, HIGH / 2)
    in_the_way: Box | None = None  # the next spot is near the last, and so is what it runs into
    for across, down in _offsets():
        x, y = from_x + across, from_y + down
        if x + left < 0 or y + top < 0 or x + right > WIDE or y + bottom > HIGH:
            continue
        box = (x + left, y + top, x + right, y + bottom)
        if in_the_way and _overlap(box, in_the_way):
            continue
        in_the_way = next((other for other in boxes if _overlap(box, other)), None)
        if in_the_way is None:
            return Placed(word, round(box[0] + _AIR, 1), round(_baseline(word, y, size), 1), round(size, 1), box)
    return None


@cache
def _offsets() -> tuple[tuple[float, float], ...]:
    """A spiral twice as wide as high, like the picture, its turns eleven units apart."""
    points, angle, away = [(0.0, 0.0)], 0.0, 0.0
    while away < WIDE:
        points.append((away * cos(angle), away * sin(angle) * HIGH / WIDE))
        angle += min(0.5, 13 / max(away, 13))
        away = 11 * angle / (2 * pi)
    return tuple(points)


def _reach(word: str) -> tuple[float, float]:
    """How far the word's letters reach above and below the baseline, in parts of its size."""
    letters = set(word)
    above = 0.74 if letters & _TALL or not letters <= (_DEEP | _PLAIN) else 0.56
    below = 0.22 if letters & _DEEP or not letters <= (_TALL | _PLAIN) else 0.03
    return above, below


def _box(word: str, x: float, y: float, wide: float, size: float) -> Box:
    above, below = _reach(word)
    half = (above + below) * size / 2
    return x - wide / 2 - _AIR, y - half - _AIR, x + wide / 2 + _AIR, y + half + _AIR


def _baseline(word: str, y: float, size: float) -> float:
    above, below = _reach(word)
    return y + (above - below) * size / 2


def _middle(box: Box) -> tuple[float, float]:
    return round((box[0] + box[2]) / 2, 1), round((box[1] + box[3]) / 2, 1)


def _overlap(one: Box, other: Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def _marker(word: Placed) -> SafeString:
    wide = width(word.text, word.size, "head")
    return svg.rect(
        word.x - _AIR, word.y - word.size * 0.166, wide + 2 * _AIR, word.size * 0.215, "under", svg.MARIGOLD
    )


def _word(word: Placed, *, tail: bool) -> SafeString:
    family = "Bricolage Grotesque, Trebuchet MS, Verdana, sans-serif"
    if tail:
        return svg.text(
            word.text, word.x, word.y, word.size, class_="tail", fill=svg.SOFT, font_family=family, font_weight=600
        )
    return svg.text(word.text, word.x, word.y, word.size, font_family=family, font_weight=700)
