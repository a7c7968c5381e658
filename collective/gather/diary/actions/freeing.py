"""A person's free hours: the week as they paint it, and single days on which it is otherwise."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from collective.gather.diary import free, wall
from collective.gather.diary.models import Availability, FreeException, FreeTime
from collective.ground.lib.errors import Refused
from collective.join.people.models import Person

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date, datetime

EXCEPTIONS_AT_MOST = 200


class TooManyDays(Refused):
    """More single days than anybody's year has surprises."""


@transaction.atomic
def paint_week(*, person: Person, zone: str, painted: Mapping[int, set[int]], now: datetime) -> Availability:
    """Write down the week anew: for each weekday (0 is Monday) the half-hours (0 to 47) that are free. Raises UnknownZone."""
    wall.named(zone)
    held = _held(person, zone, now)
    held.weekly.all().delete()
    FreeTime.objects.bulk_create(
        FreeTime(availability=held, weekday=weekday, first=spell.first, last=spell.last)
        for weekday, half_hours in painted.items()
        for spell in free.spells(half_hours)
    )
    return held


@transaction.atomic
def add_exception(
    *, person: Person, zone: str, day: date, first: int, last: int, is_free: bool, now: datetime
) -> FreeException:
    """On this day it is otherwise: free, or not, from the half-hour `first` up to `last`. Raises UnknownZone, TooManyDays."""
    wall.named(zone)
    held = Availability.objects.filter(person=person).first()
    held = _held(person, held.zone if held else zone, now)
    held.exceptions.filter(day__lt=now.date()).delete()
    if held.exceptions.count() >= EXCEPTIONS_AT_MOST:
        raise TooManyDays(f"There are {EXCEPTIONS_AT_MOST} single days already. Take away some that you do not need.")
    return FreeException.objects.create(availability=held, day=day, first=first, last=last, free=is_free, made_at=now)


@transaction.atomic
def drop_exception(*, person: Person, exception: int, now: datetime) -> bool:
    """That day is as the week says again; False when it was already."""
    Availability.objects.filter(person=person).update(changed_at=now)
    return bool(FreeException.objects.filter(availability__person=person, pk=exception).delete()[0])


@transaction.atomic
def forget_hours(*, person: Person) -> bool:
    """Forget when this person is free; False when we did not know."""
    return bool(Availability.objects.filter(person=person).delete()[0])


def _held(person: Person, zone: str, now: datetime) -> Availability:
    Person.objects.select_for_update().get(pk=person.pk)
    return Availability.objects.update_or_create(person=person, defaults={"zone": zone, "changed_at": now})[0]
