"""`{% load attendance %}`: what we have about whether somebody came, on their own page."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import template

from collective.gather.gatherings import queries
from collective.gather.gatherings.actions.attending import is_kept
from collective.ground.lib import clock

if TYPE_CHECKING:
    from collective.gather.gatherings.models import SignUp

register = template.Library()


@register.inclusion_tag("gatherings/parts/my_attendance.html", takes_context=True)
def my_attendance(context: template.Context, seat: SignUp) -> dict[str, Any]:
    """What we have, and the buttons that put it right. Nothing before the gathering has ended, or when it is forgotten."""
    now = clock.now()
    gathering = seat.gathering
    asked = gathering.ends_at <= now and is_kept(gathering, now) and not gathering.is_cancelled
    entry = queries.entries(gathering, [seat.person_id])[0] if asked else None
    facts = {"asked": asked, "seat": seat, "csrf_token": context.get("csrf_token")}
    return {
        **facts,
        "state": entry and entry.attended,
        "own": bool(entry and entry.mark and entry.mark.corrected_by_person),
    }
