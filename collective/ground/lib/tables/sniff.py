"""Which kind of file is this, whatever its name says? Refuses the kinds that are no table."""

import io
import zipfile
from typing import Final

from collective.ground.lib.tables.bounds import holds_too_much
from collective.ground.lib.tables.model import BrokenWorkbook, NotATable, OldExcel, TooLarge

#: An .xlsx of 50,000 rows unpacks to some 40 MB; anything far beyond is built to fill a server's memory.
MAX_UNPACKED: Final = 150 * 1024 * 1024
MAX_PARTS: Final = 2_000

OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ZIP: Final = b"PK\x03\x04"
EMPTY_ZIP: Final = b"PK\x05\x06"

_EXPORT = "Open it in the program it came from, export it as CSV or Excel (.xlsx), and choose that file."
_PICTURES: Final = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"GIF87a", b"GIF89a", b"II*\x00", b"MM\x00*")
_ARCHIVES: Final = (b"\x1f\x8b", b"7z\xbc\xaf\x27\x1c", b"Rar!\x1a\x07", b"BZh9", b"\xfd7zXZ\x00")
_WEB: Final = (b"<!doctype html", b"<html", b"<head", b"<table")


def shown(filename: str) -> str:
    """A file name that is safe and short enough to put into a sentence, in quotation marks."""
    printable = "".join(letter for letter in filename.replace("\\", "/").rsplit("/", 1)[-1] if letter.isprintable())
    short = printable.strip()[:80]
    return f"'{short}'" if short else "The file"


def refuse_other_kinds(data: bytes, filename: str) -> None:
    """Raise NotATable or OldExcel when the bytes belong to a kind of file that is plainly not CSV or .xlsx."""
    name = shown(filename)
    if b"%PDF-" in data[:1024]:
        raise NotATable(
            f"{name} is a PDF, not a table. A PDF keeps the look of a list, not its columns. Go back to where the list"
            " came from, export it as CSV or Excel (.xlsx), and choose that file."
        )
    if data.startswith(OLE):
        raise OldExcel(_ole_sentence(data, name))
    if _is_picture(data):
        raise NotATable(f"{name} is a picture, not a table. {_EXPORT}")
    if data.startswith(_ARCHIVES):
        raise NotATable(f"{name} is a compressed archive. Unpack it first, then choose the table inside.")
    start = data[:512].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if start.startswith(_WEB):
        raise NotATable(
            f"{name} is a web page, not a table. It may be a sign-in page that was saved instead of the list, or an"
            " export that only looks like Excel. Export the list again as CSV or Excel (.xlsx)."
        )
    if start.startswith((b"{\\rtf", b"<?xml")):
        raise NotATable(f"{name} is a document, not a table. {_EXPORT}")


def is_zip(data: bytes) -> bool:
    return data.startswith((ZIP, EMPTY_ZIP))


def check_workbook(data: bytes, filename: str) -> None:
    """Raise unless the zip is an .xlsx workbook that unpacks to a sensible size and number of cells."""
    name = shown(filename)
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = archive.infolist()
            mimetype = archive.read("mimetype")[:100] if _has_small(parts, "mimetype") else b""
            too_much = _unpacks_to_too_much(parts) or holds_too_much(archive)
    except Exception as error:  # zipfile raises many kinds for damaged archives; all mean the same to the reader
        raise BrokenWorkbook(f"{name} is damaged and could not be opened. Save or download it again.") from error
    if too_much:
        raise TooLarge(
            f"{name} would unpack to far more than a list of people needs, so it was not opened. Copy the rows into a"
            " new workbook, or save them as CSV, and choose that file."
        )
    names = {part.filename for part in parts}
    if "xl/workbook.xml" not in names:
        raise NotATable(_other_zip(name, names, mimetype))


def _unpacks_to_too_much(parts: list[zipfile.ZipInfo]) -> bool:
    return sum(part.file_size for part in parts) > MAX_UNPACKED or len(parts) > MAX_PARTS


def _has_small(parts: list[zipfile.ZipInfo], wanted: str) -> bool:
    return any(part.filename == wanted and part.file_size < 1_000 for part in parts)


def _is_picture(data: bytes) -> bool:
    if data.startswith(_PICTURES):
        return True
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return True
    if data[4:8] == b"ftyp":  # HEIC from a phone, and films
        return True
    return data[:2] == b"BM" and data[6:10] == b"\x00\x00\x00\x00"


def _ole_sentence(data: bytes, name: str) -> str:
    if "EncryptedPackage".encode("utf-16-le") in data:
        return f"{name} is locked with a password. Open it in Excel, save a copy without one, and choose the copy."
    return (
        f"{name} is in the old Excel or Office format (.xls). Open it in Excel or LibreOffice, save it as .xlsx or CSV,"
        " and choose that file."
    )


def _other_zip(name: str, names: set[str], mimetype: bytes) -> str:
    again = "Save it as .xlsx or CSV, and choose that file."
    if b"opendocument.spreadsheet" in mimetype:
        return f"{name} is a LibreOffice spreadsheet (.ods). {again}"
    if "xl/workbook.bin" in names:
        return f"{name} is a binary Excel workbook (.xlsb). {again}"
    if any(part.startswith("Index/") and part.endswith(".iwa") for part in names):
        return f"{name} is an Apple Numbers file. Export it from Numbers as CSV or Excel, and choose that file."
    if any(part.startswith(("word/", "ppt/")) for part in names) or b"opendocument" in mimetype:
        return f"{name} is a document, not a table. {_EXPORT}"
    return f"{name} is a zip archive, not a workbook. Unpack it first, then choose the table inside."
