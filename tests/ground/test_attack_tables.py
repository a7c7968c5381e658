"""Workbooks that are small to upload and built to fill a server's memory, or to keep it busy."""

import io
import time
import zipfile

import pytest

from collective.ground.lib.tables import Sheet, TooLarge, read_table, write_xlsx
from collective.ground.lib.tables.bounds import MAX_IN_ROW, MAX_PART, MAX_SHEET, MAX_TEXTS

MAIN = b"http://schemas.openxmlformats.org/spreadsheetml/2006/main"
PATIENCE = 20  # seconds on a busy machine; unguarded these take minutes


def with_part(name: str, content: bytes) -> bytes:
    """A workbook of one person in which the part `name` is `content`."""
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(write_xlsx([Sheet("S", ["Name"], [["Ada"]])]))) as plain,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as bomb,
    ):
        for part in plain.infolist():
            if part.filename != name:
                bomb.writestr(part.filename, plain.read(part))
        bomb.writestr(name, content)
    return out.getvalue()


def texts(each: bytes, times: int) -> bytes:
    return b'<sst xmlns="' + MAIN + b'">' + each * times + b"</sst>"


def sheet(rows: bytes) -> bytes:
    return b'<worksheet xmlns="' + MAIN + b'"><sheetData>' + rows + b"</sheetData></worksheet>"


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("xl/sharedStrings.xml", texts(b"<si><t>x</t></si>", 1 + MAX_PART // 17)),
        ("xl/sharedStrings.xml", texts(b"<si/>", MAX_TEXTS + 1)),
        ("xl/worksheets/other.xml", texts(b"<si/>", MAX_TEXTS + 1)),
        ("xl/sharedStrings.xml", texts(b"<si>" + b"<r/>" * (MAX_IN_ROW + 1) + b" " * 600_000 + b"</si>", 1)),
        ("xl/worksheets/sheet1.xml", sheet(b"<row>" + b"<c/>" * (MAX_IN_ROW + 500) + b"</row>" + b" " * 600_000)),
        ("xl/worksheets/sheet1.xml", sheet(b"<row><row/>" + b"<c/><row/>" * MAX_IN_ROW + b"</row>")),
        ("xl/worksheets/sheet1.xml", sheet(b" " * MAX_SHEET)),
        ("xl/media/picture.bmp", b"\0" * (MAX_PART + 1)),
    ],
    ids=[
        "texts by size",
        "empty texts",
        "texts by another name",
        "parts of a text",
        "cells",
        "rows in a row",
        "sheet",
        "picture",
    ],
)
def test_a_workbook_bomb_is_refused_at_once(name, content):
    bomb = with_part(name, content)
    assert len(bomb) < 5_000_000

    began = time.monotonic()
    with pytest.raises(TooLarge, match="would unpack to far more than a list of people needs"):
        read_table(bomb, "list.xlsx")
    assert time.monotonic() - began < PATIENCE


def test_a_large_list_is_still_read():
    rows = [[f"Person {number} of a long list", f"{number}@community.example", "yes"] for number in range(12_000)]

    table = read_table(write_xlsx([Sheet("S", ["Name", "Email", "Comes"], rows)]), "list.xlsx")

    assert len(table.rows) == 12_000


def test_a_large_picture_beside_the_list_is_no_matter():
    picture = b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 8_000

    assert len(read_table(with_part("xl/media/picture.png", picture), "list.xlsx").rows) == 1
