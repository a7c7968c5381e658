"""Any bytes give a table or a clear no; what is written opens safely."""

import csv
import datetime as dt
import io
import struct
import zipfile
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from collective.ground.lib.errors import Refused
from collective.ground.lib.tables import (
    BrokenWorkbook,
    EmptyTable,
    NotATable,
    OldExcel,
    Sheet,
    Table,
    TooLarge,
    Unreadable,
    read_table,
    safe_cell,
    write_csv,
    write_xlsx,
)

FILES = Path(__file__).parent.parent / "gather" / "files"
PLAIN = "Name,Email\r\nSiobhán Begum,s@summit.example.org\r\nChloë McAllister,c@celtic.example.org\r\n"
PEOPLE = [("Siobhán Begum", "s@summit.example.org"), ("Chloë McAllister", "c@celtic.example.org")]


def cells(table: Table) -> list[tuple[str, ...]]:
    return [row.cells for row in table.rows]


def workbook(*sheets: tuple[str, list[list[object]]], hidden: str = "") -> bytes:
    book = openpyxl.Workbook()
    book.remove(book.active)
    for title, rows in sheets:
        page = book.create_sheet(title)
        for row in rows:
            page.append(row)
        if title == hidden:
            page.sheet_state = "hidden"
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def zipped(**parts: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name.replace("__", "/"), content)
    return out.getvalue()


def doctored(change: Callable[[bytes], bytes]) -> bytes:
    """A workbook of one person whose sheet somebody has tampered with."""
    data, out = workbook(("S", [["Name", "Count"], ["Ada", 7]])), io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.namelist():
            content = old.read(part)
            new.writestr(part, change(content) if part == "xl/worksheets/sheet1.xml" else content)
    return out.getvalue()


class TestText:
    @pytest.mark.parametrize(
        ("encoding", "named"),
        [
            ("utf-8", "UTF-8"),
            ("utf-8-sig", "UTF-8"),
            ("utf-16", "UTF-16"),
            ("utf-16-le", "UTF-16"),
            ("utf-16-be", "UTF-16"),
            ("utf-32", "UTF-32"),
            ("cp1252", "Windows-1252"),
        ],
    )
    def test_the_same_table_comes_out_of_every_encoding(self, encoding, named):
        table = read_table(PLAIN.encode(encoding), "people.csv")
        assert (table.headers, cells(table), table.encoding) == (("Name", "Email"), PEOPLE, named)
        assert named in table.notes[0]

    @pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
    @pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
    def test_every_line_end_and_delimiter_is_recognised(self, ending, delimiter):
        text = PLAIN.replace("\r\n", ending).replace(",", delimiter)
        table = read_table(text.encode(), "people.csv")
        assert (cells(table), table.delimiter) == (PEOPLE, delimiter)
        assert [row.line for row in table.rows] == [2, 3]

    def test_one_damaged_letter_does_not_garble_the_others(self):
        data = ("Name,Town\n" + "Siobhán,Derry\n" * 20).encode() + b"Chlo\xeb,Truro\n"
        table = read_table(data, "people.csv")
        assert table.rows[0].cells[0] == "Siobhán"
        assert table.rows[-1].cells[0] == "Chlo\ufffd"
        assert any("damaged" in note for note in table.notes)

    def test_commas_in_names_do_not_hide_the_semicolons(self):
        table = read_table(b"Name;Email\nSingh, Tomasz;t@x.org\nLi, Kasia;k@x.org\n", "x.csv")
        assert cells(table) == [("Singh, Tomasz", "t@x.org"), ("Li, Kasia", "k@x.org")]

    def test_a_line_that_tells_excel_the_delimiter_is_obeyed(self):
        table = read_table(b"sep=;\r\nName;Words\r\nAda;a,b,c\r\n", "x.csv")
        assert cells(table) == [("Ada", "a,b,c")]

    def test_a_single_column_is_a_table(self):
        table = read_table(b"Name\nAda Lovelace\nMary Somerville\n", "x.csv")
        assert (table.headers, cells(table)) == (("Name",), [("Ada Lovelace",), ("Mary Somerville",)])
        assert table.delimiter == ""

    def test_quoted_cells_keep_commas_quotes_and_line_breaks(self):
        table = read_table(b'Name,Notes\n"Ada, Countess","says ""hi""\nand more"\nBob,x\n', "x.csv")
        assert cells(table) == [("Ada, Countess", 'says "hi"\nand more'), ("Bob", "x")]
        assert [row.line for row in table.rows] == [2, 3]

    def test_a_quotation_mark_that_never_closes_swallows_nobody(self):
        table = read_table(b'Name,Notes\nAda,"lost\nBob,x\nCyn,y\n', "x.csv")
        assert cells(table) == [("Ada", '"lost'), ("Bob", "x"), ("Cyn", "y")]
        assert any("never closed" in note for note in table.notes)

    def test_blank_rows_are_skipped_and_still_counted(self):
        table = read_table(b"\n\nName,Email\n\n,\nAda,a@x.org\n", "x.csv")
        assert [(row.line, row.cells[0]) for row in table.rows] == [(6, "Ada")]

    def test_titles_and_a_small_table_above_the_headings_are_skipped(self):
        data = (FILES / "zoom-registration.csv").read_bytes()
        table = read_table(data, "zoom-registration.csv")
        assert table.headers[:3] == ("First Name", "Last Name", "Email")
        assert table.preamble == 5
        assert (table.rows[0].line, len(table.rows)) == (7, 57)
        assert "The headings are in row 6; 5 rows above it were skipped." in table.notes

    def test_a_table_without_headings_keeps_its_first_person(self):
        table = read_table(b"Ada,ada@x.org\nBob,bob@x.org\nCyn,,Acme\n", "x.csv")
        assert table.headers == ("Column 1", "Column 2", "Column 3")
        assert cells(table)[0] == ("Ada", "ada@x.org", "")

    def test_in_a_long_list_of_names_the_first_row_stays_the_headings(self):
        table = read_table(b"Name,Town\n" + b"Ada Lovelace,Hull\n" * 2_000, "x.csv")
        assert (table.headers, len(table.rows), table.preamble) == (("Name", "Town"), 2_000, 0)

    def test_headings_alone_give_a_table_without_rows(self):
        table = read_table(b"Name,Email\n", "x.csv")
        assert (table.headers, table.rows) == (("Name", "Email"), ())
        assert "There is nothing below the headings." in table.notes

    def test_cells_beyond_the_headings_are_kept_and_named(self):
        table = read_table(b"Name,Org\nAda,Acme\nBob,Smith, Jones and Co\nCyn,Acme,,\n", "x.csv")
        assert [row.extra for row in table.rows] == [(), (" Jones and Co",), ()]
        assert table.problems.keys() == {3}
        assert table.problems[3].startswith("Row 3: there are 3 cells but 2 headings ('Jones and Co' is left over).")

    def test_a_column_without_a_heading_is_numbered(self):
        table = read_table(b"Name,,Org\nAda,x,Acme\n", "x.csv")
        assert table.headers == ("Name", "Column 2", "Org")


