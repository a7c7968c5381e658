"""The waiting list at work: seats offered, offers that end, and who takes them. `seating` decides; this writes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from collective.gather.gatherings import letters, standings
from collective.gather.gatherings.actions import in_the_diary
from collective.gather.gatherings.models import (
    Gathering,
    Leaving,
    Offer,
    OfferEnd,
    SignUp,
    Skip,
    Waiting,
    WaitingEnd,
)
from collective.gather.gatherings.seating import deciding, hours, reasons
from collective.ground.lib.errors import Refused

if TYPE_CHECKING:
    from datetime import datetime

    from collective.gather.gatherings.seating.deciding import Act, Decision
    from collective.gather.gatherings.seating.reasons import Reason
    from collective.join.people.models import Person


class OfferGone(Refused):
    """The offer is not open any more."""


class NoSeatFree(Refused):
    """There is nothing to offer."""


class NotWaiting(Refused):
    """This person is not on the list."""


@transaction.atomic
def run_list(*, gathering: Gathering, now: datetime) -> Decision:
    """Do what the waiting list has to do now: end offers, make offers, note who is passed over and why.

    Twice is harmless, two at once too: the gathering is locked, so the second finds nothing left to do.
    """
    gathering = locked(gathering)
    decided = deciding.decide(standings.facts_of(gathering, now), now)
    skips = [act for act in decided.acts if isinstance(act, deciding.Skip)]
    for act in decided.acts:
        if not isinstance(act, deciding.Skip):
            _do(act, gathering, now)
    _note(skips, now)
    return decided


def run_lists(now: datetime) -> None:
    """The tick's part: every gathering whose list may have something to do, each in a transaction of its own."""
    for gathering in standings.lists_to_look_at(now):
        run_list(gathering=gathering, now=now)


def locked(gathering: Gathering) -> Gathering:
    """The gathering as it is now, and nobody else's to change until this transaction ends."""
    held = Gathering.objects.select_for_update(of=("self",)).select_related("cancellation")
    return held.get(pk=gathering.pk)


def _do(act: Act, gathering: Gathering, now: datetime) -> None:
    match act:
        case deciding.Expire(offer):
            _end(offer, "expired", now)
            awake = hours.quiet_ends(standings.rules_of(gathering, now), now)
            letters.offer_expired(Offer.objects.get(pk=offer), now, awake)
        case deciding.Withdraw(offer, reason):
            _end(offer, "withdrawn", now)
            letters.offer_withdrawn(Offer.objects.get(pk=offer), reason, now)
        case deciding.Offer(waiting, pool, number, expires_at):
            _promise(gathering, waiting, pool, number, now, expires_at)
        case deciding.Close(waiting, _):
            WaitingEnd.objects.get_or_create(waiting_id=waiting, defaults={"at": now, "how": "closed"})


def _promise(
    gathering: Gathering, waiting: int, pool: int | None, number: int, now: datetime, expires_at: datetime
) -> Offer:
    made = Offer.objects.create(
        waiting_id=waiting, gathering=gathering, pool_id=pool, seat=number, at=now, expires_at=expires_at
    )
    letters.offer(made, now)
    return made


def _end(offer: int, how: str, now: datetime) -> None:
    Offer.objects.filter(pk=offer).update(seat=None)
    OfferEnd.objects.get_or_create(offer_id=offer, defaults={"at": now, "how": how})


def _note(skips: list[deciding.Skip], now: datetime) -> None:
    """A row for each who is passed over, but not the same words again at every tick."""
    said = {}
    for one in Skip.objects.filter(waiting__in=[act.waiting for act in skips]).order_by("at", "pk"):
        said[one.waiting_id] = one.staff
    new = [act for act in skips if said.get(act.waiting) != act.reason.staff]
    Skip.objects.bulk_create(_skip(act.waiting, act.reason, now) for act in new)


def _skip(waiting: int, reason: Reason, now: datetime) -> Skip:
    return Skip(waiting_id=waiting, at=now, code=reason.code, reason=reason.person, staff=reason.staff)


@transaction.atomic
def accept_offer(*, waiting: Waiting, now: datetime) -> SignUp:
    """Take the seat that is offered. Twice is harmless.

    Raises `OfferGone` when it has run out, was taken back, or the gathering is called off or has begun.
    """
    gathering = locked(waiting.gathering)
    seated = SignUp.objects.coming().filter(gathering=gathering, person=waiting.person_id).first()
    if seated:
        return seated
    if gathering.is_cancelled or gathering.starts_at <= now:
        raise OfferGone("This gathering is called off or has begun, so the seat is not there any more.")
    offer = _standing_offer(gathering, waiting.person, now)
    if offer is None:
        raise OfferGone(
            "This offer is over: its time ran out, or the seat was taken back. You are still on the list, unless you left it."
        )
    pool, seat = offer.pool_id, offer.seat
    _end(offer.pk, "taken", now)
    return seat_on(waiting, pool, seat or 1, now)


def seat_kept_for(gathering: Gathering, person: Person, now: datetime) -> tuple[int | None, int] | None:
    """The seat (the number of its pool, and its own) that is on offer to somebody who came by the form. The gathering is locked."""
    offer = _standing_offer(gathering, person, now)
    return (offer.pool_id, offer.seat or 1) if offer else None


def _standing_offer(gathering: Gathering, person: Person, now: datetime) -> Offer | None:
    """The offer that this person may take: its time has not run out, and a seat still stands behind it."""
    offer = Offer.objects.filter(gathering=gathering, waiting__person=person, seat__isnull=False).first()
    if offer is None:
        return None
    acts = deciding.decide(standings.facts_of(gathering, now), now).acts
    ended = {act.offer for act in acts if isinstance(act, deciding.Expire | deciding.Withdraw)}
    return None if offer.pk in ended else offer


