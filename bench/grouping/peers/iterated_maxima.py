"""Iterated maxima search, IMS (X. Lai and J.-K. Hao, European Journal of Operational Research 254, 2016, 780-800).

What is theirs: the best of ten greedy starts, each improved by first-improvement descent; then, until the time is up,
a strong perturbation (a number of random swaps) followed by maxima search: descend, weaken the best one found here by
three swaps, each the best of n random ones, descend again, until three times in a row nothing better came. The next
strong perturbation starts from where the maxima search ended, not from the best of all. Strength of the strong one: n/K
swaps for up to 400 people, 1.5 n/K above. The three, the ten, the n and the strengths are as in the program that the
authors gave to the R package socialroulette, where the paper's pseudocode was checked against it; no line is taken over.

What is ours: the layout (pair_sums.py), and swaps only, because every group's size is fixed here (moves of one person
need slack between a least and a greatest size). A greedy start draws its people in a random order.
"""

import numpy as np
from numba import njit

from bench.grouping.peers import pair_sums
from bench.grouping.peers.pair_sums import Round, below, descend, gain, processor_clock, swap

STARTS = 10
WEAK_SWAPS = 3
PATIENCE = 3  # fruitless descents before a maxima search ends


def fill(round_: Round, *, seed: int, seconds: float) -> np.ndarray:
    """The best groups found within that many CPU seconds of this process: the group of each person."""
    people, groups = len(round_.weights), len(round_.sizes)
    strength = int((1.0 if people <= 400 else 1.5) * people / groups)
    best = np.zeros(people, np.int32)
    _search(round_.weights, round_.sizes, pair_sums.new_dice(seed), best, strength, int(seconds * 1e6))
    return best


@njit(cache=True)
def _search(weights, sizes, dice, best, strength, microseconds):
    stop = processor_clock() + microseconds
    people, groups = best.size, sizes.size
    group, own = np.empty(people, np.int32), np.empty(people, np.int32)
    sums, leaving = np.empty((groups, people), np.int32), np.empty(groups, np.int32)

    most = np.int64(-1)
    for _ in range(STARTS):
        _start(dice, weights, sizes, group, sums, own)
        descend(weights, group, sums, own, leaving, stop)
        if pair_sums.total(own) > most:
            most = pair_sums.total(own)
            best[:] = group
        if processor_clock() > stop:
            return

    group[:] = best
    pair_sums.add_up(weights, group, sums, own)
    kept = (group.copy(), sums.copy(), own.copy())
    while processor_clock() < stop:
        for _ in range(strength):
            _swap_anybody(dice, weights, group, sums, own)
        worth = _maxima_search(dice, weights, group, sums, own, leaving, kept, stop)
        if worth > most:
            most = worth
            best[:] = group


@njit(cache=True)
def _maxima_search(dice, weights, group, sums, own, leaving, kept, stop):
    """Leaves the best local optimum it met in `group`, `sums`, `own`; returns its worth. `kept` is scratch room."""
    most, fruitless = np.int64(-1), 0
    while True:
        descend(weights, group, sums, own, leaving, stop)
        worth = pair_sums.total(own)
        if worth > most:
            most, fruitless = worth, 0
            kept[0][:], kept[1][:], kept[2][:] = group, sums, own
        else:
            fruitless += 1
            group[:], sums[:], own[:] = kept[0], kept[1], kept[2]
        if fruitless == PATIENCE or processor_clock() > stop:
            return most
        for _ in range(WEAK_SWAPS):
            _swap_best_of_some(dice, weights, group, sums, own)


@njit(cache=True)
def _two(dice, group):
    """Two people of different groups, by lot."""
    while True:
        x, y = below(dice, group.size), below(dice, group.size)
        if group[x] != group[y]:
            return x, y


@njit(cache=True)
def _swap_anybody(dice, weights, group, sums, own):
    x, y = _two(dice, group)
    swap(weights, group, sums, own, x, y)


@njit(cache=True)
def _swap_best_of_some(dice, weights, group, sums, own):
    """The best of n random swaps is taken, for better or worse."""
    best_x, best_y = _two(dice, group)
    most = gain(weights, group, sums, own, best_x, best_y)
    for _ in range(group.size - 1):
        x, y = _two(dice, group)
        worth = gain(weights, group, sums, own, x, y)
        if worth > most:
            most, best_x, best_y = worth, x, y
    swap(weights, group, sums, own, best_x, best_y)


@njit(cache=True)
def _start(dice, weights, sizes, group, sums, own):
    """One random person a group; then everybody, in random order, where the mean worth with those present is greatest."""
    people, groups = group.size, sizes.size
    order, present = np.arange(people), np.zeros(groups, np.int32)
    for last in range(people - 1, 0, -1):
        other = below(dice, last + 1)
        order[last], order[other] = order[other], order[last]
    sums[:] = 0
    for place in range(people):
        person = order[place]
        chosen, most = place, -1.0
        if place >= groups:
            for k in range(groups):
                if present[k] < sizes[k] and sums[k, person] / present[k] > most:
                    chosen, most = k, sums[k, person] / present[k]
        group[person] = chosen
        present[chosen] += 1
        for j in range(people):
            sums[chosen, j] += weights[person, j]
    for i in range(people):
        own[i] = sums[group[i], i]
