"""Public writes about people: holding somebody, consent, roles."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from django.db import IntegrityError, transaction

from collective.ground.lib.errors import Refused
from collective.join.people import letters, purposes, signals
from collective.join.people.models import Consent, Member, Organisation, Person, Role, Wording

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime


class EmailTaken(Refused):
    """Somebody else is held under this address."""


@transaction.atomic
def hold(
    *,
    name: str,
    now: datetime,
    email: str = "",
    organisation: str = "",
    organisation_size: str = "",
    role: str = "",
    place: str = "",
    place_key: str = "",
    words: Iterable[str] = (),
    maturity: str = "",
) -> Person:
    """The person with this address, or a new one. What was empty about them is filled; nothing is overwritten."""
    email = email.strip().lower()
    facts = {
        "organisation": Organisation.named(organisation),
        "organisation_size": organisation_size,
        "role": role,
        "place": place,
        "place_key": place_key,
        "words": list(words),
        "maturity": maturity,
    }
    if not email:
        return Person.objects.create(name=name, email=None, created_at=now, **facts)
    try:
        with transaction.atomic():
            return Person.objects.create(name=name, email=email, created_at=now, **facts)
    except IntegrityError:
        return _fill_gaps(Person.objects.select_for_update().get(email=email), facts)


def _fill_gaps(person: Person, facts: dict[str, object]) -> Person:
    missing = [field for field, value in facts.items() if value and not getattr(person, field)]
    for field in missing:
        setattr(person, field, facts[field])
    if missing:
        person.save(update_fields=missing)
    return person


@transaction.atomic
def join_community(*, now: datetime, consents: Iterable[str], **facts: object) -> Person:
    """Hold somebody who wants to take part, without a gathering yet. `facts` are those of `hold`. Twice is harmless."""
    person = hold(now=now, **facts)
    for purpose in consents:
        give_consent(person=person, purpose=purpose, where="Joining the community", now=now)
    transaction.on_commit(partial(letters.welcome, person.pk, now))
    return person


@transaction.atomic
def give_consent(*, person: Person, purpose: str, where: str, now: datetime) -> Consent:
    """Record a yes to the purpose's present wording. Twice is harmless."""
    current = purposes.named(purpose)
    wording, _ = Wording.objects.get_or_create(
        purpose=purpose, version=current.version, defaults={"text": current.text}
    )
    Person.objects.select_for_update().get(pk=person.pk)
    standing = Consent.objects.standing().filter(person=person, purpose=purpose).first()
    if standing and standing.wording_id == wording.pk:
        return standing
    if standing:
        standing.withdrawn_at = now
        standing.save(update_fields=["withdrawn_at"])
    return Consent.objects.create(person=person, wording=wording, purpose=purpose, given_at=now, given_where=where)


@transaction.atomic
def withdraw_consent(*, person: Person, purpose: str, now: datetime) -> int:
    """Take a yes back. The row stays as proof of when it stood; answers 0 when there was none."""
    taken_back = Consent.objects.standing().filter(person=person, purpose=purpose).update(withdrawn_at=now)
    if taken_back:
        tell = partial(signals.consent_withdrawn.send, sender=Consent, person=person, purpose=purpose, now=now)
        transaction.on_commit(tell)
    return taken_back


def has_consented(person: Person, purpose: str) -> bool:
    return Consent.objects.standing().filter(person=person, purpose=purpose).exists()


@transaction.atomic
def make_organiser(*, email: str, name: str, now: datetime, by: Member | None = None) -> Member:
    """A member who may run gatherings: the present member with this address, or a new one. Twice is harmless."""
    email = email.strip().lower()
    hold(name=name or email.split("@")[0], email=email, now=now)  # and whoever names the same person now waits here
    member = Member.objects.filter(email__iexact=email).first()
    if member is None:
        member = Member.objects.create_user(email=email, name=name, now=now)
    if not member.has_role(Role.ORGANISER):
        Role.objects.create(member=member, kind=Role.ORGANISER, granted_at=now, granted_by=by)
    return member
