"""Who hosts a gathering: named on its page, with the gathering in their own diary."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from collective.gather.diary import actions as diary
from collective.gather.gatherings import letters
from collective.gather.gatherings.actions import in_the_diary
from collective.gather.gatherings.models import Gathering, Host, SignUp
from collective.ground.lib.errors import Refused
from collective.join.people.models import Member

if TYPE_CHECKING:
    from datetime import datetime


class NotAMember(Refused):
    """A host can sign in; nobody with this address can."""

    status = 400


@transaction.atomic
def name_host(*, gathering: Gathering, member: Member, now: datetime) -> Host:
    """This member hosts the gathering; they get a plain letter where it is still to come. Twice is harmless."""
    host, is_new = Host.objects.get_or_create(gathering=gathering, member=member, defaults={"at": now})
    if is_new and not gathering.is_cancelled:
        in_the_diary.ask_host(gathering, member, now)
        if gathering.is_listed and gathering.ends_at > now:
            letters.hosting(host, now)
    return host


def name_host_by_address(*, gathering: Gathering, email: str, now: datetime) -> Host:
    """`name_host`, by the address somebody signs in with. Raises `NotAMember`."""
    member = Member.objects.filter(email__iexact=email.strip(), is_active=True).select_related("person").first()
    if member is None:
        raise NotAMember("No member signs in with that address. Ask them to sign in once, then name them here.")
    return name_host(gathering=gathering, member=member, now=now)


@transaction.atomic
def remove_host(*, host: Host, now: datetime) -> None:
    """They do not host it after all. If they have a seat, they keep it."""
    gathering, person = host.gathering, host.member.person
    host.delete()
    seat = SignUp.objects.coming().filter(gathering=gathering, person=person).select_related("gathering").first()
    if gathering.is_cancelled or gathering.entry is None:
        return
    if seat is not None:
        in_the_diary.ask(seat, now)
    else:
        diary.uninvite(entry=gathering.entry, person=person, now=now)
