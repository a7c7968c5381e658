"""To those with a seat: that they have one, that it changed, that the gathering moved or is called off."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from collective.gather.gatherings.letters import posting
from collective.gather.gatherings.models import Gathering, Move, SignUp
from collective.join.people.models import Consent

if TYPE_CHECKING:
    from datetime import datetime


def confirm(sign_up_pk: int, now: datetime) -> None:
    """Tell somebody that they have a seat, with their private page. One letter an hour, however often the form is sent."""
    sign_up = SignUp.objects.select_related("gathering__entry", "person").filter(pk=sign_up_pk).first()
    if sign_up is None or sign_up.seat is None:
        return
    consents = Consent.objects.standing().filter(person=sign_up.person).select_related("wording")
    key = f"{sign_up.pk}:{sign_up.seat}:{posting.turn_of(sign_up)}:{now:%Y-%m-%dT%H}"
    _write("confirm", sign_up, now, key=key, subject="Your seat: {}", facts={"consents": consents})


def seat_changed(sign_up: SignUp, now: datetime) -> None:
    """They come another way now, or sit in another part of the gathering."""
    _write("seat_changed", sign_up, now, key=f"{sign_up.pk}:{now.isoformat()}", subject="Your seat has changed: {}")


def left(sign_up: SignUp, now: datetime) -> None:
    """They gave their seat back: so it is, and their calendar forgets it. Without a calendar entry there is no letter."""
    if sign_up.gathering.entry_id:
        _write("left", sign_up, now, key=f"{sign_up.pk}:{now.isoformat()}", subject="You are not coming: {}")


def moved_for(sign_up: SignUp, move: Move, now: datetime) -> None:
    """Another time or place. Who had said no is asked again: that was about another time."""
    facts = what_was(sign_up.gathering, move, seated=sign_up.seat is not None)
    name = "moved" if sign_up.seat is not None else "moved_for_left"
    subject = "Moved: {}" if any(facts.values()) else "Changed: {}"
    _write(name, sign_up, now, key=f"{sign_up.pk}:{move.pk}", subject=subject, facts=facts)


def what_was(gathering: Gathering, move: Move, *, seated: bool) -> dict[str, str]:
    """The old time and the old place, each only where it is another now; a hidden place for those with a seat only."""
    had = move.was_starts_at
    tells = move.was_place != gathering.place and (seated or not gathering.hides_place)
    return {
        "was": posting.moment(had, gathering) if had != gathering.starts_at else "",
        "was_place": move.was_place if tells else "",
    }


def called_off_for(sign_up: SignUp, now: datetime) -> None:
    """It does not take place. Goes once, and takes it out of their calendar."""
    facts = {"reason": sign_up.gathering.cancellation.reason}
    _write("called_off", sign_up, now, key=str(sign_up.pk), subject="Called off: {}", facts=facts)


def _write(
    name: str, sign_up: SignUp, now: datetime, *, key: str, subject: str, facts: dict[str, Any] | None = None
) -> None:
    gathering = sign_up.gathering
    posting.post(
        name,
        key=key,
        to=sign_up.person.email or "",
        person=sign_up.person,
        gathering=gathering,
        subject=subject.format(gathering.title),
        why=posting.reason(sign_up),
        now=now,
        facts={**posting.ways_in(sign_up, now), **(facts or {})},
        calendar=None if name == "moved_for_left" else posting.calendar_part(sign_up, now),
        not_after=None if name in {"left", "called_off"} else gathering.ends_at,
    )
