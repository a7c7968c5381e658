"""Rows of the diary as calendar files. What a file has to look like is the business of `ics`."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from django.conf import settings

from collective.gather.diary import ics
from collective.gather.diary.models import HOSTING
from collective.ground.lib.errors import Refused
from collective.ground.outbox.actions import CalendarPart

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from collective.gather.diary.models import Entry, Invitation


class HostsGetNoInvitation(Refused):
    """Outlook throws away an invitation to what its reader runs; hosts get a plain letter, and the feed."""


def request(entry: Entry, attendee: Invitation, *, now: datetime) -> CalendarPart:
    """An invitation, or news of a change, for this one person. Raises HostsGetNoInvitation."""
    if attendee.role == HOSTING:
        raise HostsGetNoInvitation("Hosts get no invitation to their own gathering. Write them a plain letter.")
    return CalendarPart("REQUEST", ics.request(event(entry, attendee), _attendee(attendee), now))


def cancel(entry: Entry, attendee: Invitation, *, now: datetime) -> CalendarPart:
    """Takes it out of this one person's calendar."""
    return CalendarPart("CANCEL", ics.cancel(event(entry, attendee), _attendee(attendee), now))


def download(entry: Entry, attendee: Invitation | None = None) -> str:
    """One entry as a file to open: PUBLISH, naming nobody."""
    return ics.publish([event(entry, attendee)])


def feed(pairs: Iterable[tuple[Entry, Invitation | None]], *, title: str) -> str:
    """Many entries as a feed to subscribe to, each as its reader sees it."""
    return ics.publish([event(*pair) for pair in pairs], title=title, zone=settings.TIME_ZONE)


def event(entry: Entry, attendee: Invitation | None = None) -> ics.Event:
    """An entry as `ics` takes it; with an invitation, as this person has it: their UID, link and sequence."""
    made = ics.Event(
        uid=entry.uid,
        sequence=entry.sequence,
        zone=entry.zone,
        starts_at=entry.starts_at,
        ends_at=entry.ends_at,
        summary=entry.summary,
        organiser=ics.Party(entry.organiser_name, entry.organiser_address),
        changed_at=entry.changed_at,
        description=entry.description,
        location=entry.location,
        url=entry.url,
        cancelled=entry.is_cancelled,
    )
    if attendee is None:
        return made
    return replace(
        made,
        uid=attendee.uid,
        sequence=entry.sequence + attendee.turns,
        changed_at=max(entry.changed_at, attendee.changed_at),
        description=_with_own_page(entry, attendee),
        url=attendee.url or entry.url,
        cancelled=entry.is_cancelled or attendee.ended_at is not None,
    )


def _with_own_page(entry: Entry, invitation: Invitation) -> str:
    """The description, and below it the way to change one's mind: Outlook and Google do not show a URL."""
    if not invitation.url or invitation.role == HOSTING or not invitation.stands:
        return entry.description
    words = f"Your own page, where you can also say that you cannot come: {invitation.url}"
    return f"{entry.description}\n\n{words}" if entry.description else words


def _attendee(invitation: Invitation) -> ics.Attendee:
    return ics.Attendee(
        name=invitation.person.name,
        address=invitation.address,
        said=invitation.state.upper(),
        reply=settings.READS_REPLIES,
    )
