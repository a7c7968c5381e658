"""A world to rehearse in, and the whole database as a value to compare."""

from datetime import timedelta

from django.apps import apps

from collective.gather.gatherings import actions as gatherings
from collective.share.rehearsal.actions import performing, rehearsing
from collective.share.rehearsal.models import Rehearsal
from collective.talk.rooms.actions import host, planning
from tests.cast import NOON, a_gathering, a_room, somebody

SEED = 11


def a_planned_room(signed_up=20, **facts):
    """A real room with the pilot's run-sheet, its sign-ups, and somebody real in it."""
    gathering = a_gathering(**facts)
    for number in range(signed_up):
        gatherings.add_by_hand(gathering=gathering, name=f"Guest {number}", email=f"g{number}@example.org", now=NOON)
    room = a_room(gathering)
    planning.lay_pilot(room)
    somebody(room, "Real Person", email="real@example.org", may_use_notes=True)
    return room


def rehearse(room, size=12, pace="at-once", seed=SEED, **facts):
    return rehearsing.start(room=room, now=NOON, size=size, pace=pace, seed=seed, **facts)


def fresh(rehearsal):
    return Rehearsal.objects.with_room().get(pk=rehearsal.pk)


def turn(rehearsal, at=NOON):
    return performing.turn(rehearsal=fresh(rehearsal), now=at)


def until_quiet(rehearsal, at=NOON):
    """Turns until nobody has anything to do."""
    for _ in range(20):
        if turn(rehearsal, at) == 0:
            return
    raise AssertionError("The audience never comes to rest.")


def go_on(rehearsal, at=NOON):
    return host.next_step(room=fresh(rehearsal).room, now=at, by=None)


def through_the_run_sheet(rehearsal, at=NOON):
    """The made-up host at the pace of the audience, to the end."""
    for _ in range(120):
        at += timedelta(seconds=2)
        turn(rehearsal, at)
        if not fresh(rehearsal).is_running:
            return at
    raise AssertionError("The rehearsal never ends.")


def everything():
    """Every row of every table, as {table: {key: values}}."""
    return {
        model._meta.label: {row["pk"]: row for row in model._base_manager.values("pk", *_columns(model))}
        for model in apps.get_models()
    }


def _columns(model):
    return [field.attname for field in model._meta.concrete_fields if field.attname != "pk"]
