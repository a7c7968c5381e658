"""One page to run the day: the room and its code, who is here, who is late, who hosts, and what people asked for."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from collective.gather.gatherings import queries as gatherings
from collective.share.pages.queries.raw import real_room

if TYPE_CHECKING:
    from datetime import datetime

    from collective.gather.gatherings.models import Gathering, SignUp
    from collective.gather.gatherings.queries import Counts
    from collective.talk.rooms.models import Room

SHOWN = 40
GRACE = timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class Day:
    """The day of one gathering.

    late
        who is expected and not here, by name, at most forty of `late_count`; nobody before five minutes past the start.
    notes
        sign-ups of people with a note, who are coming.
    """

    gathering: Gathering
    room: Room | None
    counts: Counts
    hosts: tuple[str, ...]
    late: tuple[SignUp, ...]
    late_count: int
    notes: tuple[SignUp, ...]
    minutes_to_start: int

    @property
    def phase(self) -> str:
        """ "before", "soon" (within an hour), "on" or "over"."""
        if self.minutes_to_start > 60:
            return "before"
        return "soon" if self.minutes_to_start > 0 else "on"


def day_of(gathering: Gathering, now: datetime) -> Day:
    """Everything the page shows, in a number of queries that does not grow with the list."""
    expected = gathering.sign_ups.coming().exclude(person__in=gathering.check_ins.values("person"))
    begun = gathering.starts_at + GRACE <= now < gathering.ends_at
    late = expected.select_related("person__organisation").order_by("person__name", "pk") if begun else expected.none()
    noted = gathering.sign_ups.coming().exclude(note="").select_related("person").order_by("person__name", "pk")
    hosts = gathering.hosts.select_related("member__person").order_by("at", "pk")
    return Day(
        gathering,
        real_room(gathering),
        gatherings.counts(gathering),
        tuple(host.member.person.name for host in hosts),
        tuple(late[:SHOWN]),
        late.count(),
        tuple(noted[:SHOWN]),
        int((gathering.starts_at - now).total_seconds() // 60),
    )
