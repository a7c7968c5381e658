"""The waiting list's decision: facts of one moment in, a list of acts with reasons out.

First come, first offered. Seats taken and seats offered together are never more than there are; everybody who is passed
over while a seat is free gets a reason; nothing is offered in quiet hours or after the cut-off.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import count
from math import inf
from typing import TYPE_CHECKING

from collective.gather.gatherings.seating import hours, reasons
from collective.gather.gatherings.seating.facts import Waiting

if TYPE_CHECKING:
    from collective.gather.gatherings.seating.facts import Facts, Pool, Promise
    from collective.gather.gatherings.seating.reasons import Reason


@dataclass(frozen=True, slots=True)
class Expire:
    """An offer's time is up."""

    offer: int


@dataclass(frozen=True, slots=True)
class Withdraw:
    """An offer that no seat stands behind any more."""

    offer: int
    reason: Reason


@dataclass(frozen=True, slots=True)
class Offer:
    """This seat is kept for this person until then."""

    waiting: int
    pool: int | None
    number: int
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class Skip:
    """A seat is free and this person is not offered it."""

    waiting: int
    reason: Reason


@dataclass(frozen=True, slots=True)
class Close:
    """The list is over for this person."""

    waiting: int
    reason: Reason


Act = Expire | Withdraw | Offer | Skip | Close


@dataclass(frozen=True, slots=True)
class Standing:
    """Where one person stands: `place` counts from 1, and is 0 for who has an offer."""

    waiting: int
    place: int
    reason: Reason


@dataclass(frozen=True, slots=True)
class Decision:
    """What to do now, where everybody stands after it, and when to look again although nothing else has happened."""

    acts: tuple[Act, ...]
    standings: tuple[Standing, ...]
    look_again_at: datetime | None


def decide(facts: Facts, now: datetime) -> Decision:
    """All that is to be done at this moment. Doing it and asking again gives nothing more to do, but the same skips."""
    if facts.rules.closed:
        return _closed(facts)
    ended, standing = _ended(facts, now)
    free = Free(facts, standing)
    settled = _Settled([], [])
    offered = {one.waiting: one for one in standing}
    for one in _lapsed(facts, ended).in_order():
        _settle(one, facts, free, offered, now, settled)
    return Decision((*ended, *settled.acts), tuple(settled.standings), _look_again_at(facts, standing, now))


def place_for(
    facts: Facts, *, pool: int | None, way: str, now: datetime, small: bool | None = None
) -> tuple[int | None, int] | None:
    """The seat (its pool and number) that somebody who is not on the list may take at once, or None.

    A free seat that somebody on the list could still be offered is theirs first: also in the night, when nothing is
    offered. After the cut-off a free seat is for whoever takes it first, on the list or not.
    """
    _, standing = _ended(facts, now)
    free = Free(facts, standing)
    if not hours.too_late(facts.rules, now):
        offered = {one.waiting for one in standing}
        for one in facts.in_order():
            if one.key not in offered and (one.not_after is None or now < one.not_after):
                free.take(one, now)
    return free.take(Waiting(0, now, pool, way, small=small), now)


def place_by_hand(
    facts: Facts, *, pool: int | None, way: str, now: datetime, small: bool | None = None
) -> tuple[int | None, int] | None:
    """The seat that an organiser may give to anybody: whatever is neither taken nor promised, theirs by right first, held
    seats too."""
    free = Free(facts, _ended(facts, now)[1])
    asked = Waiting(0, now, pool, way, small=small)
    place = free.take(asked, now)
    if place is None:
        key = next((one.key for one in free.pools() if free.fits(asked, one)), -1)
        return None if key == -1 else (key, free.number(key))
    return place


class Free:
    """The free seats of a gathering, while they are given out one by one."""

    def __init__(self, facts: Facts, promises: list[Promise]) -> None:
        self._pools = {pool.key: pool for pool in facts.pools}
        self._most = facts.most
        self._ways = {pool.way for pool in facts.pools}
        self._used: dict[int | None, set[int]] = {key: set() for key in self._pools}
        for seat in facts.taken:
            self._used.setdefault(seat.pool, set()).add(seat.number)
        for promise in promises:
            self._used.setdefault(promise.pool, set()).add(promise.number)

    def pools(self) -> list[Pool]:
        """Those with a free seat; none when the whole house is full."""
        if self._most is not None and sum(map(len, self._used.values())) >= self._most:
            return []
        return [one for key, one in self._pools.items() if one.seats is None or len(self._used[key]) < one.seats]

    def take(self, one: Waiting, now: datetime) -> tuple[int | None, int] | None:
        """The seat that this person would get, taken out of what is free: their own pool first, then what is open to all,
        then what is no longer held."""
        open_to_them = [pool for pool in self.pools() if self._may(one, pool, now)]
        if not open_to_them:
            return None
        best = min(open_to_them, key=lambda pool: (not _is_theirs(one, pool), pool.held, pool.key or 0))
        return best.key, self.number(best.key)

    def number(self, key: int | None) -> int:
        """The lowest number that nobody has, taken."""
        used = self._used[key]
        lowest = next(number for number in count(1) if number not in used)
        used.add(lowest)
        return lowest

    def _may(self, one: Waiting, pool: Pool, now: datetime) -> bool:
        if not self.fits(one, pool):
            return False
        return not pool.held or _is_theirs(one, pool) or (pool.held_until is not None and now >= pool.held_until)

    def fits(self, one: Waiting, pool: Pool) -> bool:
        """Is it a seat for the way in which they come?"""
        return pool.way == (one.way if one.way in self._ways else "")


