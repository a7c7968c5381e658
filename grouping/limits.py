"""How many repeated meetings there must be: proven lower bounds, and the reason in plain words.

A repeat is a meeting of two people beyond their first: three meetings of one pair are two repeats.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from math import comb

from grouping.bounds import fewest_pairs

# (groups, size): the most rounds anybody can have, where that is fewer than counting allows (see `_counted`). By exhaustive
# search or proof; OEIS A107431, Social golfer problem, terms T(4,3), T(5,4), T(6,5) and T(6,6). The last is Tarry's theorem of
# 1900: no two Latin squares of order six are orthogonal.
MOST_ROUNDS = {(4, 3): 4, (5, 4): 5, (6, 5): 6, (6, 6): 3}

NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")


def fewest_repeats(sizes: Sequence[int], rounds: int) -> int:
    """A number of repeats that no schedule can stay below; 0 promises nothing.

    `sizes` are the group sizes of every round, in any order. The largest of four bounds:

    - there are only so many pairs: all meetings of all rounds, less n * (n - 1) / 2
    - pigeonholes: a group larger than the number of groups must seat some pairs together again in the next round; the
      least number of such pairs, for each round after the first
    - the most rounds possible where that is known (`MOST_ROUNDS`): taking a round away undoes each repeat it is part of,
      so every further round brings at least one more
    - averaging: if R - 1 rounds need e repeats, R rounds need e * (R - 1) / (R - 2). Take away a round at random; a pair
      that met c times, 2 <= c <= R, loses one of its c - 1 repeats with probability c / R, which is at least
      (c - 1) / (R - 1). (The averaging of Katona, Nemetz and Simonovits 1964.)

    Raises ValueError if `rounds` is negative or a size is below 0.
    """
    if rounds < 0 or any(size < 0 for size in sizes):
        raise ValueError("sizes and rounds cannot be below 0")
    seated = [size for size in sizes if size]
    fewest = 0
    for so_far in range(2, rounds + 1):
        lifted = -(-fewest * (so_far - 1) // (so_far - 2)) if so_far > 2 else 0
        fewest = max(lifted, _counted(seated, so_far), _pigeonholes(seated, so_far), _beyond_known(seated, so_far))
    return fewest


def why_not_perfect(sizes: Sequence[int], rounds: int) -> str | None:
    """Why somebody must meet somebody twice, in a sentence or two for everybody; None if no reason is known here."""
    fewest = fewest_repeats(sizes, rounds)
    if not fewest:
        return None
    seated = [size for size in sizes if size]
    groups, size, n = len(seated), max(seated), sum(seated)
    if _counted(seated, rounds):
        needed = rounds * (min(seated) - 1)
        reason = (
            f"In {rounds} rounds everybody would need {needed} different companions, and there are only {n - 1} others."
            if needed > n - 1
            else f"{rounds} rounds hold more meetings than there are pairs among {n} people."
        )
    elif _pigeonholes(seated, rounds):
        those = f"The {_word(size)} people of one group" if size > 1 else ""
        reason = (
            f"{those} cannot all part again with only {_word(groups)} {'group' if groups == 1 else 'groups'} to go to."
        )
    else:
        most = MOST_ROUNDS[groups, size]
        whose = f"{_word(groups).capitalize()} groups of {_word(size)}"
        reason = f"{whose} can do without for {_word(most)} rounds at most: that has been proved."
    must = "One meeting must be a repeat" if fewest == 1 else f"At least {_word(fewest)} meetings must be repeats"
    return f"{reason} {must}."


def _counted(sizes: Sequence[int], rounds: int) -> int:
    return max(0, rounds * _meetings(sizes) - comb(sum(sizes), 2))


def _pigeonholes(sizes: Sequence[int], rounds: int) -> int:
    """Each round repeats at least these pairs of the round just before it: a group's people spread over all groups."""
    again = sum(times * fewest_pairs(size, sizes) for size, times in Counter(sizes).items())
    return max(0, rounds - 1) * again


def _beyond_known(sizes: Sequence[int], rounds: int) -> int:
    if len(set(sizes)) != 1:
        return 0
    return max(0, rounds - MOST_ROUNDS.get((len(sizes), sizes[0]), rounds))


def _meetings(sizes: Sequence[int]) -> int:
    return sum(comb(size, 2) for size in sizes)


def _word(number: int) -> str:
    return NUMBERS[number] if number < len(NUMBERS) else str(number)
