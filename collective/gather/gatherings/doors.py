"""Ways from a gathering to what apps above know of it: into the room on the day, and to what was learnt. They register here."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from collective.gather.gatherings.models import Gathering, SignUp

    Door = Callable[[Gathering, SignUp], str | None]
    Outcome = Callable[[Gathering], str | None]

_DOORS: list[Door] = []
_OUTCOMES: list[Outcome] = []


def register(door: Door) -> Door:
    """`door(gathering, sign_up)` answers the address where this person comes in now, or None while it is shut."""
    if door not in _DOORS:
        _DOORS.append(door)
    return door


def open_for(sign_up: SignUp) -> str | None:
    """The first door that is open for this seat."""
    return next((address for door in _DOORS if (address := door(sign_up.gathering, sign_up))), None)


def register_outcome(outcome: Outcome) -> Outcome:
    """`outcome(gathering)` answers the public address of what was learnt there, or None while there is none."""
    if outcome not in _OUTCOMES:
        _OUTCOMES.append(outcome)
    return outcome


def outcome_of(gathering: Gathering) -> str | None:
    """Where to read what was learnt, once that is public."""
    return next((address for outcome in _OUTCOMES if (address := outcome(gathering))), None)
