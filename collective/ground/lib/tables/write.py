"""Tables out: CSV and Excel files in which no cell is ever run as a formula."""

import csv
import datetime as dt
import io
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

from collective.ground.lib.tables.workbook import cell_text

_NUMBER = re.compile(r"[+-]?\d+(?:[.,]\d+)*%?")
#: Full-width forms count: some spreadsheets turn them into the plain ones.
_FORMULA_STARTS: Final = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
_NOT_IN_FILES = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
_NOT_IN_TITLES = re.compile(r"[\[\]:*?/\\\x00-\x1f]")
_TITLE_LENGTH: Final = 31
_WIDEST: Final = 60


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet of a workbook; the title is made safe and unique when it is written."""

    title: str
    headers: Sequence[str]
    rows: Iterable[Sequence[Any]]


def safe_cell(value: Any) -> str:
    """A value as text that a spreadsheet will show and not run.

    Text that begins with = + - @, a tab or a line break (also after spaces) gets an apostrophe in front, unless it is
    plainly a number ("-5", "+1.5", "-3%"). Control characters are dropped.
    """
    if type(value) is str and _is_harmless(value):
        return value
    text = _NOT_IN_FILES.sub("", cell_text(value))
    if text.lstrip(" \u00a0").startswith(_FORMULA_STARTS) and not _NUMBER.fullmatch(text):
        return f"'{text}"
    return text


def _is_harmless(text: str) -> bool:
    """The quick look that is enough for nearly every cell: it begins with a letter or digit, and holds nothing unprintable."""
    return not text or (text[0].isalnum() and text.isprintable())


def write_csv(headers: Sequence[str], rows: Iterable[Sequence[Any]]) -> bytes:
    """UTF-8 with a byte order mark (Excel needs it for accents), CRLF, cells made safe by safe_cell."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow([safe_cell(header) for header in headers])
    writer.writerows([safe_cell(cell) for cell in row] for row in rows)
    return b"\xef\xbb\xbf" + out.getvalue().encode("utf-8")


def write_xlsx(sheets: Sequence[Sheet]) -> bytes:
    """A workbook with bold headings, columns as wide as their content and the heading row kept in view.

    Texts are stored as texts, whatever they begin with; numbers, dates and yes/no stay what they are. Texts beyond
    Excel's limit of 32,767 characters a cell are cut there. Raises ValueError when there is no sheet.
    """
    if not sheets:
        raise ValueError("a workbook needs at least one sheet")
    book = Workbook(write_only=True)
    taken: set[str] = set()
    for sheet in sheets:
        _write_sheet(book, sheet, _title(sheet.title, taken))
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _write_sheet(book: Any, sheet: Sheet, title: str) -> None:
    page = book.create_sheet(title)
    page.freeze_panes = "A2"
    rows = [list(row) for row in sheet.rows]
    for column, width in enumerate(_widths(sheet.headers, rows), start=1):
        page.column_dimensions[get_column_letter(column)].width = width
    page.append([_cell(page, header, bold=True) for header in sheet.headers])
    for row in rows:
        page.append([_quickly(page, value) for value in row])


def _quickly(page: Any, value: Any) -> Any:
    """Most cells are harmless text, which needs no cell of its own to be told that it is no formula; nothing stays empty."""
    return (value or None) if type(value) is str and _is_harmless(value) else _cell(page, value)


def _cell(page: Any, value: Any, *, bold: bool = False) -> Any:
    stored = value if _is_plain(value) else _NOT_IN_FILES.sub("", cell_text(value))
    cell = WriteOnlyCell(page, value=stored)
    if isinstance(stored, str):
        cell.data_type = "s"  # openpyxl takes a leading "=" for a formula unless told otherwise
    if bold:
        cell.font = Font(bold=True)
    return cell


def _is_plain(value: Any) -> bool:
    """Values that Excel has a type for. It has none for times with a zone or for numbers that are not finite."""
    if isinstance(value, float):
        return value == value and abs(value) != float("inf")
    if isinstance(value, dt.datetime):
        return value.tzinfo is None and value.year >= 1900
    if isinstance(value, dt.date):
        return value.year >= 1900
    return value is None or isinstance(value, bool) or (isinstance(value, int) and abs(value) < 10**15)


def _widths(headers: Sequence[str], rows: Sequence[Sequence[Any]]) -> list[int]:
    columns = max([len(headers), *(len(row) for row in rows[:1000])])
    widths = [8] * columns
    for row in [headers, *rows[:1000]]:
        for column, value in enumerate(row[:columns]):
            widths[column] = max(widths[column], min(len(cell_text(value)) + 2, _WIDEST))
    return widths


def _title(wanted: str, taken: set[str]) -> str:
    """A title that Excel accepts: 31 characters, without []:*?/\\, not empty, not "History", not used before."""
    base = (
        " ".join(_NOT_IN_FILES.sub("", _NOT_IN_TITLES.sub(" ", wanted)).split()).strip("'")[:_TITLE_LENGTH].strip(" '")
    )
    if not base or base.casefold() == "history":
        base = f"{base} sheet".strip().capitalize()
    title, number = base, 1
    while title.casefold() in taken:
        number += 1
        tail = f" ({number})"
        title = base[: _TITLE_LENGTH - len(tail)] + tail
    taken.add(title.casefold())
    return title
