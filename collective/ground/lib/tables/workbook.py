"""Excel workbooks to records."""

import datetime as dt
import io
import warnings
from collections.abc import Iterable
from typing import Any, Final

import openpyxl

from collective.ground.lib.tables.model import BrokenWorkbook, EmptyTable, TooLarge
from collective.ground.lib.tables.sniff import shown
from collective.ground.lib.tables.text import Record

#: Rows that are scanned, blank ones included: Excel's own limit. Only a damaged file claims more.
MAX_SCANNED: Final = 1_048_576
#: Cells that are scanned: one cell far to the right makes every row wide.
MAX_CELLS: Final = 5_000_000


def read_workbook(data: bytes, filename: str, *, max_rows: int) -> tuple[list[Record], str, list[str]]:
    """Records of the first sheet that holds something (hidden ones last), that sheet's name, and all sheets' names.

    Formulas give the value that Excel last showed. Raises BrokenWorkbook, EmptyTable or TooLarge.
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # openpyxl speaks of styles and validations that a list does not need
            return _first_filled(data, filename, max_rows)
    except (EmptyTable, TooLarge):
        raise
    except Exception as error:  # openpyxl has no base class of its own: a damaged part surfaces as almost anything
        raise BrokenWorkbook(
            f"{shown(filename)} looks like an Excel workbook but could not be read. Open it in Excel or LibreOffice,"
            " save it again as .xlsx or CSV, and choose that file."
        ) from error


def _first_filled(data: bytes, filename: str, max_rows: int) -> tuple[list[Record], str, list[str]]:
    book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True, keep_links=False)
    try:
        sheets = sorted(book.worksheets, key=lambda sheet: sheet.sheet_state != "visible")
        names = [str(sheet.title) for sheet in sheets]
        for sheet, name in zip(sheets, names, strict=True):
            sheet.reset_dimensions()  # the stated size is wrong in many exports, and rows would be lost
            records = _records(sheet.iter_rows(values_only=True), filename, max_rows)
            if records:
                return records, name, names
    finally:
        book.close()
    raise EmptyTable(f"{shown(filename)} has no rows in it. Check that you chose the right file.")


def _records(rows: Iterable[tuple[Any, ...]], filename: str, max_rows: int) -> list[Record]:
    records: list[Record] = []
    scanned = 0
    for number, row in enumerate(rows, start=1):
        if number > MAX_SCANNED:
            raise ValueError("a row number beyond what Excel can have")
        scanned += len(row)
        if scanned > MAX_CELLS or len(records) > max_rows:
            raise TooLarge(
                f"{shown(filename)} has more than {max_rows:,} rows, or is far wider than a list of people. Copy"
                " the part you need into a new workbook, or split it into smaller files."
            )
        cells = [cell if type(cell) is str else cell_text(cell) for cell in row]
        while cells and not cells[-1].strip():
            cells.pop()
        if cells:
            records.append((number, cells))
    return records


def cell_text(value: Any) -> str:
    """A cell as text: dates and times in ISO form, whole numbers without a point, empty cells as ""."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, dt.datetime):
        if value.time() == dt.time() and value.tzinfo is None:
            return value.date().isoformat()
        return value.isoformat(sep=" ", timespec="seconds")
    if isinstance(value, dt.date | dt.time):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    return str(value)
