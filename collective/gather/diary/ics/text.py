"""The bytes of a calendar file: escaped values, quoted parameters, lines of at most 75 octets that end in CRLF."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

OCTETS = 75
_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\ufeff]")
ZWJ_AND_MARKS = {"\u200d", "\ufe0f", "\ufe0e"}


def text(value: str) -> str:
    """A TEXT value: lines become \\n, and nothing in it can end the line it stands on."""
    lines = value.replace("\r\n", "\n").replace("\r", "\n").replace("\u2028", "\n").replace("\u2029", "\n")
    kept = _without_controls(lines, keep="\n\t").strip("\n")
    return kept.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,").replace("\n", "\\n")


def one_line(value: str) -> str:
    """A TEXT value that has no lines: a title, a place."""
    return text(" ".join(_spaced(value).split()))


def parameter(value: str) -> str:
    """A parameter's value, quoted. A quotation mark cannot stand in one, so it becomes an apostrophe (RFC 5545, 3.2)."""
    return '"' + " ".join(_spaced(value).replace('"', "'").split()) + '"'


def address(value: str) -> str:
    """A `mailto:` of one address, with nothing in it that could start another line or parameter."""
    return "mailto:" + "".join(letter for letter in _without_controls(value) if letter not in ' "<>,;\\')


def web(value: str) -> str:
    """An address on the web: no blanks, no controls."""
    return "".join(_without_controls(value).split())


def written(lines: Iterable[str]) -> str:
    """The file: each line folded and ended with CRLF, no line empty."""
    return "".join(folded(line) + "\r\n" for line in lines if line)


def folded(line: str) -> str:
    """One content line in pieces of at most 75 octets, never broken within a character or before its accent."""
    if len(line) <= OCTETS and (line.isascii() or len(line.encode()) <= OCTETS):
        return line
    if line.isascii():
        return _folded_ascii(line)
    pieces, piece, size = [], "", 0
    for cluster in _clusters(line):
        octets = len(cluster.encode())
        if size + octets > OCTETS:
            kept = (
                piece.rstrip(" ") or piece
            )  # a blank at the end of a line is lost on the way through some mail servers
            pieces.append(kept)
            piece = piece[len(kept) :]
            size = 1 + len(piece)  # the blank that starts a continued line counts
        piece += cluster
        size += octets
    return "\r\n ".join([*pieces, piece])


def _folded_ascii(line: str) -> str:
    """The same where each letter is one octet, which most lines are: a feed has thousands."""
    pieces, place, room = [], 0, OCTETS
    while len(line) - place > room:
        piece = line[place : place + room]
        kept = piece.rstrip(" ") or piece
        pieces.append(kept)
        place, room = place + len(kept), OCTETS - 1
    return "\r\n ".join([*pieces, line[place:]])


def _clusters(line: str) -> Iterable[str]:
    """Letters with the marks that sit on them, cut off where marks without end would not fit a line."""
    cluster = ""
    for letter in line:
        joins = unicodedata.combining(letter) or letter in ZWJ_AND_MARKS or cluster.endswith("\u200d")
        if cluster and joins and len((cluster + letter).encode()) < OCTETS - 1:
            cluster += letter
        else:
            if cluster:
                yield cluster
            cluster = letter
    if cluster:
        yield cluster


def _spaced(value: str) -> str:
    return _CONTROL.sub(" ", _encodable(value))


def _without_controls(value: str, keep: str = "") -> str:
    return _CONTROL.sub(lambda found: found[0] if found[0] in keep else "", _encodable(value))


def _encodable(value: str) -> str:
    """Half of a surrogate pair is no character, and no file can hold it."""
    return value if value.isascii() else value.encode("utf-8", "replace").decode()
