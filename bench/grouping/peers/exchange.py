"""The exchange method of anticlustering (M. Papenberg and G. W. Klau, Psychological Methods 26, 2021, 161-174).

What is theirs, as the paper and the manual of the R package anticlust 0.8 tell it: from random groups, take the people one
after another and swap each with the one person of all others with whom the gain is greatest, if there is a gain. One such
pass is "exchange"; passes until one changes nothing are "local-maximum"; "repetitions" begin afresh from random groups
and keep the best. Here passes go on to the local maximum and repetitions until the time is up.

Twice the same method: `fill_by_members` checks an exchange as the package does, by adding up over the members of both
groups; `fill` has our layout (pair_sums.py), which makes a check a few additions and allows many more repetitions.
"""

import numpy as np
from numba import njit

from bench.grouping.peers import pair_sums
from bench.grouping.peers.pair_sums import Round, processor_clock, swap


def fill_by_members(round_: Round, *, seed: int, seconds: float) -> np.ndarray:
    """As `fill`, at the package's cost of a check."""
    best = np.zeros(len(round_.weights), np.int32)
    _search_by_members(round_.weights, round_.sizes, pair_sums.new_dice(seed), best, int(seconds * 1e6))
    return best


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


@njit(cache=True)
def _search_by_members(weights, sizes, dice, best, microseconds):
    stop = processor_clock() + microseconds
    people, groups = best.size, sizes.size
    group, place, filled = np.empty(people, np.int32), np.empty(people, np.int32), np.empty(groups, np.int32)
    members = np.empty((groups, sizes.max()), np.int32)
    most = np.int64(-1)
    while True:
        pair_sums.deal(dice, sizes, group)
        filled[:] = 0
        for person in range(people):
            place[person] = filled[group[person]]
            members[group[person], place[person]] = person
            filled[group[person]] += 1
        while _pass_by_members(weights, sizes, group, place, members, stop):
            pass
        worth = np.int64(0)
        for person in range(people):
            worth += _with_group(weights, members, sizes, group[person], person)
        if worth > most:
            most = worth
            best[:] = group
        if processor_clock() > stop:
            return


@njit(cache=True)
def _pass_by_members(weights, sizes, group, place, members, stop):
    changed = False
    for x in range(group.size):
        if processor_clock() > stop:
            return False
        here, partner, most = group[x], -1, 0
        for y in range(group.size):
            there = group[y]
            if there == here:
                continue
            lost = _with_group(weights, members, sizes, here, x) + _with_group(weights, members, sizes, there, y)
            won = _with_group(weights, members, sizes, there, x) + _with_group(weights, members, sizes, here, y)
            worth = won - lost - 2 * weights[x, y]
            if worth > most:
                partner, most = y, worth
        if partner >= 0:
            there = group[partner]
            members[here, place[x]], members[there, place[partner]] = partner, x
            group[x], group[partner] = there, here
            place[x], place[partner] = place[partner], place[x]
            changed = True
    return changed


@njit(cache=True)
def _with_group(weights, members, sizes, k, person):
    """The weights between somebody and the members of a group."""
    worth = 0
    for place in range(sizes[k]):
        worth += weights[person, members[k, place]]
    return worth
