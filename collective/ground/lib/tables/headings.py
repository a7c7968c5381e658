"""Where do the headings stand, and what lies above them?"""

import re
from collections.abc import Sequence
from typing import Final

from collective.ground.lib.tables.model import TableRow
from collective.ground.lib.tables.text import Record

SEARCHED: Final = 30
WEIGHED: Final = 500

_FIGURES = re.compile(r"[\d\s./:,%£$€+()-]*\d[\d\s./:,%£$€+()-]*(?:[ap]m)?", re.IGNORECASE)
_ADDRESS = re.compile(r"\S@\S+\.\S")


def find_headings(records: Sequence[Record]) -> int | None:
    """Index of the record that holds the headings, or None when the table starts with a person at once.

    Exports put titles, dates and even a small table of their own above the real one (Zoom does). Of the first 30
    records, those that look like headings are weighed by how many later records have as many cells as they do; the
    heaviest wins, the later of two equals. The search ends at the second record with an e-mail address: by then the
    people have begun.
    """
    best, weight, addresses = None, -1, 0
    for index, (_, cells) in enumerate(records[:SEARCHED]):
        if any(_ADDRESS.search(cell) for cell in cells):
            addresses += 1
            if addresses == 2:
                break
        elif _looks_like_headings(cells):
            alike = _alike(cells, records[index + 1 : WEIGHED])
            if alike >= weight:
                best, weight = index, alike
    if best is None and records and not addresses:
        return 0
    return best


def _looks_like_headings(cells: Sequence[str]) -> bool:
    filled = [cell.strip().casefold() for cell in cells if cell.strip()]
    if len(filled) * 2 < len(cells) or len(set(filled)) < len(filled):
        return False
    return not any(len(cell) > 300 or _FIGURES.fullmatch(cell) for cell in filled)


def _alike(cells: Sequence[str], below: Sequence[Record]) -> int:
    raw, used = len(cells), _used(cells)
    return sum(1 for _, others in below if len(others) == raw or _used(others) == used)


def _used(cells: Sequence[str]) -> int:
    """Number of cells up to the last that holds something."""
    count = len(cells)
    while count and not cells[count - 1].strip():
        count -= 1
    return count


def arrange(
    records: Sequence[Record], found: int | None, *, keep_unnamed: bool
) -> tuple[tuple[str, ...], tuple[TableRow, ...]]:
    """Headings and rows of equal width.

    keep_unnamed
        True for workbooks, where a cell cannot fall into the wrong column: columns without a heading are kept as
        columns. In CSV that is done only when most rows have them; otherwise what is beyond the headings is `extra`.
    """
    below = records if found is None else records[found + 1 :]
    named = [] if found is None else [" ".join(cell.split()) for cell in records[found][1]]
    widths = [_used(cells) for _, cells in below]
    width = _used(named)
    beyond = sum(1 for each in widths if each > width)
    if keep_unnamed or found is None or beyond * 2 > len(widths):
        width = max([width, *widths])
    elif beyond:
        width = max([width, *(each for each in widths if each <= len(named))])
    headers = tuple(
        named[column] if column < len(named) and named[column] else f"Column {column + 1}" for column in range(width)
    )
    return headers, tuple(_row(line, cells, width) for line, cells in below)


def _row(line: int, cells: Sequence[str], width: int) -> TableRow:
    kept = tuple(cells[:width])
    if len(kept) < width:
        kept += ("",) * (width - len(kept))
    return TableRow(line, kept, tuple(cells[width : _used(cells)]))
