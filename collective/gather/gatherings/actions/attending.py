"""Who came: marked by hand, from the report of a call, or by the person themself. Told apart from who merely was not seen.

A mark is never a penalty and nothing depends on it. Nobody is ever marked as absent because a file does not name them: that takes
an organiser who says so, person by person or for all the rest at once. Marks are deleted six months after the gathering; totals
stay.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.db import transaction

from collective.gather.gatherings.models import Attendance, Gathering, Turnout
from collective.gather.gatherings.queries import attendance_counts, not_known
from collective.ground.lib.errors import Refused

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from collective.join.people.models import Member, Person

CAME, TOLD, DID_NOT, UNKNOWN = "came", "told", "did_not", "unknown"
STATES = (CAME, TOLD, DID_NOT, UNKNOWN)
MARKS_KEPT = timedelta(days=183)
SETTLED_AFTER = timedelta(days=7)
CHUNK = 500


class NotYetHeld(Refused):
    """Nobody can be absent from a gathering that has not ended."""


class NoLongerKept(Refused):
    """The marks of this gathering are deleted; only totals are left."""


class NoSuchMark(Refused):
    """What a form sent is none of the four states."""

    status = 400


@transaction.atomic
def mark(*, gathering: Gathering, person: Person, state: str, now: datetime, by: Member) -> Attendance:
    """An organiser says whether somebody came. Twice is harmless. Raises `NotYetHeld`, `NoLongerKept` or `NoSuchMark`."""
    gathering = _markable(gathering, state, now)
    said = {"state": state, "source": "hand", "confirmed_by": by, "at": now, "corrected_at": None}
    said["corrected_by_person"] = False
    kept, _ = Attendance.objects.update_or_create(gathering=gathering, person=person, defaults=said)
    settle(gathering=gathering, now=now)
    return kept


@transaction.atomic
def correct_own(*, gathering: Gathering, person: Person, state: str, now: datetime) -> Attendance:
    """Somebody says themself whether they came. Their word stands: no file and no bulk mark writes over it.

    Raises `NotYetHeld`, `NoLongerKept` or `NoSuchMark`.
    """
    gathering = _markable(gathering, state, now)
    said = {"state": state, "source": "hand", "at": now, "corrected_at": now, "corrected_by_person": True}
    kept, _ = Attendance.objects.update_or_create(gathering=gathering, person=person, defaults=said)
    settle(gathering=gathering, now=now)
    return kept


@transaction.atomic
def the_rest_did_not(*, gathering: Gathering, now: datetime, by: Member) -> int:
    """An organiser says that everybody who signed up and of whom nothing is known did not come. Answers how many."""
    gathering = _markable(gathering, DID_NOT, now)
    rest = list(not_known(gathering).values_list("pk", flat=True))
    mark_many(gathering=gathering, people=rest, state=DID_NOT, source="hand", now=now, by=by)
    settle(gathering=gathering, now=now)
    return len(rest)


@transaction.atomic
def the_rest_is_not_known(*, gathering: Gathering, now: datetime) -> int:
    """Takes back every "did not come" that nobody has corrected. Answers how many."""
    gathering = _markable(gathering, UNKNOWN, now)
    absent = Attendance.objects.filter(gathering=gathering, state=DID_NOT, corrected_by_person=False)
    gone, _ = absent.delete()
    settle(gathering=gathering, now=now)
    return gone


def mark_many(
    *, gathering: Gathering, people: Iterable[int], state: str, source: str, now: datetime, by: Member | None
) -> None:
    """The same mark for many (their keys), but for those who have said themselves. Call it inside a transaction."""
    own = set(Attendance.objects.filter(gathering=gathering, corrected_by_person=True).values_list("person", flat=True))
    facts = {"gathering": gathering, "state": state, "source": source, "confirmed_by": by, "at": now}
    rows = [Attendance(person_id=pk, **facts) for pk in dict.fromkeys(people) if pk not in own]
    Attendance.objects.bulk_create(
        rows,
        batch_size=CHUNK,
        update_conflicts=True,
        unique_fields=["gathering", "person"],
        update_fields=["state", "source", "confirmed_by", "at"],
    )


@transaction.atomic
def settle(*, gathering: Gathering, now: datetime) -> Turnout:
    """Counts the totals from the rows as they are. They name nobody, and stay when the rows are gone."""
    counted = attendance_counts(gathering)
    totals = {
        "signed_up": counted.signed_up,
        "came": counted.came,
        "told": counted.told,
        "did_not": counted.did_not,
        "unknown": counted.unknown,
        "walked_in": counted.walked_in,
    }
    return Turnout.objects.update_or_create(
        gathering=gathering, defaults=totals, create_defaults={**totals, "closed_at": now}
    )[0]


def settle_past(now: datetime) -> int:
    """An automatic step: a week after a gathering its totals are counted, whether or not anybody looked. Answers how many."""
    due = Gathering.objects.filter(
        ends_at__lt=now - SETTLED_AFTER, ends_at__gte=now - MARKS_KEPT, turnout__isnull=True, cancellation__isnull=True
    )
    some = list(due.order_by("ends_at")[:50])
    for gathering in some:
        settle(gathering=gathering, now=now)
    return len(some)


def forget_marks(now: datetime) -> int:
    """An automatic step: six months after a gathering, who came is forgotten; the totals are counted first. Answers how many
    marks went."""
    old = Gathering.objects.filter(ends_at__lt=now - MARKS_KEPT, attendance__isnull=False).distinct()
    gone = 0
    for gathering in list(old.order_by("ends_at")[:50]):
        with transaction.atomic():
            locked = Gathering.objects.select_for_update().get(pk=gathering.pk)
            if not Turnout.objects.filter(gathering=locked).exists():
                settle(gathering=locked, now=now)
            gone += Attendance.objects.filter(gathering=locked).delete()[0]
    return gone


def is_kept(gathering: Gathering, now: datetime) -> bool:
    """Whether it is still known who came."""
    return gathering.ends_at >= now - MARKS_KEPT


def _markable(gathering: Gathering, state: str, now: datetime) -> Gathering:
    gathering = Gathering.objects.select_for_update().get(pk=gathering.pk)
    if state not in STATES:
        raise NoSuchMark("That is nothing we keep about who came. Load the page again and choose one of the four.")
    if gathering.starts_at > now or (state == DID_NOT and gathering.ends_at > now):
        raise NotYetHeld("It is not over yet, so nobody can be said to have stayed away. Come back when it has ended.")
    if not is_kept(gathering, now):
        raise NoLongerKept(
            "That gathering was more than six months ago. Who came to it is forgotten by now; only the totals are kept."
        )
    return gathering
