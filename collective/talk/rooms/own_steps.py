"""The steps a room brings itself: something to read or look at, an activity with a timer, and prompts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from collective.ground.lib.markdown import as_html
from collective.talk.rooms import queries, steps
from collective.talk.rooms.prompts import kind_named

if TYPE_CHECKING:
    from datetime import datetime

    from collective.talk.rooms.models import Participant, Step


def register_all() -> None:
    for kind in (_prompt_kind(), _text_kind(), _activity_kind()):
        steps.register(kind)


def _text_kind() -> steps.StepKind:
    return steps.StepKind(
        slug="text",
        label="Something to read or look at",
        help="A welcome, the plan for the day, a picture. People read it on the big screen and on their phones.",
        phone_template="rooms/steps/text_phone.html",
        stage_template="rooms/steps/text_stage.html",
        desk_template="rooms/steps/text_desk.html",
        phone_context=lambda step, participant, now: _text(step),
        stage_context=lambda step, now: _text(step),
        timed=False,
        minutes=5,
        order=20,
    )


def _activity_kind() -> steps.StepKind:
    return steps.StepKind(
        slug="activity",
        label="An activity with a timer",
        help="Something people do, with the time left on every screen.",
        phone_template="rooms/steps/activity_phone.html",
        stage_template="rooms/steps/activity_stage.html",
        desk_template="rooms/steps/activity_desk.html",
        phone_context=lambda step, participant, now: _text(step),
        stage_context=lambda step, now: _text(step),
        minutes=10,
        field="slate",
        order=30,
    )


def _text(step: Step) -> steps.Context:
    return {"body_html": as_html(step.body), "ends_at": queries.ends_at(step)}


def _prompt_kind() -> steps.StepKind:
    return steps.StepKind(
        slug="prompt",
        label="A question to everybody",
        help="Answered on phones, shown on the big screen.",
        phone_template="rooms/steps/prompt_phone.html",
        stage_template="rooms/steps/prompt_stage.html",
        desk_template="rooms/steps/prompt_desk.html",
        phone_context=prompt_on_phone,
        stage_context=lambda step, now: prompt_on_stage(step),
        desk_context=lambda step, now: prompt_on_stage(step),
        state_line=_prompt_line,
        minutes=3,
        order=10,
    )


def prompt_on_phone(step: Step, participant: Participant, now: datetime) -> steps.Context:
    """The question, what can be picked, and what this person said so far."""
    prompt = step.prompt
    kind = kind_named(prompt.kind)
    own = queries.own_answer(prompt, participant)
    return {
        "prompt": prompt,
        "kind": kind,
        "choices": kind.choices(prompt.options),
        "own": own or [],
        "has_answered": own is not None,
    }


def prompt_on_stage(step: Step) -> steps.Context:
    """The picture of the answers, and how many have answered."""
    prompt = step.prompt
    return {
        "prompt": prompt,
        "kind": kind_named(prompt.kind),
        "tally": queries.shown_tally(prompt),
        "answered": queries.answered(prompt),
    }


def _prompt_line(step: Step) -> str:
    prompt = step.prompt
    label = kind_named(prompt.kind).label
    if prompt.opened_at is None:
        return label
    count = queries.answered(prompt)
    return f"{label}. {'Open' if prompt.is_open else 'Closed'}, {count} {'answer' if count == 1 else 'answers'}"
