"""What the next draw goes by: sizes, how people are put together, and who is to sit apart or together."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from collective.ground.lib.errors import Refused
from collective.talk.conversations import core, traits
from collective.talk.conversations.models import AIMS, LOT, Pair, Round
from collective.talk.rooms.actions.host import locked, record
from collective.talk.rooms.models import Participant

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from collective.join.people.models import Member
    from collective.talk.rooms.models import Room


class CannotRule(Refused):
    """A rule that cannot be, or that collides with one that stands."""

    status = 400


@transaction.atomic
def set_rules(
    *,
    round: Round,
    aim: str,
    traits_chosen: Sequence[str],
    size: int,
    smallest: int,
    largest: int,
    mix_ways: bool,
    now: datetime,
    by: Member | None,
) -> Round:
    """How the next draw of this round is made. Tables that are set stay as they are.

    `aim` is "random", "mixed" or "alike"; the last two need at least one of the room's traits. A round that a study draws keeps
    its aim. Raises `CannotRule`.
    """
    if not 2 <= smallest <= size <= largest <= 12:
        raise CannotRule(
            "The usual size must lie between the smallest (two at least) and the largest (twelve at most)."
        )
    room = locked(round.step.room)
    chosen = [slug for slug in traits_chosen if slug in traits.slugs(room)]
    if aim not in dict(AIMS):
        raise CannotRule("Choose one of the three: Mix, Balanced or Alike.")
    if aim != LOT and not chosen:
        raise CannotRule("Choose at least one thing to look at, or choose Mix, which looks at nothing.")
    if not round.sealed_at:
        round.aim, round.traits = aim, chosen if aim != LOT else []
    round.size, round.smallest, round.largest, round.mix_ways = size, smallest, largest, mix_ways
    round.save()
    record(room, "round changed", now=now, by=by, step=round.step)
    return round


@transaction.atomic
def add_pair(
    *, room: Room, one: Participant, other: Participant, together: bool, now: datetime, by: Member | None
) -> Pair:
    """These two sit together, or apart, in every draw of this room from now on. Twice is harmless.

    Raises `CannotRule` for one person twice, somebody of another room, or two who were asked the other way round before.
    """
    room = locked(room)
    if one.pk == other.pk:
        raise CannotRule("Choose two different people.")
    if {one.room_id, other.room_id} != {room.pk}:
        raise CannotRule("Choose two people of this room.")
    first, second = core.pair(one.pk, other.pk)
    pair, new = Pair.objects.get_or_create(
        one_id=first, other_id=second, defaults={"room": room, "together": together, "at": now, "by": by}
    )
    if pair.together != together:
        stands = "together" if pair.together else "apart"
        raise CannotRule(f"{one} and {other} are to sit {stands} already. Take that away first.")
    if new:
        record(room, "pair added", now=now, by=by)
    return pair


@transaction.atomic
def remove_pair(*, room: Room, pair: int, now: datetime, by: Member | None) -> None:
    """The wish for these two is gone. Twice is harmless."""
    room = locked(room)
    if Pair.objects.filter(room=room, pk=pair).delete()[0]:
        record(room, "pair removed", now=now, by=by)
