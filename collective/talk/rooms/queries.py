"""Reads of a room that join or aggregate."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from django.db.models import Max

from collective.talk.rooms import anonymity, steps
from collective.talk.rooms.models import Answer, HiddenTerm, Participant, Prompt, Room, Step, Visit
from collective.talk.rooms.prompts import Tally, tally, without

if TYPE_CHECKING:
    from collections.abc import Sequence


def whole_tally(prompt: Prompt) -> Tally:
    """What the answers of the present turn add up to now, with what the host hid."""
    answers = Answer.objects.filter(prompt=prompt, turn=prompt.turn).order_by("pk").values_list("values", flat=True)
    return tally(prompt.kind, answers, options=prompt.options)


def live_tally(prompt: Prompt) -> Tally:
    """What the answers of the present turn add up to now, without what the host hid."""
    return without(whole_tally(prompt), _hidden(prompt))


def shown_tally(prompt: Prompt) -> Tally:
    """What the stage shows: the frozen picture while it is frozen, else the present one; hidden terms in neither."""
    tally = Tally.from_json(prompt.frozen) if prompt.frozen is not None else whole_tally(prompt)
    return without(tally, _hidden(prompt))


def _hidden(prompt: Prompt) -> frozenset[str]:
    return frozenset(HiddenTerm.objects.filter(prompt=prompt).values_list("term", flat=True))


def turn_before(prompt: Prompt) -> int | None:
    """The last turn before the present one in which anybody answered; None when there is none."""
    before = Answer.objects.filter(prompt=prompt, turn__lt=prompt.turn)
    return before.aggregate(turn=Max("turn"))["turn"]


def answered(prompt: Prompt) -> int:
    return Answer.objects.filter(prompt=prompt, turn=prompt.turn).count()


def own_answer(prompt: Prompt, participant: Participant) -> list[str] | None:
    """What this person last said in the present turn; None when nothing, or when it can no longer be known."""
    holder = anonymity.holder(prompt, participant.pk, anonymity.keys_of([prompt]).get(prompt.pk))
    if not holder:
        return None
    return (
        Answer.objects.filter(prompt=prompt, turn=prompt.turn, holder=holder).values_list("values", flat=True).first()
    )


def here(room: Room) -> int:
    return room.participants.here().count()


@dataclass(frozen=True)
class Line:
    """One line of the run-sheet. Times are aware datetimes; `state` is done, now, skipped or ahead.

    `label` names the kind of step, `says` where it stands in a few words.
    """

    step: Step
    number: int
    state: str
    planned_at: datetime
    started_at: datetime | None
    ended_at: datetime | None
    label: str
    says: str


def run_sheet(room: Room) -> list[Line]:
    """The steps in order, with planned and actual times. Planned times follow from its start."""
    sheet = list(room.steps.select_related("prompt").order_by("position"))
    visits: dict[int, list[Visit]] = {}
    for visit in Visit.objects.filter(step__room=room).order_by("from_at", "pk"):
        visits.setdefault(visit.step_id, []).append(visit)
    # In universal time, because hours added on a wall clock go wrong in the night when the clocks change.
    at, lines = _planned_start(room).astimezone(UTC), []
    for number, step in enumerate(sheet, start=1):
        lines.append(_line(room, step, number, at, visits.get(step.pk, [])))
        at += timedelta(minutes=0 if step.skipped_at else step.minutes)
    return lines


def _planned_start(room: Room) -> datetime:
    """The gathering's start; a rehearsal is on another day, and its plan counts from when it was opened."""
    return room.opened_at if room.is_rehearsal and room.opened_at else room.gathering.starts_at


def planned_end(lines: Sequence[Line]) -> datetime | None:
    """When the run-sheet ends if everything keeps to its minutes; None for an empty one."""
    running = [line for line in lines if not line.step.skipped_at]
    return running[-1].planned_at + timedelta(minutes=running[-1].step.minutes) if running else None


ANOTHER_DAY = timedelta(hours=3)  # so far from the plan, a room is being tried out, or has been put off


@dataclass(frozen=True)
class Pace:
    """How the room stands against its plan: `minutes` behind (below nought: ahead), and when it would end at this rate."""

    minutes: int
    ends_at: datetime
    planned_end: datetime

    @property
    def early(self) -> int:
        return -self.minutes


def pace(lines: Sequence[Line], now: datetime) -> Pace | None:
    """Measured at the end of the step that is on: a step within its time is as late as it began, one that runs over grows
    later by the minute. None while no step is on, or when the room sits on another day than planned."""
    line = next((line for line in lines if line.state == "now"), None)
    over, planned = (ends_at(line.step) if line else None), planned_end(lines)
    if line is None or over is None or planned is None:
        return None
    late = max(over, now) - (line.planned_at + timedelta(minutes=0 if line.step.skipped_at else line.step.minutes))
    if abs(late) > ANOTHER_DAY:
        return None
    return Pace(round(late / timedelta(minutes=1)), planned + late, planned)


def _line(room: Room, step: Step, number: int, planned_at: datetime, visits: Sequence[Visit]) -> Line:
    kind = steps.named(step.kind)
    state = "ahead"
    if room.current_id == step.pk:
        state = "now"
    elif step.skipped_at:
        state = "skipped"
    elif visits:
        state = "done"
    return Line(
        step=step,
        number=number,
        state=state,
        planned_at=planned_at,
        started_at=visits[0].from_at if visits else None,
        ended_at=visits[-1].to_at if visits else None,
        label=kind.label,
        says=kind.state_line(step),
    )


def ends_at(step: Step) -> datetime | None:
    """When the running step's time is up; None while it is not on."""
    visit = step.visits.filter(to_at__isnull=True).first()
    return visit.from_at + timedelta(minutes=step.minutes, seconds=step.extra_seconds) if visit else None
