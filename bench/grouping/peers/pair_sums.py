"""One round as weights of pairs: the layout and the compiled loops that the swap-based peers share.

The layout, for n people in K groups of fixed sizes: `weights[i, j]` (n x n, whole numbers, none negative, zero on the
diagonal) is what i and j in one group are worth; `group[i]` the group of i; `sums[k, i]` the weights between i and
everybody in group k; `own[i]` = `sums[group[i], i]`. Swapping x and y then gains
`sums[group y, x] - own[x] + sums[group x, y] - own[y] - 2 weights[x, y]`: a check in constant time, four rows
to mend after a swap. With x held fixed all reads run along rows. Whole numbers keep the sums exact, so a descent ends.
Two people of one group "gain" -2 weights[x, y] <= 0, hence need no test of their own.
"""

from typing import NamedTuple

import numpy as np
from numba import njit, types

processor_clock = types.ExternalFunction(
    "clock", types.int64()
)  # the C library's: millionths of this process's CPU seconds

ROOM = 2**28  # no sum may pass this, so that a gain (four of them) stays within 32 bits


class Round(NamedTuple):
    """A round to be filled: `weights` as above, `sizes[k]` the people of group k, `unit` the worth of 1 in weights."""

    weights: np.ndarray
    sizes: np.ndarray
    unit: float


def as_round(worth: np.ndarray, sizes: list[int]) -> Round:
    """Worths of pairs (n x n floats, symmetric) as whole numbers; all are shifted by the least, which changes no order."""
    worth = worth - min(0.0, float(worth.min()))
    unit = max(float(worth.max()), 1e-9) * max(sizes) / ROOM
    weights = np.rint(worth / unit).astype(np.int32)
    np.fill_diagonal(weights, 0)
    return Round(weights, np.asarray(sizes, np.int32), unit)


@njit(cache=True)
def below(dice, limit):
    """A number from 0 to limit - 1; `dice` is one 64-bit word (xorshift64*, Vigna 2016), never zero."""
    word = dice[0]
    word ^= word >> np.uint64(12)
    word ^= word << np.uint64(25)
    word ^= word >> np.uint64(27)
    dice[0] = word
    high = (word * np.uint64(2685821657736338717)) >> np.uint64(32)
    return np.int64((high * np.uint64(limit)) >> np.uint64(32))


def new_dice(seed: int) -> np.ndarray:
    """The generator's word for a seed, spread so that neighbouring seeds have nothing in common."""
    return np.random.SeedSequence(seed).generate_state(1, np.uint64) | np.uint64(1)


@njit(cache=True)
def deal(dice, sizes, group):
    """Everybody into the groups by lot."""
    place = 0
    for k in range(sizes.size):
        group[place : place + sizes[k]] = k
        place += sizes[k]
    for last in range(group.size - 1, 0, -1):
        other = below(dice, last + 1)
        group[last], group[other] = group[other], group[last]


@njit(cache=True)
def add_up(weights, group, sums, own):
    """Fill `sums` and `own` from scratch."""
    sums[:] = 0
    for i in range(group.size):
        row = weights[i]
        target = sums[group[i]]
        for j in range(group.size):
            target[j] += row[j]
    for i in range(group.size):
        own[i] = sums[group[i], i]


@njit(cache=True)
def swap(weights, group, sums, own, x, y):
    """Exchange the groups of x and y, and mend the sums."""
    gx, gy = group[x], group[y]
    from_x, from_y, sums_gx, sums_gy = weights[x], weights[y], sums[gx], sums[gy]
    for j in range(group.size):
        change = from_y[j] - from_x[j]
        sums_gx[j] += change
        sums_gy[j] -= change
    group[x], group[y] = gy, gx
    for j in range(group.size):
        if group[j] == gx:
            own[j] = sums_gx[j]
        elif group[j] == gy:
            own[j] = sums_gy[j]


@njit(cache=True)
def gain(weights, group, sums, own, x, y):
    """What swapping x and y, of two different groups, would add."""
    return sums[group[y], x] - own[x] + sums[group[x], y] - own[y] - 2 * weights[x, y]


@njit(cache=True)
def first_better(weights, group, sums, own, leaving, x, y):
    """The first person from y on with whom x gains by swapping; n when there is none."""
    row, there = weights[x], sums[group[x]]
    for k in range(leaving.size):
        leaving[k] = sums[k, x] - own[x]
    for other in range(y, group.size):
        if leaving[group[other]] + there[other] - own[other] - 2 * row[other] > 0:
            return other
    return group.size


@njit(cache=True)
def descend(weights, group, sums, own, leaving, stop):
    """Take swaps that gain, the first one met, until a whole sweep of all pairs finds none or the clock says `stop`."""
    found = True
    while found:
        found = False
        for x in range(group.size):
            if x % 64 == 0 and processor_clock() > stop:
                return
            y = first_better(weights, group, sums, own, leaving, x, x + 1)
            while y < group.size:
                swap(weights, group, sums, own, x, y)
                found = True
                y = first_better(weights, group, sums, own, leaving, x, y + 1)


@njit(cache=True)
def total(own):
    """The worth of all groups, in units."""
    return own.astype(np.int64).sum() // 2
