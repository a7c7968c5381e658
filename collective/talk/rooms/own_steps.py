"""The steps a room brings itself: something to read or look at, an activity with a timer, and prompts."""

from __future__ import annotations

from hashlib import blake2b
from typing import TYPE_CHECKING

from collective.ground.lib import places
from collective.ground.lib.markdown import as_html
from collective.talk.rooms import pictures, queries, steps
from collective.talk.rooms.prompts import BadAnswer, kind_named
from collective.talk.rooms.prompts.kinds import ELSEWHERE
from collective.talk.rooms.prompts.tally import term

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from django.http import QueryDict

    from collective.talk.rooms.models import Participant, Prompt, Step


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
    return {"body_html": as_html(step.body)}


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
        desk_context=prompt_on_desk,
        state_line=_prompt_line,
        minutes=3,
        order=10,
    )


TYPED = ("place", "words", "text")  # the kinds that are answered in one's own words; the others by choosing
_SEND = {"words": "Put my words on the screen", "place": "Put me on the map", "text": "Send my answer"}
_WHO_SEES = {
    "anonymous": "Anonymous: your answer goes on the screen without your name, "
    "and once the question closes nobody can find out whose it was.",
    "linked": "On the screen without your name. It stays linked to you for research, and nobody in the room sees that.",
    "named": "Your answer is shown with your name.",
}


def prompt_on_phone(step: Step, participant: Participant, now: datetime) -> steps.Context:
    """The question, what can be picked, and what this person said so far."""
    prompt = step.prompt
    said = queries.own_answer(prompt, participant)
    own = said or []
    context = asking(prompt) | {
        "own": own,
        "picked": own,
        "has_answered": said is not None,
        "place_text": _place_text(own),
        "word_values": [*own, *[""] * prompt.at_most][: prompt.at_most],
        "text_value": own[0] if own else "",
    }
    if prompt.closed_at and not prompt.hidden:
        context["phone_figure"] = pictures.figure(prompt, queries.shown_tally(prompt))
    return context


def asking(prompt: Prompt) -> steps.Context:
    """An empty form for this prompt, whoever fills it in."""
    return {
        "prompt": prompt,
        "kind_template": f"rooms/kinds/{prompt.kind if prompt.kind in TYPED else 'picks'}.html",
        "choices": kind_named(prompt.kind).choices(prompt.options),
        "send_label": _SEND.get(prompt.kind, "Send my answer"),
        "who_sees": _WHO_SEES[prompt.anonymity],
        "elsewhere": ELSEWHERE,
        "elsewhere_values": [value for value, _ in ELSEWHERE],
        "word_values": [""] * prompt.at_most,
    }


def typed_again(prompt: Prompt, texts: Sequence[str]) -> steps.Context:
    """What was typed and could not be taken, for the same form: nothing has to be typed twice."""
    at_most = prompt.at_most
    return {
        "picked": list(texts),
        "place_text": texts[0] if texts else "",
        "word_values": [*texts, *[""] * at_most][: max(at_most, len(texts))],
        "text_value": texts[0] if texts else "",
    }


def sent_texts(prompt: Prompt, participant: Participant, post: QueryDict) -> list[str]:
    """What the form said, as one list of texts."""
    typed, picked = post.getlist("v"), post.getlist("pick")
    if prompt.kind != "place":
        return [*typed, *picked]
    own = queries.own_answer(prompt, participant) or []
    return _one_place(own, " ".join("".join(typed[:1]).split()), "".join(picked[-1:]), post.get("asked"))


def _one_place(own: Sequence[str], typed: str, picked: str, asked: str | None) -> list[str]:
    """A place can be typed and a line chosen, and a chosen line cannot be unchosen: of two the one that is new counts.

    `asked` is the name that several places share, when the choice was between them. Raises `BadAnswer` when both are new.
    """
    if not typed or not picked:
        return [typed or picked]
    if picked not in dict(ELSEWHERE):
        return [picked] if asked is None or typed == asked else [typed]
    if typed == _place_text(own):
        return [picked]
    if picked in own:
        return [typed]
    raise BadAnswer(
        "You typed a place and chose a line as well. Keep one: empty the box, or choose “The place I typed”."
    )


def _place_text(own: Sequence[str]) -> str:
    place = places.by_key(own[0]) if own else None
    return place.label if place else ""


_FOOT = {
    "anonymous": "For this room only, without names: public figures start at five",
    "linked": "For this room only, without names: public figures start at five",
    "named": "For this room only: public figures start at five",
}


def prompt_on_stage(step: Step) -> steps.Context:
    """The picture of the answers, and how many have answered."""
    prompt = step.prompt
    tally = queries.shown_tally(prompt)
    return {
        "prompt": prompt,
        "tally": tally,
        "stage_class": "mapped" if prompt.kind == "place" and not prompt.hidden else "",
        "figure": None if prompt.hidden else pictures.figure(prompt, tally),
        # the options stay up for people without a phone while the answers are hidden
        "options": kind_named(prompt.kind).choices(prompt.options) if prompt.hidden else [],
        "answered": queries.answered(prompt),
        "foot_note": _FOOT[prompt.anonymity],
    }


def prompt_on_desk(step: Step, now: datetime) -> steps.Context:
    """What the host can do about the words and sentences on the screens."""
    tally = queries.live_tally(step.prompt)
    said = list(tally.counts) if tally.kind == "words" else list(tally.texts)
    hidden = step.prompt.hidden_terms.order_by("term").values_list("term", flat=True)
    return {
        "terms": [(_key_of(word), word) for word in said[:60]],
        "can_hide": tally.kind in {"words", "text"},
        "hidden_terms": list(hidden),
        "earlier_turn": queries.turn_before(step.prompt),
        "next_label": "Close answers and go on" if step.prompt.is_open else "Go on",
    }


def _key_of(text: str) -> str:
    """A short name for a word or sentence, the same however the list is ordered: a button keeps the focus by it."""
    return blake2b(term(text).encode(), digest_size=5).hexdigest()


def _prompt_line(step: Step) -> str:
    prompt = step.prompt
    label = kind_named(prompt.kind).label
    if prompt.opened_at is None:
        return label
    count = queries.answered(prompt)
    return f"{label}. {'Open' if prompt.is_open else 'Closed'}, {count} {'answer' if count == 1 else 'answers'}"
