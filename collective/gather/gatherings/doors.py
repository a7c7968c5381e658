"""Ways from somebody's seat into what happens on the day. Apps above know them and register them here."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from collective.gather.gatherings.models import Gathering, SignUp

    Door = Callable[[Gathering, SignUp], str | None]

_DOORS: list[Door] = []


def register(door: Door) -> Door:
    """`door(gathering, sign_up)` answers the address where this person comes in now, or None while it is shut."""
    if door not in _DOORS:
        _DOORS.append(door)
    return door


def open_for(sign_up: SignUp) -> str | None:
    """The first door that is open for this seat."""
    return next((address for door in _DOORS if (address := door(sign_up.gathering, sign_up))), None)
