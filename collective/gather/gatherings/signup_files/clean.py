"""Tidying of single cells, and folding for comparison."""

import re
import unicodedata
from typing import Final

#: Letters that turn the direction of writing, or cannot be seen: fit to make one name look like another.
_UNSEEN: Final = re.compile(
    "[\u00ad\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff\ufff9-\ufffb]"
)
_CONTROL: Final = re.compile(r"[\x00-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
#: What people write into a cell that they have nothing for.
_NOTHING: Final = frozenset(
    {"-", "--", "–", "—", ".", "?", "n/a", "na", "n.a.", "none", "null", "nil", "tbc", "tba", "#n/a"}
)
#: "Nguy?n" and "?ak": a letter was lost when the file was saved in an encoding that did not have it. "Ã©": read wrongly.
_LOST: Final = re.compile(r"\w\?\w|(?:^|\s)\?\w|\ufffd|Ã[\x80-\xbf©«¡³º±¶¼ª§¨]|â€")
_BETWEEN_WORDS: Final = re.compile(r"[\W_]+")


def clean(text: str) -> str:
    """One line without control characters, direction overrides, invisible letters or stray spaces."""
    if not (text.isascii() and text.isprintable()):
        text = _UNSEEN.sub("", _CONTROL.sub(" ", unicodedata.normalize("NFC", text)))
    elif "  " not in text:
        return text.strip()
    return " ".join(text.split())


def is_nothing(text: str) -> bool:
    return len(text) <= 4 and text.casefold() in _NOTHING


def has_lost_letters(text: str) -> bool:
    return _LOST.search(text) is not None


def folded(text: str) -> str:
    """For comparing only: lower case, no accents, no punctuation, single spaces."""
    if not text.isascii():
        text = "".join(letter for letter in unicodedata.normalize("NFKD", text) if not unicodedata.combining(letter))
    return _BETWEEN_WORDS.sub(" ", text.casefold()).strip()


def shown(text: str, limit: int = 60) -> str:
    """A value in quotation marks, short enough for a sentence."""
    return f"'{text}'" if len(text) <= limit else f"'{text[: limit - 1].rstrip()}…'"
