"""Moves and cancellations, told to everybody concerned; the list that closes; thanks afterwards. A batch at a time, by the tick.

What is said is how things stand when it is said: of two moves in a row only the last is told.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime, time, timedelta
from functools import partial
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from django.db import transaction
from django.db.models import Exists, Max, OuterRef, Q

from collective.gather.gatherings import doors, letters, standings
from collective.gather.gatherings.letters.posting import about
from collective.gather.gatherings.models import (
    Attendance,
    Cancellation,
    CheckIn,
    Gathering,
    Move,
    SignUp,
    Told,
    Waiting,
)
from collective.gather.gatherings.seating import hours
from collective.ground.outbox.automatic import Coming

if TYPE_CHECKING:
    from django.db.models import QuerySet

BATCH = 100
NEWS_FOR = timedelta(days=7)  # a move or cancellation that nobody could be told of for so long is no news any more
THANKS_FROM, THANKS_FOR = time(10), timedelta(days=14)


def run(now: datetime) -> None:
    """The tick's part."""
    tell_of_changes(now)
    close_lists(now)
    thank(now)


def tell_of_changes(now: datetime) -> None:
    """Moves and cancellations. Twice is harmless, two at once too; killed anywhere it neither doubles nor loses."""
    ahead = Gathering.objects.filter(ends_at__gt=now)
    for gathering in ahead.filter(cancellation__at__gte=now - NEWS_FOR, cancellation__told_at__isnull=True):
        still = Waiting.objects.filter(Q(end__isnull=True) | Q(end__how="closed"))
        _tell(gathering, "called-off", now, SignUp.objects.coming(), "sign_up", letters.called_off_for)
        _tell(gathering, "called-off", now, still, "waiting", letters.called_off_for_waiting)
        Cancellation.objects.filter(gathering=gathering).update(told_at=now)
    moved = Exists(Move.objects.filter(gathering=OuterRef("pk"), at__gte=now - NEWS_FOR, told_at__isnull=True))
    for gathering in ahead.filter(moved, cancellation__isnull=True):
        _tell_of_last_move(gathering, now)


def _tell_of_last_move(gathering: Gathering, now: datetime) -> None:
    moves = list(gathering.moves.order_by("at", "pk"))
    before = {"made_at__lt": moves[-1].at}
    what = f"moved:{moves[-1].pk}"
    _tell(gathering, what, now, SignUp.objects.filter(**before), "sign_up", partial(_tell_of_moves, moves))
    waits = Waiting.objects.standing().filter(**before)
    _tell(gathering, what, now, waits, "waiting", partial(_tell_who_waits, moves))
    Move.objects.filter(pk__in=[move.pk for move in moves]).update(told_at=now)


def _tell_of_moves(moves: list[Move], sign_up: SignUp, now: datetime) -> None:
    """Who had said that they cannot come is asked again if the time is another: it was about the time before."""
    first = _first_untold(moves, sign_up)
    if sign_up.seat is not None or first.was_starts_at != sign_up.gathering.starts_at:
        letters.moved_for(sign_up, first, now)


def _tell_who_waits(moves: list[Move], waiting: Waiting, now: datetime) -> None:
    """What they said about the day before was about the old day, and moves along."""
    first = _first_untold(moves, waiting)
    moved_by = waiting.gathering.starts_at - first.was_starts_at
    if waiting.not_after is not None and moved_by:
        waiting.not_after += moved_by
        waiting.save(update_fields=["not_after"])
    elsewhere = first.was_place != waiting.gathering.place and not waiting.gathering.hides_place
    if moved_by or elsewhere:
        letters.moved_for_waiting(waiting, first, now)


def _first_untold(moves: list[Move], one: SignUp | Waiting) -> Move:
    """The earliest move that they have not been told of: what they know is what was before it."""
    told = one.told.filter(what__startswith="moved:").values_list("what", flat=True)
    last = max((int(what.removeprefix("moved:")) for what in told if what != f"moved:{moves[-1].pk}"), default=0)
    return next(move for move in moves if move.pk > last and move.at > one.made_at)


