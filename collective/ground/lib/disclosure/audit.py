"""What a reader can work out: every published fact is turned into bounds, and the bounds are followed to the end."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from collective.ground.lib.disclosure.figure import SafeFigure

Bounds = tuple[int, int | None]


@dataclass(frozen=True, slots=True)
class Fact:
    """The labels together count from `low` to `high` people (None: no upper bound is known)."""

    labels: frozenset[str]
    low: int
    high: int | None


@dataclass(frozen=True, slots=True)
class Telling:
    """A set of labels whose count a reader knows too well: from `low` to `high`."""

    labels: frozenset[str]
    low: int
    high: int


def tells(low: int, high: int | None, threshold: int) -> bool:
    """Whether knowing that a count lies from `low` to `high` says too much about a few people.

    It does not where the count is surely nought, surely at the threshold or above, or where at least
    `threshold` - 1 counts remain possible (as they do behind "fewer than 5").
    """
    if high is None or high == 0 or low >= threshold:
        return False
    return high < threshold - 1 or high - low + 1 < threshold - 1


def facts_of(figure: SafeFigure) -> list[Fact]:
    """Everything that a published figure states, as facts about its labels.

    Where people may choose several answers, "not X" is a label of its own: X and "not X" make up everybody.
    """
    facts = [Fact(frozenset(row.covers), row.value, row.value) for row in figure.rows if row.value is not None]
    labels = frozenset(label for row in figure.rows for label in row.covers)
    people = figure.people_shown
    if people is None or not labels or figure.kind == "words":
        return facts
    if figure.partition:
        return [*facts, Fact(labels, people, people)]
    given = sum(fact.low for fact in facts)
    open_rows = sum(1 for row in figure.rows if row.value is None)
    # Everybody chose at least one answer and at most `most`, as far as the numbers shown allow that reading.
    least = min(people, given + open_rows * people)
    greatest = None if figure.most is None else max(figure.most * people, given)
    facts += [Fact(frozenset({label, f"not {label}"}), people, people) for label in labels]
    return [*facts, Fact(labels, least, greatest)]


def feasible(facts: Iterable[Fact]) -> dict[str, Bounds]:
    """The least and greatest count that each label can have, given all the facts and that no count is below nought.

    Bounds are tightened in turn until nothing moves. For rows that do not overlap, under one total, the result is
    exact; for facts that cross each other it may be wider than the truth. Raises ValueError for facts that cannot all
    be true.
    """
    facts = list(facts)
    bounds: dict[str, Bounds] = {label: (0, None) for fact in facts for label in fact.labels}
    moved = True
    while moved:
        moved = False
        for fact in facts:
            for label in fact.labels:
                tighter = _tighten(bounds, fact, label)
                if tighter[1] is not None and tighter[0] > tighter[1]:
                    raise ValueError("These facts contradict each other.")
                if tighter != bounds[label]:
                    bounds[label] = tighter
                    moved = True
    return bounds


def _tighten(bounds: Mapping[str, Bounds], fact: Fact, label: str) -> Bounds:
    low, high = bounds[label]
    others = [bounds[other] for other in fact.labels if other != label]
    highs = [upper for _, upper in others]
    known = [upper for upper in highs if upper is not None]
    if len(known) == len(highs):
        low = max(low, fact.low - sum(known))
    if fact.high is not None:
        room = fact.high - sum(lower for lower, _ in others)
        high = room if high is None else min(high, room)
    return low, high


def recoverable(facts: Iterable[Fact], threshold: int) -> list[Telling]:
    """Labels, and remainders of totals, that the facts pin down too closely. An empty list is the good answer.

    The remainder of a fact is what is left of it once every smaller fact inside it with an exact count is taken
    away: the subtraction that a reader does first.
    """
    facts = list(facts)
    bounds = feasible(facts)
    sets: dict[frozenset[str], Bounds] = {frozenset({label}): bound for label, bound in bounds.items()}
    for fact in facts:
        rest, low, high = _remainder(fact, facts)
        if rest and (rest not in sets or len(rest) > 1):
            sets[rest] = (low, high)
    return [
        Telling(labels, low, high)
        for labels, (low, high) in sets.items()
        if high is not None and tells(low, high, threshold)
    ]


def _remainder(fact: Fact, facts: list[Fact]) -> tuple[frozenset[str], int, int | None]:
    rest, low, high = fact.labels, fact.low, fact.high
    for other in facts:
        if other is not fact and other.low == other.high and other.labels < fact.labels and other.labels <= rest:
            rest -= other.labels
            low = max(0, low - other.low)
            high = None if high is None else high - other.low
    return rest, low, high