def _is_theirs(one: Waiting, pool: Pool) -> bool:
    """Whether its seats are kept for them: by the size of their organisation, or because they asked for it."""
    if pool.small_only:
        return one.small is True
    return pool.key is not None and pool.key == one.pool


@dataclass(slots=True)
class _Settled:
    acts: list[Act]
    standings: list[Standing]

    def stands(self, one: Waiting, reason: Reason, *, passed_over: bool = False) -> None:
        """They keep their place on the list."""
        place = 1 + sum(1 for other in self.standings if other.place)
        self.standings.append(Standing(one.key, place, reason))
        if passed_over:
            self.acts.append(Skip(one.key, reason))


def _settle(
    one: Waiting, facts: Facts, free: Free, offered: dict[int, Promise], now: datetime, settled: _Settled
) -> None:
    rules = facts.rules
    if one.key in offered:
        settled.standings.append(Standing(one.key, 0, reasons.has_offer(offered[one.key].expires_at, rules)))
        return
    own = _own_reason(one, facts, now)
    if own:
        settled.stands(one, own, passed_over=bool(free.pools()))
        return
    got = free.take(one, now)
    if got is None:
        reason, passed_over = _nothing_for(one, facts, free, len(offered))
        settled.stands(one, reason, passed_over=passed_over)
        return
    wait = _not_now(facts, now)
    if wait:
        settled.stands(one, wait, passed_over=True)
        return
    until = hours.open_until(rules, now)
    settled.acts.append(Offer(one.key, *got, until))
    settled.standings.append(Standing(one.key, 0, reasons.has_offer(until, rules)))


def _own_reason(one: Waiting, facts: Facts, now: datetime) -> Reason | None:
    """What lies with this person, whichever seat is free."""
    if one.not_after is not None and now >= one.not_after:
        return reasons.own_limit(one.not_after, facts.rules)
    if not one.reachable:
        return reasons.no_address()
    return None if one.agreed else reasons.not_agreed()


def _not_now(facts: Facts, now: datetime) -> Reason | None:
    """What lies with the moment, whoever is next."""
    if hours.too_late(facts.rules, now):
        return reasons.late(facts.rules)
    if facts.rules.by_hand:
        return reasons.by_hand()
    return reasons.quiet(hours.quiet_ends(facts.rules, now), facts.rules) if hours.is_quiet(facts.rules, now) else None


def _nothing_for(one: Waiting, facts: Facts, free: Free, offered: int) -> tuple[Reason, bool]:
    """Why no free seat is theirs, and whether that passes them over."""
    elsewhere = free.pools()
    if not elsewhere:
        return reasons.no_seat(offered), False
    held = next((pool for pool in elsewhere if free.fits(one, pool)), None)
    return (reasons.held(held, facts.rules, one.small) if held else reasons.other_way(elsewhere[0])), True


def _ended(facts: Facts, now: datetime) -> tuple[list[Act], list[Promise]]:
    """Offers whose time is up or that no seat stands behind, and the offers that stand."""
    over = [one for one in facts.promises if min(one.expires_at, facts.rules.starts_at) <= now]
    standing = [one for one in facts.promises if one not in over]
    acts: list[Act] = [Expire(one.key) for one in over]
    left = _left_for_promises(facts)
    kept = []
    for one in sorted(standing, key=lambda promise: (promise.at, promise.key)):
        if left.get(one.pool, 0) > 0 and left[_HOUSE] > 0:
            left[one.pool] -= 1
            left[_HOUSE] -= 1
            kept.append(one)
        else:
            acts.append(Withdraw(one.key, reasons.too_many()))
    return acts, kept


def _lapsed(facts: Facts, ended: list[Act]) -> Facts:
    """The same, once those whose offer ran out just now stand behind those who were not asked yet."""
    over = {act.offer for act in ended if isinstance(act, Expire)}
    late = {one.waiting for one in facts.promises if one.key in over}
    waiting = tuple(replace(one, lapsed=one.lapsed + 1) if one.key in late else one for one in facts.waiting)
    return replace(facts, waiting=waiting)


_HOUSE = -1  # no row has this number


def _left_for_promises(facts: Facts) -> dict[int | None, float]:
    taken = Counter(seat.pool for seat in facts.taken)
    seats = {pool.key: inf if pool.seats is None else pool.seats - taken[pool.key] for pool in facts.pools}
    return {**seats, _HOUSE: inf if facts.most is None else facts.most - len(facts.taken)}


def _closed(facts: Facts) -> Decision:
    reason = reasons.closed(facts.rules)
    acts: list[Act] = [Withdraw(one.key, reason) for one in facts.promises]
    acts += [Close(one.key, reason) for one in facts.in_order()]
    return Decision(tuple(acts), (), None)


def _look_again_at(facts: Facts, standing: list[Promise], now: datetime) -> datetime | None:
    """The next moment at which time alone changes something."""
    moments = [one.expires_at for one in standing]
    moments += [pool.held_until for pool in facts.pools if pool.held_until]
    moments += [hours.quiet_ends(facts.rules, now), facts.rules.stops_at, facts.rules.starts_at]
    return min((one for one in moments if one > now), default=None) if facts.waiting else None
