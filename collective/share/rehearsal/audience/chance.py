"""Chance that is the same every time: a number for each question that is asked of a seed."""

from __future__ import annotations

from hashlib import blake2b
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Sequence

T = TypeVar("T")


def chance(seed: int, *about: object) -> float:
    """A number from 0 up to but not including 1; another one for each thing it is `about`."""
    text = "\x1f".join(map(str, (seed, *about)))
    return int.from_bytes(blake2b(text.encode(), digest_size=6).digest()) / 2**48


def shuffled(things: Sequence[T], seed: int, *about: object) -> list[T]:
    """The same things in an order that only the seed and what it is `about` decide."""
    order = sorted(range(len(things)), key=lambda place: chance(seed, *about, place))
    return [things[place] for place in order]


def weighed(choices: Sequence[tuple[T, float]], at: float) -> T:
    """The choice that `at` (from 0 to 1) falls on, each as wide as its weight."""
    reach = at * sum(weight for _, weight in choices)
    for choice, weight in choices:
        reach -= weight
        if reach < 0:
            return choice
    return choices[-1][0]


def listed(text: str) -> list[str]:
    """Names with bars between, as a list."""
    return text.split("|")
