"""Tables as screens draw them: seats with initials and colours, and what changed since a page was drawn."""

from __future__ import annotations

from hashlib import blake2b
from typing import TYPE_CHECKING, Any

import grouping
from collective.ground.web.people import initials
from collective.talk.conversations.models import Group, Round
from collective.talk.conversations.queries import Table
from collective.talk.rooms import steps

if TYPE_CHECKING:
    from collective.talk.conversations.models import Draw
    from collective.talk.rooms.models import Participant, Room

SEATS = 5  # colours and places of a drawn table; a sixth person shares the fifth colour


def short_name(name: str) -> str:
    """A name for the big screen: first name and the initial of the last, such as "Siobhán K"."""
    words = name.split()
    return name if len(words) < 2 else f"{words[0]} {words[-1][0]}"


def _seat(name: str, place: int, **more: Any) -> dict[str, Any]:
    return {"initials": initials(name), "name": name, "number": min(place, SEATS), **more}


def seats_for(group: Group, participant: Participant) -> list[dict[str, Any]]:
    """The table as its own people see it: everybody's name, and which seat is theirs."""
    seats = group.seats.filter(left_at__isnull=True).select_related("participant").order_by("place")
    return [_seat(seat.participant.name, seat.place, you=seat.participant_id == participant.pk) for seat in seats]


def on_stage(table: Table, round: Round) -> dict[str, Any]:
    """A table for the room plan; an open seat where it has fewer people than the usual size, and somebody may still come."""
    seats = [_seat(short_name(seat.participant.name), seat.place) for seat in table.seats]
    if len(seats) < min(round.size, 4) and all(seat.place != 2 for seat in table.seats):
        seats.append({"initials": "", "name": "", "open": True, "number": 2})
    return {"number": table.group.number, "name": table.group.name, "seats": seats, "way": table.group.way}


def speaks_first(group: Group) -> str:
    """Who begins, so that nobody has to decide: the seat after the table's number, going round."""
    names = [
        seat.participant.name
        for seat in group.seats.filter(left_at__isnull=True).select_related("participant").order_by("place")
    ]
    return names[group.number % len(names)] if names else ""


def fingerprint(draw: Draw) -> str:
    """Changes whenever somebody sits down, goes or moves, a table is named or gets a link."""
    seats = draw.seats.order_by("pk").values_list("pk", "group", "left_at")
    groups = draw.groups.order_by("pk").values_list("name", "link", "merged_into")
    return short_hash(f"{draw.pk}{draw.published_at}{list(seats)}{list(groups)}")


def short_hash(text: str) -> str:
    return blake2b(text.encode(), digest_size=6).hexdigest()


def prospect(room: Room) -> steps.Prospect | None:
    """What the people in the room now would make, by the sizes of the next round."""
    people = room.participants.here().count()
    if people < 2 or room.closed_at:
        return None
    round = Round.objects.filter(step__room=room).order_by("step__position").first()
    size, smallest, largest = (round.size, round.smallest, round.largest) if round else (4, 3, 5)
    sizes = grouping.sizes(people, size, smallest, largest)
    return steps.Prospect(sizes, f"{people} people make {_said(sizes)}.")


def _said(sizes: tuple[int, ...]) -> str:
    counts = {size: sizes.count(size) for size in dict.fromkeys(sizes)}
    tables = "one table" if len(sizes) == 1 else f"{len(sizes)} tables"
    return f"{tables}: " + " and ".join(f"{count} of {size}" for size, count in counts.items())
