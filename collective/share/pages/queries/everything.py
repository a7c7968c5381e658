"""All that a room holds, as tables for its organisers. Anonymous answers have no name, no time and no link to a person."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils.crypto import salted_hmac

from collective.ground.lib import places
from collective.share.pages.queries.raw import RATED, real_room
from collective.talk.conversations.models import Card, Rating, Seat
from collective.talk.rooms import queries as rooms
from collective.talk.rooms.models import Answer, Prompt, Room
from collective.talk.rooms.prompts import kind_named
from collective.talk.rooms.prompts.tally import term

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime

    from collective.gather.gatherings.models import Gathering
    from collective.talk.rooms.prompts import Tally


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table by name; each row has a cell for each heading."""

    title: str
    headers: tuple[str, ...]
    rows: tuple[tuple[Any, ...], ...]


def everything(gathering: Gathering) -> list[Sheet]:
    """Questions, answers, cards, tables and ratings of the real room, in that order; no tables without a room."""
    room = real_room(gathering)
    if room is None:
        return []
    prompts = list(Prompt.objects.filter(step__room=room).select_related("step").order_by("step__position"))
    return [
        Sheet(
            "Questions",
            ("Question", "Kind", "How anonymous", "People who came", "People who answered", "Opened", "Closed"),
            tuple(_question(prompt, gathering) for prompt in prompts),
        ),
        Sheet(
            "Answers",
            ("Question", "Turn", "Answer", "As written", "Counted as", "Typed in by hand", "Person", "Time"),
            tuple(row for prompt in prompts for row in _answers(prompt)),
        ),
        Sheet(
            "Cards",
            ("Kind", "Text", "Table", "May be used", "From paper", "Hidden", "Written"),
            tuple(_cards(room)),
        ),
        Sheet("Tables", ("Round", "Table", "Team name", "Person", "Came late", "Left"), tuple(_tables(room))),
        Sheet("Ratings", ("Round", "Table", "Rating", "In words"), tuple(_ratings(room))),
    ]


def _question(prompt: Prompt, gathering: Gathering) -> tuple[Any, ...]:
    return (
        prompt.step.title,
        kind_named(prompt.kind).label,
        prompt.get_anonymity_display(),
        gathering.check_ins.count(),
        rooms.answered(prompt),
        _time(prompt.opened_at),
        _time(prompt.closed_at),
    )


def _answers(prompt: Prompt) -> Iterator[tuple[Any, ...]]:
    """One row for each value. Only named answers have a name and a time, and no order tells whose the others are: by
    participant, the rows of two questions would stand side by side."""
    tally = rooms.live_tally(prompt)
    answers = sorted(Answer.objects.filter(prompt=prompt).select_related("participant"), key=_in_no_order)
    for number, answer in enumerate(answers, start=1):
        named = prompt.anonymity == "named" and answer.participant is not None
        who = answer.participant.name if named else ""
        when = _time(answer.answered_at) if named else ""
        for value in answer.values:
            counted = _counted_as(prompt, tally, value)
            yield prompt.step.title, answer.turn, number, value, counted, _yes(answer.by_hand), who, when


def _in_no_order(answer: Answer) -> tuple[int, str]:
    """By turn, then the same in every file, but another for each question."""
    return answer.turn, salted_hmac("everything", f"{answer.prompt_id}:{answer.holder}").hexdigest()


def _counted_as(prompt: Prompt, tally: Tally, value: str) -> str:
    if prompt.kind == "words":
        return next((shown for shown in tally.counts if term(shown) == term(value)), "")
    place = places.by_key(value) if prompt.kind == "place" else None
    if place:
        return place.label
    labels = {choice.value: choice.label for choice in kind_named(prompt.kind).choices(prompt.options)}
    return labels.get(value, tally.labels.get(value, value))


def _cards(room: Room) -> Iterator[tuple[Any, ...]]:
    for card in Card.objects.filter(room=room).select_related("group").order_by("kind", "pk"):
        table = card.group.number if card.group else ""
        yield (
            card.get_kind_display(),
            card.text,
            table,
            _yes(card.may_be_used),
            _yes(card.from_paper),
            _yes(bool(card.hidden_at)),
            _time(card.written_at),
        )


def _tables(room: Room) -> Iterator[tuple[Any, ...]]:
    seats = Seat.objects.filter(
        draw__round__step__room=room, draw__published_at__isnull=False, draw__undone_at__isnull=True
    )
    seats = seats.select_related("group", "participant", "draw__round__step")
    for seat in seats.order_by("draw__round__step__position", "group__number", "place"):
        yield (
            seat.draw.round.question,
            seat.group.number,
            seat.group.name,
            seat.participant.name,
            _yes(seat.late),
            _time(seat.left_at),
        )


def _ratings(room: Room) -> Iterator[tuple[Any, ...]]:
    """Without names, in the order of the numbers."""
    given = Rating.objects.filter(group__draw__round__step__room=room, group__draw__undone_at__isnull=True)
    words = dict(RATED)
    ordered = given.order_by("group__draw__round__step__position", "group__number", "value")
    for question, table, value in ordered.values_list("group__draw__round__step__title", "group__number", "value"):
        yield question, table, value, words[value]


def _time(moment: datetime | None) -> str:
    return moment.isoformat(timespec="seconds") if moment else ""


def _yes(value: bool) -> str:
    return "yes" if value else ""


def answers_only(sheets: Sequence[Sheet]) -> Sheet | None:
    """The raw answers, for a file that holds one table."""
    return next((sheet for sheet in sheets if sheet.title == "Answers"), None)
