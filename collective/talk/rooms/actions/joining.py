"""Coming into a room, coming back to one's seat, and going. Joining *is* the check-in."""

from __future__ import annotations

import hashlib
from datetime import timedelta
from typing import TYPE_CHECKING

from django.db import transaction

from collective.gather.gatherings import actions as gatherings
from collective.gather.gatherings.models import IN_ROOM, ONLINE, SignUp
from collective.ground.lib import ids
from collective.ground.lib.errors import Refused
from collective.join.people import actions as people
from collective.join.people.models import Member, Person, folded
from collective.talk.rooms import signals
from collective.talk.rooms.actions.host import RoomClosed, locked, record, tell
from collective.talk.rooms.models import Participant, ReturnCode, Room

if TYPE_CHECKING:
    from datetime import datetime

RETURN_CODE_LIFE = timedelta(minutes=15)
OFFERED_AT_LEAST = 20  # letters: what a form offers as a token is as hard to guess as one we make, or is not used


class WrongReturnCode(Refused):
    """No seat answers to this code."""


def fingerprint(secret: str) -> str:
    """How a private token is kept: SHA-256, so that a copy of the database opens no seat."""
    return hashlib.sha256(secret.encode()).hexdigest()


@transaction.atomic
def join(
    *,
    room: Room,
    name: str,
    now: datetime,
    organisation: str = "",
    email: str = "",
    way: str = IN_ROOM,
    may_use_notes: bool = False,
    sign_up: SignUp | None = None,
    member: Member | None = None,
    offered: str = "",
) -> tuple[Participant, str]:
    """Take a seat: a new participant and their private token. In a real room this is the check-in.

    `sign_up` (from a private link) or `member` (signed in) say who it is for certain; a typed address or name only links the
    attendance, and agrees to nothing on that person's behalf. `offered` is the token that came with the form: pressing twice
    is one seat. Raises `RoomClosed`.
    """
    room = locked(room)
    if not room.is_open:
        raise RoomClosed("This room is not open. Wait for the organiser to open it, then try again.")
    token = offered if len(offered) >= OFFERED_AT_LEAST else ids.new_token()
    there = Participant.objects.filter(token_hash=fingerprint(token)).first()
    if there is not None and there.room_id == room.pk:
        return there, token
    if there is not None:
        token = ids.new_token()
    person, known_by, facilitating = (None, "new", False)
    if not room.is_rehearsal:
        person, known_by, facilitating = _who(room, name, organisation, email, sign_up, member, now)
        back = Participant.objects.filter(room=room, person=person).first()
        if back is not None:
            return _seat_again(back, token, now), token
        gatherings.check_in(gathering=room.gathering, person=person, how="room", now=now)
        if may_use_notes and known_by in {"link", "new"}:
            people.give_consent(person=person, purpose="notes", where=f"Room {room.code}", now=now)
    participant = Participant.objects.create(
        room=room,
        person=person,
        made_up=False,
        name=name,
        organisation=organisation or (person.organisation.name if person and person.organisation else ""),
        way=way,
        facilitating=facilitating,
        may_use_notes=may_use_notes,
        token_hash=fingerprint(token),
        known_by=known_by,
        joined_at=now,
    )
    _joined(participant, now)
    return participant, token


def _joined(participant: Participant, now: datetime) -> None:
    signals.participant_joined.send(sender=Participant, participant=participant, now=now)
    tell(participant.room)


def _seat_again(participant: Participant, token: str, now: datetime) -> Participant:
    """The same person on another phone: the new phone holds the seat, the old one's token no longer opens it."""
    was_away = participant.left_at is not None
    participant.token_hash, participant.left_at = fingerprint(token), None
    participant.save(update_fields=["token_hash", "left_at"])
    if was_away:
        _joined(participant, now)
    return participant


def _who(
    room: Room, name: str, organisation: str, email: str, sign_up: SignUp | None, member: Member | None, now: datetime
) -> tuple[Person, str, bool]:
    """Whose seat this is, how we know, and whether they were asked to facilitate."""
    if sign_up is not None and sign_up.gathering_id == room.gathering_id:
        return sign_up.person, "link", sign_up.facilitating
    if member is not None:
        listed = SignUp.objects.filter(gathering=room.gathering, person=member.person).first()
        return member.person, "link", bool(listed and listed.facilitating)
    free = SignUp.objects.filter(gathering=room.gathering).exclude(
        person__in=Participant.objects.filter(room=room, person__isnull=False).values("person")
    )
    by_email = free.filter(person__email=email.strip().lower()).first() if email.strip() else None
    if by_email:
        return by_email.person, "email", by_email.facilitating
    alike = [one for one in free.select_related("person") if folded(one.person.name) == folded(name)]
    if len(alike) == 1 and not email.strip():
        return alike[0].person, "name", alike[0].facilitating
    # An address that somebody else is held under is no proof of who this is: then the guest is held without it.
    unclaimed = "" if Person.objects.with_email(email).exists() else email
    return people.hold(name=name, email=unclaimed, organisation=organisation, now=now), "new", False


