"""Starting a rehearsal, stopping it, wiping it."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING

from django.db import transaction

from collective.share.rehearsal import queries
from collective.share.rehearsal.models import AS_PEOPLE_DO, Rehearsal
from collective.talk.rooms.actions import host, planning

if TYPE_CHECKING:
    from datetime import datetime

    from collective.talk.rooms.models import Room

SHARE_WHO_COME = 0.6  # of free sign-ups; the pilot had 30 of 52
FEWEST, MOST = 12, 60
LARGEST = 120


def usual_size(room: Room) -> int:
    """As many as would come of those who signed up, within what makes a rehearsal worth looking at."""
    return min(max(round(room.gathering.sign_ups.coming().count() * SHARE_WHO_COME), FEWEST), MOST)


@transaction.atomic
def start(
    *,
    room: Room,
    now: datetime,
    size: int | None = None,
    pace: str = AS_PEOPLE_DO,
    hosted: bool = False,
    seed: int | None = None,
) -> Rehearsal:
    """Fill a twin of this room with a made-up audience. A rehearsal that was there before is wiped.

    The audience acts inside the server from now on. `size` None means as many as would come of those who signed up.
    """
    original = room.rehearsal_of or room
    twin = host.open_room(room=planning.twin(room=original, now=now), now=now, by=None)
    return Rehearsal.objects.create(
        room=twin,
        seed=secrets.randbelow(2**53) if seed is None else seed,
        size=min(max(size or usual_size(original), 1), LARGEST),
        pace=pace,
        hosted=hosted,
        started_at=now,
    )


def stop(*, rehearsal: Rehearsal, now: datetime) -> None:
    """The audience does nothing any more; what it did stays until it is wiped. Twice is harmless."""
    Rehearsal.objects.filter(pk=rehearsal.pk, stopped_at__isnull=True).update(stopped_at=now)


@transaction.atomic
def wipe(*, room: Room) -> None:
    """Delete the rehearsal of this room, given it or its twin, and all that was said there. Twice is harmless."""
    rehearsal = queries.rehearsal_of(room)
    if rehearsal is not None:
        planning.wipe(rehearsal=rehearsal.room)
