"""One message to everybody who comes, waits or came: written once, sent once, to those it is for when it goes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import transaction

from collective.gather.gatherings import queries
from collective.gather.gatherings.letters import telling as letter
from collective.gather.gatherings.models import Broadcast, Gathering
from collective.ground.lib.errors import Refused
from collective.ground.outbox.automatic import Coming

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from collective.join.people.models import Member

AT_ONCE = 200  # letters that go into the outbox in one transaction; the rest follow by the tick
TO = dict(Broadcast.TO)


class NobodyToTell(Refused):
    """Nobody would get this message."""

    status = 400


@dataclass(frozen=True, slots=True)
class Reached:
    """How many people a message would go to, and how many it is for who gave no address."""

    people: int
    without_address: int

    @property
    def sentence(self) -> str:
        """ "It goes to 31 people. 2 more gave no address and get no letter." """
        none = self.without_address
        more = f" {none:,} more gave no address and get{'s' if none == 1 else ''} no letter." if none else ""
        return f"It goes to {self.people:,} {'person' if self.people == 1 else 'people'}.{more}"


def reach(gathering: Gathering, to: str) -> Reached:
    """Whom a message would reach now."""
    for_whom = queries.told(gathering, to)
    with_address = for_whom.filter(email__isnull=False).count()
    return Reached(with_address, for_whom.count() - with_address)


@transaction.atomic
def tell(*, gathering: Gathering, to: str, subject: str, text: str, token: str, now: datetime, by: Member) -> Broadcast:
    """Send a message. The same token is the same message: pressing twice, or coming back to the form, sends nothing more.

    The first letters go into the outbox at once, the others with the next ticks. Raises `NobodyToTell`.
    """
    gathering = Gathering.objects.select_for_update().get(pk=gathering.pk)
    sent = Broadcast.objects.filter(token=token).first()
    if sent is not None:
        return sent
    if to not in TO or not reach(gathering, to).people:
        raise NobodyToTell("Nobody would get this message: there is nobody with an address whom it is for.")
    made = Broadcast.objects.create(
        gathering=gathering, to=to, subject=subject, text=text, token=token[:40], at=now, by=by
    )
    post_next(made, now)
    return made


@transaction.atomic
def post_next(message: Broadcast, now: datetime) -> int:
    """Put the next letters of a message into the outbox, and remember how far it has gone, in one transaction: a kill between
    two letters neither doubles nor loses one. Answers how many."""
    message = Broadcast.objects.select_for_update().select_related("gathering").get(pk=message.pk)
    if message.posted_at is not None:
        return 0
    next_ones = queries.told(message.gathering, message.to).filter(pk__gt=message.reached).order_by("pk")
    people = list(next_ones[:AT_ONCE])
    pages = queries.own_pages(message.gathering, [person.pk for person in people])
    for person in people:
        letter.told(message, person, pages.get(person.pk, ""), now)
    message.reached = people[-1].pk if people else message.reached
    message.posted_at = now if len(people) < AT_ONCE else None
    message.save(update_fields=["reached", "posted_at"])
    return len(people)


def run(now: datetime) -> None:
    """An automatic step: messages that are on their way go on, one portion each."""
    for message in Broadcast.objects.filter(posted_at__isnull=True).order_by("at")[:20]:
        post_next(message, now)


def expected(now: datetime, until: datetime) -> Iterator[Coming]:
    """Messages whose letters are not all in the outbox yet."""
    for message in Broadcast.objects.filter(posted_at__isnull=True, at__lt=until).select_related("gathering"):
        about = f"gathering:{message.gathering_id}"
        yield Coming(at=now, what=f"The rest of the message “{message.subject}”", to=TO[message.to], about=about)
