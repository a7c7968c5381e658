"""What may stand on the public page of a gathering, given what was said and what was published of it before.

Every number here has been through the disclosure rules; what the rules cannot know (two numbers on one page, or on two
versions of it, that tell of a few people by subtraction) is looked after here.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from collective.ground.lib.disclosure import (
    THRESHOLD,
    Attendance,
    SafeFigure,
    protect_attendance,
    protect_bars,
    protect_ordered,
    protect_regions,
    protect_words,
    safe_against,
    saying,
)

CARDS = "cards"
RATINGS = "ratings"


@dataclass(frozen=True, slots=True)
class Asked:
    """One question with its raw counts of people. `key` stays the same when it is published again.

    `counts`: answer, stage, word, or slug of a region, to people; `aside`: answers outside an order; `abroad`: people
    outside the UK; `approved`: words said once that somebody read and found harmless; `most`: answers a person may give.
    """

    key: str
    kind: str
    title: str
    people: int
    counts: Mapping[str, int] = field(default_factory=dict)
    aside: Mapping[str, int] = field(default_factory=dict)
    abroad: int = 0
    approved: Collection[str] = ()
    most: int | None = None


@dataclass(frozen=True, slots=True)
class Tables:
    """One round: its question, and how many people sat at each table."""

    question: str
    sizes: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Raw:
    """Everything a gathering left that a figure can be made of, before any protection."""

    signed_up: int = 0
    present: int = 0
    asked: tuple[Asked, ...] = ()
    cards: Mapping[str, int] = field(default_factory=dict)
    tables: tuple[Tables, ...] = ()
    names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Safe:
    """What may be published. `figures` by key; `rounds` are (question, words) pairs; `names` of winning tables."""

    signed_up: Attendance
    present: Attendance
    figures: Mapping[str, SafeFigure]
    rounds: tuple[tuple[str, str], ...] = ()
    names: tuple[str, ...] = ()

    def as_dict(self) -> dict[str, Any]:
        """Plain JSON types, to be kept as a snapshot."""
        return {
            "signed_up": {"value": self.signed_up.value, "words": self.signed_up.words},
            "present": {"value": self.present.value, "words": self.present.words},
            "figures": [{"key": key, **figure.as_dict()} for key, figure in self.figures.items()],
            "rounds": [list(pair) for pair in self.rounds],
            "names": list(self.names),
        }

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Safe:
        """Read back what `as_dict` wrote. Raises ValueError where a small count has crept in."""
        return cls(
            Attendance(**data["signed_up"]),
            Attendance(**data["present"]),
            {one["key"]: SafeFigure.from_dict(one) for one in data["figures"]},
            tuple((question, words) for question, words in data["rounds"]),
            tuple(data["names"]),
        )


def protect(raw: Raw, earlier: Sequence[Safe] = (), *, threshold: int = THRESHOLD) -> Safe:
    """The publishable part of `raw`, beside everything that was ever published of the same gathering (`earlier`)."""
    figures = {one.key: _figure(one, threshold) for one in raw.asked}
    if any(raw.cards.values()):
        figures[CARDS] = cards_figure(raw.cards, threshold)
    heads = [number for before in earlier for number in (before.signed_up.value, before.present.value)]
    for key, figure in figures.items():
        kept = safe_against([before.figures[key] for before in earlier if key in before.figures], figure)
        figures[key] = kept if key == CARDS else _beside(kept, heads)
    answered = [*_people(figures), *(number for before in earlier for number in _people(before.figures)), *heads]
    present = _attendance(raw.present, answered, threshold)
    signed_up = _attendance(raw.signed_up, [*answered, present.value], threshold)
    rounds = tuple((one.question, tables_said(one.sizes, threshold)) for one in raw.tables if one.sizes)
    return Safe(signed_up, present, figures, rounds, raw.names)


def _attendance(people: int, published: Iterable[int | None], threshold: int) -> Attendance:
    """Beside numbers that are larger by the threshold or more, even a rounded one tells nothing about a few."""
    near = [number for number in published if number is not None and number < people + threshold]
    return protect_attendance(people, near, threshold=threshold)


def _people(figures: Mapping[str, SafeFigure]) -> list[int | None]:
    return [figure.people_shown for key, figure in figures.items() if key != CARDS]


def _beside(figure: SafeFigure, published: Iterable[int | None]) -> SafeFigure:
    """Held back where an attendance that is public already would tell how few people did not answer."""
    for people in published:
        if people is not None and figure.people_shown is not None:
            # A figure with no rows and that number of people: the rule for publishing again then applies to the two.
            stand_in = SafeFigure.from_dict({**figure.as_dict(), "people_shown": people, "rows": []})
            kept = safe_against(stand_in, figure)
            if kept is not figure:  # not `held`: a figure without rows is held from the start, and keeps its number
                return replace(
                    kept,
                    sentence="Held back: beside the number of people that was published before, it would point at a few.",
                )
    return figure


def _figure(one: Asked, threshold: int) -> SafeFigure:
    make = {"place": _places, "words": _words, "maturity": _stages, "scale": _stages, "text": _texts}
    return make.get(one.kind, _choices)(one, threshold)


def _places(one: Asked, threshold: int) -> SafeFigure:
    figure = protect_regions(one.counts, title=one.title, abroad=one.abroad, threshold=threshold)
    note = "Answers without a nation or region, such as “online”, are not counted."
    return replace(figure, note=f"{figure.note} {note}".strip())


def _words(one: Asked, threshold: int) -> SafeFigure:
    return protect_words(
        one.counts, people=one.people, title=one.title, approved=set(one.approved), threshold=threshold
    )


def _stages(one: Asked, threshold: int) -> SafeFigure:
    return protect_ordered(one.counts, title=one.title, aside=one.aside, threshold=threshold)


def _choices(one: Asked, threshold: int) -> SafeFigure:
    several = one.kind == "choices"
    return protect_bars(
        one.counts, title=one.title, threshold=threshold, total=one.people, several=several, most=one.most
    )


def _texts(one: Asked, threshold: int) -> SafeFigure:
    """Only how many wrote something: what they wrote is theirs."""
    figure = protect_words({}, people=one.people, title=one.title, threshold=threshold)
    said = saying.answered(one.people, threshold)
    more = "" if one.people < threshold else " in their own words. What they wrote is not published."
    return replace(figure, sentence=said.removesuffix(".") + more if more else said)


def cards_figure(counts: Mapping[str, int], threshold: int = THRESHOLD) -> SafeFigure:
    """How many cards of each kind. A card is not a person, and yet a few cards are treated as a few people are."""
    figure = protect_bars(counts, title="Cards that people wrote", threshold=threshold)
    whole = figure.people_shown
    if whole is None:
        sentence = f"{saying.about(sum(counts.values())).removesuffix(' people')} cards were written."
        sentence = sentence if sum(counts.values()) >= threshold else "A few cards were written."
    else:
        known = [(row.label, row.value) for row in figure.rows if row.value]
        most = max((value for _, value in known), default=0)
        top = saying.listed([label for label, value in known if value == most])
        sentence = f"{whole:,} cards were written." + (f" Most of those shown: {top}, {most:,}." if top else "")
    note = figure.note.replace("a count of people below", "a count below")
    return replace(figure, head=("Kind of card", "Cards"), sentence=sentence, note=note)


def tables_said(sizes: Sequence[int], threshold: int = THRESHOLD) -> str:
    """ "Eight tables of about four." Exact sizes would add up to how many sat down, so they are not given."""
    many = saying.upper_first(saying.number(len(sizes))) if len(sizes) >= threshold else "A few"
    if len(sizes) == 1:
        return "One table for everybody."
    return f"{many} tables of about {saying.number(round(sum(sizes) / len(sizes)))}."
