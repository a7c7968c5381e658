"""How place names are compared: one plain spelling for each, and how far apart two spellings are."""

from __future__ import annotations

import re
import unicodedata

LONGEST = 120  # characters of an answer that are read; no place name comes near it

_LETTERS = str.maketrans(
    {"ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i", "&": " and "}
)
_QUOTES = re.compile(r"['’‘`ʻʼ´]")
_OTHER = re.compile(r"[^0-9a-z]+")
_SAME = {"saint": "st", "upon": "on", "co": "county"}  # "Saint Ives", "Newcastle on Tyne", "Co. Down"


def normalise(text: str) -> str:
    """The plain spelling used for comparing: small letters and figures with single spaces, at most `LONGEST` long.

    "St. Ives", "Saint Ives" and "ST IVES" are one; so are "King's Lynn" and "Kings Lynn", "Ynys Môn" and "Ynys Mon".
    Text in another alphabet becomes "", which matches nothing.
    """
    folded = unicodedata.normalize("NFKD", text[:LONGEST].casefold()).translate(_LETTERS)
    bare = "".join(letter for letter in folded if not unicodedata.combining(letter))
    words = _OTHER.sub(" ", _QUOTES.sub("", bare)).split()
    return " ".join(_SAME.get(word, word) for word in words)


def letters_in(key: str) -> int:
    """A bit for each letter that occurs: two spellings whose bits differ much are certainly far apart."""
    bits = 0
    for letter in key:
        bits |= 1 << (ord(letter) & 31)
    return bits


def distance(one: str, other: str, limit: int) -> int:
    """Letters to add, drop, change or swap with their neighbour to turn one into the other; `limit + 1` if more.

    Source of method: the optimal string alignment form of Damerau (1964) and Levenshtein (1966).
    """
    if abs(len(one) - len(other)) > limit:
        return limit + 1
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, letter in enumerate(one, 1):
        last, before, row = before, row, [i]
        for j, mark in enumerate(other, 1):
            cost = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (letter != mark))
            if i > 1 and j > 1 and letter == other[j - 2] and one[i - 2] == mark:
                cost = min(cost, last[j - 2] + 1)
            row.append(cost)
        if min(row) > limit:
            return limit + 1
    return min(row[-1], limit + 1)
