"""Where seats stand round a table that is seen from above."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from collective.ground.web.people import initials

LONG = 16  # characters that fit on a table; of a longer name its first word and a letter stay, as "Bartholomew F"
_ORDER = {0: (), 1: (1,), 2: (1, 2), 3: (1, 3, 4), 4: (1, 2, 3, 4), 5: (1, 2, 3, 4, 5)}


@dataclass(frozen=True, slots=True)
class Seat:
    """One place at a table. `number` is the seat, 1 to 5, which is also its colour and its corner, clockwise from top left."""

    name: str = ""
    number: int = 0
    initials: str = ""
    place: str = ""
    you: bool = False
    open: bool = False

    @property
    def short(self) -> str:
        """The name as it fits on a table."""
        words = self.name.split()
        return self.name if len(self.name) <= LONG or len(words) < 2 else f"{words[0]} {initials(self.name)[-1]}"


@dataclass(frozen=True, slots=True)
class Placed:
    """A seat and the class that puts it in its corner; at a table of two, left and right."""

    seat: Seat
    where: str


def numbers(size: int) -> tuple[int, ...]:
    """The seats that `size` people take. Three leave the second corner free: it is the one that an open seat stands off from."""
    return _ORDER[min(max(size, 0), 5)]


def placed(people: Sequence[Seat | Mapping[str, Any]]) -> list[Placed]:
    """People at their corners, at most five. Who has no seat number gets the next free one; who has no initials gets them."""
    seats = [_seat(person) for person in people[:5]]
    taken = {seat.number for seat in seats if seat.number}
    free = iter([number for number in (*numbers(len(seats)), 2, 5, 1, 3, 4) if number not in taken])
    given = [_numbered(seat, seat.number or _next(free, taken)) for seat in seats]
    pair = len(given) == 2 and not any(seat.open for seat in given)
    sides = ("left", "right")
    return [Placed(seat, sides[index] if pair else f"at{seat.number}") for index, seat in enumerate(given)]


def _next(free: Iterable[int], taken: set[int]) -> int:
    number = next(number for number in free if number not in taken)
    taken.add(number)
    return number


def _seat(person: Seat | Mapping[str, Any]) -> Seat:
    return person if isinstance(person, Seat) else Seat(**person)


def _numbered(seat: Seat, number: int) -> Seat:
    short = seat.initials or ("" if seat.open and not seat.name else initials(seat.name))
    return Seat(seat.name, number, short, seat.place, seat.you, seat.open)
