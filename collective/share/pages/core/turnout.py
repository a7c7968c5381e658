"""How many of those who signed up will come."""

from __future__ import annotations

from dataclasses import dataclass

LEAST, LIKELY, MOST = 0.46, 0.60, 0.72
"""Shares of free sign-ups that come: about 30 of 52 did at the pilot's workshop. The ends are its 95 % interval."""

FEW = 5


@dataclass(frozen=True, slots=True)
class Turnout:
    """How many to plan for. All counts are people."""

    signed_up: int
    low: int
    likely: int
    high: int
    sentence: str


def turnout(signed_up: int) -> Turnout:
    """What to expect of so many sign-ups; below five nobody can say."""
    low, likely, high = (round(signed_up * share) for share in (LEAST, LIKELY, MOST))
    if signed_up == 0:
        sentence = "Nobody has signed up yet. The first name is the hardest."
    elif signed_up < FEW:
        few = "One person has" if signed_up == 1 else f"{signed_up} people have"
        sentence = f"{few} signed up. Plan one table, and for whoever else comes."
    else:
        sentence = f"{signed_up:,} signed up. Plan for {low:,} to {high:,} people."
    return Turnout(signed_up, low, likely, high, sentence)
