"""What each kind of screen shows now: drawn once here, sent to whoever listens, and the same as a fresh page.

A state is JSON: `act` changes when a page has to be drawn anew, `parts` are small pieces of HTML put in place meanwhile,
`now` is the server's clock in milliseconds. Parts hold no form: they are drawn for everybody, and a form is one person's.
"""

from __future__ import annotations

import json
from hashlib import blake2b
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.template.loader import render_to_string

from collective.ground.live.frames import State
from collective.ground.live.hub import hub
from collective.talk.rooms import queries, steps
from collective.talk.rooms.models import Room

if TYPE_CHECKING:
    from datetime import datetime

    from collective.talk.rooms.models import Participant, Step

SCREENS = ("phone", "stage", "desk")
DESK_PARTS = ("desk-here", "desk-pace", "desk-answers", "desk-picture", "desk-terms", "desk-line")


def topic(room_id: int, screen: str) -> str:
    """What the hub calls this kind of screen of this room."""
    return f"room-{screen}:{room_id}"


def act_of(room: Room, screen: str) -> str:
    """What a page of this kind was drawn after. Equal values mean that only the parts can differ."""
    step = room.current
    version = steps.named(step.kind).version(step, screen) if step is not None else ""
    return f"{room.act}.{version}"


def state(room: Room, screen: str, now: datetime) -> State:
    """The newest state of one kind of screen. Its version is that of what is to be seen: time passing alone makes no new one."""
    shown = {"act": act_of(room, screen), "parts": _parts(room, screen, now)}
    version = blake2b(json.dumps(shown).encode(), digest_size=9).hexdigest()
    data = {**shown, "now": round(now.timestamp() * 1000)}
    return State(version, json.dumps(data, separators=(",", ":")))


def event_id(room: Room, screen: str, now: datetime) -> str:
    """What a page drawn now tells its stream it has, so that it is not sent the same again."""
    return hub.event_id(state(room, screen, now).version)


def _parts(room: Room, screen: str, now: datetime) -> dict[str, str]:
    if screen == "stage":
        return {"stage": stage_html(room, _steady(room, now))}
    if screen == "phone":
        return {"dock-status": render_to_string("rooms/parts/answered.html", answered_of(room))}
    context = desk_context(room, now)
    return {name: render_to_string(f"rooms/parts/{name}.html", context) for name in DESK_PARTS}


def _steady(room: Room, now: datetime) -> datetime:
    """A moment that does not move while a step is on: its timer, drawn for it, is the same each time, and runs in the browser."""
    running = room.current.visits.filter(to_at__isnull=True).first() if room.current else None
    return running.from_at if running else now


def answered_of(room: Room) -> dict[str, Any]:
    """How many of those here have answered, while the current step asks something."""
    prompt = getattr(room.current, "prompt", None) if room.current else None
    here, answered = queries.here(room), queries.answered(prompt) if prompt else 0
    return {
        "room": room,
        "here": here,
        "of": max(here, answered),  # some have answered and gone
        "asks": bool(prompt and prompt.is_open),
        "answered": answered,
    }


def stage_html(room: Room, now: datetime) -> str:
    """The inside of the stage: the current step, or the way in while nothing is on."""
    return render_to_string("rooms/stage_body.html", stage_context(room, now))


def stage_context(room: Room, now: datetime) -> dict[str, Any]:
    context: dict[str, Any] = {"room": room, "now": now, **answered_of(room), **door(room)}
    step = room.current
    if step is not None:
        kind = steps.named(step.kind)
        context |= {"step": step, "kind": kind, "ends_at": queries.ends_at(step) if kind.timed else None}
        context |= kind.stage_context(step, now)
    else:
        context["stage_class"] = "joining"
    return context


def door(room: Room) -> dict[str, str]:
    """Where people type the code, and the address behind the QR code."""
    site = settings.SITE_URL
    return {"join_address": f"{site.split('://')[-1]}/join", "qr_address": f"{site}/j/{room.code}/"}


def phone_context(room: Room, participant: Participant, now: datetime) -> dict[str, Any]:
    context: dict[str, Any] = {
        "room": room,
        "participant": participant,
        "now": now,
        **answered_of(room),
        "act": act_of(room, "phone"),
        "version": event_id(room, "phone", now),
    }
    step: Step | None = room.current
    if step is not None and room.is_open:
        kind = steps.named(step.kind)
        context |= {"step": step, "kind": kind, "ends_at": queries.ends_at(step) if kind.timed else None}
        context |= kind.phone_context(step, participant, now)
    return context


def desk_context(room: Room, now: datetime) -> dict[str, Any]:
    lines = queries.run_sheet(room)
    context: dict[str, Any] = {
        **stage_context(room, now),
        "lines": lines,
        "act": act_of(room, "desk"),
        "signed_up": room.gathering.sign_ups.coming().count(),
        "newest": room.participants.here().order_by("-joined_at", "-pk").first(),
        "room_parts": [part.as_link(room) for part in steps.parts()],
        "prospect": steps.prospect(room),
    }
    context["pace"] = queries.pace(lines, now) if room.is_open else None
    context["now_line"] = next((line for line in lines if line.state == "now"), None)
    context["next_line"] = next((line for line in lines if line.state == "ahead" and _after(line, room)), None)
    context["next_says"] = f"Next: {context['next_line'].step.title}" if context["next_line"] else ""
    if room.current is not None:
        context |= steps.named(room.current.kind).desk_context(room.current, now)
    return context


def _after(line: queries.Line, room: Room) -> bool:
    return room.current is None or line.step.position > room.current.position


def load(room_id: int) -> Room | None:
    return Room.objects.select_related("gathering", "current").filter(pk=room_id).first()
