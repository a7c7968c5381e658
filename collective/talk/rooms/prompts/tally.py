"""Counting answers. Always from the rows: a tally is never added to, only made again."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from collective.ground.lib import places
from collective.talk.rooms.prompts.kinds import ELSEWHERE, KINDS

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence


@dataclass(frozen=True)
class Tally:
    """What a set of answers adds up to.

    `people` is how many answered; `counts` maps each value (for words: the shown form) to a number of people, most first
    for words and places, in the prompt's own order for choices; `texts` holds open answers in the order given.
    """

    kind: str
    people: int
    counts: dict[str, int] = field(default_factory=dict)
    labels: dict[str, str] = field(default_factory=dict)
    texts: tuple[str, ...] = ()

    def as_json(self) -> dict[str, object]:
        return {
            "kind": self.kind,
            "people": self.people,
            "counts": self.counts,
            "labels": self.labels,
            "texts": list(self.texts),
        }

    @classmethod
    def from_json(cls, data: dict[str, object]) -> Tally:
        return cls(data["kind"], data["people"], dict(data["counts"]), dict(data["labels"]), tuple(data["texts"]))  # type: ignore[arg-type, call-overload]


def tally(
    kind: str, answers: Iterable[Sequence[str]], *, options: Sequence[str] = (), hidden: frozenset[str] = frozenset()
) -> Tally:
    """Count answers to one prompt. `hidden` are terms (see `term`) the host took off the screens.

    One person counts once per value, however often they gave it.
    """
    rows = [list(values) for values in answers]
    if kind == "words":
        return _words(rows, hidden)
    if kind == "text":
        shown = tuple(text for row in rows for text in row if term(text) not in hidden)
        return Tally(kind, len(rows), texts=shown)
    counted = Counter(value for row in rows for value in dict.fromkeys(row))
    if kind == "place":
        return Tally(
            kind, len(rows), dict(sorted(counted.items(), key=lambda pair: (-pair[1], pair[0]))), _place_labels(counted)
        )
    choices = KINDS[kind].choices(options)
    return Tally(
        kind, len(rows), {c.value: counted.get(c.value, 0) for c in choices}, {c.value: c.label for c in choices}
    )


def without(counted: Tally, hidden: frozenset[str]) -> Tally:
    """The same tally with the terms that the host took off the screens left out. Only words and sentences are hidden."""
    if not hidden or counted.kind not in {"words", "text"}:
        return counted
    counts = {word: count for word, count in counted.counts.items() if term(word) not in hidden}
    return replace(counted, counts=counts, texts=tuple(text for text in counted.texts if term(text) not in hidden))


def _place_labels(values: Iterable[str]) -> dict[str, str]:
    spoken = dict(ELSEWHERE)
    labels = {}
    for value in values:
        place = places.by_key(value)
        labels[value] = spoken.get(value) or (place.label if place else value)
    return labels


TERM_LENGTH = 300


def term(text: str) -> str:
    """A word as it is compared: no case, accents, hyphens or doubled spaces. What is shown keeps them all.

    At most TERM_LENGTH characters, which tell one long sentence from another.
    """
    plain = unicodedata.normalize("NFKD", text).casefold()
    bare = "".join(char for char in plain if not unicodedata.combining(char))
    return " ".join(re.sub(r"[\s\-_/’'.,!?]+", " ", bare).split())[:TERM_LENGTH]


def _words(rows: list[list[str]], hidden: frozenset[str]) -> Tally:
    said: Counter[str] = Counter()
    forms: dict[str, Counter[str]] = {}
    for row in rows:
        for word in {term(word): word for word in reversed(row)}.values():
            key = term(word)
            said[key] += 1
            forms.setdefault(key, Counter())[word] += 1
    shown = {key: _best_form(forms[key]) for key in said if key and key not in hidden}
    ranked = sorted(shown, key=lambda key: (-said[key], shown[key].casefold()))
    return Tally("words", len(rows), {shown[key]: said[key] for key in ranked})


def _best_form(forms: Counter[str]) -> str:
    """The spelling most people used; among equals the one in small letters, then the alphabet."""
    return min(forms, key=lambda form: (-forms[form], form != form.lower(), form))
