"""Simulated annealing on the number of pair orbits used too often (numba)."""

from __future__ import annotations

import math

import numba
import numpy as np


@numba.njit(cache=True)
def add(count: np.ndarray, number: int, by: int) -> int:
    """Change how often a pair orbit is used; the change of cost. Short orbits (-1) are never allowed."""
    if number < 0:
        return by
    before = count[number]
    count[number] = before + by
    if by > 0:
        return 1 if before >= 1 else 0
    return -1 if before >= 2 else 0


@numba.njit(cache=True)
def add_person(
    count: np.ndarray, table: np.ndarray, starter: np.ndarray, start: int, size: int, skip: int, person: int, by: int
) -> int:
    """The pairs of one person with everybody in the group at `start`, except at place `skip`."""
    change = 0
    for place in range(start, start + size):
        if place != skip:
            change += add(count, table[person, starter[place]], by)
    return change


@numba.njit(cache=True)
def swap(count: np.ndarray, table: np.ndarray, starter: np.ndarray, size: int, p: int, q: int) -> int:
    """Swap places p and q of a turning round, in different groups."""
    first, second = p // size * size, q // size * size
    a, b = starter[p], starter[q]
    change = add_person(count, table, starter, first, size, p, a, -1)
    change += add_person(count, table, starter, second, size, q, b, -1)
    starter[p], starter[q] = b, a
    change += add_person(count, table, starter, first, size, p, b, 1)
    change += add_person(count, table, starter, second, size, q, a, 1)
    return change


@numba.njit(cache=True)
def shift(count: np.ndarray, table: np.ndarray, block: np.ndarray, size: int, place: int, person: int) -> int:
    """Put another person of the same orbit into a turning group."""
    change = add_person(count, table, block, 0, size, place, block[place], -1)
    block[place] = person
    return change + add_person(count, table, block, 0, size, place, person, 1)


@numba.njit(cache=True)
def search(  # noqa: C901 (one loop, kept whole for the compiler)
    table: np.ndarray,
    full: int,
    rounds: np.ndarray,
    blocks: np.ndarray,
    size: int,
    order: int,
    seed: int,
    steps: int,
    hot: float,
    cold: float,
) -> int:
    """Anneal in place from a random start; the cost reached (0: found)."""
    np.random.seed(seed)
    count = np.zeros(full, dtype=np.int64)
    n, cost = rounds.shape[1], 0
    for r in range(rounds.shape[0]):
        rounds[r] = np.random.permutation(n)
        for p in range(n):
            for q in range(p + 1, p // size * size + size):
                cost += add(count, table[rounds[r, p], rounds[r, q]], 1)
    for b in range(blocks.shape[0]):
        for place in range(size):
            blocks[b, place] = place * order + np.random.randint(order)
        for p in range(size):
            for q in range(p + 1, size):
                cost += add(count, table[blocks[b, p], blocks[b, q]], 1)
    weight_rounds = rounds.shape[0] * n
    total = weight_rounds + blocks.shape[0] * size
    cooling = (cold / hot) ** (1.0 / steps)
    heat = hot
    for _ in range(steps):
        if cost == 0:
            break
        heat *= cooling
        which = np.random.randint(total)
        if which < weight_rounds:
            starter, p, q = rounds[which // n], which % n, np.random.randint(n)
            if p // size == q // size:
                continue
            change = swap(count, table, starter, size, p, q)
            if change > 0 and np.random.random() >= math.exp(-change / heat):
                swap(count, table, starter, size, p, q)
                change = 0
        else:
            which -= weight_rounds
            block, place = blocks[which // size], which % size
            before = block[place]
            change = shift(count, table, block, size, place, place * order + np.random.randint(order))
            if change > 0 and np.random.random() >= math.exp(-change / heat):
                shift(count, table, block, size, place, before)
                change = 0
        cost += change
    return cost
