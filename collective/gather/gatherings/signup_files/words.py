"""Up to three words for what an organisation does."""

import re
from functools import lru_cache
from typing import Final

AT_MOST: Final = 3
LONGEST: Final = 60

_BETWEEN: Final = re.compile(r"\s*[;,/&|•·\n]\s*|\s+\+\s+")


def read_words(text: str) -> tuple[list[str], list[str], bool]:
    """(phrases that are short enough, phrases that are too long, whether the text was kept whole though long).

    Phrases are split at ; , / & | and bullets, and at a + with spaces round it. Without any of these the whole text is
    one phrase: "young people museums volunteering" could be two phrases or four, and cutting "young people" in half
    would put words on the stage that nobody wrote. The third value is True for such a text of three words or more,
    so that the organiser can be told. Repeats are dropped; the order is kept; all phrases are returned, also beyond
    three.
    """
    phrases, kept_whole = _phrases(text)
    long = [phrase for phrase in phrases if len(phrase) > LONGEST]
    return [phrase for phrase in phrases if len(phrase) <= LONGEST], long, kept_whole and not long


@lru_cache(maxsize=1024)
def _phrases(text: str) -> tuple[tuple[str, ...], bool]:
    """All phrases, and whether a text of three words or more had nothing between them. Lists repeat themselves."""
    parts = [part.strip(" .\"'-") for part in _BETWEEN.split(text)]
    seen: dict[str, str] = {}
    for part in parts:
        if part:
            seen.setdefault(part.casefold(), part)
    return tuple(seen.values()), len(parts) == 1 and len(text.split()) >= AT_MOST
