"""What somebody with a seat changes about it: which way they come, and what they answered."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from collective.gather.gatherings import letters, standings
from collective.gather.gatherings.actions import asking
from collective.gather.gatherings.actions.offering import NoSeatFree, locked, run_list
from collective.gather.gatherings.models import Reply, SignUp
from collective.ground.lib.errors import Refused

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from collective.gather.gatherings.models import Gathering


class TooLateToChange(Refused):
    """The gathering is off or over, or they gave the seat back."""


@transaction.atomic
def change_answers(*, sign_up: SignUp, way: str, replies: Mapping[int, str], now: datetime) -> SignUp:
    """Keep what they say now; an empty answer takes the old one back. Twice is harmless.

    Where room and online have seats of their own, coming the other way needs a free seat there: raises `NoSeatFree`, and
    they keep the seat they have. Raises `TooLateToChange`.
    """
    gathering = locked(sign_up.gathering)
    held = SignUp.objects.select_related("gathering__entry", "person").get(pk=sign_up.pk)
    if gathering.is_cancelled or gathering.ends_at <= now or held.seat is None:
        raise TooLateToChange("There is no seat of yours to change: you gave it back, or the gathering is off or over.")
    Reply.objects.filter(sign_up=held, question__in=[key for key, text in replies.items() if not text.strip()]).delete()
    asking.keep_replies(sign_up=held, replies=replies, own=True, now=now)
    if way and way != held.way:
        _come_another_way(held, gathering, way, now)
    return held


def _come_another_way(held: SignUp, gathering: Gathering, way: str, now: datetime) -> None:
    parted = gathering.pools.exclude(way="").exists()
    if parted:
        size = held.person.organisation_size
        place = standings.place_for(gathering, pool=held.pool_id, way=way, now=now, size=size)
        if place is None:
            raise NoSeatFree("No seat is free that way. You keep the one you have, and nothing was changed.")
        held.pool_id, held.seat = place
    held.way = way
    held.save(update_fields=["way", "pool", "seat"])
    letters.seat_changed(held, now)
    if parted:
        run_list(gathering=gathering, now=now)
