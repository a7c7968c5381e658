"""Entries written, moved and called off."""

from __future__ import annotations

from email.utils import parseaddr
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from django.conf import settings
from django.db import transaction

from collective.gather.diary import wall
from collective.gather.diary.models import (
    CANCELLED,
    CONFIRMED,
    DECLINED,
    INVITED,
    NEEDS_ACTION,
    TENTATIVE,
    Entry,
)
from collective.ground.community.models import present
from collective.ground.lib import ids

if TYPE_CHECKING:
    from datetime import datetime


@transaction.atomic
def write_entry(
    *,
    entry: Entry | None = None,
    zone: str,
    wall_start: str,
    wall_end: str,
    summary: str,
    description: str = "",
    location: str = "",
    url: str = "",
    audience: str = INVITED,
    now: datetime,
) -> Entry:
    """Put a time in the diary, or change the one that is there (`entry`); answers it as it stands then.

    Wall times are texts of `diary.wall`. `audience`: "public", "members" or "invited". A sequence rises only when time or
    place change; where the time changes, whoever said no or perhaps has not answered yet. A cancelled entry may be written
    too, and stays cancelled. Raises what `wall.span` raises.
    """
    starts_at, ends_at = wall.span(wall_start, wall_end, zone)
    facts = {
        "zone": zone,
        "wall_start": wall.shown(starts_at, zone),
        "wall_end": wall.shown(ends_at, zone),
        "starts_at": starts_at,
        "ends_at": ends_at,
        "summary": " ".join(summary.split())[:200],
        "description": description.strip(),
        "location": " ".join(location.split())[:300],
        "url": url,
        "audience": audience,
    }
    if entry is None:
        return Entry.objects.create(**facts, **_birth(), made_at=now, changed_at=now)
    return _change(Entry.objects.select_for_update().get(pk=entry.pk), facts, now)


@transaction.atomic
def cancel_entry(*, entry: Entry, now: datetime) -> Entry:
    """Call it off. It stays in the feeds, as cancelled; each calendar gets its CANCEL through `calendar_for`."""
    return _set_status(entry, CANCELLED, now)


@transaction.atomic
def restore_entry(*, entry: Entry, now: datetime) -> Entry:
    """It takes place after all, under the same UID."""
    return _set_status(entry, CONFIRMED, now)


def _set_status(entry: Entry, status: str, now: datetime) -> Entry:
    held = Entry.objects.select_for_update().get(pk=entry.pk)
    if held.status != status:
        held.status, held.sequence, held.changed_at = status, held.sequence + 1, now
        held.save(update_fields=["status", "sequence", "changed_at"])
    return held


def _change(held: Entry, facts: dict[str, object], now: datetime) -> Entry:
    changed = [name for name, value in facts.items() if getattr(held, name) != value]
    if not changed:
        return held
    moved = "starts_at" in changed or "ends_at" in changed
    for name in changed:
        setattr(held, name, facts[name])
    held.changed_at = now
    if moved or "location" in changed:
        held.sequence += 1
    held.save(update_fields=[*changed, "sequence", "changed_at"])
    if moved:
        ask_again(held, now)
    return held


def ask_again(entry: Entry, now: datetime) -> None:
    """A "no" to another hour says nothing about this one. A yes stays: the seat is theirs until they give it back."""
    entry.invitations.filter(state__in=[DECLINED, TENTATIVE]).update(
        state=NEEDS_ACTION, answered_at=None, answered_by="", changed_at=now
    )


def new_uid() -> str:
    """A UID that nobody can guess, under this site's name."""
    return f"{ids.new_token()}@{urlsplit(settings.SITE_URL).hostname or 'localhost'}"


def _birth() -> dict[str, str]:
    """What is fixed once and for all: calendars take changes only under the same UID, from the same organiser."""
    community = present()
    name, sender = parseaddr(settings.DEFAULT_FROM_EMAIL)
    return {
        "uid": new_uid(),
        "organiser_name": community.name or name,
        "organiser_address": settings.CALENDAR_ADDRESS or community.contact or sender,
    }
