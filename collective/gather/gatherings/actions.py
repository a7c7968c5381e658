"""Public writes about a gathering: making it, showing it, signing up, leaving, checking in."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.text import slugify

from collective.gather.gatherings import letters
from collective.gather.gatherings.models import Cancellation, CheckIn, Gathering, Leaving, Listing, SignUp
from collective.ground.lib.errors import Refused
from collective.join.people import actions as people

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from collective.join.people.models import Member, Person


class GatheringFull(Refused):
    """No seat is left."""


class GatheringOver(Refused):
    """The gathering is cancelled or past."""


@transaction.atomic
def plan(
    *, title: str, starts_at: datetime, ends_at: datetime, now: datetime, by: Member | None = None, **facts: object
) -> Gathering:
    """A new gathering, not yet shown to anybody but organisers. `facts` are the model's own fields."""
    return Gathering.objects.create(
        slug=_free_slug(title, starts_at),
        title=title,
        starts_at=starts_at,
        ends_at=ends_at,
        made_at=now,
        made_by=by,
        **facts,
    )


def _free_slug(title: str, starts_at: datetime) -> str:
    base = f"{slugify(title)[:60] or 'gathering'}-{starts_at:%Y-%m-%d}"
    taken = set(Gathering.objects.filter(slug__startswith=base).values_list("slug", flat=True))
    return next(slug for slug in [base, *(f"{base}-{n}" for n in range(2, len(taken) + 3))] if slug not in taken)


def list_publicly(*, gathering: Gathering, now: datetime, by: Member) -> Listing:
    """Show the gathering to everybody. Twice is harmless."""
    return Listing.objects.get_or_create(gathering=gathering, defaults={"at": now, "by": by})[0]


def unlist(*, gathering: Gathering) -> None:
    Listing.objects.filter(gathering=gathering).delete()


def cancel(*, gathering: Gathering, now: datetime, by: Member) -> Cancellation:
    """The gathering does not take place. Twice is harmless."""
    return Cancellation.objects.get_or_create(gathering=gathering, defaults={"at": now, "by": by})[0]


@transaction.atomic
def sign_up(
    *,
    gathering: Gathering,
    now: datetime,
    name: str,
    email: str,
    consents: Iterable[str] = (),
    way: str = "",
    **facts: object,
) -> SignUp:
    """Take a seat by the form. Twice with one address is one seat; somebody who left comes back.

    Raises `GatheringOver` when it is cancelled or past, `GatheringFull` when no seat is left.
    """
    gathering = Gathering.objects.select_for_update().get(pk=gathering.pk)
    _refuse_if_over(gathering, now)
    person = people.hold(name=name, email=email, now=now, **facts)
    present = SignUp.objects.filter(gathering=gathering, person=person).first()
    if present is None or hasattr(present, "leaving"):
        _refuse_if_full(gathering)
    if present is None:
        present = SignUp.objects.create(gathering=gathering, person=person, made_at=now, source="form", way=way)
    Leaving.objects.filter(sign_up=present).delete()
    for purpose in consents:
        people.give_consent(person=person, purpose=purpose, where=f"Sign-up form: {gathering.title}"[:120], now=now)
    transaction.on_commit(partial(letters.confirm, present.pk, now))
    return present


def _refuse_if_over(gathering: Gathering, now: datetime) -> None:
    if hasattr(gathering, "cancellation"):
        raise GatheringOver("This gathering is cancelled. Look on the front page for the next one.")
    if gathering.ends_at <= now:
        raise GatheringOver("This gathering is over. Look on the front page for the next one.")


def _refuse_if_full(gathering: Gathering) -> None:
    if gathering.seats is not None and gathering.sign_ups.coming().count() >= gathering.seats:
        raise GatheringFull("Every seat is taken. Try the next gathering, or write to the organiser.")


def add_by_hand(*, gathering: Gathering, name: str, now: datetime, email: str = "", organisation: str = "") -> SignUp:
    """The organiser puts somebody on the list. Seats do not stop an organiser."""
    with transaction.atomic():
        person = people.hold(name=name, email=email, organisation=organisation, now=now)
        return SignUp.objects.get_or_create(
            gathering=gathering, person=person, defaults={"made_at": now, "source": "hand"}
        )[0]


def leave(*, sign_up: SignUp, now: datetime) -> Leaving:
    """Somebody cannot come after all. Twice is harmless."""
    return Leaving.objects.get_or_create(sign_up=sign_up, defaults={"at": now})[0]


def check_in(*, gathering: Gathering, person: Person, how: str, now: datetime) -> CheckIn:
    """This person is here. The first time counts; twice is harmless."""
    return CheckIn.objects.get_or_create(gathering=gathering, person=person, defaults={"at": now, "how": how})[0]


def undo_check_in(*, gathering: Gathering, person: Person) -> None:
    CheckIn.objects.filter(gathering=gathering, person=person).delete()


def set_facilitating(*, sign_up: SignUp, facilitating: bool) -> None:
    SignUp.objects.filter(pk=sign_up.pk).update(facilitating=facilitating)
