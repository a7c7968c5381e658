"""The same again at another time: the words, the place, the seats, the questions, the hosts and the picture; not the people."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import transaction

from collective.gather.gatherings.actions import hosting, planning
from collective.gather.gatherings.models import Card, Gathering

if TYPE_CHECKING:
    from datetime import datetime

    from collective.gather.gatherings.models import Series
    from collective.join.people.models import Member

KEPT = (
    "summary",
    "topic",
    "kind",
    "way",
    "place",
    "hides_place",
    "link",
    "link_from",
    "access_notes",
    "audience",
    "seats",
    "offer_hours",
    "offers_stop_hours",
    "quiet_from",
    "quiet_to",
    "offers_by_hand",
    "asks_still_coming",
)


@transaction.atomic
def copy(
    *,
    gathering: Gathering,
    now: datetime,
    by: Member | None = None,
    title: str = "",
    series: Series | None = None,
    **when: Any,
) -> Gathering:
    """A draft with everything of `gathering` but its people, at another time: `zone`, `wall_start` and `wall_end`.

    Seats that are held for some are held until as long before the start. Raises what `wall.span` raises.
    """
    kept = {name: getattr(gathering, name) for name in KEPT}
    title = title or gathering.title
    made = planning.plan(title=title, now=now, by=by, series=series, **(kept | when))
    for question in gathering.questions.all():
        question.pk, question.gathering = None, made
        question.save(force_insert=True)
    later = made.starts_at - gathering.starts_at
    for pool in gathering.pools.order_by("pk"):
        pool.pk, pool.gathering = None, made
        pool.held_until = pool.held_until + later if pool.held_until else None
        pool.save(force_insert=True)
    for host in gathering.hosts.select_related("member__person"):
        hosting.name_host(gathering=made, member=host.member, now=now)
    _copy_card(gathering, made, now, by)
    return made


def _copy_card(gathering: Gathering, made: Gathering, now: datetime, by: Member | None) -> None:
    card = Card.objects.filter(gathering=gathering).first()
    if card is not None:
        card.pk, card.gathering, card.at, card.by = None, made, now, by
        card.save(force_insert=True)


def copy_once(*, gathering: Gathering, now: datetime, by: Member, title: str, **when: Any) -> Gathering:
    """`copy`, from a form: the same organiser sending the same copy twice within a minute makes one."""
    same = {"title": title, "starts_at": planning.times(when)["starts_at"], "made_by": by}
    found = Gathering.objects.filter(**same, made_at__gte=now - planning.SAME_PRESS).first()
    return found or copy(gathering=gathering, now=now, by=by, title=title, **when)
