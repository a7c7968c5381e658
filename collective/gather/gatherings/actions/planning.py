"""Making a gathering, changing it, showing it, calling it off."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils import timezone
from django.utils.text import slugify

from collective.gather.diary import wall
from collective.gather.gatherings.models import Cancellation, Gathering, Listing

if TYPE_CHECKING:
    from datetime import datetime

    from collective.join.people.models import Member

SAME_PRESS = timedelta(minutes=1)


@transaction.atomic
def plan(
    *, title: str, starts_at: datetime, ends_at: datetime, now: datetime, by: Member | None = None, **facts: object
) -> Gathering:
    """A new gathering, not yet shown to anybody but organisers. `facts` are the model's own fields."""
    when = _on_the_wall({"starts_at": starts_at, "ends_at": ends_at, **facts})
    return Gathering.objects.create(
        slug=_free_slug(title, starts_at), title=title, made_at=now, made_by=by, **(facts | when)
    )


def _on_the_wall(facts: dict[str, Any]) -> dict[str, Any]:
    """Moments with what the wall says of them; where the facts say that already, as they say."""
    zone = str(facts.get("zone") or timezone.get_default_timezone_name())
    said = {"wall_start": wall.shown(facts["starts_at"], zone), "wall_end": wall.shown(facts["ends_at"], zone)}
    return {"zone": zone, "starts_at": facts["starts_at"], "ends_at": facts["ends_at"], **said}


def plan_once(*, title: str, starts_at: datetime, now: datetime, by: Member, **facts: object) -> Gathering:
    """`plan`, from a form: the same organiser sending the same gathering twice within a minute makes one."""
    same = {"title": title, "starts_at": starts_at, "made_by": by, "made_at__gte": now - SAME_PRESS}
    return Gathering.objects.filter(**same).first() or plan(title=title, starts_at=starts_at, now=now, by=by, **facts)


def _free_slug(title: str, starts_at: datetime) -> str:
    day = timezone.localtime(starts_at) if timezone.is_aware(starts_at) else starts_at
    base = f"{slugify(title)[:60].strip('-') or 'gathering'}-{day:%Y-%m-%d}"
    taken = set(Gathering.objects.filter(slug__startswith=base).values_list("slug", flat=True))
    return next(slug for slug in [base, *(f"{base}-{n}" for n in range(2, len(taken) + 3))] if slug not in taken)


@transaction.atomic
def change(*, gathering: Gathering, **facts: object) -> Gathering:
    """New facts about a gathering. Its address stays, so that links in letters go on working."""
    if "starts_at" in facts or "ends_at" in facts:
        now_said = {"starts_at": gathering.starts_at, "ends_at": gathering.ends_at, "zone": gathering.zone}
        facts |= _on_the_wall(now_said | facts)
    for name, value in facts.items():
        setattr(gathering, name, value)
    gathering.save(update_fields=list(facts))
    return gathering


def list_publicly(*, gathering: Gathering, now: datetime, by: Member) -> Listing:
    """Show the gathering to everybody. Twice is harmless."""
    return Listing.objects.get_or_create(gathering=gathering, defaults={"at": now, "by": by})[0]


def unlist(*, gathering: Gathering) -> None:
    """Show the gathering to organisers only. Who has a seat keeps it. Twice is harmless."""
    Listing.objects.filter(gathering=gathering).delete()


def cancel(*, gathering: Gathering, now: datetime, by: Member) -> Cancellation:
    """The gathering does not take place. Twice is harmless."""
    return Cancellation.objects.get_or_create(gathering=gathering, defaults={"at": now, "by": by})[0]
