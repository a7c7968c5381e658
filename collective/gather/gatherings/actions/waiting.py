"""Onto the waiting list, and off it again: what a person does about their own place."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from collective.gather.gatherings import letters, standings
from collective.gather.gatherings.actions.offering import decline_offer, locked, run_list
from collective.gather.gatherings.models import SignUp, Waiting, WaitingEnd
from collective.gather.gatherings.seating import hours
from collective.ground.lib.errors import Refused
from collective.join.people import actions as people

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from collective.gather.gatherings.models import Gathering


class ListClosed(Refused):
    """Nobody can come onto the list any more."""


@transaction.atomic
def join_list(
    *,
    gathering: Gathering,
    now: datetime,
    name: str,
    email: str,
    consents: Iterable[str] = (),
    way: str = "",
    pool: int | None = None,
    not_after: datetime | None = None,
    own: bool = False,
    **facts: object,
) -> Waiting | None:
    """Put somebody at the end of the list, and write to them. Twice with one address is one place.

    `own`: whether it is certain that they are who they say. Anybody may type any address into the form, so only then are
    the wishes of somebody who waits already replaced; others change theirs on the page that their letter leads to.
    Somebody who has a seat already keeps it and gets its letter again: None. Who left the list comes back to its end.
    Raises `ListClosed` when the gathering is called off, has begun, or is too close for offers.
    """
    gathering = locked(gathering)
    _refuse_if_closed(gathering, now)
    person = people.hold(name=name, email=email, now=now, **facts)
    for purpose in consents:
        people.give_consent(person=person, purpose=purpose, where=f"Waiting list: {gathering.title}"[:120], now=now)
    seated = SignUp.objects.coming().filter(gathering=gathering, person=person).first()
    if seated is not None:
        letters.confirm(seated.pk, now)
        return None
    wishes = {"way": way, "pool": gathering.pools.filter(pk=pool).first(), "not_after": not_after}
    place, is_new = Waiting.objects.get_or_create(
        gathering=gathering, person=person, defaults={"made_at": now, **wishes}
    )
    gone, _ = WaitingEnd.objects.filter(waiting=place).delete()
    if gone:
        place.made_at = now
    if not is_new and (own or gone):
        _write_down(place, wishes)
    letters.on_the_list(place, now)
    run_list(gathering=gathering, now=now)
    return place


def _write_down(place: Waiting, wishes: dict[str, object]) -> None:
    for name, value in wishes.items():
        setattr(place, name, value or getattr(place, name))
    place.save(update_fields=["made_at", *wishes])


def _refuse_if_closed(gathering: Gathering, now: datetime) -> None:
    rules = standings.rules_of(gathering, now)
    if rules.closed:
        raise ListClosed(f"{rules.closed} Look on the front page for the next one.")
    if hours.too_late(rules, now):
        raise ListClosed(
            "It is too close to the start for a waiting list. If somebody gives a seat back, it is free on this page:"
            " look in again."
        )


@transaction.atomic
def join_list_again(*, waiting: Waiting, now: datetime) -> Waiting:
    """Who left the list comes back, at its end. Twice is harmless. Raises `ListClosed`."""
    gathering = locked(waiting.gathering)
    gone, _ = WaitingEnd.objects.filter(waiting=waiting).delete()
    if gone:
        _refuse_if_closed(gathering, now)
        waiting.made_at = now
        waiting.save(update_fields=["made_at"])
        letters.on_the_list(waiting, now)
        run_list(gathering=gathering, now=now)
    return waiting


@transaction.atomic
def wait_again(*, sign_up: SignUp, now: datetime) -> Waiting:
    """Who gave their seat back and finds none free goes onto the list, at its end. Twice is harmless. Raises `ListClosed`."""
    gathering = locked(sign_up.gathering)
    place, is_new = Waiting.objects.get_or_create(
        gathering=gathering,
        person=sign_up.person,
        defaults={"made_at": now, "way": sign_up.way, "pool": sign_up.pool},
    )
    if not is_new:
        return join_list_again(waiting=place, now=now)
    _refuse_if_closed(gathering, now)
    letters.on_the_list(place, now)
    run_list(gathering=gathering, now=now)
    return place


def leave_list(*, waiting: Waiting, now: datetime) -> None:
    """Off the list; a seat that is offered goes to the next. Twice is harmless."""
    decline_offer(waiting=waiting, now=now)


@transaction.atomic
def change_wishes(*, waiting: Waiting, not_after: datetime | None, way: str, now: datetime) -> Waiting:
    """Until when an offer is of use, and which way they would come. Their place stays. Twice is harmless."""
    gathering = locked(waiting.gathering)
    waiting.not_after, waiting.way = not_after, way
    waiting.save(update_fields=["not_after", "way"])
    run_list(gathering=gathering, now=now)
    return waiting
