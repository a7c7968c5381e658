"""What the waiting list has to know of a gathering. Keys are the rows' own numbers; every time has its zone."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo


@dataclass(frozen=True, slots=True)
class Pool:
    """Some of the seats. `key` None is the rest of the house, for everybody.

    `seats` None is as many as like. `held` keeps them for those who asked for this pool (small charities); `held_until` is
    when what is left of it opens to all, None never. `way` ("room", "online") is for those who come that way only; as soon
    as one pool is for a way, whoever comes that way sits in such a pool and nowhere else. `small_only`, while
    it is held, goes by the size of the organisation and not by what somebody asked for.
    """

    key: int | None
    name: str = ""
    seats: int | None = None
    held: bool = False
    held_until: datetime | None = None
    way: str = ""
    small_only: bool = False


@dataclass(frozen=True, slots=True)
class Seat:
    """One seat that somebody holds."""

    pool: int | None
    number: int


@dataclass(frozen=True, slots=True)
class Promise:
    """A seat that is offered to somebody who has not answered yet."""

    key: int
    waiting: int
    pool: int | None
    number: int
    at: datetime
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class Waiting:
    """Somebody on the list. `pool` is the one they asked for, `lapsed` how many offers they let run out, `small` whether their
    organisation is small; None is not said. `agreed`: whether we may write to them."""

    key: int
    since: datetime
    pool: int | None = None
    way: str = ""
    not_after: datetime | None = None
    reachable: bool = True
    lapsed: int = 0
    small: bool | None = None
    agreed: bool = True


@dataclass(frozen=True, slots=True)
class Rules:
    """How this gathering offers seats. Quiet hours are wall time in `zone`; equal or None means there are none."""

    starts_at: datetime
    stops_at: datetime  # no offer is made from this moment on
    zone: ZoneInfo
    offer: timedelta = timedelta(hours=24)
    quiet_from: time | None = None
    quiet_to: time | None = None
    by_hand: bool = False  # the organiser offers every seat
    closed: str = ""  # why nobody is seated any more ("It is called off."), or empty


@dataclass(frozen=True, slots=True)
class Facts:
    """Everything at one moment. `most` is how many seats the whole house has, those of all pools together; None is no limit."""

    rules: Rules
    pools: tuple[Pool, ...]
    most: int | None = None
    taken: frozenset[Seat] = frozenset()
    promises: tuple[Promise, ...] = ()
    waiting: tuple[Waiting, ...] = ()

    def in_order(self) -> list[Waiting]:
        """First come, first offered; who let an offer run out comes after those who were not asked yet."""
        return sorted(self.waiting, key=lambda one: (one.lapsed, one.since, one.key))
