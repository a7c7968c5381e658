"""Who is here."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from django.db import transaction

from collective.gather.gatherings import signals
from collective.gather.gatherings.models import CheckIn

if TYPE_CHECKING:
    from datetime import datetime

    from collective.gather.gatherings.models import Gathering
    from collective.join.people.models import Person


@transaction.atomic
def check_in(*, gathering: Gathering, person: Person, how: str, now: datetime) -> CheckIn:
    """This person is here. The first time counts and is announced after commit; twice is harmless."""
    made, is_new = CheckIn.objects.get_or_create(gathering=gathering, person=person, defaults={"at": now, "how": how})
    if is_new:
        facts = {"gathering": gathering, "person": person, "now": now, "how": how}
        transaction.on_commit(partial(signals.person_checked_in.send, sender=CheckIn, **facts))
    return made


@transaction.atomic
def undo_check_in(*, gathering: Gathering, person: Person, now: datetime) -> None:
    """This person is not here after all. Announced after commit; twice is harmless."""
    gone, _ = CheckIn.objects.filter(gathering=gathering, person=person).delete()
    if gone:
        facts = {"gathering": gathering, "person": person, "now": now}
        transaction.on_commit(partial(signals.check_in_undone.send, sender=CheckIn, **facts))
