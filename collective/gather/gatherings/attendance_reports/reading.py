"""The bytes of a report to the people who were there."""

from collections.abc import Sequence
from dataclasses import dataclass

from collective.gather.gatherings.attendance_reports.merging import Attendee, merged
from collective.gather.gatherings.attendance_reports.sections import Line, lines_of
from collective.gather.gatherings.signup_files import recognise
from collective.gather.gatherings.signup_files.clean import clean
from collective.ground.lib.errors import Refused
from collective.ground.lib.tables import MAX_BYTES, MAX_ROWS, TooLarge, read_table
from collective.ground.lib.tables.sniff import check_workbook, is_zip, refuse_other_kinds, shown
from collective.ground.lib.tables.text import Record, decode, split
from collective.ground.lib.tables.workbook import read_workbook


class NobodyCame(Refused):
    """The file has no row that says somebody was in a meeting."""

    status = 400


@dataclass(frozen=True, slots=True)
class ReadReport:
    """Who was there.

    tool
        a key of TOOLS.
    people
        each once, in the order in which the file first names them.
    rows
        how many rows spoke of somebody who was there: more than people, where somebody connected again.
    """

    tool: str
    people: tuple[Attendee, ...]
    rows: int


def read_report(data: bytes, filename: str) -> ReadReport:
    """Read the attendance report of Zoom (meeting or webinar), Teams (both forms) or Meet; or any list with a name column.

    CSV with any delimiter and encoding (Teams writes UTF-16 with tabs), or .xlsx. Raises `TableRefused` for files that are no table
    and `NobodyCame` for tables in which nobody was there; both with a sentence for the person.
    """
    tool, lines = _lines(data, filename)
    people = merged(lines)
    if not people:
        raise NobodyCame(
            f"{shown(filename)} names nobody who was in the meeting. Choose the participants report: in Zoom under Reports,"
            " in Teams on the meeting's Attendance tab, in Meet in the letter that Google sends to the host."
        )
    return ReadReport(tool, tuple(people), len(lines))


def _lines(data: bytes, filename: str) -> tuple[str, list[Line]]:
    found = list(lines_of(_records(data, filename)))
    if not found:
        return "other", _plain(data, filename)
    return found[0][0], [line for _, line in found if line is not None]


def _records(data: bytes, filename: str) -> Sequence[Record]:
    """All rows that hold something; what is no report at all is refused by `read_table`, which knows the sentences."""
    if len(data) > MAX_BYTES:
        raise TooLarge(
            f"{shown(filename)} is larger than {MAX_BYTES // 1024 // 1024} MB, so it is no attendance report."
        )
    if not data.strip(b" \t\r\n\x00\xef\xbb\xbf\xff\xfe"):
        raise NobodyCame(f"{shown(filename)} is empty. Check that the export finished, and choose the file again.")
    refuse_other_kinds(data, filename)
    if is_zip(data):
        check_workbook(data, filename)
        return read_workbook(data, filename, max_rows=MAX_ROWS)[0]
    text, _, _ = decode(data, filename)
    return split(text, filename, max_rows=MAX_ROWS)[0]


def _plain(data: bytes, filename: str) -> list[Line]:
    """A list of who came in no tool's shape: whatever the headings or the cells show to be names and addresses."""
    table = read_table(data, filename)
    meant = {meaning: column for column, meaning in recognise(table).mapping.items()}
    lines: list[Line] = []
    if not meant.keys() & {"name", "first_name", "last_name"}:
        return lines
    for row in table.rows:
        name, first, last, email = (
            _cell(row.cells, meant, each) for each in ("name", "first_name", "last_name", "email")
        )
        if name or first or last or email:
            lines.append(Line(row.line, name or f"{first} {last}".strip(), email, with_original=False))
    return lines


def _cell(cells: Sequence[str], meant: dict[str, int], meaning: str) -> str:
    return clean(cells[meant[meaning]]) if meaning in meant else ""
