"""Calendar text from anybody, as lines and components, within bounds: a file of a few kilobytes may ask for gigabytes."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from collective.ground.lib.errors import Refused

if TYPE_CHECKING:
    from collections.abc import Iterator

BYTES, LINES, LINE, PARTS, DEPTH = 512 * 1024, 5000, 64 * 1024, 200, 6
_FOLD = re.compile(r"\r?\n[ \t]")
_NAME = re.compile(r"[A-Za-z0-9-]{1,60}")
_PARAMETER = re.compile(r';([A-Za-z0-9-]{1,60})=((?:"[^"]*"|[^";:,]*)(?:,(?:"[^"]*"|[^";:,]*))*)')
_ESCAPED = re.compile(r"\\(.)")


class NotCalendar(Refused):
    """Not a calendar file, or broken."""

    status = 400


class TooMuch(Refused):
    """Larger, longer or deeper than a calendar file has reason to be."""

    status = 413


@dataclass(frozen=True)
class Line:
    """One property: its name in capitals, its parameters (names in capitals, quotation marks gone), its value as written."""

    name: str
    parameters: dict[str, str]
    value: str

    @property
    def text(self) -> str:
        """The value of a TEXT property, with its escapes undone."""
        return _ESCAPED.sub(lambda found: "\n" if found[1] in "nN" else found[1], self.value)


@dataclass
class Component:
    """What stands between a BEGIN and its END."""

    name: str
    lines: list[Line] = field(default_factory=list)
    parts: list[Component] = field(default_factory=list)

    def all(self, name: str) -> list[Line]:
        return [line for line in self.lines if line.name == name]

    def first(self, name: str) -> Line | None:
        return next(iter(self.all(name)), None)

    def text(self, name: str) -> str:
        found = self.first(name)
        return found.text.strip() if found else ""


def read(data: bytes) -> Component:
    """The VCALENDAR in these bytes. Raises NotCalendar, TooMuch; a line that is no property is passed over."""
    if len(data) > BYTES:
        raise TooMuch(f"That calendar file is larger than {BYTES // 1024} KB, which no single answer or list needs.")
    top: Component | None = None
    above: list[Component] = []
    count = 0
    for line in _lines(data):
        if line.name == "BEGIN":
            count += 1
            made = Component(line.value.strip().upper()[:60])
            _within(count, len(above))
            if above:
                above[-1].parts.append(made)
            elif top is None:
                top = made
            above.append(made)
        elif line.name == "END":
            if not above or above.pop().name != line.value.strip().upper():
                raise NotCalendar("That calendar file is broken: it ends something that it did not begin.")
        elif above:
            above[-1].lines.append(line)
    if top is None or top.name != "VCALENDAR" or above:
        raise NotCalendar("That is not a whole calendar file. It begins with BEGIN:VCALENDAR, and ends with its END.")
    return top


def _within(count: int, depth: int) -> None:
    if count > PARTS or depth >= DEPTH:
        raise TooMuch(f"That calendar file holds more than {PARTS} pieces, or pieces within pieces without end.")


def _lines(data: bytes) -> Iterator[Line]:
    written = _FOLD.sub("", _decoded(data)).replace("\r", "\n").split("\n")
    if len(written) > LINES:
        raise TooMuch(f"That calendar file has more than {LINES} lines.")
    for each in written:
        if len(each) > LINE:
            raise TooMuch("That calendar file has a line without end.")
        line = _line(each)
        if line is not None:
            yield line


def _line(written: str) -> Line | None:
    name = _NAME.match(written)
    if name is None:
        return None
    parameters, place = {}, name.end()
    while found := _PARAMETER.match(written, place):
        parameters[found[1].upper()] = found[2].replace('"', "")
        place = found.end()
    if written[place : place + 1] != ":":
        return None
    return Line(name[0].upper(), parameters, written[place + 1 :])


def _decoded(data: bytes) -> str:
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("latin-1")
