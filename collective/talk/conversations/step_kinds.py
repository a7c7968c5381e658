"""The steps conversations bring to a room: tables, cards, the vote on team names, and the rating."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING

from django.db.models import Q

from collective.talk.conversations import parts, queries
from collective.talk.conversations.models import CARD_LENGTH, Ballot, Card, Rating, Round, Vote
from collective.talk.rooms import steps

if TYPE_CHECKING:
    from datetime import datetime

    from collective.talk.conversations.models import Group
    from collective.talk.rooms.models import Participant, Step

RATINGS = (
    (5, "It could not be better"),
    (4, "Good"),
    (3, "All right"),
    (2, "Not so good"),
    (1, "It did not work"),
)
TIE_RULE = "Everybody has one vote, not for their own table. If two names have as many votes, both win."


def register_all() -> None:
    for kind in (_tables_kind(), _cards_kind(), _names_kind(), _rating_kind()):
        steps.register(kind)
    steps.register_part(steps.RoomPart("Tables", "room-tables"))
    steps.register_part(steps.RoomPart("Cards", "room-cards", lambda room: Card.objects.filter(room=room).count()))
    steps.register_part(steps.RoomPart("Type in what is on paper", "room-typing-in"))
    steps.register_prospect(parts.prospect)


def _tables_kind() -> steps.StepKind:
    return steps.StepKind(
        slug="tables",
        label="Small tables",
        help="People sit in small groups with a question. You draw the tables from whoever is in the room.",
        phone_template="conversations/steps/tables_phone.html",
        stage_template="conversations/steps/tables_stage.html",
        desk_template="conversations/steps/tables_desk.html",
        phone_context=table_on_phone,
        stage_context=lambda step, now: tables_on_stage(step),
        desk_context=tables_on_desk,
        state_line=_tables_line,
        version=_tables_version,
        made=lambda step: Round.objects.get_or_create(step=step) and None,
        copied=_copy_round,
        minutes=15,
        field="slate",
        order=40,
        edit_url="round-edit",
        edit_label="Sizes, facilitators and video links of this round",
        dock_template="conversations/parts/table_dock.html",
    )


def table_on_phone(step: Step, participant: Participant, now: datetime) -> steps.Context:
    """Your table: number, who sits there, the question, the link, and what you can write."""
    round = step.round
    draw = queries.published_draw(round)
    seat = queries.seat_of(draw, participant) if draw else None
    context: steps.Context = {"round": round, "draw": draw, "group": seat.group if seat else None}
    if seat is not None:
        seats = parts.seats_for(seat.group, participant)
        context |= writing(participant, seat.group) | {
            "seat": seat,
            "seats": seats,
            "my_place": next((one["number"] for one in seats if one["you"]), None),
            "first": parts.speaks_first(seats, seat.group.number),
        }
    return context


def writing(participant: Participant, group: Group | None) -> steps.Context:
    """What a card form needs: the cards of this table so far, and a key for the next."""
    cards = Card.objects.visible_to(participant).filter(room=participant.room_id)
    if group is not None:
        cards = cards.filter(Q(group=group) | Q(author=participant, group__isnull=True))
    listed = list(cards.select_related("group").order_by("-pk"))
    return {
        "card_kinds": Card.KINDS,
        "card_length": CARD_LENGTH,
        "cards": listed,
        "own_cards": sum(card.author_id == participant.pk for card in listed),
        "card_key": uuid.uuid4().hex,
    }


def tables_on_stage(step: Step) -> steps.Context:
    """The room plan, once the tables are published."""
    draw = queries.published_draw(step.round)
    there = queries.tables(draw) if draw else []
    tables = [parts.on_stage(table, step.round) for table in there if table.seats]
    return {
        "round": step.round,
        "draw": draw,
        "stage_class": "solo",
        "tables": tables,
        "plan_class": parts.plan_class(tables),
        "crowded": parts.plan_class(tables).startswith("crowd"),
        "round_line": _round_line(step),
    }


def _round_line(step: Step) -> str:
    """Which round this is, such as "Round one of two"; of a single one nothing."""
    number, of = _ordinal(step)
    words = ["", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"]
    said = [words[n] if n < len(words) else str(n) for n in (number, of)]
    return f"Round {said[0]} of {said[1]}" if of > 1 else ""


def _ordinal(step: Step) -> tuple[int, int]:
    """(which round this is, of how many)."""
    positions = list(
        step.room.steps.filter(kind="tables", skipped_at__isnull=True)
        .order_by("position")
        .values_list("position", flat=True)
    )
    return (positions.index(step.position) + 1 if step.position in positions else 1, max(len(positions), 1))


def tables_on_desk(step: Step, now: datetime) -> steps.Context:
    """The proposed or published tables, what the lot says for itself, and offers to merge."""
    one = queries.on_desk(step)
    return {"one": one, "next_label": "Go on to the next step", "quiet_next": not one.is_shown}


def _tables_line(step: Step) -> str:
    draw = queries.standing_draw(step.round)
    if draw is None:
        return f"Tables of {step.round.size}"
    tables = len([table for table in queries.tables(draw) if table.seats])
    stands = "shown to the room" if draw.published_at else "drawn, not shown yet"
    return f"{_counted(tables, 'table', 'tables')}, {stands}"


def _tables_version(step: Step, screen: str) -> str:
    draw = queries.standing_draw(step.round)
    return parts.fingerprint(draw) if draw else ""


def _copy_round(old: Step, new: Step) -> None:
    round = old.round
    Round.objects.create(
        step=new,
        size=round.size,
        smallest=round.smallest,
        largest=round.largest,
        mix_ways=round.mix_ways,
        aim=round.aim,
        traits=round.traits,
        link_pattern=round.link_pattern,
        links=round.links,
    )


def _cards_kind() -> steps.StepKind:
    return steps.StepKind(
        slug="cards",
        label="Cards",
        help="Everybody writes down needs, ideas, thoughts, concerns and feedback.",
        phone_template="conversations/steps/cards_phone.html",
        stage_template="conversations/steps/cards_stage.html",
        desk_template="conversations/steps/cards_desk.html",
        phone_context=cards_on_phone,
        stage_context=lambda step, now: cards_on_stage(step),
        desk_context=lambda step, now: cards_on_stage(step),
        state_line=lambda step: _counted(Card.objects.filter(room=step.room_id).count(), "card", "cards"),
        version=lambda step, screen: "" if screen == "phone" else str(Card.objects.filter(room=step.room_id).count()),
        dock_template="conversations/parts/card_dock.html",
        minutes=5,
        field="slate",
        order=50,
    )


def cards_on_phone(step: Step, participant: Participant, now: datetime) -> steps.Context:
    """The cards of the table one sat at last, or one's own."""
    group = queries.last_group(participant)
    return writing(participant, group) | {"group": group}


