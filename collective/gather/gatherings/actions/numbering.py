"""Which seats of a gathering are free for an organiser, whom seats do not stop. Seats have numbers, and the database gives no
number to two people. For everybody else `standings.place_for` decides."""

from __future__ import annotations

from itertools import count
from typing import TYPE_CHECKING

from collective.gather.gatherings.models import Offer, SignUp

if TYPE_CHECKING:
    from collections.abc import Iterator

    from collective.gather.gatherings.models import Gathering


def free_numbers(gathering: Gathering) -> Iterator[int]:
    """Free numbers among the open seats, lowest first, without end. Call it with the gathering locked."""
    open_seats = {"gathering": gathering, "pool": None, "seat__isnull": False}
    taken = {
        *SignUp.objects.filter(**open_seats).values_list("seat", flat=True),
        *Offer.objects.filter(**open_seats).values_list("seat", flat=True),
    }
    return (number for number in count(1) if number not in taken)