@transaction.atomic
def mark_here(*, room: Room, person: Person, now: datetime, how: str = "hand") -> Participant:
    """The organiser says this person is here, with or without a phone. Twice is harmless.

    They take part as they said at sign-up, else as the gathering takes place: by hand means online where all are online.
    """
    room = locked(room)
    if room.closed_at and how != "paper":
        raise RoomClosed("This room has closed. Mark people on the paper list instead.")
    gatherings.check_in(gathering=room.gathering, person=person, how=how, now=now)
    there = Participant.objects.filter(room=room, person=person).first()
    if there is not None:
        come_back(participant=there, now=now)
        return there
    listed = SignUp.objects.filter(gathering=room.gathering, person=person).first()
    participant = Participant.objects.create(
        room=room,
        person=person,
        name=person.name,
        organisation=person.organisation.name if person.organisation else "",
        way=(listed.way if listed else "") or (ONLINE if room.gathering.way == ONLINE else IN_ROOM),
        facilitating=bool(listed and listed.facilitating),
        may_use_notes=people.has_consented(person, "notes"),
        token_hash=fingerprint(ids.new_token()),
        known_by="hand",
        joined_at=now,
    )
    _joined(participant, now)
    return participant


@transaction.atomic
def leave(*, participant: Participant, now: datetime) -> None:
    """Somebody goes. Their answers and cards stay; their seat at the table is free. Twice is harmless."""
    locked(participant.room)
    if Participant.objects.filter(pk=participant.pk, left_at__isnull=True).update(left_at=now):
        participant.left_at = now
        signals.participant_left.send(sender=Participant, participant=participant, now=now)
        tell(participant.room)


@transaction.atomic
def come_back(*, participant: Participant, now: datetime) -> None:
    """Somebody who had gone is here again. Twice is harmless."""
    locked(participant.room)
    if Participant.objects.filter(pk=participant.pk, left_at__isnull=False).update(left_at=None):
        participant.left_at = None
        _joined(participant, now)


@transaction.atomic
def issue_return_code(*, participant: Participant, now: datetime) -> str:
    """A code the organiser reads out to somebody whose phone died. It works once, for fifteen minutes."""
    ReturnCode.objects.filter(participant=participant, used_at__isnull=True).delete()
    code = ids.new_code()
    ReturnCode.objects.create(
        participant=participant,
        code_hash=fingerprint(f"{participant.room_id}:{code}"),
        expires_at=now + RETURN_CODE_LIFE,
    )
    return code


@transaction.atomic
def return_with_code(*, room: Room, code: str, now: datetime) -> tuple[Participant, str]:
    """Back to one's seat on another phone. Raises `WrongReturnCode`."""
    wanted = fingerprint(f"{room.pk}:{ids.typed_code(code)}")
    found = (
        ReturnCode.objects.select_for_update()
        .filter(code_hash=wanted, used_at__isnull=True, expires_at__gt=now)
        .first()
    )
    if found is None:
        raise WrongReturnCode(
            "That code brings nobody back. Ask the organiser for a new one: each works once, for fifteen minutes."
        )
    found.used_at = now
    found.save(update_fields=["used_at"])
    token = ids.new_token()
    return _seat_again(Participant.objects.select_for_update().get(pk=found.participant_id), token, now), token


def seated(room: Room, token: str) -> Participant | None:
    """Who holds this private token in this room."""
    return Participant.objects.filter(room=room, token_hash=fingerprint(token)).first() if token else None


@transaction.atomic
def set_facilitating(*, participant: Participant, facilitating: bool) -> None:
    Participant.objects.filter(pk=participant.pk).update(facilitating=facilitating)
    tell(participant.room)


@transaction.atomic
def set_way(*, participant: Participant, way: str) -> None:
    """In the room or online: the two are never put at one table unless asked."""
    Participant.objects.filter(pk=participant.pk).update(way=way)
    tell(participant.room)


@transaction.atomic
def rename(*, participant: Participant, name: str, now: datetime, by: Member | None) -> None:
    """Put a name right that the whole room would otherwise read."""
    room = locked(participant.room)
    Participant.objects.filter(pk=participant.pk).update(name=name)
    record(room, "renamed", now=now, by=by)