def cards_on_stage(step: Step) -> steps.Context:
    """The newest cards of each kind."""
    cards = list(Card.objects.shown().filter(room=step.room_id).order_by("-pk"))
    return {"wall": parts.wall(queries.cards_by_kind(cards)), "card_count": len(cards)}


def _counted(number: int, one: str, many: str) -> str:
    return f"{number} {one if number == 1 else many}"


def _names_kind() -> steps.StepKind:
    return steps.StepKind(
        slug="names",
        label="Vote on team names",
        help="Tables have given themselves names. Everybody votes for the best, and the result shows when you close the vote.",
        phone_template="conversations/steps/names_phone.html",
        stage_template="conversations/steps/names_stage.html",
        desk_template="conversations/steps/names_desk.html",
        phone_context=names_on_phone,
        stage_context=lambda step, now: names_on_stage(step),
        desk_context=lambda step, now: names_on_desk(step),
        state_line=lambda step: _counted(Vote.objects.filter(step=step).count(), "vote", "votes"),
        version=_names_version,
        minutes=3,
        order=60,
    )


def names_on_phone(step: Step, participant: Participant, now: datetime) -> steps.Context:
    """The names to vote on; one's own table is shown but cannot be chosen."""
    ballot = Ballot.objects.filter(step=step).first()
    own = set(participant.seats.values_list("group", flat=True))
    vote = Vote.objects.filter(step=step, participant=participant).first()
    return {
        "tie_rule": TIE_RULE,
        "vote_closed": bool(ballot and ballot.closed_at),
        "candidates": [(group, group.pk in own) for group in queries.candidates(step)],
        "voted_for": vote.group_id if vote else None,
        "result": queries.vote_result(step) if ballot and ballot.closed_at else None,
    }


def names_on_desk(step: Step) -> steps.Context:
    """Like the stage; going on is the loud button only once the result is there."""
    context = names_on_stage(step)
    return context | {"quiet_next": not context["vote_closed"] and bool(context["candidates"])}


def names_on_stage(step: Step) -> steps.Context:
    """The names and the rule while the vote is open; votes only once it is closed."""
    ballot = Ballot.objects.filter(step=step).first()
    closed = bool(ballot and ballot.closed_at)
    return {
        "tie_rule": TIE_RULE,
        "vote_closed": closed,
        "candidates": queries.candidates(step),
        "voters": Vote.objects.filter(step=step).count(),
        "result": queries.vote_result(step) if closed else None,
    }


def _names_version(step: Step, screen: str) -> str:
    names = "|".join(group.name for group in queries.candidates(step))
    votes = Vote.objects.filter(step=step).count() if screen != "phone" else ""
    return parts.short_hash(f"{names}:{votes}")


def _rating_kind() -> steps.StepKind:
    return steps.StepKind(
        slug="rating",
        label="Rate the conversation",
        help="Two taps before people leave.",
        phone_template="conversations/steps/rating_phone.html",
        stage_template="conversations/steps/rating_stage.html",
        desk_template="conversations/steps/rating_desk.html",
        phone_context=rating_on_phone,
        stage_context=lambda step, now: {"given": sum(queries.ratings(step.room))},
        desk_context=lambda step, now: {"given": sum(queries.ratings(step.room))},
        state_line=lambda step: _counted(sum(queries.ratings(step.room)), "rating", "ratings"),
        version=lambda step, screen: "" if screen == "phone" else str(sum(queries.ratings(step.room))),
        minutes=2,
        order=70,
    )


def rating_on_phone(step: Step, participant: Participant, now: datetime) -> steps.Context:
    group = queries.last_group(participant)
    given = Rating.objects.filter(group=group, participant=participant).first() if group else None
    return {"group": group, "ratings": RATINGS, "given": given.value if given else None}
