"""How much the parts of a workbook may hold. openpyxl builds an object for every element before it hands on a row."""

import zipfile
from typing import IO, Final
from xml.parsers import expat

_MB: Final = 1024 * 1024
#: Unpacked bytes of a sheet, and of any other part: the texts (sharedStrings.xml), the styles, a picture.
MAX_SHEET: Final = 60 * _MB
MAX_PART: Final = 20 * _MB
#: Texts in the whole workbook: 50,000 rows with 15 texts each, none twice, are 750,000.
MAX_TEXTS: Final = 1_000_000
#: Elements within one row or one text. Excel has 16,384 columns; a filled cell is two or three elements.
MAX_IN_ROW: Final = 100_000
MAX_ELEMENTS: Final = 4_000_000
#: A part below this cannot hold enough to matter, and is not counted.
SMALL: Final = _MB // 2

_BLOCK: Final = 256 * 1024
_MAIN: Final = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_WHOLES: Final = {f"{_MAIN}}}row", f"{_MAIN}}}si"}  # what openpyxl holds whole before it lets go of it


def holds_too_much(archive: zipfile.ZipFile) -> bool:
    """Whether a part is too large, or is small and still holds more elements than a list of people needs.

    Looks at every part, because a workbook may name its parts as it likes. Reads the larger ones as a stream.
    """
    parts = archive.infolist()
    return any(part.file_size > _most(part.filename) for part in parts) or any(
        _is_crowded(archive, part) for part in parts if part.file_size > SMALL
    )


def _most(name: str) -> int:
    return MAX_SHEET if name.startswith("xl/worksheets/") else MAX_PART


def _is_crowded(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> bool:
    counted = _Count()
    try:
        with archive.open(part) as source:
            counted.read(source)
    except _Crowded:
        return True
    except (expat.ExpatError, zipfile.BadZipFile):
        return False  # a picture, or a damaged part: reading it says so
    return False


class _Crowded(Exception):
    """Counting can stop."""


class _Count:
    """Counts the elements of one part, and keeps none of them."""

    def __init__(self) -> None:
        self.depth = self.elements = self.texts = self.in_row = self.row_depth = 0

    def read(self, source: IO[bytes]) -> None:
        parser = expat.ParserCreate(namespace_separator="}")
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        while block := source.read(_BLOCK):
            parser.Parse(block, False)
        parser.Parse(b"", True)

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        self.depth += 1
        self.elements += 1
        self.in_row += 1
        if not self.row_depth:
            self.in_row, self.row_depth = 0, self.depth if name in _WHOLES else 0
        self.texts += name.rpartition("}")[2] == "si"
        if self.elements > MAX_ELEMENTS or self.texts > MAX_TEXTS or self.in_row > MAX_IN_ROW:
            raise _Crowded

    def _end(self, name: str) -> None:
        if self.depth == self.row_depth:
            self.row_depth = 0
        self.depth -= 1
