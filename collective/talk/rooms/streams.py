"""Where screens listen: one topic for each kind of screen of a room."""

from __future__ import annotations

import re
from typing import Any

from collective.ground.lib import clock
from collective.ground.live import router
from collective.ground.live.frames import State
from collective.ground.live.http import Receive, Scope, cookies, respond
from collective.ground.live.hub import hub
from collective.ground.live.listeners import Send
from collective.ground.live.sse import stream
from collective.talk.rooms import desk_stream, screens, signals
from collective.talk.rooms.actions import joining
from collective.talk.rooms.models import Room
from collective.talk.rooms.seat_cookie import COOKIE

# Times a second: people read a phone, look at a stage, and a desk draws itself whole.
RATES = {"phone": 2.0, "stage": 4.0, "desk": 1.0}


def register_all() -> None:
    """Name the topics' sources, mount the addresses, and touch the topics when a room changes."""
    for screen, hz in RATES.items():
        hub.provide(f"room-{screen}:", provider, hz)
    router.mount(re.compile(r"/r/(?P<code>[A-Za-z0-9]+)/events/"), phone_events)
    router.mount(re.compile(r"/stage/(?P<token>[-\w]+)/events/"), stage_events)
    router.mount(re.compile(r"/desk/rooms/(?P<token>[-.:\w]+)/events/"), desk_events)
    signals.room_changed.connect(touch, dispatch_uid="rooms.streams")


def touch(sender: Any, room_id: int, **kwargs: Any) -> None:
    for screen in screens.SCREENS:
        hub.touch(screens.topic(room_id, screen))


def provider(topic: str) -> State | None:
    """The newest state of "room-<screen>:<id>"; None once the room is gone."""
    name, room_id = topic.split(":")
    room = screens.load(int(room_id))
    return screens.state(room, name.removeprefix("room-"), clock.now()) if room else None


async def phone_events(scope: Scope, receive: Receive, send: Send) -> None:
    """For those with a seat in the room, by their cookie, and for whoever waits at the door before it opens."""
    token = cookies(scope).get(COOKIE, "")
    await _serve(scope, receive, send, "phone", _room_of_phone, scope["path_params"]["code"], token)


async def stage_events(scope: Scope, receive: Receive, send: Send) -> None:
    """For whoever has the stage's private address."""
    await _serve(scope, receive, send, "stage", _room_of_stage, scope["path_params"]["token"])


async def desk_events(scope: Scope, receive: Receive, send: Send) -> None:
    """For whoever has the desk's signed address, which only an organiser's page carries."""
    await _serve(scope, receive, send, "desk", _room_of_desk, scope["path_params"]["token"])


async def _serve(scope: Scope, receive: Receive, send: Send, screen: str, find: Any, *clue: str) -> None:
    room_id = await hub.workers.read(find, *clue)
    if room_id is None:
        return await respond(send, 404, "There is nothing to listen to here.", {"cache-control": "no-store"})
    return await stream(scope, receive, send, hub, screens.topic(room_id, screen))


def _room_of_phone(code: str, token: str) -> int | None:
    for room in Room.objects.filter(code=code.upper()):
        if room.opened_at is None or joining.seated(room, token):
            return room.pk
    return None


def _room_of_stage(token: str) -> int | None:
    return Room.objects.filter(stage_token=token).values_list("pk", flat=True).first()


def _room_of_desk(token: str) -> int | None:
    return desk_stream.room_of(token, clock.now())
