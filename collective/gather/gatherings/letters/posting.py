"""What all letters of a gathering share: when and where in words, the calendar part, and the way into the outbox."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse

from collective.gather.diary import actions as diary
from collective.gather.gatherings import standings
from collective.ground.outbox import actions as outbox

if TYPE_CHECKING:
    from datetime import datetime

    from collective.gather.gatherings.models import Gathering, SignUp
    from collective.join.people.models import Person


def post(
    name: str,
    *,
    key: str,
    to: str,
    person: Person | None,
    gathering: Gathering,
    subject: str,
    why: str,
    now: datetime,
    facts: dict[str, Any],
    calendar: outbox.CalendarPart | None = None,
    not_after: datetime | None = None,
    due_at: datetime | None = None,
) -> bool:
    """Put one letter in the outbox; False when nobody can be written to, or it is there already. `name` is its template."""
    if not to:
        return False
    shared = {"gathering": gathering, "person": person, "when": when(gathering), "place": gathering.public_place}
    text = render_to_string(f"gatherings/letters/{name}.txt", {**shared, **facts})
    return outbox.post(
        key=f"{name}:{key}",
        to=to,
        subject=subject,
        text=re.sub(r"\n{3,}", "\n\n", text).strip() + "\n",
        now=now,
        due_at=due_at,
        calendar=calendar,
        why=why,
        about=about(gathering),
        person=person,
        not_after=not_after,
    )


def about(gathering: Gathering) -> str:
    """Where staff find the letters of a gathering."""
    return f"gathering:{gathering.pk}"


def when(gathering: Gathering) -> str:
    """ "Thursday 3 December 2026, 12:30 to 13:30 (GMT)", on the clock of the gathering's own zone, which is named where it is
    not the community's."""
    zone = ZoneInfo(gathering.zone)
    start, end = gathering.starts_at.astimezone(zone), gathering.ends_at.astimezone(zone)
    until = f"{end:%H:%M}" if start.date() == end.date() else f"{end:%A} {end.day} {end:%B}, {end:%H:%M}"
    town = gathering.zone.rpartition("/")[2].replace("_", " ")
    clock = f"{start:%Z}" if gathering.zone == settings.TIME_ZONE else f"{start:%Z}, on the clock in {town}"
    return f"{start:%A} {start.day} {start:%B %Y}, {start:%H:%M} to {until} ({clock})"


def moment(at: datetime, gathering: Gathering) -> str:
    """ "Tuesday 3 March, 08:00 (GMT)", in the gathering's zone."""
    local = at.astimezone(ZoneInfo(gathering.zone))
    return f"{local:%A} {local.day} {local:%B, %H:%M} ({local:%Z})"


def ways_in(sign_up: SignUp, now: datetime) -> dict[str, Any]:
    """Their own page, the place or the link as they come, and when the link will be there."""
    gathering = sign_up.gathering
    in_room = gathering.way == "room" or (gathering.way == "both" and sign_up.way != "online")
    return {
        "sign_up": sign_up,
        "place": _place(sign_up) if in_room else "",
        "online": standings.comes_online(sign_up) and bool(gathering.link),
        "link": standings.link_for(sign_up, now),
        "address": own_page(sign_up),
    }


def _place(sign_up: SignUp) -> str:
    """Who gave the seat back reads of a place that is hidden no more than anybody."""
    gathering = sign_up.gathering
    return gathering.place if sign_up.seat is not None else gathering.public_place


def own_page(sign_up: SignUp) -> str:
    return settings.SITE_URL + reverse("my-seat", args=[sign_up.token])


def page(gathering: Gathering) -> str:
    return settings.SITE_URL + reverse("gathering", args=[gathering.slug])


def reason(sign_up: SignUp) -> str:
    """Why somebody with a seat is written to."""
    title = sign_up.gathering.title
    return {
        "form": ended(f"You signed up for {title}"),
        "hand": ended(f"An organiser gave you a seat at {title}"),
        "file": f"You are on the list of {title}, which the organisers brought here from another tool.",
    }.get(sign_up.source, ended(f"You have a seat at {title}"))


def ended(sentence: str) -> str:
    """With a full stop, unless the title at its end brings its own mark."""
    return sentence if sentence.endswith((".", "?", "!", "…")) else f"{sentence}."


def turn_of(sign_up: SignUp) -> int:
    """How often they gave the seat back and came again: their calendar has to hear of each."""
    entry = sign_up.gathering.entry
    turns = entry.invitations.filter(person=sign_up.person_id).values_list("turns", flat=True) if entry else []
    return max(turns, default=0)


def calendar_part(sign_up: SignUp, now: datetime) -> outbox.CalendarPart | None:
    """What this person's calendar is told: the entry while they have a seat, and that it is off when they have none. Nothing
    for hosts, and for those whose calendar never heard of it."""
    entry = sign_up.gathering.entry
    asked = entry.invitations.filter(person=sign_up.person_id).first() if entry else None
    part = diary.calendar_for(invitation=asked, now=now) if asked else None
    return outbox.CalendarPart(part.method, part.text) if part else None
