"""What belongs to a gathering besides its facts: what it asks, seats that are kept for some, a picture, and what happened."""

from __future__ import annotations

from datetime import timedelta
from typing import IO, TYPE_CHECKING

from django.db import IntegrityError, transaction
from django.db.models import Max, Sum

from collective.gather.gatherings.models import Account, Card, Gathering, Pool, Question
from collective.ground.lib.errors import Refused
from collective.ground.lib.images import size_of, small_picture

if TYPE_CHECKING:
    from datetime import datetime

    from collective.join.people.models import Member

QUESTIONS_AT_MOST = 10


class TooMany(Refused):
    """More than fits."""

    status = 400


class InUse(Refused):
    """Somebody relies on it."""


@transaction.atomic
def ask_question(*, gathering: Gathering, text: str, required: bool = False, remember_as: str = "") -> Question:
    """One more question on the sign-up form. The same question twice is one. Raises `TooMany`."""
    gathering = _locked(gathering)
    same = gathering.questions.filter(text=text).first()
    if same is not None:
        return same
    if gathering.questions.count() >= QUESTIONS_AT_MOST:
        raise TooMany(f"{QUESTIONS_AT_MOST} questions are the most. Signing up should take two minutes.")
    last = gathering.questions.aggregate(last=Max("order"))["last"] or 0
    return Question.objects.create(
        gathering=gathering, text=text, required=required, remember_as=remember_as, order=last + 1
    )


@transaction.atomic
def drop_question(*, question: Question) -> None:
    """Ask it no longer. What was answered goes with it, so a question that somebody has answered stays: raises `InUse`."""
    _locked(question.gathering)
    if question.replies.exists():
        raise InUse("People have answered this question, so it stays. Ask another one beside it.")
    question.delete()


@transaction.atomic
def keep_seats(
    *,
    gathering: Gathering,
    name: str,
    seats: int,
    way: str = "",
    days_before: int | None = None,
    small_only: bool = False,
) -> Pool:
    """Keep some of the gathering's seats for some of the people: until so many days before the start, or to the end.

    Raises `TooMany`, and `InUse` when there is one of that name.
    """
    gathering = _locked(gathering)
    held_until = None if days_before is None else gathering.starts_at - timedelta(days=days_before)
    if gathering.seats is None:
        raise TooMany("This gathering has as many seats as people like. Give it a number of seats first.")
    kept = gathering.pools.aggregate(seats=Sum("seats"))["seats"] or 0
    if kept + seats > gathering.seats:
        raise TooMany(
            f"There are {gathering.seats:,} seats, and {kept:,} of them are kept for some already."
            f" At most {gathering.seats - kept:,} more can be."
        )
    try:
        with transaction.atomic():
            return Pool.objects.create(
                gathering=gathering, name=name, seats=seats, way=way, small_only=small_only, held_until=held_until
            )
    except IntegrityError as there:
        raise InUse("Seats are kept under that name already. Choose another name.") from there


@transaction.atomic
def free_kept_seats(*, pool: Pool) -> None:
    """Keep them no longer: whoever comes may have them. Raises `InUse` when somebody sits there or is being offered a seat."""
    _locked(pool.gathering)
    if pool.sign_ups.exists() or pool.offers.exists():
        raise InUse(
            "Somebody has had one of these seats, so they stay kept. Set a day until which they are held instead."
        )
    pool.delete()


@transaction.atomic
def hang_card(*, gathering: Gathering, file: IO[bytes], alt: str, now: datetime, by: Member | None = None) -> Card:
    """The picture of the gathering's page, made small and rid of what cameras write into it. Raises `BadPicture`."""
    media_type, data = small_picture(file)
    width, height = size_of(data)
    facts = {"media_type": media_type, "data": data, "width": width, "height": height, "alt": alt, "at": now, "by": by}
    return Card.objects.update_or_create(gathering=gathering, defaults=facts)[0]


def take_card_down(*, gathering: Gathering) -> None:
    """No picture. Twice is harmless."""
    Card.objects.filter(gathering=gathering).delete()


def tell_what_happened(*, gathering: Gathering, text: str, now: datetime, by: Member) -> Account | None:
    """What happened, for whoever may see the gathering; without words it is taken back. Twice is harmless."""
    if not text.strip():
        Account.objects.filter(gathering=gathering).delete()
        return None
    return Account.objects.update_or_create(gathering=gathering, defaults={"text": text, "at": now, "by": by})[0]


def _locked(gathering: Gathering) -> Gathering:
    return Gathering.objects.select_for_update().get(pk=gathering.pk)