def take_off_the_list(sign_up: SignUp, now: datetime) -> None:
    """Who has a seat waits no more. The gathering is locked."""
    for waiting in Waiting.objects.standing().filter(gathering=sign_up.gathering_id, person=sign_up.person_id):
        for offer in Offer.objects.filter(waiting=waiting, seat__isnull=False):
            _end(offer.pk, "taken", now)
        WaitingEnd.objects.get_or_create(waiting=waiting, defaults={"at": now, "how": "seated"})


def seat_on(waiting: Waiting, pool: int | None, number: int, now: datetime, source: str = "form") -> SignUp:
    """Put somebody from the list on this seat, and tell them. The gathering is locked."""
    facts = {"made_at": now, "source": source, "way": waiting.way}
    made, _ = SignUp.objects.get_or_create(gathering=waiting.gathering, person=waiting.person, defaults=facts)
    made.pool_id, made.seat, made.way = pool, number, waiting.way or made.way
    made.save(update_fields=["pool", "seat", "way"])
    Leaving.objects.filter(sign_up=made).delete()
    WaitingEnd.objects.get_or_create(waiting=waiting, defaults={"at": now, "how": "seated"})
    in_the_diary.ask(made, now)
    letters.confirm(made.pk, now)
    return made


@transaction.atomic
def decline_offer(*, waiting: Waiting, now: datetime) -> None:
    """No, thank you: off the list, and the seat goes on at once. Twice is harmless."""
    gathering = locked(waiting.gathering)
    for offer in Offer.objects.filter(waiting=waiting, seat__isnull=False):
        _end(offer.pk, "declined", now)
    WaitingEnd.objects.get_or_create(waiting=waiting, defaults={"at": now, "how": "left"})
    run_list(gathering=gathering, now=now)


@transaction.atomic
def take_free_seat(*, waiting: Waiting, now: datetime) -> SignUp:
    """After the cut-off: whoever waits takes a free seat without an offer, the quickest first.

    Raises `NoSeatFree` when there is none for them, or when seats are still offered in order.
    """
    gathering = locked(waiting.gathering)
    _refuse_if_not_waiting(waiting)
    facts = standings.facts_of(gathering, now)
    late = hours.too_late(facts.rules, now) and not facts.rules.closed
    small = standings.small_said(waiting.person.organisation_size)
    place = deciding.place_for(facts, pool=waiting.pool_id, way=waiting.way, now=now, small=small) if late else None
    if place is None:
        raise NoSeatFree("No seat is free for you at the moment. You keep your place on the list.")
    return seat_on(waiting, *place, now)


@transaction.atomic
def offer_by_hand(*, waiting: Waiting, now: datetime) -> Offer:
    """The organiser offers this person a seat now, whoever is before them, and at whatever hour. Twice is harmless.

    Held seats too: it is the organiser who holds them. Raises `NoSeatFree`, `NotWaiting`.
    """
    gathering = locked(waiting.gathering)
    _refuse_if_not_waiting(waiting)
    there = Offer.objects.filter(waiting=waiting, seat__isnull=False).first()
    if there:
        return there
    if not waiting.person.email:
        raise NoSeatFree("We hold no address to send an offer to. Seat them by hand instead.")
    pool, number = _free_by_hand(gathering, waiting, now)
    until = hours.open_until(standings.rules_of(gathering, now), now)
    return _promise(gathering, waiting.pk, pool, number, now, min(until, gathering.starts_at))


@transaction.atomic
def seat_by_hand(*, waiting: Waiting, now: datetime) -> SignUp:
    """The organiser gives this person a seat without asking. Twice is harmless. Raises `NoSeatFree`, `NotWaiting`."""
    gathering = locked(waiting.gathering)
    seated = SignUp.objects.coming().filter(gathering=gathering, person=waiting.person_id).first()
    if seated:
        return seated
    _refuse_if_not_waiting(waiting)
    offer = Offer.objects.filter(waiting=waiting, seat__isnull=False).first()
    if offer is None:
        return seat_on(waiting, *_free_by_hand(gathering, waiting, now), now, "hand")
    pool, seat = offer.pool_id, offer.seat
    _end(offer.pk, "taken", now)
    return seat_on(waiting, pool, seat or 1, now, "hand")


@transaction.atomic
def withdraw_offer(*, waiting: Waiting, now: datetime) -> None:
    """The organiser takes an open offer back; the person keeps their place. Twice is harmless."""
    locked(waiting.gathering)
    for offer in Offer.objects.filter(waiting=waiting, seat__isnull=False):
        _end(offer.pk, "withdrawn", now)
        letters.offer_withdrawn(offer, reasons.by_organiser(), now)


def _refuse_if_not_waiting(waiting: Waiting) -> None:
    if WaitingEnd.objects.filter(waiting=waiting).exists():
        raise NotWaiting("They are not on the list any more: they have a seat, left, or the list is closed.")


def _free_by_hand(gathering: Gathering, waiting: Waiting, now: datetime) -> tuple[int | None, int]:
    facts = standings.facts_of(gathering, now)
    if facts.rules.closed:
        raise NoSeatFree(f"{facts.rules.closed} Nobody can be seated any more.")
    small = standings.small_said(waiting.person.organisation_size)
    place = deciding.place_by_hand(facts, pool=waiting.pool_id, way=waiting.way, now=now, small=small)
    if place is None:
        raise NoSeatFree("No seat is free. Raise the number of seats, or take an offer back, then try again.")
    return place
