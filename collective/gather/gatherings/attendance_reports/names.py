"""How alike are two names? Deterministic and the same both ways.

Both names are folded (no case, no accents, no punctuation) and taken apart into words, at most five. The alikeness of two words is
1 − d / n. Here d is the number of letters to insert, delete, change or swap with their neighbour (the optimal string alignment
distance; F. Damerau, "A technique for computer detection and correction of spelling errors", CACM 7(3), 1964), and n the length
of the longer word. An initial counts 0.8 against a word that begins with it, and the first three letters or more of a word 0.9
("Tom" and "Tomasz"). The words are paired so that the sum is greatest, whatever their order. The mean over the pairs is taken
down by words that are left without a partner: times 0.65 + 0.35 × (pairs ÷ words of the longer name). So "Ben" and "Ben Carr" come
to 0.825, "Smith Jon" and "John Smith" to 0.875.
"""

from functools import lru_cache
from itertools import permutations
from typing import Final

from collective.gather.gatherings.signup_files.clean import folded

WORDS_AT_MOST: Final = 5
LETTERS_AT_MOST: Final = 40
_INITIAL, _SHORT_FORM = 0.8, 0.9


def words_of(name: str) -> tuple[str, ...]:
    """The folded words of a name, sorted, so that their order says nothing; at most five of forty letters."""
    return tuple(sorted(word[:LETTERS_AT_MOST] for word in folded(name[:400]).split()[:WORDS_AT_MOST]))


def alike(one: str, other: str) -> float:
    """From 0.0 (nothing in common) to 1.0 (the same words), as the text above says."""
    return words_alike(words_of(one), words_of(other))


@lru_cache(maxsize=65_536)
def words_alike(ones: tuple[str, ...], others: tuple[str, ...]) -> float:
    """The same, for names whose words are known."""
    if not ones or not others:
        return 0.0
    if ones == others:
        return 1.0
    short, long = sorted((ones, others), key=lambda words: (len(words), words))
    table = [[word_alike(*sorted((mine, yours))) for yours in long] for mine in short]
    best = max(
        sum(table[row][column] for row, column in enumerate(order))
        for order in permutations(range(len(long)), len(short))
    )
    return round(best / len(short) * (0.65 + 0.35 * len(short) / len(long)), 4)


@lru_cache(maxsize=65_536)
def word_alike(one: str, other: str) -> float:
    """Two words, as the text above says."""
    if one == other:
        return 1.0
    short, long = sorted((one, other), key=len)
    begins = long.startswith(short)
    if begins and len(short) == 1:
        return _INITIAL
    if begins and len(short) >= 3:
        return _SHORT_FORM
    return max(0.0, 1 - _distance(one, other) / len(long))


def _distance(one: str, other: str) -> int:
    """Optimal string alignment: insertions, deletions, changes, and swaps of neighbours."""
    before: list[int] = []
    last: list[int] = []
    row = list(range(len(other) + 1))
    for i, letter in enumerate(one, start=1):
        before, last, row = last, row, [i]
        for j, across in enumerate(other, start=1):
            cost = min(last[j] + 1, row[j - 1] + 1, last[j - 1] + (letter != across))
            if i > 1 and j > 1 and letter == other[j - 2] and one[i - 2] == across:
                cost = min(cost, before[j - 2] + 1)
            row.append(cost)
    return row[-1]
