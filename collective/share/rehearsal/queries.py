"""What the audience of a rehearsal sees: the room's rows as one scene. Nothing is remembered elsewhere."""

from __future__ import annotations

from typing import TYPE_CHECKING

from collective.share.rehearsal.audience.scene import Draw, Place, Question, Rating, Scene, Seated, Vote, Writing
from collective.talk.conversations import models as talk
from collective.talk.conversations import queries as conversations
from collective.talk.rooms import queries as rooms
from collective.talk.rooms.models import Receipt, RoomAct

if TYPE_CHECKING:
    from typing import Any

    from django.db.models import QuerySet

    from collective.share.rehearsal.models import Rehearsal
    from collective.talk.rooms.models import Room, Step

WITH_CARDS = {"tables", "cards"}


def rehearsal_of(room: Room) -> Rehearsal | None:
    """The rehearsal of this real room, or the one this twin is."""
    twin = room if room.is_rehearsal else room.rehearsals.first()
    return getattr(twin, "audience", None)


def answer_key(rehearsal: Rehearsal, prompt: int, turn: int, number: int) -> str:
    """What a made-up phone calls its submission: the same each time, so that it is counted once."""
    return f"rehearsal:{rehearsal.pk}:{prompt}:{turn}:{number}"


def card_key(rehearsal: Rehearsal, step: int, number: int, nth: int) -> str:
    return f"rehearsal:{rehearsal.pk}:{step}:{number}:{nth}"


def taken_over(room: Room) -> bool:
    """Whether somebody real has pressed a button on the desk."""
    return RoomAct.objects.filter(room=room, by__isnull=False).exists()


def scene(rehearsal: Rehearsal) -> Scene:
    """The room as it stands now."""
    room = rehearsal.room
    extras = list(rehearsal.extras.select_related("participant"))
    seated = {
        extra.number: Seated(
            extra.participant.joined_at, extra.participant.left_at is None, went=extra.went_at is not None
        )
        for extra in extras
    }
    facts: dict[str, Any] = {"started_at": rehearsal.started_at, "seated": seated, "here": rooms.here(room)}
    step = room.current
    if step is None:
        return Scene(**facts)
    numbers = {extra.participant_id: extra.number for extra in extras}
    return Scene(**facts, **_step(room, step), **_on_now(rehearsal, step, numbers))


def _step(room: Room, step: Step) -> dict[str, Any]:
    positions = list(room.steps.filter(skipped_at__isnull=True).order_by("position").values_list("position", flat=True))
    visit = step.visits.filter(to_at__isnull=True).first()
    return {
        "kind": step.kind,
        "step": step.pk,
        "since": visit.from_at if visit else None,
        "position": sum(1 for position in positions if position <= step.position),
        "steps": len(positions),
        "last": not positions or step.position >= positions[-1],
    }


def _on_now(rehearsal: Rehearsal, step: Step, numbers: dict[int, int]) -> dict[str, Any]:
    """What the present step asks of people, by its kind; nothing for kinds that ask nothing or are not known here."""
    if step.kind == "prompt":
        return _question(rehearsal, step)
    if step.kind == "names":
        return _vote(step, numbers)
    if step.kind == "rating":
        return _rating(step, numbers)
    if step.kind in WITH_CARDS:
        return _writing(rehearsal, step, numbers)
    return {}


def _question(rehearsal: Rehearsal, step: Step) -> dict[str, Any]:
    prompt = step.prompt
    if not prompt.is_open or prompt.opened_at is None:
        return {}
    start = answer_key(rehearsal, prompt.pk, prompt.turn, 0)[:-1]
    keys = Receipt.objects.filter(prompt=prompt, key__startswith=start).values_list("key", flat=True)
    question = Question(
        key=prompt.pk,
        turn=prompt.turn,
        kind=prompt.kind,
        choices=len(prompt.options),
        at_most=prompt.at_most,
        opened_at=prompt.opened_at,
        answered=frozenset(int(key.removeprefix(start)) for key in keys),
    )
    return {"question": question, "hidden": prompt.hidden, "done": rooms.answered(prompt)}


def _writing(rehearsal: Rehearsal, step: Step, numbers: dict[int, int]) -> dict[str, Any]:
    start = card_key(rehearsal, step.pk, 0, 0)[:-3]
    keys = talk.Card.objects.filter(room=step.room_id, key__startswith=start).values_list("key", flat=True)
    written = frozenset(_two_numbers(key.removeprefix(start)) for key in keys)
    if step.kind != "tables":
        return {"writing": Writing(written), "places": _last_places(step, numbers)}
    draw = conversations.standing_draw(step.round)
    if draw is None:
        return {}
    shown = {"draw": Draw(draw.made_at, draw.published_at)}
    if draw.published_at is None:
        return shown
    places = _places(talk.Seat.objects.filter(draw=draw, left_at__isnull=True), numbers)
    names = dict(draw.groups.filter(merged_into__isnull=True).values_list("pk", "name"))
    nameless = {
        group: tuple(number for number, place in places.items() if place.group == group)
        for group, name in names.items()
        if not name
    }
    heard = frozenset(name for name in names.values() if name)
    return {**shown, "places": places, "writing": Writing(written, nameless, heard)}


def _two_numbers(text: str) -> tuple[int, int]:
    number, nth = text.split(":")
    return int(number), int(nth)


def _places(seats: QuerySet[talk.Seat], numbers: dict[int, int]) -> dict[int, Place]:
    """By number: the last of these seats that each of the audience has, since the tables were shown or they sat down."""
    found = {}
    ordered = seats.order_by("draw__round__step__position", "seated_at", "pk")
    for who, group, sat, shown in ordered.values_list("participant", "group", "seated_at", "draw__published_at"):
        if who in numbers:
            found[numbers[who]] = Place(group, max(sat, shown))
    return found


def _last_places(step: Step, numbers: dict[int, int]) -> dict[int, Place]:
    """Where each of the audience sat most recently, in a round that has begun."""
    begun = talk.Seat.objects.filter(
        draw__round__step__room=step.room_id,
        draw__published_at__isnull=False,
        draw__undone_at__isnull=True,
        draw__round__step__visits__isnull=False,
    )
    return _places(begun, numbers)


def _vote(step: Step, numbers: dict[int, int]) -> dict[str, Any]:
    groups = tuple(group.pk for group in conversations.candidates(step))
    own: dict[int, set[int]] = {}
    for who, group in talk.Seat.objects.filter(group__in=groups).values_list("participant", "group"):
        own.setdefault(numbers.get(who, -1), set()).add(group)
    voters = list(talk.Vote.objects.filter(step=step).values_list("participant", flat=True))
    ballot = talk.Ballot.objects.filter(step=step).first()
    vote = Vote(
        groups,
        {number: frozenset(tables) for number, tables in own.items()},
        frozenset(numbers[who] for who in voters if who in numbers),
        ballot.closed_at if ballot else None,
    )
    return {"vote": vote, "done": len(voters)}


def _rating(step: Step, numbers: dict[int, int]) -> dict[str, Any]:
    places = _last_places(step, numbers)
    pairs = set(
        talk.Rating.objects.filter(group__draw__round__step__room=step.room_id).values_list("participant", "group")
    )
    rated = frozenset(
        numbers[who]
        for who, group in pairs
        if who in numbers and places.get(numbers[who]) and places[numbers[who]].group == group
    )
    return {"places": places, "rating": Rating(rated), "done": len(rated)}