class TestWorkbooks:
    def test_the_first_sheet_with_content_is_read(self):
        data = workbook(("Notes", []), ("Sign-ups", [["Name", "Email"], ["Ada", "a@x.org"]]), ("More", [["z"]]))
        table = read_table(data, "x.xlsx")
        assert (table.kind, table.sheet, cells(table)) == ("xlsx", "Sign-ups", [("Ada", "a@x.org")])
        assert table.notes == (
            "Read as an Excel workbook, sheet 'Sign-ups'.",
            "Not read: 'Notes', 'More'.",
        )

    def test_a_hidden_sheet_comes_last(self):
        data = workbook(("Lists", [["a"], ["b"]]), ("People", [["Name"], ["Ada"]]), hidden="Lists")
        assert read_table(data, "x.xlsx").sheet == "People"

    def test_dates_are_iso_and_whole_numbers_have_no_point(self):
        when = dt.datetime.fromisoformat("2021-01-27T14:05")
        row = [when, dt.datetime.fromisoformat("2021-01-27"), dt.time(9, 30), 3.0, 2.5, True, None, "x"]
        table = read_table(workbook(("S", [list("abcdefgh"), row])), "x.xlsx")
        assert cells(table) == [("2021-01-27 14:05:00", "2021-01-27", "09:30:00", "3", "2.5", "TRUE", "", "x")]

    def test_rows_are_numbered_as_excel_numbers_them(self):
        data = workbook(("S", [["A title"], [], ["Name", "Email"], ["Ada", "a@x.org"], [], ["Bob", "b@x.org"]]))
        table = read_table(data, "x.xlsx")
        assert [(row.line, row.cells[0]) for row in table.rows] == [(4, "Ada"), (6, "Bob")]

    def test_a_wrong_statement_of_size_loses_no_rows(self):
        data = doctored(lambda sheet: sheet.replace(b'<dimension ref="A1:B2"', b'<dimension ref="A1"'))
        assert cells(read_table(data, "x.xlsx")) == [("Ada", "7")]

    def test_a_column_without_a_heading_is_kept_as_a_column(self):
        table = read_table(workbook(("S", [["Name"], ["Ada", "note"], ["Bob"], ["Cyn"]])), "x.xlsx")
        assert table.headers == ("Name", "Column 2")
        assert cells(table)[0] == ("Ada", "note")

    def test_an_empty_workbook_is_refused(self):
        with pytest.raises(EmptyTable, match="no rows"):
            read_table(workbook(("S", [])), "x.xlsx")

    def test_a_damaged_workbook_is_refused(self):
        data = bytearray(workbook(("S", [["Name"], ["Ada"]])))
        with pytest.raises(BrokenWorkbook):
            read_table(bytes(data[: len(data) // 2]), "x.xlsx")
        with pytest.raises(BrokenWorkbook, match="could not be read"):
            read_table(zipped(xl__workbook__xml=b"<oops").replace(b"xl/workbook/xml", b"xl/workbook.xml"), "x.xlsx")


class TestRefusals:
    @pytest.mark.parametrize(
        ("data", "kind", "words"),
        [
            (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj", NotATable, "is a PDF"),
            (b"\n\n%PDF-1.4", NotATable, "is a PDF"),
            (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 512, OldExcel, r"old Excel or Office format \(\.xls\)"),
            (
                b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"),
                OldExcel,
                "locked with a password",
            ),
            (b"\x89PNG\r\n\x1a\n" + b"\0" * 30, NotATable, "is a picture"),
            (b"\xff\xd8\xff\xe0\0\x10JFIF", NotATable, "is a picture"),
            (b"GIF89a....", NotATable, "is a picture"),
            (b"\0\0\0\x18ftypheic", NotATable, "is a picture"),
            (b"\x1f\x8b\x08" + b"\0" * 30, NotATable, "archive"),
            (b"<!DOCTYPE html><html><body>Sign in", NotATable, "is a web page"),
            (b"{\\rtf1\\ansi hello}", NotATable, "is a document"),
            (zipped(word__document=b"x"), NotATable, "is a document"),
            (zipped(photos__1=b"x"), NotATable, "is a zip archive, not a workbook"),
            (zipped(mimetype=b"application/vnd.oasis.opendocument.spreadsheet"), NotATable, r"\.ods"),
            (b"", EmptyTable, "is empty"),
            (b"\xef\xbb\xbf \r\n \r\n", EmptyTable, "is empty"),
            (b"\xef\xbb\xbf , ,\r\n", EmptyTable, "no rows"),
            (bytes(range(256)) * 20, Unreadable, "not a text file"),
            (b"PK\x03\x04 but no more", BrokenWorkbook, "is damaged"),
        ],
    )
    def test_other_kinds_of_file_are_named_and_refused(self, data, kind, words):
        with pytest.raises(kind, match=words) as caught:
            read_table(data, "C:\\Users\\me\\list of people.csv")
        assert str(caught.value).startswith("'list of people.csv' ")

    def test_a_zip_bomb_is_refused_before_it_is_unpacked(self):
        bomb = zipped(xl__sheet=b"\0" * (160 * 1024 * 1024))
        assert len(bomb) < 200_000
        with pytest.raises(TooLarge, match="would unpack"):
            read_table(bomb, "x.xlsx")

    def test_a_bomb_that_lies_about_its_size_is_refused(self):
        bomb = bytearray(doctored(lambda sheet: sheet.replace(b"<sheetData>", b"<sheetData>" + b" " * 5_000_000)))
        for mark, offset in ((b"PK\x01\x02", 24), (b"PK\x03\x04", 22)):
            at = bomb.find(mark)
            while at >= 0:
                if struct.unpack("<I", bomb[at + offset : at + offset + 4])[0] > 5_000_000:
                    bomb[at + offset : at + offset + 4] = struct.pack("<I", 500)
                at = bomb.find(mark, at + 4)
        with pytest.raises(BrokenWorkbook):
            read_table(bytes(bomb), "x.xlsx")

    def test_a_workbook_with_nested_entities_is_refused(self):
        nested = b"".join(b'<!ENTITY e%d "%s">' % (n, b"&e%d;" % (n - 1) * 40) for n in range(1, 8))
        kind = b'<!DOCTYPE worksheet [<!ENTITY e0 "haha">' + nested + b"]>"
        with pytest.raises(BrokenWorkbook):
            read_table(doctored(lambda sheet: kind + sheet.replace(b"<v>7</v>", b"<v>&e7;</v>")), "x.xlsx")

    def test_a_row_number_beyond_excels_own_is_refused_and_does_not_run_for_ever(self):
        with pytest.raises(BrokenWorkbook):
            read_table(doctored(lambda sheet: sheet.replace(b'r="2"', b'r="99999999999"')), "x.xlsx")

    def test_cells_far_to_the_right_are_refused(self):
        with pytest.raises(TooLarge, match="columns"):
            read_table(doctored(lambda sheet: sheet.replace(b'r="B2"', b'r="ZZ2"')), "x.xlsx")

    def test_more_than_20_mb_is_refused(self):
        with pytest.raises(TooLarge, match="larger than 20 MB"):
            read_table(b"a" * (20 * 1024 * 1024 + 1), "x.csv")

    def test_50_000_rows_are_read_and_one_more_is_refused(self):
        rows = b"Ada,a@x.org\n" * 50_000
        assert len(read_table(b"Name,Email\n" + rows, "x.csv").rows) == 50_000
        with pytest.raises(TooLarge, match=r"50,001 rows"):
            read_table(b"Name,Email\n" + rows + b"Bob,b@x.org\n", "x.csv")
        with pytest.raises(TooLarge, match=r"more than"):
            read_table(b"Name,Email\n" + rows * 2, "x.csv")

    def test_more_than_200_columns_are_refused(self):
        with pytest.raises(TooLarge, match="201 columns"):
            read_table((",".join(f"h{n}" for n in range(201)) + "\n").encode(), "x.csv")

    def test_a_file_name_cannot_smuggle_anything_into_the_sentence(self):
        with pytest.raises(NotATable) as caught:
            read_table(b"%PDF-1.7", "a\u202eb\x00\n" + "c" * 500 + ".csv")
        assert str(caught.value).startswith("'ab" + "c" * 78 + "' is a PDF")
        with pytest.raises(NotATable, match=r"^The file is a PDF"):
            read_table(b"%PDF-1.7", "")


def test_20_000_rows_are_read_whole():
    head = b"First Name,Last Name,Email,Company,Town,Words,Notes\r\n"
    rows = b"".join(b'Ada,Lovelace,ada%d@x.org,Acme Trust,Hull,"a, b, c",none\r\n' % n for n in range(20_000))
    table = read_table(head + rows, "x.csv")
    assert len(table.rows) == 20_000


@given(st.binary(max_size=400))
@example(b"\xff\xfe\x00")
@example(b"\xff\xfe\x00\x00\x01")
@example(b"PK\x05\x06")
@example(b'"')
@example(b"sep=;\n")
@example(b"Name\r\r\n")
def test_any_bytes_are_a_table_or_a_no(data):
    try:
        table = read_table(data, "x.csv")
    except Refused:
        return
    assert all(len(row.cells) == len(table.headers) for row in table.rows)
    assert all(row.line >= 1 for row in table.rows)


@given(
    st.lists(st.lists(st.text(alphabet='ab@.,;|\t\n\r" =\u00e9\u202e', max_size=8), max_size=5), max_size=8),
    st.sampled_from([",", ";", "\t"]),
    st.sampled_from(["utf-8", "utf-16", "utf-8-sig"]),
)
@settings(deadline=None)
def test_no_record_of_a_table_is_lost(rows, delimiter, encoding):
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=delimiter).writerows(rows)
    filled = [row for row in rows if any(cell.strip() for cell in row)]
    try:
        table = read_table(out.getvalue().encode(encoding), "x.csv")
    except EmptyTable:
        assert not any(cell.strip(' \t\r\n,;|"') for row in rows for cell in row)
    except Refused:
        pass
    else:
        if table.delimiter == delimiter:
            headings = 0 if any("No headings" in note for note in table.notes) else 1
            assert len(table.rows) + table.preamble + headings == len(filled)


ODD = st.text(alphabet=st.characters(codec="utf-8", exclude_characters="\x1a"), max_size=12)
PRINTABLE = st.text(alphabet=st.characters(codec="utf-8", exclude_categories=["Cc", "Cn", "Cs"]), max_size=12)


class TestWriting:
    @pytest.mark.parametrize(
        "value",
        [
            '=HYPERLINK("http://evil.example")',
            "+cmd|' /C calc'!A0",
            "-2+3",
            "@SUM(A1)",
            "\t=1",
            "\r=1",
            "\n=1",
            " =1+1",
            "＝1",
        ],
    )
    def test_what_looks_like_a_formula_gets_an_apostrophe(self, value):
        assert safe_cell(value) == f"'{value}"

    @pytest.mark.parametrize(
        ("value", "text"),
        [
            ("-5", "-5"),
            ("+1.5", "+1.5"),
            ("-3%", "-3%"),
            ("+441632960000", "+441632960000"),
            (-7, "-7"),
            (2.0, "2"),
            (None, ""),
            (True, "TRUE"),
            (dt.date(2021, 1, 27), "2021-01-27"),
            ("Rees-Jones", "Rees-Jones"),
            ("a\x00b\x07c", "abc"),
        ],
    )
    def test_numbers_and_plain_words_are_left_as_they_are(self, value, text):
        assert safe_cell(value) == text

    def test_csv_has_the_mark_and_windows_line_ends(self):
        data = write_csv(["Name", "Words"], [["Chloë", 'a "b", c']])
        assert data == b'\xef\xbb\xbfName,Words\r\nChlo\xc3\xab,"a ""b"", c"\r\n'

    @given(st.lists(st.lists(ODD, min_size=2, max_size=4), max_size=6))
    def test_csv_comes_back_as_it_was_written(self, rows):
        data = write_csv(["One", "Two"], rows)
        text = data.decode("utf-8-sig")
        assert list(csv.reader(io.StringIO(text, newline=""))) == [
            ["One", "Two"],
            *([safe_cell(cell) for cell in row] for row in rows),
        ]

    @given(st.lists(st.tuples(PRINTABLE, PRINTABLE), max_size=6))
    def test_what_we_write_we_read(self, rows):
        kept = [("e@x.org", one, two) for one, two in rows]
        table = read_table(write_csv(["Address", "One", "Two"], kept), "x.csv")
        assert table.headers == ("Address", "One", "Two")
        assert cells(table) == [(first, safe_cell(one), safe_cell(two)) for first, one, two in kept]

    @given(ODD)
    def test_no_cell_of_ours_starts_a_formula(self, value):
        assert not safe_cell(value).startswith(("=", "@", "\t", "\r")) or safe_cell(value)[1:].isdigit()

    def test_workbook_texts_are_texts_whatever_they_begin_with(self):
        data = write_xlsx(
            [Sheet("People", ["Name", "Count"], [["=1+1", 3], ["-x", dt.date(2021, 1, 27)], ["a\x00b", None]])]
        )
        page = openpyxl.load_workbook(io.BytesIO(data))["People"]
        assert [cell.data_type for cell in page["A"]] == ["s", "s", "s", "s"]
        assert [cell.value for cell in page["A"]] == ["Name", "=1+1", "-x", "ab"]
        assert (page["B2"].value, page["B3"].value) == (3, dt.datetime.fromisoformat("2021-01-27"))
        assert page["A1"].font.bold
        assert not page["A2"].font.bold
        assert page.freeze_panes == "A2"

    def test_columns_are_as_wide_as_what_is_in_them(self):
        data = write_xlsx([Sheet("S", ["A", "B"], [["x" * 30, "y"], ["x", "z" * 500]])])
        page = openpyxl.load_workbook(io.BytesIO(data))["S"]
        assert (page.column_dimensions["A"].width, page.column_dimensions["B"].width) == (32, 60)

    def test_sheet_titles_are_made_safe_and_unique(self):
        titles = ["Needs/ideas: [1]?", "needs ideas 1", "", "History", "x" * 40, "x" * 40, "'quoted'"]
        data = write_xlsx([Sheet(title, ["A"], []) for title in titles])
        assert openpyxl.load_workbook(io.BytesIO(data)).sheetnames == [
            "Needs ideas 1",
            "needs ideas 1 (2)",
            "Sheet",
            "History sheet",
            "x" * 31,
            "x" * 27 + " (2)",
            "quoted",
        ]

    def test_values_that_excel_has_no_type_for_become_text(self):
        zoned = dt.datetime(2021, 1, 27, 14, tzinfo=dt.UTC)
        data = write_xlsx([Sheet("S", ["A"], [[zoned], [float("nan")], [10**20], [["list"]]])])
        page = openpyxl.load_workbook(io.BytesIO(data))["S"]
        assert [cell.value for cell in page["A"]][1:] == [
            "2021-01-27 14:00:00+00:00",
            "nan",
            "100000000000000000000",
            "['list']",
        ]

    def test_a_workbook_we_write_we_read(self):
        data = write_xlsx([Sheet("People", ["Name", "Email"], [["Siobhán", "s@x.org"], ["=1", "t@x.org"]])])
        table = read_table(data, "x.xlsx")
        assert (table.sheet, cells(table)) == ("People", [("Siobhán", "s@x.org"), ("=1", "t@x.org")])

    def test_a_workbook_without_sheets_is_a_mistake_of_ours(self):
        with pytest.raises(ValueError, match="at least one sheet"):
            write_xlsx([])