def close_lists(now: datetime) -> None:
    """After the cut-off, who still waits is told that no seat has come free: not at night, and not who has an offer."""
    waits = Exists(Waiting.objects.standing().filter(gathering=OuterRef("pk")))
    ahead = Gathering.objects.filter(waits, starts_at__gt=now, cancellation__isnull=True)
    furthest = ahead.aggregate(hours=Max("offers_stop_hours"))["hours"]
    if furthest is None:
        return
    soon = ahead.filter(starts_at__lte=now + timedelta(hours=furthest)).select_related("cancellation")
    for gathering in soon:
        rules = standings.rules_of(gathering, now)
        if now >= rules.stops_at and not hours.is_quiet(rules, now):
            still = Waiting.objects.standing().exclude(offers__seat__isnull=False)
            _tell(gathering, f"over:{_minute(gathering.starts_at)}", now, still, "waiting", letters.list_over)


def thank(now: datetime) -> None:
    """From ten on the day after: thank you to those who came, with what there is to read. Not before there is something."""
    over = Gathering.objects.filter(ends_at__lt=now, ends_at__gte=now - THANKS_FOR, cancellation__isnull=True)
    for gathering in over.order_by("ends_at", "pk"):
        outcome = doors.outcome_of(gathering) or ""
        if _thanks_at(gathering) <= now and (outcome or _has_something(gathering)):
            came = _who_came(gathering)
            _tell(
                gathering,
                "thanks",
                now,
                came,
                "sign_up",
                lambda one, at, to=outcome: letters.thanks(one, at, outcome=to),
            )


def expected(now: datetime, until: datetime) -> Iterator[Coming]:
    """The thanks of the next days, and what keeps them back."""
    over = Gathering.objects.filter(ends_at__gte=now - THANKS_FOR, ends_at__lte=until, cancellation__isnull=True)
    for gathering in over.prefetch_related("materials").select_related("account").order_by("ends_at", "pk"):
        at = max(_thanks_at(gathering), now)
        if at <= until and not Told.objects.filter(sign_up__gathering=gathering, what="thanks").exists():
            there = gathering.materials.all() or hasattr(gathering, "account")
            held = "" if there else "There is nothing to read yet: add slides or notes, or write what happened."
            yield Coming(at, f"Thank you: {gathering.title}", "everybody who came", about(gathering), held)


def _thanks_at(gathering: Gathering) -> datetime:
    zone = ZoneInfo(gathering.zone)
    day = gathering.ends_at.astimezone(zone).date() + timedelta(days=1)
    return datetime.combine(day, THANKS_FROM, zone)


def _has_something(gathering: Gathering) -> bool:
    return gathering.materials.exists() or hasattr(gathering, "account")


def _who_came(gathering: Gathering) -> QuerySet[SignUp]:
    here = CheckIn.objects.filter(gathering=gathering, person=OuterRef("person"))
    marked = Attendance.objects.filter(gathering=gathering, person=OuterRef("person"))
    came = Q(Exists(marked.filter(state="came"))) | (Q(Exists(here)) & ~Q(Exists(marked)))
    return SignUp.objects.filter(came)


def _tell(
    gathering: Gathering, what: str, now: datetime, people: QuerySet, field: str, write: Callable[..., None]
) -> None:
    told = Told.objects.filter(**{field: OuterRef("pk")}, what=what)
    due = people.filter(gathering=gathering, person__email__isnull=False).exclude(Exists(told))
    due = due.select_related("person", "gathering__entry", "gathering__cancellation").order_by("pk")
    while due.exists() and _tell_some(gathering, what, now, due, field, write):
        pass


@transaction.atomic
def _tell_some(
    gathering: Gathering, what: str, now: datetime, due: QuerySet, field: str, write: Callable[..., None]
) -> int:
    """One batch, with the gathering locked, so that a second tick waits and finds it done."""
    Gathering.objects.select_for_update().get(pk=gathering.pk)
    some = list(due[:BATCH])
    Told.objects.bulk_create(Told(**{field: one}, what=what, at=now) for one in some)
    for one in some:
        write(one, now)
    return len(some)


def _minute(at: datetime) -> str:
    return f"{at:%Y-%m-%dT%H:%MZ}"
