"""Bytes to text to records: encodings, delimiters, quotation marks."""

import csv
import io
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import chain, islice
from typing import Final

from collective.ground.lib.tables.model import TooLarge, Unreadable
from collective.ground.lib.tables.sniff import shown

#: One record: its row number as a spreadsheet shows it, and its cells.
Record = tuple[int, list[str]]

DELIMITERS: Final = {",": "commas", ";": "semicolons", "\t": "tabs", "|": "upright bars"}
SAMPLE_LINES: Final = 200

_CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1f\x7f]")
_UTF8_LETTER = re.compile(rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")
_HIGH_BYTES = re.compile(rb"[\x80-\xff]")
_SENTINEL = "the end which no quotation mark may swallow"


def decode(data: bytes, filename: str) -> tuple[str, str, list[str]]:
    """Text, the encoding's name for people, and notes. Raises Unreadable for bytes that are no text."""
    text, encoding, notes = _decoded(data)
    if not text or len(_CONTROLS.findall(text)) > len(text) // 20 or text.count("\ufffd") > len(text) // 10:
        raise Unreadable(
            f"{shown(filename)} is not a text file that we can read. Export the list as CSV (UTF-8) or Excel"
            " (.xlsx), and choose that file."
        )
    return text, encoding, notes


def _decoded(data: bytes) -> tuple[str, str, list[str]]:
    if data.startswith(b"\xef\xbb\xbf"):
        return data[3:].decode("utf-8", "replace"), "UTF-8", []
    wide = _wide_encoding(data)
    if wide:
        return data.decode(wide, "replace").removeprefix("\ufeff"), "UTF-16" if "16" in wide else "UTF-32", []
    try:
        return data.decode("utf-8"), "UTF-8", []
    except UnicodeDecodeError:
        pass
    broken = ["Some letters in the file are damaged; they are shown as \ufffd."]
    if _mostly_utf8(data):
        return data.decode("utf-8", "replace"), "UTF-8", broken
    text = data.decode("cp1252", "replace")
    return text, "Windows-1252", broken if "\ufffd" in text else []


def _wide_encoding(data: bytes) -> str:
    """UTF-16 or UTF-32 by their mark; UTF-16 without one by its zero bytes."""
    if data.startswith((b"\xff\xfe\x00\x00", b"\x00\x00\xfe\xff")):
        return "utf-32"
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "utf-16"
    sample = data[: 4096 - 4096 % 2]
    half = max(len(sample) // 2, 1)
    even, odd = sample[0::2].count(0) / half, sample[1::2].count(0) / half
    if odd > 0.4 and even < 0.05:
        return "utf-16-le"
    if even > 0.4 and odd < 0.05:
        return "utf-16-be"
    return ""


def _mostly_utf8(data: bytes) -> bool:
    """Whether nearly all bytes above 127 form UTF-8 letters: one damaged letter must not garble all the others."""
    high = len(_HIGH_BYTES.findall(data))
    inside = sum(len(letter) for letter in _UTF8_LETTER.findall(data))
    return inside * 10 >= high * 9


def split(text: str, filename: str, *, max_rows: int) -> tuple[list[Record], str, list[str]]:
    """Records without the blank ones, the delimiter ("" for a single column), and notes.

    max_rows
        refuse with TooLarge above this number of records that hold something.
    """
    notes: list[str] = []
    body, delimiter = _declared_delimiter(text)
    delimiter = delimiter or find_delimiter(body)
    records = _read(body, delimiter, filename, max_rows, quoted=True)
    if records is None:
        notes.append("A quotation mark is opened and never closed, so quotation marks were read as ordinary letters.")
        records = _read(body, delimiter, filename, max_rows, quoted=False)
    if records is None:
        raise TooLarge(f"{shown(filename)} has a cell with more than 100,000 characters. Shorten it and try again.")
    return records, delimiter, notes


def _declared_delimiter(text: str) -> tuple[str, str]:
    """Excel understands a first line such as "sep=;" and does not show it."""
    match = re.match(r'"?sep=([,;|\t])"?(\r\n|\r|\n)', text)
    return (text[match.end() :], match[1]) if match else (text, "")


def find_delimiter(text: str) -> str:
    """The character that splits most lines into several cells, most evenly; "" when none does.

    Judged on the first 200 lines: first by the share of lines with more than one cell, then by how many lines agree
    on the number of cells, then by that number. So "Singh, Tomasz" in a file of semicolons does not mislead.
    """
    lines = list(islice(_lines(text), SAMPLE_LINES))
    best, delimiter = (0.3, 0.0, 0), ""
    for candidate in DELIMITERS:
        widths = [len(row) for row in _tolerant(lines, candidate) if any(cell.strip() for cell in row)]
        if not widths:
            continue
        width, agreeing = Counter(widths).most_common(1)[0]
        several = sum(1 for each in widths if each > 1) / len(widths)
        score = (round(several, 1), round(agreeing / len(widths), 1), width)
        if several and score > best:
            best, delimiter = score, candidate
    return delimiter


def _tolerant(lines: Iterable[str], delimiter: str) -> Iterator[list[str]]:
    try:
        yield from csv.reader(lines, delimiter=delimiter)
    except csv.Error:
        return


def _lines(text: str) -> Iterator[str]:
    """Lines that end in LF, CR or both, and at nothing else."""
    return iter(io.StringIO(text, newline=""))


def _read(text: str, delimiter: str, filename: str, max_rows: int, *, quoted: bool) -> list[Record] | None:
    """None when a quotation mark swallows the end of the file or a cell grows without bound."""
    reader = csv.reader(
        chain(_lines(text), [_SENTINEL]),
        delimiter=delimiter or "\x1f",
        quoting=csv.QUOTE_MINIMAL if quoted else csv.QUOTE_NONE,
    )
    records: list[Record] = []
    row: list[str] = []
    try:
        for number, row in enumerate(reader, start=1):
            if row and any(cell and not cell.isspace() for cell in row):
                records.append((number, row))
                if len(records) > max_rows + 1:
                    raise TooLarge(
                        f"{shown(filename)} has more than {max_rows:,} rows. Split it into smaller files and import"
                        " them one after the other."
                    )
    except csv.Error:
        return None
    if row != [_SENTINEL]:
        return None
    records.pop()
    return records
