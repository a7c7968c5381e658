"""Pieces of pages about time in the diary, for every room above: `{% load diary %}`."""

from __future__ import annotations

from typing import Any

from django import template
from django.conf import settings
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from collective.gather.diary import calendar, ics, queries, wall
from collective.gather.diary.models import Entry, Invitation

register = template.Library()


@register.simple_tag
def entry_when(entry: Entry) -> SafeString:
    """The day and the hours on the clock of the entry's own zone; a script adds the reader's hour where it differs."""
    area = wall.named(entry.zone)
    start, end = entry.starts_at.astimezone(area), entry.ends_at.astimezone(area)
    until = f"{end:%H:%M}" if start.date() == end.date() else f"{end:%A} {end.day} {end:%B}, {end:%H:%M}"
    there = "" if entry.zone == settings.TIME_ZONE else f" on the clock in {place_of(entry.zone)}"
    return format_html(
        '<local-time><time datetime="{}">{}</time></local-time>',
        start.isoformat(timespec="minutes"),
        f"{start:%A} {start.day} {start:%B %Y}, {start:%H:%M} to {until}{there}",
    )


@register.filter
def place_of(zone: str) -> str:
    """A zone's town, for people: "New York" for "America/New_York"."""
    return zone.rpartition("/")[2].replace("_", " ")


@register.inclusion_tag("diary/parts/add.html")
def add_to_calendar(entry: Entry | None, invitation: Invitation | None = None, feed: bool = True) -> dict[str, Any]:
    """Plain links to put an entry into a calendar of one's choice; with an invitation, with the reader's own link in it,
    and a button that leads to their diary page, where the feed is (not with `feed=False`)."""
    if entry is None or entry.is_cancelled or (invitation is not None and not invitation.stands):
        return {"links": []}
    file = (
        reverse("invitation-file", args=[invitation.token]) if invitation else reverse("entry-file", args=[entry.uid])
    )
    links = ics.links(calendar.event(entry, invitation))
    return {"links": links, "file": file, "token": invitation.token if invitation and feed else ""}


@register.simple_tag
def public_feed() -> queries.FeedAddress:
    """Where the feed of everything open to everybody is: `{% public_feed as feed %}`, then `feed.web` and `feed.subscribe`."""
    return queries.address(reverse("public-feed"))
