"""Which rows of one table to hold back together, so that not even a reader who knows these rules can tell them apart."""

from __future__ import annotations

from collections.abc import Iterator, Sequence


def hold_back(counts: Sequence[int], threshold: int) -> set[int] | None:
    """The places of the rows to hold back: none, two or more; None where no row may be shown.

    The smallest are held back first, until their sum leaves each of them `threshold` - 1 possible counts (noughts are
    shown, so a row held back counts at least one). Then the other side is played: of all the counts that would have
    led to the same page, does each row held back still take at least `threshold` - 1 different ones? If not ("4 beside
    two 9s": a reader would know that one row is four and the other nine), the whole table stays closed.
    """
    order = sorted((place for place, count in enumerate(counts) if count), key=lambda place: (counts[place], place))
    ascending = [counts[place] for place in order]
    size = _how_many(ascending, threshold, len(ascending) - 1)
    if size is None:
        return None
    if size and not _stays_open(order, ascending, size, threshold):
        return None
    return set(order[:size])


def _how_many(ascending: Sequence[int], threshold: int, limit: int) -> int | None:
    """How many of the smallest to hold back, if at most `limit` will do."""
    small = sum(1 for count in ascending if count < threshold)
    if not small:
        return 0
    for size in range(max(2, small), limit + 1):
        if sum(ascending[:size]) >= threshold + size - 2:
            return size
    return None


def _stays_open(order: Sequence[int], ascending: Sequence[int], size: int, threshold: int) -> bool:
    """Whether each row held back has enough possible counts for a reader who knows the rules and the rows shown."""
    ceiling = ascending[size]
    # Of equal counts the earlier row is held back, so only rows before the first one shown can equal it.
    first_shown = min(place for place, count in zip(order[size:], ascending[size:], strict=True) if count == ceiling)
    early = sum(1 for place in order[:size] if place < first_shown)
    early_counts: set[int] = set()
    late_counts: set[int] = set()
    for split in _splits(sum(ascending[:size]), size, 1, ceiling):
        level = split.count(ceiling)
        if split[0] >= threshold or level > early or _how_many(split, threshold, size) != size:
            continue
        below = set(split) - {ceiling}
        late_counts |= below
        if level:
            early_counts.add(ceiling)
        if level < early:
            early_counts |= below
        enough_early = not early or len(early_counts) >= threshold - 1
        if enough_early and (early == size or len(late_counts) >= threshold - 1):
            return True
    return False


def _splits(total: int, size: int, least: int, most: int) -> Iterator[tuple[int, ...]]:
    """All ways to write `total` as `size` ascending counts from `least` to `most`."""
    if size == 1:
        if least <= total <= most:
            yield (total,)
        return
    for first in range(max(least, total - (size - 1) * most), total // size + 1):
        for rest in _splits(total - first, size - 1, first, most):
            yield (first, *rest)
