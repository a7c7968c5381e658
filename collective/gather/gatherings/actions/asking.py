"""What a gathering asks of those who sign up, what is remembered for the next time, and whom they bring: by asking them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from collective.gather.gatherings import letters
from collective.gather.gatherings.models import Gathering, Invite, Remembered, Reply, SignUp
from collective.ground.lib.errors import Refused

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from collective.join.people.models import Member, Person

INVITES_EACH = 5
INVITES_BY_ORGANISERS = 200


class CannotInvite(Refused):
    """Nobody can be asked along here, or no more people."""


def keep_replies(*, sign_up: SignUp, replies: Mapping[int, str], own: bool, now: datetime) -> None:
    """Keep what somebody answered, and remember what is asked again elsewhere. Anybody may type any address into the form, so
    only where it is certain whose answers they are (`own`) does a new one replace an old one."""
    asked = list(sign_up.gathering.questions.all()) if replies else []
    for question in asked:
        text = replies.get(question.pk, "").strip()[:500]
        if text:
            _keep(Reply, {"sign_up": sign_up, "question": question}, {"text": text}, own=own)
        if text and question.remember_as:
            about = {"person": sign_up.person, "key": question.remember_as}
            _keep(Remembered, about, {"text": text, "at": now}, own=own)


def _keep(model: type[Reply | Remembered], about: dict[str, object], facts: dict[str, object], *, own: bool) -> None:
    if own:
        model.objects.update_or_create(**about, defaults=facts)
    else:
        model.objects.get_or_create(**about, defaults=facts)


def known_replies(*, gathering: Gathering, person: Person) -> dict[int, str]:
    """What this person said before to the questions of this gathering, by the key of the question: here, else elsewhere."""
    remembered = dict(Remembered.objects.filter(person=person).values_list("key", "text"))
    known = {one.pk: remembered[one.remember_as] for one in gathering.questions.all() if one.remember_as in remembered}
    here = Reply.objects.filter(sign_up__gathering=gathering, sign_up__person=person)
    return known | dict(here.values_list("question", "text"))


def forget(*, person: Person) -> int:
    """Remember nothing of what they answered. What they said to a gathering stays with that gathering. Answers how much went."""
    return Remembered.objects.filter(person=person).delete()[0]


@transaction.atomic
def invite(
    *,
    gathering: Gathering,
    email: str,
    now: datetime,
    name: str = "",
    from_sign_up: SignUp | None = None,
    by: Member | None = None,
) -> Invite:
    """Ask somebody along, in a letter of their own. They hold no seat until they sign up themself. Twice writes once.

    Asked by who has a seat (`from_sign_up`), or by an organiser (`by`). Raises `CannotInvite`.
    """
    gathering = Gathering.objects.select_for_update().get(pk=gathering.pk)
    email = email.strip().lower()
    _refuse_if_closed(gathering, now, from_sign_up)
    there = Invite.objects.filter(gathering=gathering, email__iexact=email).first()
    if there is not None:
        return there
    _refuse_if_too_many(gathering, from_sign_up)
    made = Invite.objects.create(gathering=gathering, email=email, name=name, from_sign_up=from_sign_up, by=by, at=now)
    letters.invite(made, now)
    return made


def _refuse_if_closed(gathering: Gathering, now: datetime, from_sign_up: SignUp | None) -> None:
    if gathering.is_cancelled or gathering.ends_at <= now:
        raise CannotInvite("This gathering is called off or over, so there is nothing to ask anybody to.")
    if not gathering.is_listed:
        raise CannotInvite("This gathering is not published yet. Ask people along once it is.")
    if from_sign_up is not None and not SignUp.objects.coming().filter(pk=from_sign_up.pk).exists():
        raise CannotInvite("Who asks others along has a seat, and you gave yours back.")


def _refuse_if_too_many(gathering: Gathering, from_sign_up: SignUp | None) -> None:
    asked = Invite.objects.filter(gathering=gathering, from_sign_up=from_sign_up).count()
    most = INVITES_BY_ORGANISERS if from_sign_up is None else INVITES_EACH
    if asked >= most:
        raise CannotInvite(
            f"You have asked {asked} people along, and {most} is the most. Send others the page's address."
        )


def came_by(*, sign_up: SignUp, token: str) -> None:
    """Somebody who was asked along has signed up. A token that means nothing changes nothing."""
    if token and not Invite.objects.filter(sign_up=sign_up).exists():
        Invite.objects.filter(token=token, gathering=sign_up.gathering, sign_up__isnull=True).update(sign_up=sign_up)


def forget_invites(now: datetime) -> None:
    """A tick job: who was asked along to what is over is held no longer, as their letter says."""
    Invite.objects.filter(gathering__ends_at__lt=now).delete()
