"""One person for each who came, however often they connected and in how many rooms."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, Final

from collective.gather.gatherings.attendance_reports.sections import Line
from collective.gather.gatherings.signup_files.addresses import read_address
from collective.gather.gatherings.signup_files.clean import folded
from collective.gather.gatherings.signup_files.names import read_name, same_person

#: What tools add to the name of somebody without an account, or before they let them in.
_MARKS: Final = re.compile(
    r"\s*[\[(](?:guest|external|unverified|verified|host|co-?host|organi[sz]er|presenter|me|gast|invit[ée])[^\])]{0,40}[\])]\s*$",
    re.IGNORECASE,
)
LONGEST_NAME: Final = 120


@dataclass(slots=True)
class Attendee:
    """Somebody who was there.

    name
        as it should be read; "" when the report only says "iPhone" or a telephone number, which is then `shown`.
    email
        "" for a guest, and for what is no address.
    also
        other names that the same person showed.
    rows
        how many rows spoke of them.
    """

    name: str
    email: str
    shown: str
    also: list[str] = field(default_factory=list)
    rows: int = 1

    def as_json(self) -> dict[str, Any]:
        """Plain data to keep until somebody has decided."""
        return {"name": self.name, "email": self.email, "shown": self.shown, "also": self.also, "rows": self.rows}


def merged(people: Iterable[Line | Attendee]) -> list[Attendee]:
    """Rows of the same person put together, in the order of the first; also rows of several reports.

    Rows with one address are one person, unless their names cannot be the same person's: accounts are shared. Rows without an
    address join the one person with that full name, in whichever order its words stand; a first name alone joins its like.
    """
    joining = _Joining()
    read = [each if isinstance(each, Attendee) else _read(each) for each in people]
    for attendee in [each for each in read if each.email]:
        joining.by_address(attendee)
    for attendee in [each for each in read if not each.email]:
        joining.by_name(attendee)
    first = {id(each): place for place, each in enumerate(read)}
    return sorted(joining.people, key=lambda each: first[id(each)])


def _read(line: Line) -> Attendee:
    bare = line.name
    while (shorter := _MARKS.sub("", bare)) != bare and shorter:
        bare = shorter
    read = read_name(bare, with_original=line.with_original)
    address, _ = read_address(line.email)
    if not address and "@" in bare:
        address, _ = read_address(bare)
    return Attendee(read.name[:LONGEST_NAME], address, line.name[:LONGEST_NAME] or address)


class _Joining:
    def __init__(self) -> None:
        self.people: list[Attendee] = []
        self.addresses: dict[str, list[Attendee]] = {}
        self.names: dict[tuple[str, ...], list[Attendee]] = {}

    def by_address(self, one: Attendee) -> None:
        there = self.addresses.setdefault(one.email, [])
        same = next((each for each in there if not one.name or not each.name or same_person(one.name, each.name)), None)
        if same is None:
            there.append(one)
            self._new(one)
        else:
            self._join(same, one)

    def by_name(self, one: Attendee) -> None:
        alike = self.names.get(_key(one), [])
        if len(alike) == 1 and self._enough(alike[0], one):
            self._join(alike[0], one)
        else:
            self._new(one)

    @staticmethod
    def _enough(there: Attendee, one: Attendee) -> bool:
        """A full name is enough; less is so only between two guests."""
        return len(folded(one.name).split()) > 1 or not there.email

    def _new(self, one: Attendee) -> None:
        self.people.append(one)
        self.names.setdefault(_key(one), []).append(one)

    def _join(self, there: Attendee, one: Attendee) -> None:
        there.rows += one.rows
        for name in filter(None, (one.name, *one.also)):
            if not there.name:
                there.name = name
                self.names.setdefault(_key(there), []).append(there)
            elif name != there.name and name not in there.also:
                there.also.append(name)
                self._fuller_first(there)

    def _fuller_first(self, there: Attendee) -> None:
        """ "Femi Taylor" says more than "Femi": the fuller name speaks, the other is kept beside it."""
        fuller = max((there.name, *there.also), key=lambda name: len(name.split()))
        if len(fuller.split()) > len(there.name.split()):
            there.also[there.also.index(fuller)] = there.name
            there.name = fuller
            self.names.setdefault(_key(there), []).append(there)


def _key(one: Attendee) -> tuple[str, ...]:
    """The words of the name in any order; for "iPhone" what was shown, which is nobody's name."""
    return tuple(sorted(folded(one.name).split())) or ("", folded(one.shown))
