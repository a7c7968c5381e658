"""A figure published a second time: the difference between two safe figures may be one person."""

from __future__ import annotations

from collections.abc import Iterable

from collective.ground.lib.disclosure import saying
from collective.ground.lib.disclosure.figure import ABROAD, SafeFigure, SafeRow, hidden, seal

Parts = dict[frozenset[str], int]


def safe_against(previous: SafeFigure | Iterable[SafeFigure] | None, new: SafeFigure) -> SafeFigure:
    """`new` if it may follow what was published before, otherwise a figure that says why it is held back.

    `previous`: the earlier publication of the same figure, or all of them: a reader may have kept any. Held back is a
    figure where some row, merged row, remainder or number of people would differ by 1 to `threshold` - 1. The one
    held back may replace the earlier one: it says only that few answers changed.
    """
    earlier = [previous] if isinstance(previous, SafeFigure) else list(previous or ())
    if all(_safe_pair(old, new) for old in earlier):
        return new
    return seal(
        kind=new.kind,
        title=new.title,
        sentence=saying.held_back(new.threshold),
        head=new.head,
        rows=[hidden(row.label) for row in _old_rows(earlier)],
        note=saying.rule(new.threshold),
        people_shown=None,
        threshold=new.threshold,
        partition=new.partition,
        most=new.most,
        held=True,
    )


def _old_rows(earlier: list[SafeFigure]) -> Iterable[SafeRow]:
    # The labels of the last publication are already known; those of the new one could show a word or place just added.
    return earlier[-1].rows


def _safe_pair(old: SafeFigure, new: SafeFigure) -> bool:
    threshold = max(old.threshold, new.threshold)
    counted = old.people_shown is not None and new.people_shown is not None
    if counted and _small((old.people_shown or 0) - (new.people_shown or 0), threshold):
        return False
    before, after = _parts(old), _parts(new)
    if old.kind == new.kind == "map" and before and after:
        _fill(before, after)
        _fill(after, before)
    return not any(_small(change, threshold) for change in _changes(before, after))


def _small(change: int, threshold: int) -> bool:
    return 0 < abs(change) < threshold


def _parts(figure: SafeFigure) -> Parts:
    """Sets of labels with a known count that do not overlap: the rows with numbers, and what remains of the total."""
    parts = {frozenset(row.covers): row.value for row in figure.rows if row.value is not None}
    rest = frozenset(label for row in figure.rows if row.value is None for label in row.covers)
    if rest and figure.partition and figure.people_shown is not None:
        parts[rest] = figure.people_shown - sum(parts.values())
    return parts


def _fill(parts: Parts, other: Parts) -> None:
    """A map names every region that has people, so a region it does not name was at nought."""
    named = frozenset().union(*parts)
    for label in frozenset().union(*other) - named - {ABROAD}:
        parts[frozenset({label})] = 0


def _changes(before: Parts, after: Parts) -> Iterable[int]:
    """The differences that can be seen: for each smallest set of labels that both publications count.

    Sets that overlap are joined until both publications cover the same labels; where they never do, nothing follows.
    """
    sets = [*before, *after]
    while sets:
        joined = sets.pop()
        touching = [other for other in sets if other & joined]
        while touching:
            for other in touching:
                sets.remove(other)
                joined |= other
            touching = [other for other in sets if other & joined]
        old = [part for part in before if part <= joined]
        new = [part for part in after if part <= joined]
        if frozenset().union(*old) == frozenset().union(*new):
            yield sum(after[part] for part in new) - sum(before[part] for part in old)
