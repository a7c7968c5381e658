"""Tables in and tables out: CSV and Excel files that people really have.

``read_table`` takes the bytes of any file and gives a :class:`Table` or raises a :class:`TableRefused` whose message
can be shown as it is. ``write_csv`` and ``write_xlsx`` write files that open safely in a spreadsheet: no cell of
theirs is ever run as a formula.
"""

from collective.ground.lib.tables.model import (
    BrokenWorkbook,
    EmptyTable,
    NotATable,
    OldExcel,
    Table,
    TableRefused,
    TableRow,
    TooLarge,
    Unreadable,
)
from collective.ground.lib.tables.read import MAX_BYTES, MAX_COLUMNS, MAX_ROWS, read_table
from collective.ground.lib.tables.write import Sheet, safe_cell, write_csv, write_xlsx

__all__ = [
    "MAX_BYTES",
    "MAX_COLUMNS",
    "MAX_ROWS",
    "BrokenWorkbook",
    "EmptyTable",
    "NotATable",
    "OldExcel",
    "Sheet",
    "Table",
    "TableRefused",
    "TableRow",
    "TooLarge",
    "Unreadable",
    "read_table",
    "safe_cell",
    "write_csv",
    "write_xlsx",
]
