"""Arithmetic for perfect schedules: finite fields and their products, and the rounds drawn as lines over them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import product
from math import gcd

LARGEST_RING = 512


def prime_powers(number: int) -> list[tuple[int, int]]:
    """The factors of a number as (prime, exponent): 60 gives (2, 2), (3, 1), (5, 1)."""
    found, p = [], 2
    while number > 1:
        if p * p > number:
            p = number
        exponent = 0
        while number % p == 0:
            number, exponent = number // p, exponent + 1
        if exponent:
            found.append((p, exponent))
        p += 1
    return found


@lru_cache(maxsize=64)
def _powers(p: int, exponent: int) -> tuple[tuple[int, ...], ...]:
    """The elements but zero of the field with p ** exponent elements, each as its coefficients, as powers of one.

    The field is made of polynomials modulo a primitive one, found by trying: x ** exponent = `low`, until the powers
    of x run through everything. (Lidl and Niederreiter, Finite Fields, chapter 2.)
    """
    one = (1,) + (0,) * (exponent - 1)
    for low in product(range(p), repeat=exponent):
        powers, element = [one], _times_x(one, low, p)
        while element != one and any(element) and len(powers) < p**exponent:
            powers.append(element)
            element = _times_x(element, low, p)
        if len(powers) == p**exponent - 1 and element == one:
            return tuple(powers)
    raise ValueError(f"{p} is not a prime")


def _times_x(element: tuple[int, ...], low: tuple[int, ...], p: int) -> tuple[int, ...]:
    top = element[-1]
    return tuple((a + top * b) % p for a, b in zip((0, *element[:-1]), low, strict=True))


class Field:
    """The field with p ** exponent elements, numbered from 0 by their coefficients as digits."""

    def __init__(self, p: int, exponent: int) -> None:
        self.p, self.exponent = p, exponent
        self.order: int = p**exponent
        weights: list[int] = [p**place for place in range(exponent)]
        self._exp: list[int] = [
            sum(d * w for d, w in zip(power, weights, strict=True)) for power in _powers(p, exponent)
        ]
        self._log = {element: place for place, element in enumerate(self._exp)}

    def times(self, a: int, b: int) -> int:
        if not a or not b:
            return 0
        return self._exp[(self._log[a] + self._log[b]) % (self.order - 1)]

    def minus(self, a: int) -> list[int]:
        """What y - a is, for each y."""
        p = self.p
        row = [0]
        for place in range(self.exponent):
            digit, weight = a // p**place % p, p**place
            row = [(top - digit) % p * weight + rest for top in range(p) for rest in row]
        return row


@lru_cache(maxsize=64)
def _field(p: int, exponent: int) -> Field:
    return Field(p, exponent)


class Ring:
    """A product of fields with `order` elements in all: 12 is the field of 4 beside the field of 3.

    Elements 0 to `spread` - 1 of every factor, taken side by side, are elements any two of which have a difference
    that can be divided by; there are never more than that (MacNeish 1922).
    """

    def __init__(self, order: int) -> None:
        self.order = order
        self.factors = [_field(p, exponent) for p, exponent in prime_powers(order)]
        self.spread = spread(order)

    def lines(self, size: int) -> Iterator[list[int]]:
        """All `order` rounds of the lines y = m * x + b, as `transversal` does."""
        minus: dict[tuple[int, ...], list[int]] = {}
        for slope in product(*(range(factor.order) for factor in self.factors)):
            seats: list[int] = []
            for column in range(size):
                by = tuple(factor.times(m, column) for factor, m in zip(self.factors, slope, strict=True))
                if by not in minus:
                    minus[by] = self._minus(by)
                seats += minus[by]
            yield seats

    def _minus(self, by: tuple[int, ...]) -> list[int]:
        row = [0]
        for factor, part in zip(self.factors, by, strict=True):
            row = [rest * factor.order + digit for rest in row for digit in factor.minus(part)]
        return row


def spread(order: int) -> int:
    """The largest group size for which `Ring(order)` gives `order` rounds: the smallest prime power in it.

    1 beyond `LARGEST_RING`: making the field would take long, and plain arithmetic gives more rounds than anybody sits.
    """
    if order > LARGEST_RING:
        return 1
    return min((p**exponent for p, exponent in prime_powers(order)), default=1)


def cyclic_slopes(groups: int, size: int) -> int:
    """How many slopes from 0 up keep lines modulo `groups` from meeting twice in `size` columns."""
    return groups // max((gcd(groups, step) for step in range(1, size)), default=1)


def transversal_rounds(groups: int, size: int) -> int:
    """How many rounds `transversal` gives."""
    return groups if size <= spread(groups) else cyclic_slopes(groups, size)


def transversal(groups: int, size: int) -> Iterator[list[int]]:
    """Rounds in which people of one column never meet and others meet at most once; person = column * groups + y.

    Lines y = m * x + b: round m, group b. Over a field or a product of fields every slope m will do as long as `size`
    columns can be found in it (Bose 1938, MacNeish 1922); beyond that, plain arithmetic modulo `groups` with the first
    few slopes, which is also the quicker way to few rounds of many groups.
    """
    plain = cyclic_slopes(groups, size)
    if plain < groups and size <= spread(groups):
        yield from Ring(groups).lines(size)
        return
    for slope in range(plain):
        yield [(y - slope * column) % groups for column in range(size) for y in range(groups)]


def developed(moduli: Sequence[int]) -> list[list[int]]:
    """Addition in the group of tuples modulo `moduli`: row t says where each element goes when t is added."""
    elements = list(product(*(range(m) for m in moduli)))
    number = {element: place for place, element in enumerate(elements)}
    return [
        [number[tuple((a + b) % m for a, b, m in zip(x, t, moduli, strict=True))] for x in elements] for t in elements
    ]
