"""What each kind of prompt accepts. `clean` turns what was typed into the list of values that is kept."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING

from collective.ground.lib import places
from collective.ground.lib.errors import Refused

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

WORD_LENGTH = 40
TEXT_LENGTH = 500
MATURITY = (
    ("1", "Unaware", "We have numbers, and nobody asks about them."),
    ("2", "Emerging", "One or two of us try things when there is time."),
    ("3", "Learning", "We look at data regularly and are building habits."),
    ("4", "Developing", "Decisions usually start from data."),
    ("5", "Mastering", "Others come to us to see how it is done."),
)
NOT_SURE, RATHER_NOT = "not-sure", "rather-not-say"
ELSEWHERE = (("online", "Online, no one place"), ("abroad", "Outside the UK"), (RATHER_NOT, "Rather not say"))


class BadAnswer(Refused):
    """An answer this prompt cannot take; the message says what to type instead."""

    status = 400


class WhichPlace(BadAnswer):
    """Several places have this name; `choices` are (key, label) pairs to pick from."""

    def __init__(self, message: str, choices: Sequence[tuple[str, str]]) -> None:
        super().__init__(message)
        self.choices = list(choices)


@dataclass(frozen=True)
class Choice:
    """One thing to pick: the kept value, what is shown, and a line to explain it."""

    value: str
    label: str
    hint: str = ""


@dataclass(frozen=True)
class Kind:
    """A kind of prompt.

    `clean(texts, options, at_most)` takes the typed texts in order and answers the values to keep, or raises BadAnswer.
    `choices(options)` lists what can be picked; empty for typed kinds. `anonymity` is what it starts with.
    """

    slug: str
    label: str
    question: str
    clean: Callable[[Sequence[str], Sequence[str], int], list[str]]
    choices: Callable[[Sequence[str]], list[Choice]]
    anonymity: str
    has_options: bool = False
    at_most: int = 1


def tidy(text: str, length: int) -> str:
    """One line of text without control characters, direction overrides and piles of marks; refused when too long."""
    if len(text) > 4 * length:  # before anything else: putting long piles of accents in order takes very long
        raise BadAnswer(f"That is {len(text):,} characters long. Please keep it to {length}.")
    text = unicodedata.normalize("NFC", text)
    kept = "".join(
        " " if char.isspace() else char for char in text if char.isspace() or unicodedata.category(char)[0] != "C"
    )
    kept = re.sub(r"([\u0300-\u036f]){3,}", "", " ".join(kept.split()))
    if len(kept) > length:
        raise BadAnswer(f"That is {len(kept):,} characters long. Please keep it to {length}.")
    return kept


def _typed(texts: Sequence[str], length: int) -> list[str]:
    values = [tidy(text, length) for text in texts]
    return [value for value in values if any(char.isalnum() for char in value)]


def _place(texts: Sequence[str], options: Sequence[str], at_most: int) -> list[str]:
    typed = _typed(texts, 80)
    if not typed:
        raise BadAnswer("Type a town, or the first half of a postcode, or choose one of the lines below.")
    value = typed[-1]
    if value in dict(ELSEWHERE) or places.by_key(value):
        return [value]
    return [_found(value)]


def _found(text: str) -> str:
    found = places.find(text)
    if isinstance(found, places.Place):
        return found.key
    if isinstance(found, places.Choices):
        pairs = [(place.key, place.label) for place in found.places]
        raise WhichPlace(f"Several places answer to {text}. Say which you mean.", pairs)
    regions = [(f"region:{region.slug}", region.name) for region in places.REGIONS]
    raise WhichPlace(f"We do not know {text}. Choose the nation or region it is in.", regions)


def _words(texts: Sequence[str], options: Sequence[str], at_most: int) -> list[str]:
    words: list[str] = []
    for word in _typed(texts, WORD_LENGTH):
        if word.casefold() not in {kept.casefold() for kept in words}:
            words.append(word)
    if not words:
        raise BadAnswer("Type at least one word, or say that you would rather not answer.")
    if len(words) > at_most:
        raise BadAnswer(f"Up to {at_most} words, please. You typed {len(words)}.")
    return words


def _maturity(texts: Sequence[str], options: Sequence[str], at_most: int) -> list[str]:
    known = {value for value, _, _ in MATURITY} | {NOT_SURE, RATHER_NOT}
    picked = [text for text in texts if text in known]
    if not picked:
        raise BadAnswer("Choose the line that is nearest. There is no right answer.")
    return picked[-1:]


def _one(texts: Sequence[str], options: Sequence[str], at_most: int) -> list[str]:
    picked = _picked(texts, options)
    if len(picked) != 1:
        raise BadAnswer("Choose one of the lines.")
    return picked


def _several(texts: Sequence[str], options: Sequence[str], at_most: int) -> list[str]:
    picked = _picked(texts, options)
    if not picked:
        raise BadAnswer("Choose at least one of the lines.")
    return picked


def _picked(texts: Sequence[str], options: Sequence[str]) -> list[str]:
    numbers = {str(number) for number in range(len(options))}
    return sorted({text for text in texts if text in numbers}, key=int)


def _scale(texts: Sequence[str], options: Sequence[str], at_most: int) -> list[str]:
    picked = [text for text in texts if text in {"1", "2", "3", "4", "5"}]
    if not picked:
        raise BadAnswer("Choose a number from 1 to 5.")
    return picked[-1:]


def _text(texts: Sequence[str], options: Sequence[str], at_most: int) -> list[str]:
    typed = _typed(texts, TEXT_LENGTH)
    if not typed:
        raise BadAnswer("Write a few words, or say that you would rather not answer.")
    return typed[:1]


def _no_choices(options: Sequence[str]) -> list[Choice]:
    return []


def _maturity_choices(options: Sequence[str]) -> list[Choice]:
    steps = [Choice(*stage) for stage in MATURITY]
    return [*steps, Choice(NOT_SURE, "Not sure"), Choice(RATHER_NOT, "Rather not say")]


def _scale_choices(options: Sequence[str]) -> list[Choice]:
    low, high = (*options, "", "")[:2]
    return [Choice(str(n), str(n), {1: low, 5: high}.get(n, "")) for n in range(1, 6)]


def _listed(options: Sequence[str]) -> list[Choice]:
    return [Choice(str(number), option) for number, option in enumerate(options)]


KINDS: dict[str, Kind] = {
    kind.slug: kind
    for kind in [
        Kind("place", "Place on a map", "Where are you today?", _place, _no_choices, "anonymous"),
        Kind(
            "words",
            "Up to three words",
            "What does your organisation care about most?",
            _words,
            _no_choices,
            "anonymous",
            at_most=3,
        ),
        Kind(
            "maturity", "Data maturity", "How does your organisation use data?", _maturity, _maturity_choices, "linked"
        ),
        Kind("choice", "One choice", "", _one, _listed, "anonymous", has_options=True),
        Kind("choices", "Several choices", "", _several, _listed, "anonymous", has_options=True),
        Kind("scale", "A scale from 1 to 5", "", _scale, _scale_choices, "anonymous", has_options=True),
        Kind("text", "Open text", "", _text, _no_choices, "anonymous"),
    ]
}


def kind_named(slug: str) -> Kind:
    return KINDS[slug]
