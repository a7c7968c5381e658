"""Who in the report is who on the list? Only an address is certain; everything else is a suggestion for a person to confirm."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from collective.gather.gatherings.attendance_reports.merging import Attendee
from collective.gather.gatherings.attendance_reports.names import words_alike, words_of
from collective.gather.gatherings.signup_files.names import same_person

#: How somebody was recognised → what the organiser reads.
HOW: Final = {
    "address": "Same address",
    "shared": "Same address, another name",
    "name": "Same name",
    "likely": "A name like it",
    "nobody": "Nobody on the list is like it",
}
#: Below this two names are not worth showing to anybody.
LIKELY: Final = 0.75
SUGGESTED: Final = 3
_SHARED, _SAME_NAME = 0.8, 0.95

_Words = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Listed:
    """Somebody on the list: a key of the caller's, the registered name and address."""

    key: int
    name: str
    email: str = ""


@dataclass(frozen=True, slots=True)
class Match:
    """One attendee and who they may be.

    how
        a key of HOW.
    suggestions
        (key of somebody listed, confidence from 0 to 1), most alike first, at most three; one for "address".
    """

    attendee: Attendee
    how: str
    suggestions: tuple[tuple[int, float], ...] = ()

    @property
    def is_certain(self) -> bool:
        """Nobody needs to confirm it: the address is the registered one, and the name does not speak against it."""
        return self.how == "address"

    @property
    def proposed(self) -> int | None:
        """Whom to propose: the only one with that address or that name. A name that is merely alike proposes nobody."""
        return self.suggestions[0][0] if self.how in {"address", "name"} and len(self.suggestions) == 1 else None


def match_people(attendees: Sequence[Attendee], listed: Iterable[Listed]) -> list[Match]:
    """For each attendee, in their order: the registered address, else the registered name, else the names most like it.

    Confidence: 1 for the address; 0.8 for an address whose registered name cannot be the shown one's (an account that is shared);
    0.95 for the same words in any order; else the measure of `names.alike`, from 0.75 on. The same input gives the same answer.
    """
    people = list(listed)
    index = _Index(people)
    by_address = {person.email.lower(): person for person in people if person.email}
    return [_match(attendee, by_address.get(attendee.email), index) for attendee in attendees]


def _match(attendee: Attendee, held: Listed | None, index: "_Index") -> Match:
    if held is not None:
        fits = not attendee.name or same_person(attendee.name, held.name) or _very(attendee, held)
        return Match(attendee, "address" if fits else "shared", ((held.key, 1.0 if fits else _SHARED),))
    for name in filter(None, (attendee.name, *attendee.also)):
        same = index.same(name)
        if same:
            return Match(attendee, "name", tuple((person.key, _SAME_NAME) for person in same[:SUGGESTED]))
    near = index.near(attendee)
    return Match(attendee, "likely" if near else "nobody", near)


def _very(attendee: Attendee, held: Listed) -> bool:
    return words_alike(words_of(attendee.name), words_of(held.name)) >= LIKELY


class _Index:
    """The list by what the words of its names begin or end with, so that a long list is not compared with every attendee."""

    def __init__(self, people: Sequence[Listed]) -> None:
        self.words = {person.key: words_of(person.name) for person in people}
        self.exact: dict[_Words, list[Listed]] = {}
        self.ends: dict[str, list[Listed]] = {}
        for person in people:
            self.exact.setdefault(self.words[person.key], []).append(person)
            for end in _ends(self.words[person.key]):
                self.ends.setdefault(end, []).append(person)

    def same(self, name: str) -> list[Listed]:
        """Those with the same words, when there are at least two: a first name alone is a likeness."""
        words = words_of(name)
        return self.exact.get(words, []) if len(words) > 1 else []

    def near(self, attendee: Attendee) -> tuple[tuple[int, float], ...]:
        best: dict[int, float] = {}
        for name in filter(None, (attendee.name, *attendee.also)):
            words = words_of(name)
            for person in self._sharing(words):
                sure = min(words_alike(*sorted((words, self.words[person.key]))), 0.94)
                if sure >= LIKELY:
                    best[person.key] = max(sure, best.get(person.key, 0.0))
        return tuple(sorted(best.items(), key=lambda each: (-each[1], each[0]))[:SUGGESTED])

    def _sharing(self, words: _Words) -> Iterable[Listed]:
        found = {person.key: person for end in _ends(words) for person in self.ends.get(end, ())}
        return (found[key] for key in sorted(found))


def _ends(words: _Words) -> set[str]:
    return {word[:2] for word in words} | {f"…{word[-3:]}" for word in words}
