"""Stages and scales: small classes are merged with their neighbours."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise

from collective.ground.lib.disclosure import saying
from collective.ground.lib.disclosure.figure import THRESHOLD, SafeFigure, SafeRow, check_counts, hidden, seal, shown

_LONGEST = 12


def protect_ordered(
    stages: Mapping[str, int],
    *,
    title: str = "",
    aside: Mapping[str, int] | None = None,
    threshold: int = THRESHOLD,
) -> SafeFigure:
    """What may be published of an ordered question, such as the five stages of data maturity.

    `stages`: people for each class, in order; at most twelve classes. `aside`: answers outside the order, such as "Not
    sure"; they are shown, or merged into one row, or left out where they are few: then the figure counts only those
    who named a class, so that no subtraction brings them back. Raises ValueError for a negative count.
    """
    stages, aside = dict(stages), dict(aside or {})
    check_counts({**stages, **aside}, threshold)
    if len(stages) > _LONGEST:
        raise ValueError(f"An ordered question has at most {_LONGEST} classes.")
    extra, left_out = _aside_rows(aside, threshold)
    named = sum(stages.values())
    people = named + sum(row.value or 0 for row in extra)
    parts = merge_neighbours(list(stages.values()), threshold)
    if named < threshold or parts is None or len(parts) == 1 < len(stages):
        return _nothing(stages, aside, people, title, threshold)
    rows = _stage_rows(stages, parts) + [replace(row, ordered=False) for row in extra]
    merged = any(len(row.covers) > 1 for row in rows)
    covers = {row.label: row.covers for row in rows[: len(parts)]}
    ordered = [(row.label, row.value or 0) for row in rows[: len(parts)]]
    return seal(
        kind="ordered",
        title=title,
        sentence=saying.in_order(ordered, people, [(row.label, row.value or 0) for row in extra], covers),
        head=saying.head("ordered"),
        rows=rows,
        note=saying.merged_note(threshold, merged, left_out),
        people_shown=people,
        threshold=threshold,
    )


def merge_neighbours(counts: Sequence[int], threshold: int) -> list[range] | None:
    """The finest division of the classes into runs of neighbours that are each empty or large enough; or None.

    Large enough is the threshold, and nearly twice that for three classes or more: a reader may know that the classes
    at the ends of a run are not empty (they would stand alone), and each must be left `threshold` - 1 counts.
    Of equally fine divisions: the one whose longest run is shortest, then the most even, then the one that divides
    latest. The choice looks only at lengths, so that it tells nothing more about the counts.
    """
    best: tuple[tuple[int, int, int, tuple[int, ...]], list[range]] | None = None
    for parts in _divisions(len(counts)):
        sums = [sum(counts[place] for place in part) for part in parts]
        lengths = [len(part) for part in parts]
        if any(0 < together < _enough(size, threshold) for together, size in zip(sums, lengths, strict=True)):
            continue
        rank = (-len(parts), max(lengths), sum(length**2 for length in lengths), tuple(lengths))
        if best is None or rank < best[0]:
            best = (rank, parts)
    return None if best is None else best[1]


def _enough(size: int, threshold: int) -> int:
    return threshold if size < 3 else 2 * threshold - 1


def _divisions(size: int) -> Iterator[list[range]]:
    for mask in range(2 ** max(0, size - 1)):
        cuts = [0, *(place + 1 for place in range(size - 1) if mask >> place & 1), size]
        yield [range(start, stop) for start, stop in pairwise(cuts)]


def _stage_rows(stages: Mapping[str, int], parts: list[range]) -> list[SafeRow]:
    names, counts = list(stages), list(stages.values())
    rows = []
    for part in parts:
        covers = names[part.start : part.stop]
        rows.append(shown(saying.run(covers), sum(counts[part.start : part.stop]), *covers))
    return rows


def _aside_rows(aside: Mapping[str, int], threshold: int) -> tuple[list[SafeRow], bool]:
    """The rows for answers outside the order, and whether any had to be left out."""
    if not any(0 < count < threshold for count in aside.values()):
        return [shown(label, count) for label, count in aside.items()], False
    given = {label: count for label, count in aside.items() if count}
    together = sum(given.values())
    if len(given) > 1 and together >= threshold + len(given) - 2:
        return [shown(saying.run(list(given), first_only=True), together, *given)], False
    return [], True


def _nothing(
    stages: Mapping[str, int], aside: Mapping[str, int], people: int, title: str, threshold: int
) -> SafeFigure:
    enough = people >= threshold and sum(stages.values()) >= threshold
    sentence = f"{saying.about(people)} answered. {saying.too_few_each()}" if enough else saying.fewer(threshold)
    return seal(
        kind="ordered",
        title=title,
        sentence=sentence if people else saying.answered(0, threshold),
        head=saying.head("ordered"),
        rows=[hidden(label) for label in (*stages, *aside)],
        note=saying.rule(threshold),
        people_shown=None,
        threshold=threshold,
        held=True,
    )
