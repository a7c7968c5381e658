"""What there is to say about tables, worked out from what holds and what does not: no rows, no clock."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

Pair = tuple[int, int]
Tables = tuple[tuple[int, ...], ...]  # participants' keys, table by table; empty where a table was merged away


@dataclass(frozen=True)
class Standing:
    """How tables stand to the rules. People are participants' keys, tables their numbers.

    `hard` counts rules broken; `repeats` meetings again, an old one for less; `composition` is percent of the proven bound, or
    None when nothing is composed. `headline` says the most important thing in a sentence, `sentences` all there is to say.
    """

    hard: int
    repeats: float
    composition: float | None
    headline: str
    sentences: tuple[str, ...]
    colleagues: frozenset[Pair] = frozenset()
    again: frozenset[Pair] = frozenset()
    apart_broken: frozenset[Pair] = frozenset()
    together_broken: frozenset[Pair] = frozenset()
    mixed: frozenset[int] = frozenset()
    leaderless: frozenset[int] = frozenset()
    small: frozenset[int] = frozenset()
    large: frozenset[int] = frozenset()


def pair(one: int, other: int) -> Pair:
    return (one, other) if one < other else (other, one)


def moved(tables: Tables, who: int, to: int) -> Tables:
    """The tables once this person sits at table `to`, numbered from 1."""
    return tuple(
        (*(one for one in table if one != who), *((who,) if number == to else ()))
        for number, table in enumerate(tables, start=1)
    )


def swapped(tables: Tables, one: int, other: int) -> Tables:
    """The tables once these two have changed seats."""
    instead = {one: other, other: one}
    return tuple(tuple(instead.get(who, who) for who in table) for table in tables)


def breaks(before: Standing, after: Standing, names: Mapping[int, str]) -> list[str]:
    """What does not hold any more after a change, a few words each: "Ada and Ben are colleagues"."""
    said = []
    for which, words in _OF_PAIRS:
        for one, other in sorted(which(after) - which(before)):
            said.append(words.format(names.get(one, "Somebody"), names.get(other, "somebody")))
    for tables, words in _OF_TABLES:
        said += [words.format(number) for number in sorted(tables(after) - tables(before))]
    return said


def mends(before: Standing, after: Standing, names: Mapping[int, str]) -> list[str]:
    """What holds after a change and did not before."""
    said = []
    for which, words in _PAIRS_MENDED:
        for one, other in sorted(which(before) - which(after)):
            said.append(words.format(names.get(one, "Somebody"), names.get(other, "somebody")))
    for tables, words in _TABLES_MENDED:
        said += [words.format(number) for number in sorted(tables(before) - tables(after))]
    return said


_OF_PAIRS: Sequence[tuple[Callable[[Standing], frozenset[Pair]], str]] = (
    (lambda one: one.apart_broken, "{0} and {1} were to sit apart"),
    (lambda one: one.together_broken, "{0} and {1} were to sit together"),
    (lambda one: one.colleagues, "{0} and {1} are colleagues"),
    (lambda one: one.again, "{0} meets {1} again"),
)
_OF_TABLES: Sequence[tuple[Callable[[Standing], frozenset[int]], str]] = (
    (lambda one: one.mixed, "table {0} would have people online and in the room"),
    (lambda one: one.leaderless, "table {0} would be without a facilitator"),
    (lambda one: one.small, "table {0} would be too small"),
    (lambda one: one.large, "table {0} would be too large"),
)
_PAIRS_MENDED: Sequence[tuple[Callable[[Standing], frozenset[Pair]], str]] = (
    (lambda one: one.apart_broken, "{0} and {1} sit apart, as asked"),
    (lambda one: one.together_broken, "{0} and {1} sit together, as asked"),
    (lambda one: one.colleagues, "{0} and {1}, who are colleagues, sit apart"),
    (lambda one: one.again, "{0} does not meet {1} again"),
)
_TABLES_MENDED: Sequence[tuple[Callable[[Standing], frozenset[int]], str]] = (
    (lambda one: one.mixed, "table {0} is not mixed any more"),
    (lambda one: one.leaderless, "table {0} has a facilitator"),
    (lambda one: one.small, "table {0} is large enough"),
    (lambda one: one.large, "table {0} is not too large any more"),
)


def listing(words: Sequence[str], *, last: str = "and") -> str:
    """Words as a person would say them: "Ada, Ben and Cy"."""
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} {last} {words[-1]}" if words else ""


def as_sentence(start: str, parts: Sequence[str]) -> str:
    """One sentence, "This breaks: Ada and Ben are colleagues; Cy meets Dee again."; empty without parts."""
    return f"{start}: {'; '.join(parts)}." if parts else ""


def number_said(value: float) -> str:
    """A count, or a part of one: "2", "0.5"."""
    return f"{value:.1f}".removesuffix(".0")


COMPOSITION = 2  # its place among the four numbers
_COMPOSED = {"mixed": "how different people at one table are", "alike": "how alike people at one table are"}


def numbers(standing: Standing, *, aim: str, moves: int) -> list[tuple[str, str, str]]:
    """The four numbers, most important first: (figure, what it counts, what it means)."""
    hard, repeats = standing.hard, standing.repeats
    composed = "–" if standing.composition is None else f"{number_said(standing.composition)} %"
    looked_at = _COMPOSED.get(aim)
    return [
        (
            str(hard),
            "rule broken" if hard == 1 else "rules broken",
            "Every rule is kept" if not hard else "See the marks",
        ),
        (
            number_said(repeats),
            "meeting again" if repeats == 1 else "meetings again",
            "Nobody meets anybody again" if not repeats else "One from an earlier gathering counts half",
        ),
        (
            composed,
            "of the best there can be",
            f"For {looked_at}" if looked_at and standing.composition is not None else "A plain lot looks at nothing",
        ),
        (str(moves), "person moved" if moves == 1 else "people moved", "Since the tables were drawn"),
    ]


def compared(was: Standing, would: Standing, *, composed: bool) -> list[tuple[str, str, str]]:
    """The numbers before and after a change: (what it counts, before, after)."""
    found = [
        ("Rules broken", str(was.hard), str(would.hard)),
        ("Meetings again", number_said(was.repeats), number_said(would.repeats)),
    ]
    if composed and was.composition is not None and would.composition is not None:
        best = "Of the best there can be"
        found.append((best, f"{number_said(was.composition)} %", f"{number_said(would.composition)} %"))
    return found
