"""Tables as screens draw them: seats with initials and colours, and what changed since a page was drawn."""

from __future__ import annotations

from hashlib import blake2b
from typing import TYPE_CHECKING, Any

from collective.ground.web.people import initials
from collective.talk.conversations import engine
from collective.talk.conversations.models import Group, Round
from collective.talk.conversations.queries import Table
from collective.talk.rooms import steps

if TYPE_CHECKING:
    from collections.abc import Sequence

    from collective.talk.conversations.models import Card, Draw
    from collective.talk.rooms.models import Participant, Room

SEATS = 5  # colours and places of a drawn table; a sixth person shares the fifth colour


def short_name(name: str) -> str:
    """A name for the big screen: first name and the initial of the last, such as "Siobhán K"."""
    words = name.split()
    return name if len(words) < 2 else f"{words[0]} {words[-1][0]}"


def _seat(name: str, number: int, **more: Any) -> dict[str, Any]:
    return {"initials": initials(name), "name": name, "number": number, **more}


def _numbers(places: Sequence[int]) -> list[int]:
    """Colours and corners for these places. A sixth person takes the first that is free, so that no two sit in one corner."""
    free = iter([number for number in range(1, SEATS + 1) if number not in places])
    return [place if place <= SEATS else next(free, SEATS) for place in places]


def seats_for(group: Group, participant: Participant) -> list[dict[str, Any]]:
    """The table as its own people see it: everybody's name, and which seat is theirs."""
    seats = list(group.seats.filter(left_at__isnull=True).select_related("participant").order_by("place"))
    numbers = _numbers([seat.place for seat in seats])
    return [
        _seat(seat.participant.name, number, you=seat.participant_id == participant.pk)
        for seat, number in zip(seats, numbers, strict=True)
    ]


def on_stage(table: Table, round: Round) -> dict[str, Any]:
    """A table for the room plan; an open seat where it has fewer people than the usual size, and somebody may still come."""
    numbers = _numbers([seat.place for seat in table.seats])
    seats = [
        _seat(short_name(seat.participant.name), number) for seat, number in zip(table.seats, numbers, strict=True)
    ]
    if len(seats) < min(round.size, 4) and all(seat.place != 2 for seat in table.seats):
        seats.append({"initials": "", "name": "", "open": True, "number": 2})
    return {"number": table.group.number, "name": table.group.name, "seats": seats, "way": table.group.way}


def speaks_first(seats: Sequence[dict[str, Any]], table: int) -> str:
    """Who begins, so that nobody has to decide: the seat after the table's number, going round. Empty when one sits alone."""
    return str(seats[table % len(seats)]["name"]) if len(seats) > 1 else ""


CROWDED = 18  # tables drawn as tables; more of them become a list, since letters stay large enough to read
COLUMNS = ((4, 2), (6, 3), (12, 4), (20, 5), (24, 6), (40, 8))


def plan_class(tables: Sequence[dict[str, Any]]) -> str:
    """How the room plan is set: as it is, "dense" past eight tables, a "crowd" in columns when drawn tables would not fit."""
    largest = max((len(table["seats"]) for table in tables), default=0)
    if len(tables) <= CROWDED and largest <= SEATS:
        return "dense" if len(tables) > 8 else ""
    columns = next((columns for most, columns in COLUMNS if len(tables) <= most), 10)
    return f"crowd across-{columns}"


# Of one column on the stage: lines, characters in a line, characters of one card.
WALL_LINES, LINE, LONGEST = 20, 23, 140


def wall(by_kind: Sequence[tuple[str, Sequence[Card]]]) -> list[dict[str, Any]]:
    """The newest cards of each kind, as many as a column on the stage holds, and how many more there are."""
    columns = []
    for label, cards in by_kind:
        shown, room = [], WALL_LINES
        for card in cards:
            text = card.text if len(card.text) <= LONGEST else f"{card.text[: LONGEST - 1].rstrip()}…"
            room -= len(text) // LINE + 2
            if room < 0:
                break
            shown.append(text)
        columns.append({"label": label, "cards": shown, "count": len(cards), "more": len(cards) - len(shown)})
    return columns


def fingerprint(draw: Draw) -> str:
    """Changes whenever somebody sits down, goes, moves or says they are alone, a table is named or gets a link."""
    seats = draw.seats.order_by("pk").values_list("pk", "group", "left_at", "alone_at")
    groups = draw.groups.order_by("pk").values_list("name", "link", "merged_into")
    return short_hash(f"{draw.pk}{draw.published_at}{list(seats)}{list(groups)}")


def short_hash(text: str) -> str:
    return blake2b(text.encode(), digest_size=6).hexdigest()


def prospect(room: Room) -> steps.Prospect | None:
    """What the people in the room now would make, by the sizes of the next round."""
    people = room.participants.here().count()
    if people < 2 or room.closed_at:
        return None
    at = room.current.position if room.current else 0
    rounds = Round.objects.filter(step__room=room).order_by("step__position")
    round = rounds.filter(step__position__gte=at, step__skipped_at__isnull=True).first() or rounds.last()
    sizes = engine.sizes(people, round)
    return steps.Prospect(sizes, f"{people} people make {_said(sizes)}.")


def _said(sizes: tuple[int, ...]) -> str:
    counts = {size: sizes.count(size) for size in dict.fromkeys(sizes)}
    tables = "one table" if len(sizes) == 1 else f"{len(sizes)} tables"
    return f"{tables}: " + " and ".join(f"{count} of {size}" for size, count in counts.items())
