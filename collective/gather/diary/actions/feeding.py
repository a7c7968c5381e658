"""Feeds opened, renewed and closed, and the guest's own link to the page where that is done."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from collective.gather.diary import letters
from collective.gather.diary.models import DiaryKey, FeedToken
from collective.ground.lib.errors import Refused
from collective.join.people.models import Person

if TYPE_CHECKING:
    from datetime import datetime


@transaction.atomic
def renew_feed(*, person: Person, now: datetime) -> FeedToken:
    """A new address for this person's feed; the one before, if any, answers no more from now on."""
    _locked(person)
    person.feed_tokens.standing().update(revoked_at=now)
    return FeedToken.objects.create(person=person, made_at=now)


@transaction.atomic
def revoke_feed(*, person: Person, now: datetime) -> bool:
    """Close the feed; False when none was open."""
    _locked(person)
    return bool(person.feed_tokens.standing().update(revoked_at=now))


def guest_key(*, person: Person, now: datetime) -> str:
    """The secret in a guest's private link to their diary page; made when first asked for."""
    return DiaryKey.objects.get_or_create(person=person, defaults={"made_at": now})[0].token


class NoAddress(Refused):
    """Somebody whom no letter reaches."""


@transaction.atomic
def send_diary_link(*, person: Person, now: datetime) -> None:
    """Write somebody the link to their diary page: it opens more than the letter about one entry does, so it goes to them alone.

    Raises NoAddress.
    """
    if not person.email:
        raise NoAddress("We hold no address of yours, so we cannot send you the link. Ask the organiser to add it.")
    key, _made = DiaryKey.objects.select_related("person").get_or_create(person=person, defaults={"made_at": now})
    letters.diary_link(key, now)


def _locked(person: Person) -> None:
    Person.objects.select_for_update().get(pk=person.pk)
