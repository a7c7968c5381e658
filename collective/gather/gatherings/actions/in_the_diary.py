"""A gathering's entry in the diary, and who is asked to it. Called inside the transaction that changes the gathering."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlencode

from django.conf import settings
from django.db import transaction
from django.urls import reverse

from collective.gather.diary import actions as diary
from collective.gather.diary.models import COMING, EVERYBODY, HOSTING, INVITED, MEMBERS
from collective.gather.gatherings.models import Gathering, Host

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from collective.gather.diary.models import Entry
    from collective.gather.gatherings.models import SignUp
    from collective.join.people.models import Member

AT_A_TICK = 50
_AUDIENCES = {"public": EVERYBODY, "members": MEMBERS, "link": INVITED}


def write(gathering: Gathering, now: datetime) -> Entry:
    """The entry, as the gathering stands; made when it is asked for first. The video link, and a place that is not for everybody,
    stay out of it: they are for those who come, on their own page."""
    entry = diary.write_entry(
        entry=gathering.entry,
        zone=gathering.zone,
        wall_start=gathering.wall_start,
        wall_end=gathering.wall_end,
        summary=gathering.title,
        description=gathering.topic or gathering.summary,
        location=_where(gathering),
        url=address_of(gathering),
        audience=_AUDIENCES[gathering.audience] if gathering.is_listed else INVITED,
        now=now,
    )
    if gathering.entry_id is None:
        gathering.entry = entry
        gathering.save(update_fields=["entry"])
    return entry


def cancel(gathering: Gathering, now: datetime) -> None:
    """It does not take place, in the diary too."""
    diary.cancel_entry(entry=gathering.entry or write(gathering, now), now=now)


def ask(sign_up: SignUp, now: datetime) -> None:
    """Somebody has a seat: it stands in their own diary, with their own page. A host stays a host there."""
    gathering = sign_up.gathering
    hosts = Host.objects.filter(gathering=gathering, member__person=sign_up.person_id).exists()
    diary.invite(
        entry=gathering.entry or write(gathering, now),
        person=sign_up.person,
        role=HOSTING if hosts else COMING,
        url=settings.SITE_URL + reverse("my-seat", args=[sign_up.token]),
        now=now,
    )


def ask_all(gathering: Gathering, sign_ups: Iterable[SignUp], now: datetime) -> None:
    """`ask`, for a list of thousands. Nothing is posted: who came in with a list gets a calendar file with their first letter."""
    if not gathering.is_cancelled:
        entry = gathering.entry or write(gathering, now)
        people = ((one.person, settings.SITE_URL + reverse("my-seat", args=[one.token])) for one in sign_ups)
        diary.invite_all(entry=entry, people=people, now=now)


def catch_up(now: datetime) -> None:
    """A tick job: what was planned before there was a diary gets its entry, with everybody who has a seat. Each in a transaction
    of its own; twice is harmless."""
    without = Gathering.objects.filter(entry__isnull=True, ends_at__gte=now, cancellation__isnull=True)
    for pk in list(without.order_by("starts_at").values_list("pk", flat=True)[:AT_A_TICK]):
        with transaction.atomic():
            held = Gathering.objects.select_for_update(of=("self",)).select_related("listing").get(pk=pk)
            if held.entry_id is None:
                write(held, now)
                ask_all(held, held.sign_ups.coming().select_related("person"), now)


def forget_list(gathering: Gathering, people: list[int], now: datetime) -> None:
    """A list is taken back: what stood in the diaries of these people goes; where a calendar has heard of it, it is told."""
    if gathering.entry is None:
        return
    theirs = gathering.entry.invitations.filter(person__in=people, role=COMING)
    for told in theirs.filter(sequence_sent__isnull=False).select_related("person"):
        diary.uninvite(entry=gathering.entry, person=told.person, now=now)
    theirs.filter(sequence_sent__isnull=True).delete()


def take_off(sign_up: SignUp, now: datetime) -> None:
    """Somebody cannot come: it goes from their diary, unless they host it."""
    gathering = sign_up.gathering
    hosts = Host.objects.filter(gathering=gathering, member__person=sign_up.person_id).exists()
    if gathering.entry is not None and not hosts:
        diary.uninvite(entry=gathering.entry, person=sign_up.person, now=now)


def ask_host(gathering: Gathering, member: Member, now: datetime) -> None:
    """Hosts get no invitation to what they run; it stands in their feed."""
    entry = gathering.entry or write(gathering, now)
    diary.invite(entry=entry, person=member.person, role=HOSTING, url=address_of(gathering), now=now)


def address_of(gathering: Gathering) -> str:
    """The whole address of its page; with its key, where it is open by link only."""
    page = settings.SITE_URL + reverse("gathering", args=[gathering.slug])
    return f"{page}?{urlencode({'key': gathering.key})}" if gathering.audience == "link" else page


def _where(gathering: Gathering) -> str:
    if gathering.way == "online":
        return "Online"
    return gathering.public_place or "In a room"
