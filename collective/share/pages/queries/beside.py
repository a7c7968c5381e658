"""For the organiser: what the public would see of each question, beside what the room saw."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from collective.share.pages.core.result import CARDS, RATINGS, Asked, Safe
from collective.share.pages.queries.raw import closed_prompts, key_of, raw, real_room
from collective.talk.rooms import queries as rooms

if TYPE_CHECKING:
    from collective.gather.gatherings.models import Gathering
    from collective.ground.lib.disclosure import SafeFigure
    from collective.talk.rooms.models import Prompt


@dataclass(frozen=True, slots=True)
class Pair:
    """One figure twice: `room` are (label, people) lines as they were; `public` is what may be shown."""

    key: str
    title: str
    people: int
    room: tuple[tuple[str, int], ...]
    public: SafeFigure
    texts: tuple[str, ...] = ()


def pairs(gathering: Gathering, safe: Safe) -> list[Pair]:
    """In the order of the page."""
    room = real_room(gathering)
    prompts = {key_of(prompt): prompt for prompt in closed_prompts(room)} if room else {}
    counted = raw(gathering)
    asked = {one.key: one for one in counted.asked}
    found = []
    for key, figure in safe.figures.items():
        if key in prompts:
            found.append(_of_prompt(key, prompts[key], figure))
        elif key == RATINGS:
            found.append(_of_ratings(asked[RATINGS], figure))
        elif key == CARDS:
            lines = tuple(counted.cards.items())
            found.append(Pair(key, figure.title, sum(counted.cards.values()), lines, figure))
    return found


def _of_prompt(key: str, prompt: Prompt, figure: SafeFigure) -> Pair:
    tally = rooms.live_tally(prompt)
    lines = tuple((tally.labels.get(value, value), people) for value, people in tally.counts.items())
    return Pair(key, figure.title, tally.people, lines, figure, tally.texts)


def _of_ratings(asked: Asked, figure: SafeFigure) -> Pair:
    return Pair(asked.key, figure.title, asked.people, tuple(asked.counts.items()), figure)
