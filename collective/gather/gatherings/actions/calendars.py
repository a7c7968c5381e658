"""Gatherings planned from a calendar's file: kept, looked at, planned as drafts, and undone."""

from __future__ import annotations

from datetime import timedelta
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from collective.gather.gatherings.actions.importing import AlreadyDone, ThrownAway
from collective.gather.gatherings.actions.planning import plan
from collective.gather.gatherings.calendar_files import FoundEntry, read_calendar
from collective.gather.gatherings.models import CalendarFile, FromCalendar, Gathering
from collective.ground.lib.errors import Refused

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import datetime

    from collective.join.people.models import Member

KEPT_UNUSED = timedelta(days=7)
_TAKEN = ("title", "summary", "place", "link", "zone", "wall_start", "wall_end", "way")
#: What comes with every gathering and says nothing about whether anybody has used it.
_ALWAYS_THERE = frozenset({"from_calendar", "entry"})


def upload(*, data: bytes, filename: str, now: datetime, by: Member) -> CalendarFile:
    """Keep a calendar's entries until somebody decides. Raises `CalendarRefused` with a sentence."""
    today = timezone.localtime(now).replace(tzinfo=None)
    found = read_calendar(data, filename, zone=timezone.get_default_timezone_name(), today=today)
    return CalendarFile.objects.create(
        filename=filename[-160:],
        name=found.name,
        rows=[entry.as_json() for entry in found.entries],
        notes=list(found.notes),
        uploaded_at=now,
        uploaded_by=by,
    )


def look_at(file: CalendarFile) -> list[FoundEntry]:
    """Every entry with what would become of it now: planned already is what has the calendar's name, or the same title and
    hour."""
    entries = [FoundEntry(**{**row, "notes": tuple(row["notes"])}) for row in file.rows]
    named = set(FromCalendar.objects.filter(uid__in=[entry.uid for entry in entries]).values_list("uid", flat=True))
    alike = set(
        Gathering.objects.filter(wall_start__in={entry.wall_start for entry in entries}).values_list(
            "title", "wall_start"
        )
    )
    return [
        FoundEntry(**{**entry.as_json(), "notes": entry.notes, "outcome": "known"})
        if entry.outcome == "new" and (entry.uid in named or (entry.title, entry.wall_start) in alike)
        else entry
        for entry in entries
    ]


@transaction.atomic
def apply(*, file: CalendarFile, chosen: Collection[int], now: datetime, by: Member) -> CalendarFile:
    """Plan the chosen entries (by their place in the list) as drafts that only organisers see. What cannot be planned, because
    an hour does not exist in its zone, is left out and said. The rows are forgotten. Raises `AlreadyDone` or `ThrownAway`."""
    file = _locked(file)
    if file.applied_at is not None:
        raise AlreadyDone(
            "These gatherings have been planned already, perhaps in another window. Nothing was done twice."
        )
    planned: dict[str, str] = {}
    left_out: list[str] = []
    for place, entry in enumerate(look_at(file)):
        if place in chosen and entry.outcome in {"new", "past"}:
            _plan(file, entry, now, by, planned, left_out)
    file.outcome = {"planned": planned, "left_out": left_out}
    file.rows, file.applied_at = [], now
    file.save(update_fields=["outcome", "rows", "applied_at"])
    return file


def _plan(
    file: CalendarFile, entry: FoundEntry, now: datetime, by: Member, planned: dict[str, str], left_out: list[str]
) -> None:
    try:
        with transaction.atomic():
            made = plan(now=now, by=by, **{name: getattr(entry, name) for name in _TAKEN})
            FromCalendar.objects.create(gathering=made, file=file, uid=entry.uid)
    except Refused as refused:
        left_out.append(f"{entry.title}, {entry.wall_start.replace('T', ' ')}: {refused}")
    except IntegrityError:  # another organiser planned the same entry from another copy of the file, this moment
        left_out.append(f"{entry.title}: somebody has planned it already.")
    else:
        planned[str(made.pk)] = _print_of(made)


def _print_of(gathering: Gathering) -> str:
    """Short, and different as soon as somebody changes what was planned."""
    said = "\0".join(str(getattr(gathering, name)) for name in _TAKEN)
    return sha256(said.encode()).hexdigest()[:16]


@transaction.atomic
def undo(*, file: CalendarFile, now: datetime) -> CalendarFile:
    """Take the drafts back, but for those that somebody has changed, shown or used since. Raises `AlreadyDone`."""
    file = _locked(file)
    if file.applied_at is None or file.undone_at is not None:
        raise AlreadyDone("There is nothing to undo here, or somebody has undone it already.")
    gone = stay = 0
    for gathering in Gathering.objects.filter(pk__in=file.outcome.get("planned", {})).select_related("entry"):
        if _print_of(gathering) == file.outcome["planned"][str(gathering.pk)] and not _is_used(gathering):
            entry = gathering.entry
            gathering.delete()
            if entry is not None:
                entry.delete()
            gone += 1
        else:
            stay += 1
    file.outcome = {**file.outcome, "gone": gone, "stay": stay}
    file.undone_at = now
    file.save(update_fields=["outcome", "undone_at"])
    return file


def _is_used(gathering: Gathering) -> bool:
    """Whether any row in any app hangs on it: a sign-up, a host, a listing, a room."""
    keys: list[Any] = [field for field in Gathering._meta.get_fields(include_hidden=True) if field.auto_created]
    return any(
        key.related_model._default_manager.filter(**{key.field.name: gathering}).exists()
        for key in keys
        if not key.concrete and key.name not in _ALWAYS_THERE
    )


@transaction.atomic
def discard(*, file: CalendarFile) -> None:
    """Throw an unused calendar away. Raises `AlreadyDone` when it has been used, `ThrownAway` the second time."""
    file = _locked(file)
    if file.applied_at is not None:
        raise AlreadyDone("These gatherings have been planned. Undo that first, if you do not want them.")
    file.delete()


def _locked(file: CalendarFile) -> CalendarFile:
    found = CalendarFile.objects.select_for_update().filter(pk=file.pk).first()
    if found is None:
        raise ThrownAway
    return found


def forget_unused(now: datetime) -> None:
    """A tick job: calendars that nobody decided about are thrown away after a week, as the page says."""
    CalendarFile.objects.filter(applied_at__isnull=True, uploaded_at__lt=now - KEPT_UNUSED).delete()
