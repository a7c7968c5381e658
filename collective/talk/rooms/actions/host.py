"""What the host does. Each act locks the room, is numbered in the order it takes effect, and names the act it was made after:
two organisers who press a button at the same moment make one act, and the second is told."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.models import Max

from collective.ground.lib.errors import Refused
from collective.talk.rooms import anonymity, queries, signals
from collective.talk.rooms.models import HiddenTerm, Prompt, Receipt, Room, RoomAct, Step, Visit
from collective.talk.rooms.prompts.tally import term as as_term

if TYPE_CHECKING:
    from datetime import datetime

    from collective.join.people.models import Member


class MovedOn(Refused):
    """Somebody else acted since this page was drawn."""


class RoomClosed(Refused):
    """The room is closed or was never opened."""


class NothingThere(Refused):
    """No step, or no question, to do this to."""


def locked(room: Room, *, seen: int | None = None, by: Member | None = None) -> Room:
    """The room with its row locked until the end of the transaction.

    `seen` is the last act that the host `by` had on screen; raises `MovedOn` when there was another since.
    """
    fresh = Room.objects.select_for_update().get(pk=room.pk)
    if seen is not None and seen != fresh.act:
        raise MovedOn(_moved_on(fresh, seen, by))
    return fresh


def _moved_on(room: Room, seen: int, by: Member | None) -> str:
    at = f"The room is now at “{room.current.title}”." if room.current else "No step is on."
    since = list(RoomAct.objects.filter(room=room, number__gt=seen).values_list("by", flat=True))
    if by is not None and since == [by.pk]:
        return f"You pressed twice, and it counted once. {at}"
    return f"Somebody pressed a button a moment before you. {at} Look at the screen, then press again if it is still right."


def record(
    room: Room, kind: str, *, now: datetime, by: Member | None, step: Step | None = None, **detail: Any
) -> RoomAct:
    """Number an act on a locked room and tell the screens after commit."""
    room.act += 1
    room.save(update_fields=["act", "current", "opened_at", "closed_at"])
    act = RoomAct.objects.create(room=room, number=room.act, kind=kind, step=step, detail=detail, at=now, by=by)
    tell(room)
    return act


def tell(room: Room) -> None:
    """Screens of this room may have changed: say so once the transaction stands."""
    transaction.on_commit(partial(signals.room_changed.send, sender=Room, room_id=room.pk))


def _running(room: Room) -> Room:
    if not room.is_open:
        raise RoomClosed("This room is not open. Open it first, then go on.")
    return room


@transaction.atomic
def open_room(*, room: Room, now: datetime, by: Member | None, seen: int | None = None) -> Room:
    """Let people in. Opening an open room is harmless; a closed one is opened by `reopen_room`."""
    room = locked(room)
    if room.closed_at:
        raise RoomClosed("This room has closed. The desk has a button that opens it again.")
    if room.opened_at is None:
        room.opened_at = now
        record(room, "opened", now=now, by=by)
        signals.room_opened.send(sender=Room, room=room, now=now)
    return room


@transaction.atomic
def close_room(*, room: Room, now: datetime, by: Member | None, seen: int | None = None) -> Room:
    """Everybody goes home: the step ends, every question closes, phones say goodbye."""
    room = _running(locked(room, seen=seen, by=by))
    _leave_step(room, now)
    # A question may be open although its step is not on: its key must not outlive the room.
    for prompt in Prompt.objects.select_for_update().filter(
        step__room=room, opened_at__isnull=False, closed_at__isnull=True
    ):
        _close(prompt, now)
    room.current = None
    room.closed_at = now
    Receipt.objects.filter(prompt__step__room=room).delete()
    record(room, "closed", now=now, by=by)
    return room


@transaction.atomic
def reopen_room(*, room: Room, now: datetime, by: Member | None, seen: int | None = None) -> Room:
    """Undo the closing: people are back where they were. Questions that were closed stay closed."""
    room = locked(room, seen=seen, by=by)
    if room.closed_at is None:
        return room
    if Room.objects.filter(code=room.code, closed_at__isnull=True).exists():
        raise RoomClosed("Another room has this code by now, so this one stays closed.")
    last = Step.objects.filter(room=room, visits__to_at=room.closed_at).first()
    room.closed_at = None
    if last is not None:
        _enter_step(room, last, now)
    record(room, "reopened", now=now, by=by, step=last)
    return room


@transaction.atomic
def go_to(*, room: Room, step: Step, now: datetime, by: Member | None, seen: int | None = None) -> Room:
    """Make this the step that everybody sees. Leaving a step closes its prompt."""
    room = _running(locked(room, seen=seen, by=by))
    if step.room_id != room.pk:
        raise NothingThere("That step belongs to another room.")
    if room.current_id == step.pk:
        return room
    _leave_step(room, now)
    _enter_step(room, step, now)
    record(room, "step", now=now, by=by, step=step)
    return room


def next_step(*, room: Room, now: datetime, by: Member | None, seen: int | None = None) -> Room:
    """Close what is open and go on to the next step that is not skipped."""
    return go_to(room=room, step=_beside(room, forward=True), now=now, by=by, seen=seen)


def previous_step(*, room: Room, now: datetime, by: Member | None, seen: int | None = None) -> Room:
    return go_to(room=room, step=_beside(room, forward=False), now=now, by=by, seen=seen)


def _beside(room: Room, *, forward: bool) -> Step:
    """The step after or before the current one, passing over skipped ones. Before the first step, "after" is the first."""
    steps = Step.objects.filter(room=room, skipped_at__isnull=True)
    current = Step.objects.filter(pk=Room.objects.values_list("current", flat=True).get(pk=room.pk)).first()
    if current and forward:
        found = steps.filter(position__gt=current.position).order_by("position").first()
    elif current:
        found = steps.filter(position__lt=current.position).order_by("-position").first()
    else:
        found = steps.order_by("position").first() if forward else None
    if found is None:
        raise NothingThere(
            "That was the last step. Close the room when people have gone." if forward else "This is the first step."
        )
    return found


@transaction.atomic
def skip_step(*, room: Room, step: Step, now: datetime, by: Member | None, seen: int | None = None) -> Room:
    """Pass this step over. The step that is on now is left for the next one."""
    room = locked(room, seen=seen, by=by)
    Step.objects.filter(pk=step.pk, room=room).update(skipped_at=now)
    if room.current_id == step.pk:
        following = _beside(room, forward=True)
        _leave_step(room, now)
        _enter_step(room, following, now)
    record(room, "skipped", now=now, by=by, step=step)
    return room


@transaction.atomic
def unskip_step(*, room: Room, step: Step, now: datetime, by: Member | None, seen: int | None = None) -> Room:
    room = locked(room, seen=seen, by=by)
    Step.objects.filter(pk=step.pk, room=room).update(skipped_at=None)
    record(room, "unskipped", now=now, by=by, step=step)
    return room


def _leave_step(room: Room, now: datetime) -> None:
    step = room.current
    if step is None:
        return
    Visit.objects.filter(step=step, to_at__isnull=True).update(to_at=now)
    prompt = Prompt.objects.select_for_update().filter(step=step).first()
    if prompt and prompt.is_open:
        _close(prompt, now)
    signals.step_ended.send(sender=Step, step=step, now=now)


def _enter_step(room: Room, step: Step, now: datetime) -> None:
    room.current = step
    Visit.objects.create(step=step, from_at=now)
    prompt = Prompt.objects.select_for_update().filter(step=step).first()
    if prompt and prompt.opened_at is None:
        _open(prompt, now)
    signals.step_started.send(sender=Step, step=step, now=now)


def _open(prompt: Prompt, now: datetime) -> None:
    prompt.opened_at, prompt.closed_at = now, None
    prompt.save(update_fields=["opened_at", "closed_at", "turn"])
    if anonymity.is_anonymous(prompt):
        anonymity.new_key(prompt)


def _close(prompt: Prompt, now: datetime) -> None:
    prompt.closed_at = now
    prompt.save(update_fields=["closed_at"])
    anonymity.seal(prompt)


def _prompt_of(room: Room, step: Step) -> Prompt:
    prompt = Prompt.objects.select_for_update().filter(step=step, step__room=room).first()
    if prompt is None:
        raise NothingThere("This step asks nothing, so there is nothing to open or close.")
    return prompt


@transaction.atomic
def open_prompt(*, room: Room, step: Step, now: datetime, by: Member | None, seen: int | None = None) -> Prompt:
    """Take answers. A prompt that was closed before is asked afresh: a new turn, since its anonymous answers cannot be changed."""
    room = _running(locked(room, seen=seen, by=by))
    prompt = _prompt_of(room, step)
    if prompt.is_open:
        return prompt
    if prompt.closed_at is not None:
        last = prompt.answers.aggregate(turn=Max("turn"))["turn"] or 0
        prompt.turn = max(prompt.turn, last) + 1
        prompt.frozen = None
        prompt.save(update_fields=["frozen"])
    _open(prompt, now)
    record(room, "prompt opened", now=now, by=by, step=step, turn=prompt.turn)
    return prompt


@transaction.atomic
def close_prompt(*, room: Room, step: Step, now: datetime, by: Member | None, seen: int | None = None) -> Prompt:
    """Take no more answers. Anonymous ones can no longer be traced from here on."""
    room = locked(room, seen=seen, by=by)
    prompt = _prompt_of(room, step)
    if prompt.is_open:
        _close(prompt, now)
        record(room, "prompt closed", now=now, by=by, step=step, turn=prompt.turn)
    return prompt


@transaction.atomic
def bring_back(*, room: Room, step: Step, now: datetime, by: Member | None, seen: int | None = None) -> Prompt:
    """Undo "ask again from nothing": the answers of the turn before count again. Those given since are put aside, not lost."""
    room = locked(room, seen=seen, by=by)
    prompt = _prompt_of(room, step)
    before = queries.turn_before(prompt)
    if before is None:
        raise NothingThere("There are no earlier answers to this question.")
    if prompt.is_open:
        _close(prompt, now)
    prompt.turn, prompt.frozen = before, None
    prompt.save(update_fields=["turn", "frozen"])
    record(room, "answers brought back", now=now, by=by, step=step, turn=before)
    return prompt


@transaction.atomic
def show_results(
    *, room: Room, step: Step, shown: bool, now: datetime, by: Member | None, seen: int | None = None
) -> Prompt:
    """Reveal the answers on the stage, or hide them."""
    room = locked(room, seen=seen, by=by)
    prompt = _prompt_of(room, step)
    if prompt.hidden == shown:
        prompt.hidden = not shown
        prompt.save(update_fields=["hidden"])
        record(room, "revealed" if shown else "hidden", now=now, by=by, step=step)
    return prompt


@transaction.atomic
def freeze(
    *, room: Room, step: Step, frozen: bool, now: datetime, by: Member | None, seen: int | None = None
) -> Prompt:
    """Hold the picture on the stage still while answers go on coming, or let it move again."""
    room = locked(room, seen=seen, by=by)
    prompt = _prompt_of(room, step)
    if (prompt.frozen is not None) != frozen:
        prompt.frozen = queries.whole_tally(prompt).as_json() if frozen else None
        prompt.save(update_fields=["frozen"])
        record(room, "frozen" if frozen else "moving", now=now, by=by, step=step)
    return prompt


@transaction.atomic
def hide_term(*, room: Room, step: Step, text: str, hidden: bool, now: datetime, by: Member | None) -> None:
    """Take a word or sentence off every screen, or put it back. The answers stay as they are."""
    room = locked(room)
    prompt = _prompt_of(room, step)
    word = as_term(text.replace("\0", ""))
    if not word:
        raise NothingThere("Choose the word or sentence that should leave the screens.")
    if hidden:
        HiddenTerm.objects.get_or_create(prompt=prompt, term=word, defaults={"at": now})
    else:
        HiddenTerm.objects.filter(prompt=prompt, term=word).delete()
    record(room, "term hidden" if hidden else "term shown", now=now, by=by, step=step, term=word)


@transaction.atomic
def give_time(
    *, room: Room, step: Step, seconds: int, now: datetime, by: Member | None, seen: int | None = None
) -> Step:
    """Give a step more time, or take some away. Its planned minutes stay as planned."""
    room = locked(room, seen=seen, by=by)
    step = Step.objects.select_for_update().get(pk=step.pk, room=room)
    step.extra_seconds = max(step.extra_seconds + seconds, -60 * step.minutes)
    step.save(update_fields=["extra_seconds"])
    record(room, "time", now=now, by=by, step=step, seconds=seconds)
    return step
