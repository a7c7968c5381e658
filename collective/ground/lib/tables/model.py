"""What a table is, and the ways in which a file can fail to be one."""

from dataclasses import dataclass

from collective.ground.lib.errors import Refused


class TableRefused(Refused):
    """A file that cannot be read as a table. Catch this to answer any bad upload."""

    status = 400


class NotATable(TableRefused):
    """The file is of another kind: a PDF, a picture, a web page, a Word document, an archive."""


class OldExcel(TableRefused):
    """The file is an Excel file that only Excel itself can open: the format before 2007, or one with a password."""


class BrokenWorkbook(TableRefused):
    """The file says that it is an Excel workbook, but its inside is damaged or unsafe."""


class EmptyTable(TableRefused):
    """There is nothing in the file."""


class TooLarge(TableRefused):
    """More bytes, rows, columns or unpacked content than a list of people has."""


class Unreadable(TableRefused):
    """The bytes are not text in any encoding that we know."""


@dataclass(frozen=True, slots=True)
class TableRow:
    """One row below the headings.

    line
        the row's number as a spreadsheet shows it: the first row of the file is 1, and rows above the headings and
        empty rows count. It differs from a text editor's line number only after a cell with a line break in it.
    cells
        one text for each heading, in order; missing cells are "". Nothing is trimmed or changed.
    extra
        cells beyond the last heading, usually because a comma inside a cell was not quoted.
    """

    line: int
    cells: tuple[str, ...]
    extra: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Table:
    """A table as it was found, before anybody says what its columns mean.

    headers
        trimmed headings; a column without one is called "Column 3".
    notes
        sentences about what was recognised, for the person who brought the file.
    kind
        "csv" or "xlsx"; encoding and delimiter are set for the first, sheet for the second.
    preamble
        number of rows above the headings that hold something and were skipped.
    """

    headers: tuple[str, ...]
    rows: tuple[TableRow, ...]
    notes: tuple[str, ...] = ()
    kind: str = "csv"
    encoding: str = ""
    delimiter: str = ""
    sheet: str = ""
    preamble: int = 0

    def values(self, column: int) -> list[str]:
        """The cells of one column, top to bottom."""
        return [row.cells[column] for row in self.rows]

    @property
    def problems(self) -> dict[int, str]:
        """Rows that have more cells than there are headings: line → a sentence that says so."""
        return {row.line: _too_many(row, len(self.headers)) for row in self.rows if row.extra}


def _too_many(row: TableRow, headings: int) -> str:
    left_over = ", ".join(f"'{cell.strip()[:40]}'" for cell in row.extra[:3] if cell.strip())
    return (
        f"Row {row.line}: there are {headings + len(row.extra)} cells but {headings} headings ({left_over} is left"
        " over). A comma or semicolon inside a cell may have split it. Put quotation marks round that cell in the"
        " file, or check the row before you use it."
    )
