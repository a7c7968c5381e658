"""Doing what the audience does, through the very actions that real phones and a real desk use."""

from __future__ import annotations

import logging
from datetime import timedelta
from typing import TYPE_CHECKING

from django.core.exceptions import ObjectDoesNotExist
from django.db import transaction
from django.db.models import Q

from collective.gather.gatherings.models import IN_ROOM, ONLINE
from collective.ground.lib.errors import Refused
from collective.share.rehearsal import queries
from collective.share.rehearsal.actions import rehearsing
from collective.share.rehearsal.audience import acts, due, host_act, invent
from collective.share.rehearsal.audience.hosting import HostAct
from collective.share.rehearsal.models import LIFE, Extra, Rehearsal
from collective.talk.conversations.actions import drawing, writing
from collective.talk.conversations.models import Group
from collective.talk.rooms.actions import answering, host, joining
from collective.talk.rooms.models import Participant, Prompt
from collective.talk.rooms.prompts.kinds import WhichPlace

if TYPE_CHECKING:
    from datetime import datetime

    from collective.share.rehearsal.audience import Act, MadeUp, Scene
    from collective.talk.rooms.models import Room, Step

log = logging.getLogger(__name__)

CLAIM = timedelta(seconds=10)


def turn(*, rehearsal: Rehearsal, now: datetime) -> int:
    """Do what is due now; answers how many acts were done. Two at once are harmless: one of them does nothing.

    Ends the rehearsal when its room has closed, or after two hours.
    """
    if rehearsal.room.closed_at is not None or now >= rehearsal.started_at + LIFE:
        rehearsing.stop(rehearsal=rehearsal, now=now)
        return 0
    if not any(_due(rehearsal, now)) or not _claimed(rehearsal, now):
        return 0
    try:
        # Looked at again now that nobody else acts: what was due a moment ago may be done.
        fresh = Rehearsal.objects.with_room().filter(pk=rehearsal.pk).first()
        if fresh is None:
            return 0
        waiting, hosts = _due(fresh, now)
        people = invent(fresh.size, fresh.seed)
        return sum(_tried(fresh, people, act, now) for act in waiting) + _host(fresh, hosts, now)
    finally:
        Rehearsal.objects.filter(pk=rehearsal.pk).update(claimed_until=None)


def _due(rehearsal: Rehearsal, now: datetime) -> tuple[list[Act], HostAct | None]:
    """What the audience and the made-up host do now."""
    scene = queries.scene(rehearsal)
    people = invent(rehearsal.size, rehearsal.seed)
    waiting = due(people, scene, now, seed=rehearsal.seed, stretch=rehearsal.stretch)
    return waiting, _hosts(rehearsal, scene, now)


def _claimed(rehearsal: Rehearsal, now: datetime) -> bool:
    """Whether this process may act. A claim ends by itself, should its holder die."""
    free = Q(claimed_until__isnull=True) | Q(claimed_until__lt=now)
    return bool(Rehearsal.objects.filter(free, pk=rehearsal.pk).update(claimed_until=now + CLAIM))


def _tried(rehearsal: Rehearsal, people: tuple[MadeUp, ...], act: Act, now: datetime) -> bool:
    """An act that is refused, because the room has moved on or was wiped, is let go as a person would."""
    try:
        _DO[type(act)](rehearsal, people[act.number], act, now)
    except (Refused, ObjectDoesNotExist) as problem:
        log.debug("%s came too late: %s", act, problem)
        return False
    return True


@transaction.atomic
def _join(rehearsal: Rehearsal, person: MadeUp, act: acts.Join, now: datetime) -> None:
    room = host.locked(rehearsal.room)
    if rehearsal.extras.filter(number=person.number).exists():
        return
    participant, _ = joining.join(
        room=room, name=person.name, organisation=person.organisation, way=_way(room, person), now=now
    )
    Participant.objects.filter(pk=participant.pk).update(made_up=True)
    Extra.objects.create(rehearsal=rehearsal, number=person.number, participant=participant)


def _way(room: Room, person: MadeUp) -> str:
    if room.gathering.way == "both":
        return ONLINE if person.online else IN_ROOM
    return str(room.gathering.way)


