"""What a draw may look at when it puts people together, where that comes from, and how many have said it.

Only what people said of themselves with their name on it: at sign-up or on joining, and in this room in answers that are
named, or linked by people who agreed that what they write is used. Anonymous answers have no way here: their rows point at nobody.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from django.db.models import Q

from collective.ground.lib import places
from collective.join.people.models import folded
from collective.talk.rooms.models import Answer, Prompt

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from collective.join.people.models import Person
    from collective.talk.rooms.models import Participant, Room

Kind = Literal["category", "number", "set"]
Value = str | int | tuple[str, ...]
STAGES = {"1", "2", "3", "4", "5"}


@dataclass
class Known:
    """One thing that may be known of people. `values` is by participant's key; who has not said is not in it.

    `before` and `here` count from where the values come: sign-up or profile, and answers in this room. `span` is how far two
    numbers can lie apart.
    """

    slug: str
    label: str
    kind: Kind
    span: int = 1
    asked_here: bool = False
    values: dict[int, Value] = field(default_factory=dict)
    before: int = 0
    here: int = 0

    @property
    def said(self) -> int:
        return len(self.values)


def known(room: Room, people: Sequence[Participant]) -> list[Known]:
    """What may be looked at, of these people of this room: the four things a sign-up asks, and what the room itself asks."""
    found = {
        one.slug: one
        for one in (
            Known("place", "Place, by nation and region", "category"),
            Known("role", "Role", "category"),
            Known("maturity", "Data maturity", "number", span=4),
            Known("words", "Their three words", "set"),
        )
    }
    for participant in people:
        if participant.person is not None:
            for slug, value in _of_person(participant.person):
                found[slug].values[participant.pk] = value
    for one in found.values():
        one.before = len(one.values)
    _add_answers(found, room, [participant.pk for participant in people])
    return list(found.values())


def slugs(room: Room) -> set[str]:
    """The names of what may be looked at in this room."""
    return {one.slug for one in known(room, [])}


def _of_person(person: Person) -> Iterable[tuple[str, Value]]:
    if person.place_key or person.place:
        yield "place", _region(person.place_key) or folded(person.place)
    if person.role:
        yield "role", folded(person.role)
    if person.maturity in STAGES:
        yield "maturity", int(person.maturity)
    if person.words:
        yield "words", tuple(sorted({folded(word) for word in person.words}))


def _region(key: str) -> str:
    place = places.by_key(key) if key else None
    return (place.region or place.country) if place else ""


def _add_answers(found: dict[str, Known], room: Room, people: Sequence[int]) -> None:
    prompts = Prompt.objects.filter(step__room=room).exclude(anonymity="anonymous").exclude(kind="text")
    names = _names_before_the_twin(room)
    asked = {}
    for prompt in prompts.select_related("step").order_by("step__position"):
        slug = prompt.kind if prompt.kind in found else f"answer:{names.get(prompt.step.position, prompt.pk)}"
        kind: Kind = {"scale": "number", "choices": "set"}.get(prompt.kind, "category")  # type: ignore[assignment]
        found.setdefault(slug, Known(slug, f"Answer to “{prompt.step.title}”", kind, span=4)).asked_here = True
        asked[prompt.pk] = found[slug]
    may_be_used = Q(prompt__anonymity="named") | Q(prompt__anonymity="linked", participant__may_use_notes=True)
    answers = Answer.objects.filter(may_be_used, prompt__in=asked, anonymous=False, participant__in=people)
    said_here: dict[str, set[int]] = {}
    for answer in answers.select_related("prompt").order_by("prompt__step__position", "turn"):
        value = _of_answer(answer.prompt.kind, answer.values)
        if value is not None and answer.participant_id is not None:
            asked[answer.prompt_id].values[answer.participant_id] = value
            said_here.setdefault(asked[answer.prompt_id].slug, set()).add(answer.participant_id)
    for slug, who in said_here.items():
        found[slug].here = len(who)
        found[slug].before = len(found[slug].values) - len(who)


def _names_before_the_twin(room: Room) -> dict[int, int]:
    """A rehearsal's questions go by the names that they have in the room it is a twin of, so that a copied round finds them."""
    if not room.is_rehearsal:
        return {}
    return dict(Prompt.objects.filter(step__room=room.rehearsal_of_id).values_list("step__position", "pk"))


def _of_answer(kind: str, values: Sequence[str]) -> Value | None:
    if kind == "place":
        return _region(values[0]) or None if values else None
    if kind in {"words", "choices"}:
        return tuple(sorted({folded(value) for value in values})) or None
    if kind in {"maturity", "scale"}:
        return int(values[0]) if values and values[0] in STAGES else None
    return values[0] if values else None
