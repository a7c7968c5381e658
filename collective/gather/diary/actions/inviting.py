"""Who is asked to what, what their calendar is told, and what they answer."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING

from django.db import transaction

from collective.gather.diary import calendar
from collective.gather.diary.actions.planning import new_uid
from collective.gather.diary.models import (
    ACCEPTED,
    BY_PAGE,
    CANCELLED,
    COMING,
    Entry,
    Invitation,
)
from collective.gather.diary.signals import answered
from collective.ground.lib.errors import Refused

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from collective.gather.diary.calendar import CalendarPart
    from collective.join.people.models import Person


BATCH = 500


class EntryCancelled(Refused):
    """It does not take place."""


class AlreadyOver(Refused):
    """It has taken place."""


@transaction.atomic
def invite(
    *,
    entry: Entry,
    person: Person,
    address: str | None = None,
    state: str = ACCEPTED,
    role: str = COMING,
    url: str = "",
    now: datetime,
) -> Invitation:
    """Ask somebody, or ask them again; twice is harmless.

    `state`: what they have said already; who signed up has said yes. `role`: "coming", or "hosting" for who gets a plain
    letter and the feed. `address`: theirs, unless another is given; "" for who gets no mail. `url`: their own page, which
    stands in their file instead of the entry's. Raises EntryCancelled.
    """
    held = Entry.objects.select_for_update().get(pk=entry.pk)
    if held.status == CANCELLED:
        raise EntryCancelled("It is called off, so nobody can be asked to it. Put it back in the diary first.")
    reached = (person.email or "") if address is None else address
    facts = {"address": reached, "role": role, "url": url}
    found, made = Invitation.objects.select_for_update().get_or_create(
        entry=held,
        person=person,
        defaults={**facts, "uid": new_uid(), "state": state, "made_at": now, "changed_at": now},
    )
    return found if made else _ask_again(found, facts, state, now)


def _ask_again(found: Invitation, facts: dict[str, str], state: str, now: datetime) -> Invitation:
    returns = found.ended_at is not None
    says_yes = state == ACCEPTED != found.state
    if not (returns or says_yes) and all(getattr(found, name) == value for name, value in facts.items()):
        return found
    if returns or says_yes:
        found.ended_at, found.state, found.answered_at, found.answered_by = None, state, None, ""
    if returns or found.role != facts["role"]:
        found.turns += 1
    for name, value in facts.items():
        setattr(found, name, value)
    found.changed_at = now
    found.save()
    return found


@transaction.atomic
def invite_all(*, entry: Entry, people: Iterable[tuple[Person, str]], state: str = ACCEPTED, now: datetime) -> int:
    """Ask many people at once, each with the address of their own page; answers how many were not asked yet.

    For lists of thousands: a few statements for every 500, where `invite` takes some for each. Who is asked or hosts already
    is left as they are; who was taken off is asked again. Raises EntryCancelled.
    """
    held = Entry.objects.select_for_update().get(pk=entry.pk)
    if held.status == CANCELLED:
        raise EntryCancelled("It is called off, so nobody can be asked to it. Put it back in the diary first.")
    waiting, asked = iter(people), 0
    while batch := dict(islice(waiting, BATCH)):
        there = {each.person_id: each for each in held.invitations.filter(person__in=list(batch))}
        new = [(person, url) for person, url in batch.items() if person.pk not in there]
        Invitation.objects.bulk_create(_new(held, person, person.email or "", url, state, now) for person, url in new)
        gone = [(each, url) for person, url in batch.items() if (each := there.get(person.pk)) and each.ended_at]
        for each, url in gone:
            _ask_again(each, {"address": each.person.email or "", "role": COMING, "url": url}, state, now)
        asked += len(new) + len(gone)
    return asked


def _new(entry: Entry, person: Person, address: str, url: str, state: str, now: datetime) -> Invitation:
    facts = {"address": address, "url": url, "state": state, "uid": new_uid()}
    return Invitation(entry=entry, person=person, made_at=now, changed_at=now, **facts)


@transaction.atomic
def uninvite(*, entry: Entry, person: Person, now: datetime) -> Invitation | None:
    """Take somebody off, whoever wanted it; their calendar gets its CANCEL through `calendar_for`. None if they were not on."""
    found = Invitation.objects.select_for_update().filter(entry=entry, person=person).first()
    if found is not None and found.ended_at is None:
        found.ended_at, found.turns, found.changed_at = now, found.turns + 1, now
        found.save(update_fields=["ended_at", "turns", "changed_at"])
    return found


@transaction.atomic
def calendar_for(*, invitation: Invitation, now: datetime) -> CalendarPart | None:
    """The calendar file for a letter to this person now, decided from how things stand; notes what their calendar knows.

    A REQUEST while they are asked and it takes place; a CANCEL when not any more, if a REQUEST ever went; None for hosts, for
    who has no address, and where there is nothing to take back. Call it in one transaction with the posting of the letter.
    Asked twice it answers twice, with the same sequence: the letter's key keeps the letter single.
    """
    held = Invitation.objects.select_for_update(of=("self",)).select_related("entry", "person").get(pk=invitation.pk)
    asked = held.stands and held.role == COMING
    if not held.address or (not asked and held.sequence_sent is None):
        return None
    part = (calendar.request if asked else calendar.cancel)(held.entry, held, now=now)
    held.sequence_sent, held.cancel_sent = held.sequence, not asked
    held.save(update_fields=["sequence_sent", "cancel_sent"])
    return part


@transaction.atomic
def answer(
    *, invitation: Invitation, said: str, now: datetime, source: str = BY_PAGE, at: datetime | None = None
) -> Invitation:
    """What somebody says of their part: "accepted", "declined" or "tentative". Raises EntryCancelled, AlreadyOver.

    `at`: when they said so, where that is not `now`.
    Announces `answered` when it is news, before it locks the row: what follows (a seat passes on, say) locks what lies above
    first, and in one order nobody waits for each other for ever.
    """
    seen = Invitation.objects.select_related("entry").get(pk=invitation.pk)
    if not seen.stands:
        raise EntryCancelled("It is called off, or you are not on its list any more, so there is nothing to answer.")
    if seen.entry.ends_at < now:
        raise AlreadyOver("It is over, so there is nothing left to answer.")
    news = seen.state != said
    if news:
        answered.send(sender=Invitation, invitation=seen, said=said, now=now, source=source)
    held = Invitation.objects.select_for_update(of=("self",)).select_related("entry").get(pk=invitation.pk)
    held.state, held.answered_at, held.answered_by = said, at or now, source
    if news:
        held.changed_at = now
    held.save(update_fields=["state", "answered_at", "answered_by", "changed_at"])
    return held
