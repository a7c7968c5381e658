"""Taking a seat, giving it back, and what an organiser does to the list by hand."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from collective.gather.gatherings import letters, standings
from collective.gather.gatherings.actions import asking, in_the_diary, offering
from collective.gather.gatherings.actions.numbering import free_numbers
from collective.gather.gatherings.models import Gathering, Leaving, SignUp
from collective.ground.lib.errors import Refused
from collective.join.people import actions as people
from collective.join.people.models import folded

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import datetime


class GatheringFull(Refused):
    """No seat is left. The words do not tell whether the asker has one of them."""

    def __init__(self, message: str = "") -> None:
        super().__init__(
            message
            or "Every seat is taken. If one of them is yours, it stays yours: your own page is in our letter."
            " Otherwise try the next gathering."
        )


class GatheringOver(Refused):
    """The gathering is cancelled or past."""


@transaction.atomic
def sign_up(
    *,
    gathering: Gathering,
    now: datetime,
    name: str,
    email: str,
    consents: Iterable[str] = (),
    way: str = "",
    pool: int | None = None,
    replies: Mapping[int, str] | None = None,
    invited: str = "",
    own: bool = False,
    **facts: object,
) -> SignUp:
    """Take a seat by the form. Twice with one address is one seat; somebody who left comes back.

    `pool`: the kept seats that they say are theirs. `replies`: answers by the key of their question. `invited`: the token of
    the invitation they came by. `own`: whether it is certain that they are who they say, so that what they said before
    may be replaced.
    Raises `GatheringOver` when it is cancelled or past, `GatheringFull` when no seat is left for somebody who does not wait.
    """
    gathering = _locked(gathering)
    _refuse_if_over(gathering, now)
    person = people.hold(name=name, email=email, now=now, **facts)
    present = SignUp.objects.filter(gathering=gathering, person=person).first()
    if present is None:
        present = SignUp(gathering=gathering, person=person, made_at=now, source="form", way=way)
    if present.seat is None:
        present.pool = gathering.pools.filter(pk=pool).first()
        _sit_down(present, now, size=str(facts.get("organisation_size", "")))
    asking.keep_replies(sign_up=present, replies=replies or {}, own=own, now=now)
    asking.came_by(sign_up=present, token=invited)
    for purpose in consents:
        people.give_consent(person=person, purpose=purpose, where=f"Sign-up form: {gathering.title}"[:120], now=now)
    letters.confirm(present.pk, now)
    return present


def _locked(gathering: Gathering) -> Gathering:
    return Gathering.objects.select_for_update().get(pk=gathering.pk)


def _refuse_if_over(gathering: Gathering, now: datetime) -> None:
    if hasattr(gathering, "cancellation"):
        raise GatheringOver("This gathering is cancelled. Look on the front page for the next one.")
    if gathering.ends_at <= now:
        raise GatheringOver("This gathering is over. Look on the front page for the next one.")


def _sit_down(sign_up: SignUp, now: datetime, full: str = "", size: str = "") -> None:
    """A seat for somebody who has none, or `GatheringFull`. The gathering is locked. Who waits comes before who does not."""
    place = offering.seat_kept_for(sign_up.gathering, sign_up.person, now)
    size = size or sign_up.person.organisation_size
    place = place or standings.place_for(sign_up.gathering, pool=sign_up.pool_id, way=sign_up.way, now=now, size=size)
    if place is None:
        raise GatheringFull(full)
    _seat(sign_up, *place, now)


def _seat(sign_up: SignUp, pool: int | None, number: int, now: datetime) -> None:
    sign_up.pool_id, sign_up.seat = pool, number
    sign_up.save()
    Leaving.objects.filter(sign_up=sign_up).delete()
    offering.take_off_the_list(sign_up, now)
    if not sign_up.gathering.is_cancelled:
        in_the_diary.ask(sign_up, now)


@transaction.atomic
def leave(*, sign_up: SignUp, now: datetime) -> Leaving:
    """Somebody cannot come after all; their seat is free, and offered at once to who waits. Twice is harmless."""
    gathering = _locked(sign_up.gathering)
    made, is_new = Leaving.objects.get_or_create(sign_up=sign_up, defaults={"at": now})
    if is_new:
        SignUp.objects.filter(pk=sign_up.pk).update(seat=None)
        gone = SignUp.objects.select_related("gathering__entry", "person").get(pk=sign_up.pk)
        in_the_diary.take_off(gone, now)
        letters.left(gone, now)
        offering.run_list(gathering=gathering, now=now)
    return made


@transaction.atomic
def come_after_all(*, sign_up: SignUp, now: datetime) -> None:
    """Somebody who gave their seat back wants it again. Twice is harmless.

    Raises `GatheringOver`, or `GatheringFull` when somebody else sits on it by now.
    """
    gathering = _locked(sign_up.gathering)
    sign_up = SignUp.objects.select_related("gathering__entry", "person").get(pk=sign_up.pk)
    if sign_up.seat is None:
        _refuse_if_over(gathering, now)
        _sit_down(
            sign_up, now, "Every seat is taken by now. Look in again: if somebody cannot come, their seat is free."
        )
        letters.confirm(sign_up.pk, now)


@transaction.atomic
def add_by_hand(*, gathering: Gathering, name: str, now: datetime, email: str = "", organisation: str = "") -> SignUp:
    """The organiser puts somebody on the list. Seats do not stop an organiser. Twice is harmless.

    Without an address somebody with the same name and organisation on this list is the same person.
    """
    gathering = _locked(gathering)
    listed = None if email else _listed_as(gathering, name, organisation)
    if listed is None:
        person = people.hold(name=name, email=email, organisation=organisation, now=now)
        listed = SignUp.objects.filter(gathering=gathering, person=person).first()
        listed = listed or SignUp(gathering=gathering, person=person, made_at=now, source="hand")
    if listed.seat is None:
        _seat(listed, None, next(free_numbers(gathering)), now)
    return listed


def _listed_as(gathering: Gathering, name: str, organisation: str) -> SignUp | None:
    alike = gathering.sign_ups.filter(person__name__iexact=name, person__email__isnull=True)
    for one in alike.select_related("person__organisation").order_by("pk"):
        held = one.person.organisation.name if one.person.organisation else ""
        if folded(held) == folded(organisation):
            return one
    return None


def set_facilitating(*, sign_up: SignUp, facilitating: bool) -> None:
    """Ask somebody to look after a table, or no longer. Twice is harmless."""
    SignUp.objects.filter(pk=sign_up.pk).update(facilitating=facilitating)