def _seat(rehearsal: Rehearsal, person: MadeUp) -> Participant:
    return Participant.objects.select_related("room").get(extra__rehearsal=rehearsal, extra__number=person.number)


@transaction.atomic
def _leave(rehearsal: Rehearsal, person: MadeUp, act: acts.Leave, now: datetime) -> None:
    joining.leave(participant=_seat(rehearsal, person), now=now)
    Extra.objects.filter(rehearsal=rehearsal, number=person.number).update(went_at=now)


def _answer(rehearsal: Rehearsal, person: MadeUp, act: acts.Answer, now: datetime) -> None:
    prompt = Prompt.objects.select_related("step").get(pk=act.prompt)
    facts = {
        "prompt": prompt,
        "turn": act.turn,
        "participant": _seat(rehearsal, person),
        "key": queries.answer_key(rehearsal, act.prompt, act.turn, person.number),
    }
    try:
        answering.answer(texts=act.texts, **facts)
    except WhichPlace as asked:
        answering.answer(texts=[asked.choices[0][0]], **facts)


def _write(rehearsal: Rehearsal, person: MadeUp, act: acts.Write, now: datetime) -> None:
    writing.write_card(
        room=rehearsal.room,
        kind=act.kind,
        text=act.text,
        key=queries.card_key(rehearsal, act.step, person.number, act.nth),
        now=now,
        author=_seat(rehearsal, person),
        group=Group.objects.get(pk=act.group) if act.group else None,
    )


def _name(rehearsal: Rehearsal, person: MadeUp, act: acts.NameTable, now: datetime) -> None:
    group = Group.objects.get(pk=act.group)
    if not group.name:
        writing.name_group(group=group, name=act.name, participant=_seat(rehearsal, person))


def _choose(rehearsal: Rehearsal, person: MadeUp, act: acts.Choose, now: datetime) -> None:
    step = rehearsal.room.steps.get(pk=act.step)
    writing.vote(step=step, participant=_seat(rehearsal, person), group=Group.objects.get(pk=act.group), now=now)


def _rate(rehearsal: Rehearsal, person: MadeUp, act: acts.Rate, now: datetime) -> None:
    seat = _seat(rehearsal, person)
    writing.rate(participant=seat, group=Group.objects.get(pk=act.group), value=act.value, now=now)


_DO = {
    acts.Join: _join,
    acts.Leave: _leave,
    acts.Answer: _answer,
    acts.Write: _write,
    acts.NameTable: _name,
    acts.Choose: _choose,
    acts.Rate: _rate,
}


def _hosts(rehearsal: Rehearsal, scene: Scene, now: datetime) -> HostAct | None:
    """What the made-up host does now; nothing once somebody real has pressed a button."""
    if not rehearsal.hosted or queries.taken_over(rehearsal.room):
        return None
    return host_act(scene, now, stretch=rehearsal.stretch)


def _host(rehearsal: Rehearsal, what: HostAct | None, now: datetime) -> int:
    """The host's act, made after the act that was on screen: whoever presses a button at this moment comes first."""
    if what is None:
        return 0
    room, step = rehearsal.room, rehearsal.room.current
    common = {"now": now, "by": None}
    try:
        if what is HostAct.GO_ON:
            host.next_step(room=room, seen=room.act, **common)
        elif what is HostAct.CLOSE_ROOM:
            host.close_room(room=room, seen=room.act, **common)
        elif step is not None:
            _host_step(what, room, step, common)
    except (Refused, ObjectDoesNotExist) as problem:
        log.debug("The made-up host was too late to %s: %s", what.value, problem)
        return 0
    return 1


def _host_step(what: HostAct, room: Room, step: Step, common: dict[str, object]) -> None:
    if what is HostAct.REVEAL:
        host.show_results(room=room, step=step, shown=True, seen=room.act, **common)
    elif what is HostAct.DRAW:
        drawing.propose(round=step.round, **common)
    elif what is HostAct.SHOW_TABLES:
        drawing.publish(round=step.round, seen=room.act, **common)
    elif what is HostAct.CLOSE_VOTE:
        writing.close_vote(step=step, closed=True, seen=room.act, **common)
