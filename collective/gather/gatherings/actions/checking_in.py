"""Who is here."""

from __future__ import annotations

from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING

from django.db import transaction

from collective.gather.gatherings import signals
from collective.gather.gatherings.models import CheckIn, DoorAct, Gathering
from collective.ground.lib.errors import Refused
from collective.join.people import actions as people

if TYPE_CHECKING:
    from datetime import datetime

    from collective.join.people.models import Member, Person

HERE, GONE, WALK_IN = "here", "gone", "walk_in"
KEPT_ON_A_PHONE = timedelta(days=7)


class NoSuchPress(Refused):
    """What a device sent is nothing that is done at the door."""

    status = 400


@transaction.atomic
def check_in(
    *, gathering: Gathering, person: Person, how: str, now: datetime, happened_at: datetime | None = None
) -> CheckIn:
    """This person is here. The first time counts and is announced after commit; twice is harmless.

    `happened_at` is when it was marked, where that was before now.
    """
    at = happened_at or now
    made, is_new = CheckIn.objects.get_or_create(gathering=gathering, person=person, defaults={"at": at, "how": how})
    if is_new:
        facts = {"gathering": gathering, "person": person, "now": now, "how": how}
        transaction.on_commit(partial(signals.person_checked_in.send, sender=CheckIn, **facts))
    return made


@transaction.atomic
def undo_check_in(*, gathering: Gathering, person: Person, now: datetime) -> None:
    """This person is not here after all. Announced after commit; twice is harmless."""
    gone, _ = CheckIn.objects.filter(gathering=gathering, person=person).delete()
    if gone:
        facts = {"gathering": gathering, "person": person, "now": now}
        transaction.on_commit(partial(signals.check_in_undone.send, sender=CheckIn, **facts))


@transaction.atomic
def press(
    *,
    gathering: Gathering,
    key: str,
    what: str,
    now: datetime,
    by: Member | None,
    person: Person | None = None,
    happened_at: datetime | None = None,
    **newcomer: str,
) -> DoorAct:
    """One press at the door: "here" or "gone" about a `person`, or "walk_in" with a `newcomer`'s name, email and organisation.

    The device makes the key: an act that arrives again is answered with what it did and does nothing. `happened_at` is when it was
    pressed, which on a phone without signal is earlier than now; of two presses about one person the later counts, in
    whichever order they arrive. Raises `NoSuchPress`.
    """
    Gathering.objects.select_for_update().get(pk=gathering.pk)
    done = DoorAct.objects.filter(key=key).select_related("person").first()
    if done is not None:
        if done.gathering_id != gathering.pk:
            raise NoSuchPress("This was done at another gathering already. Load the page again.")
        return done
    when = min(happened_at or now, now)
    if now - when > KEPT_ON_A_PHONE:
        raise NoSuchPress("That was pressed more than a week ago. Mark who came on the page about it.")
    if what == WALK_IN:
        person = _newcomer(newcomer, now)
    if person is None or what not in {HERE, GONE, WALK_IN} or not 8 <= len(key) <= 40:
        raise NoSuchPress("That is nothing we can do at the door. Load the page again.")
    if not _is_overtaken(gathering, person, when):
        _do(gathering, person, what, when, now)
    return DoorAct.objects.create(
        gathering=gathering, key=key, what=what, person=person, happened_at=when, at=now, by=by
    )


def forget_presses(now: datetime) -> int:
    """An automatic step: a press is remembered as long as a phone may send it again, and no longer. Answers how many went."""
    return DoorAct.objects.filter(at__lt=now - 2 * KEPT_ON_A_PHONE).delete()[0]


def _newcomer(said: dict[str, str], now: datetime) -> Person:
    """Somebody who came without signing up. They hold no seat on the list: it stays the list of who meant to come."""
    name = " ".join(said.get("name", "").split())
    if not name:
        raise NoSuchPress("Write the name of whoever has come.")
    return people.hold(
        name=name[:120], email=said.get("email", ""), organisation=said.get("organisation", "")[:160], now=now
    )


def _is_overtaken(gathering: Gathering, person: Person, when: datetime) -> bool:
    return DoorAct.objects.filter(gathering=gathering, person=person, happened_at__gt=when).exists()


def _do(gathering: Gathering, person: Person, what: str, when: datetime, now: datetime) -> None:
    if what != GONE:
        check_in(gathering=gathering, person=person, how="hand", now=now, happened_at=when)
    elif not CheckIn.objects.filter(gathering=gathering, person=person, at__gt=when).exists():
        undo_check_in(gathering=gathering, person=person, now=now)
