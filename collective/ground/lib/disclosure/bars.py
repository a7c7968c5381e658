"""Choices: a bar for each answer."""

from __future__ import annotations

from collections.abc import Mapping

from collective.ground.lib.disclosure import saying
from collective.ground.lib.disclosure.audit import facts_of, recoverable
from collective.ground.lib.disclosure.figure import THRESHOLD, SafeFigure, SafeRow, check_counts, hidden, seal, shown
from collective.ground.lib.disclosure.holding import hold_back
from collective.ground.lib.disclosure.ordered import protect_ordered

NO_ANSWER = "No answer"


def protect_bars(
    counts: Mapping[str, int],
    *,
    title: str = "",
    threshold: int = THRESHOLD,
    ordered: bool = False,
    total: int | None = None,
    several: bool = False,
    most: int | None = None,
) -> SafeFigure:
    """What may be published of answers that people chose from a list.

    `counts`: people for each answer, in the order asked. `total`: how many people answered; needed where each person
    may choose `several` (at most `most`), otherwise the sum, and where it is more than the sum the difference stands
    as a row of its own. `ordered`: neighbours belong together, so small answers are merged instead of held back.
    Raises ValueError for counts that contradict each other.
    """
    counts = dict(counts)
    check_counts(counts, threshold)
    people = _people(counts, total, several)
    if several:
        return _several(counts, people, title, threshold, most)
    if people > sum(counts.values()):
        counts[NO_ANSWER] = people - sum(counts.values())
    if ordered:
        aside = {NO_ANSWER: counts.pop(NO_ANSWER)} if NO_ANSWER in counts else {}
        return protect_ordered(counts, title=title, aside=aside, threshold=threshold)
    if people < threshold:
        return nothing(counts, people, title=title, threshold=threshold)
    back = hold_back(list(counts.values()), threshold)
    if back is None:
        return nothing(counts, people, title=title, threshold=threshold)
    rows = [
        hidden(label) if place in back else shown(label, count) for place, (label, count) in enumerate(counts.items())
    ]
    return _bars(rows, people, title, threshold)


def nothing(
    counts: Mapping[str, int], people: int, *, title: str, threshold: int, partition: bool = True
) -> SafeFigure:
    """The figure that says roughly how many answered, where that may be said, and no more.

    Roughly, because tables that stay closed are few: their exact total would tell which one it is.
    """
    sentence = saying.answered(people, threshold)
    if people >= threshold:
        sentence = f"{saying.about(people)} answered. {saying.too_few_each()}"
    return seal(
        kind="bars",
        title=title,
        sentence=sentence,
        head=saying.head("bars"),
        rows=[hidden(label) for label in counts],
        note=saying.rule(threshold),
        people_shown=None,
        threshold=threshold,
        partition=partition,
        held=True,
    )


def _people(counts: Mapping[str, int], total: int | None, several: bool) -> int:
    together = sum(counts.values())
    if several:
        if total is None:
            raise ValueError("Say how many people answered: several answers each do not add up to people.")
        if total < max(counts.values(), default=0):
            raise ValueError("An answer cannot have more people than answered.")
        return total
    if total is not None and total < together:
        raise ValueError("Fewer people answered than gave an answer.")
    return together if total is None else total


def _bars(
    rows: list[SafeRow],
    people: int,
    title: str,
    threshold: int,
    *,
    partition: bool = True,
    most: int | None = None,
) -> SafeFigure:
    held_back = any(row.value is None for row in rows)
    sentence = saying.most_common([(row.label, row.value) for row in rows], people)
    return seal(
        kind="bars",
        title=title,
        sentence=sentence,
        head=saying.head("bars"),
        rows=rows,
        note=saying.rule(threshold) if held_back else "",
        people_shown=people,
        threshold=threshold,
        partition=partition,
        most=most,
    )


def _several(counts: dict[str, int], people: int, title: str, threshold: int, most: int | None) -> SafeFigure:
    if people < threshold:
        return nothing(counts, people, title=title, threshold=threshold, partition=False)
    back = {label for label, count in counts.items() if 0 < count < threshold or 0 < people - count < threshold}
    rest = sorted((label for label in counts if label not in back), key=lambda label: counts[label])
    while True:
        rows = [hidden(label) if label in back else shown(label, count) for label, count in counts.items()]
        figure = _bars(rows, people, title, threshold, partition=False, most=most)
        if not rest:
            if not back:
                return figure
            return nothing(counts, people, title=title, threshold=threshold, partition=False)
        if not recoverable(facts_of(figure), threshold):
            return figure
        back.add(rest.pop(0))
