"""The exchange method of anticlustering (M. Papenberg and G. W. Klau, Psychological Methods 26, 2021, 161-174).

What is theirs, as the paper and the manual of the R package anticlust 0.8 tell it: from random groups, take the people one
after another and swap each with the one person of all others with whom the gain is greatest, if there is a gain. One such
pass is "exchange"; passes until one changes nothing are "local-maximum"; "repetitions" begin afresh from random groups
and keep the best. Here passes go on to the local maximum and repetitions until the time is up. What is ours: the
layout (pair_sums.py), which makes a check a few additions where the package sums over two groups.
"""

import numpy as np
from numba import njit

from bench.grouping.peers import pair_sums
from bench.grouping.peers.pair_sums import Round, processor_clock, swap


def fill(round_: Round, *, seed: int, seconds: float) -> np.ndarray:
    """The best groups found within that many CPU seconds of this process: the group of each person."""
    best = np.zeros(len(round_.weights), np.int32)
    _search(round_.weights, round_.sizes, pair_sums.new_dice(seed), best, int(seconds * 1e6))
    return best


@njit(cache=True)
def _search(weights, sizes, dice, best, microseconds):
    stop = processor_clock() + microseconds
    people, groups = best.size, sizes.size
    group, own = np.empty(people, np.int32), np.empty(people, np.int32)
    sums, leaving = np.empty((groups, people), np.int32), np.empty(groups, np.int32)
    most = np.int64(-1)
    while True:
        pair_sums.deal(dice, sizes, group)
        pair_sums.add_up(weights, group, sums, own)
        while _pass(weights, group, sums, own, leaving, stop):
            pass
        if pair_sums.total(own) > most:
            most = pair_sums.total(own)
            best[:] = group
        if processor_clock() > stop:
            return


@njit(cache=True)
def _pass(weights, group, sums, own, leaving, stop):
    """One pass of exchanges; whether it changed anything and there is time for another."""
    changed = False
    for x in range(group.size):
        if x % 64 == 0 and processor_clock() > stop:
            return False
        row, there = weights[x], sums[group[x]]
        for k in range(leaving.size):
            leaving[k] = sums[k, x] - own[x]
        partner, most = -1, 0
        for y in range(group.size):
            worth = leaving[group[y]] + there[y] - own[y] - 2 * row[y]
            if worth > most:
                partner, most = y, worth
        if partner >= 0:
            swap(weights, group, sums, own, x, partner)
            changed = True
    return changed
