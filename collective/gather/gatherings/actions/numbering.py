"""Which seats of a gathering are free. Seats have numbers, and the database gives no number to two people.

Every function here is called with the gathering's row locked, so that what is free stays free until the caller has written.
"""

from __future__ import annotations

from itertools import count
from typing import TYPE_CHECKING

from django.db.models import Sum

from collective.gather.gatherings.models import Offer, SignUp

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from collective.gather.gatherings.models import Gathering, Pool

    Place = tuple[Pool | None, int]  # where a seat is, and its number there


def free_place(*, gathering: Gathering, now: datetime, pool: Pool | None = None) -> Place | None:
    """The first free seat for somebody: in the pool that is theirs, else among the open seats, else in a pool that is no
    longer held. None when there is none."""
    if pool is not None and (number := free_number(gathering, pool)):
        return pool, number
    if number := free_number(gathering, None):
        return None, number
    for released in gathering.pools.filter(held_until__lte=now).order_by("pk"):
        if number := free_number(gathering, released):
            return released, number
    return None


def free_number(gathering: Gathering, pool: Pool | None) -> int | None:
    """The lowest free number among the open seats, or those of a pool; None when as many are taken as there are.

    An organiser may have put more people there than it has seats; their numbers count, so no seat is given twice over.
    """
    most = capacity(gathering, pool)
    taken = taken_numbers(gathering, pool)
    if most is not None and len(taken) >= most:
        return None
    return next(_free(taken))


def free_numbers(gathering: Gathering) -> Iterator[int]:
    """Free numbers among the open seats, lowest first, without end: an organiser's list is not stopped by seats."""
    return _free(taken_numbers(gathering, None))


def capacity(gathering: Gathering, pool: Pool | None) -> int | None:
    """How many seats a pool has, or how many are open to everybody; None for as many as like."""
    if pool is not None:
        return pool.seats
    if gathering.seats is None:
        return None
    kept = gathering.pools.aggregate(seats=Sum("seats"))["seats"] or 0
    return max(gathering.seats - kept, 0)


def taken_numbers(gathering: Gathering, pool: Pool | None) -> set[int]:
    """The numbers that somebody sits on, or is being offered."""
    here = {"gathering": gathering, "pool": pool, "seat__isnull": False}
    sat = SignUp.objects.filter(**here).values_list("seat", flat=True)
    return {*sat, *Offer.objects.filter(**here).values_list("seat", flat=True)}


def _free(taken: set[int]) -> Iterator[int]:
    return (number for number in count(1) if number not in taken)
