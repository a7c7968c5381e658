"""How many came, said so that nobody can count those who came and did not answer."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from collective.ground.lib.disclosure.audit import tells
from collective.ground.lib.disclosure.figure import THRESHOLD


@dataclass(frozen=True, slots=True)
class Attendance:
    """`value` is exact, or None; `words` can be read out: "30 people", "about 30 people", "fewer than 5 people"."""

    value: int | None
    words: str


def protect_attendance(present: int, answered: Iterable[int | None] = (), *, threshold: int = THRESHOLD) -> Attendance:
    """How many people came, as it may stand beside figures that say how many of them answered.

    `answered`: the `people_shown` of each figure on the page. Where 30 came and 28 answered, a reader would know that
    two did not; then the number is rounded to five, to ten, or not given.
    """
    if present == 0:
        return Attendance(0, "nobody")
    if present < threshold:
        return Attendance(None, f"fewer than {threshold} people")
    published = [number for number in answered if number is not None]
    if not any(tells(present - number, present - number, threshold) for number in published):
        return Attendance(present, f"{present:,} people")
    for step in (5, 10, 20):
        rounded = (present + step // 2) // step * step
        low, high = rounded - step // 2, rounded + step - step // 2 - 1
        if rounded and not any(tells(max(0, low - number), high - number, threshold) for number in published):
            return Attendance(None, f"about {rounded:,} people")
    return Attendance(None, f"at least {threshold} people")
