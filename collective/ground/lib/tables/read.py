"""One door in: the bytes of a file to a Table."""

from typing import Final

from collective.ground.lib.tables.headings import arrange, find_headings
from collective.ground.lib.tables.model import EmptyTable, Table, TooLarge
from collective.ground.lib.tables.sniff import check_workbook, is_zip, refuse_other_kinds, shown
from collective.ground.lib.tables.text import DELIMITERS, Record, decode, split
from collective.ground.lib.tables.workbook import read_workbook

MAX_BYTES: Final = 20 * 1024 * 1024
MAX_ROWS: Final = 50_000
MAX_COLUMNS: Final = 200


def read_table(data: bytes, filename: str) -> Table:
    """Read CSV (comma, semicolon, tab or bar; UTF-8, UTF-16 or Windows-1252; any line ends) or .xlsx.

    The file's name is used in sentences only: what the bytes are decides. Titles above the headings are skipped, and
    a table without headings gets "Column 1", "Column 2". A file of headings alone gives a table without rows.

    Raises a subclass of TableRefused with a sentence for the person: NotATable, OldExcel, BrokenWorkbook, EmptyTable,
    TooLarge (above 20 MB, 50,000 rows or 200 columns), Unreadable.
    """
    if len(data) > MAX_BYTES:
        raise TooLarge(
            f"{shown(filename)} is larger than {MAX_BYTES // 1024 // 1024} MB. Leave out pictures and sheets that are"
            " not needed, or split it into smaller files."
        )
    if not data.strip(b" \t\r\n\x00\xef\xbb\xbf\xff\xfe"):
        raise EmptyTable(f"{shown(filename)} is empty. Check that the export finished, and choose the file again.")
    refuse_other_kinds(data, filename)
    return _read_xlsx(data, filename) if is_zip(data) else _read_csv(data, filename)


def _read_csv(data: bytes, filename: str) -> Table:
    text, encoding, damage = decode(data, filename)
    if not text.strip(' \t\r\n\x0b\x0c\xa0,;|"'):
        raise EmptyTable(f"{shown(filename)} has no rows in it. Check that you chose the right file.")
    records, delimiter, oddities = split(text, filename, max_rows=MAX_ROWS + 30)
    between = f"with {DELIMITERS[delimiter]} between the cells" if delimiter else "with one column"
    notes = [f"Read as {encoding} text {between}.", *damage, *oddities]
    return _table(records, filename, notes, kind="csv", encoding=encoding, delimiter=delimiter)


def _read_xlsx(data: bytes, filename: str) -> Table:
    check_workbook(data, filename)
    records, sheet, sheets = read_workbook(data, filename, max_rows=MAX_ROWS + 30)
    notes = [f"Read as an Excel workbook, sheet '{sheet}'."]
    others = [f"'{name}'" for name in sheets if name != sheet]
    if others:
        notes.append(f"Not read: {', '.join(others[:5])}{' and others' if len(others) > 5 else ''}.")
    return _table(records, filename, notes, kind="xlsx", sheet=sheet)


def _table(
    records: list[Record],
    filename: str,
    notes: list[str],
    *,
    kind: str,
    encoding: str = "",
    delimiter: str = "",
    sheet: str = "",
) -> Table:
    found = find_headings(records)
    headers, rows = arrange(records, found, keep_unnamed=kind == "xlsx")
    if len(headers) > MAX_COLUMNS:
        raise TooLarge(
            f"{shown(filename)} has {len(headers):,} columns. Keep the columns that you need, {MAX_COLUMNS} at most."
        )
    if len(rows) > MAX_ROWS:
        raise TooLarge(f"{shown(filename)} has {len(rows):,} rows. Split it into files of at most {MAX_ROWS:,}.")
    if found is None:
        notes.append("No headings were found, so the columns are numbered.")
    elif found:
        lines = "1 row above it was" if found == 1 else f"{found} rows above it were"
        notes.append(f"The headings are in row {records[found][0]}; {lines} skipped.")
    if not rows:
        notes.append("There is nothing below the headings.")
    return Table(
        headers=headers,
        rows=rows,
        notes=tuple(notes),
        kind=kind,
        encoding=encoding,
        delimiter=delimiter,
        sheet=sheet,
        preamble=found or 0,
    )
