"""Taking an import back, without taking anything from people who have used it since."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from collective.gather.gatherings.actions import in_the_diary
from collective.gather.gatherings.actions.taking_in import chunks
from collective.gather.gatherings.models import CheckIn, Leaving, SignUp, Waiting
from collective.join.people.models import Organisation, Person

if TYPE_CHECKING:
    from datetime import datetime

    from collective.gather.gatherings.models import ImportBatch

HERE = "have been checked in"
SAID = "have said that they cannot come"
ANSWERED = "have been offered a seat, have taken one or have left the waiting list"
_OTHERWISE = {
    "member": "can sign in",
    "consents": "have told us what we may do",
    "sign_ups": "have a seat at another gathering",
}
_TOOK_PART = "have taken part in something else"


def put_back(batch: ImportBatch, now: datetime) -> dict[str, Any]:
    """Removes the batch's sign-ups, its places on the waiting list, and the people it made. Answers how many went; and of those
    who stay on the list, and of the people who are still held, how many for which reason."""
    listed: Counter[str] = Counter()
    held: Counter[str] = Counter()
    removed = gone = 0
    made = batch.sign_ups.order_by("pk").values_list("pk", "person_id", "made_person")
    for chunk in chunks(list(made)):
        relied_on = _relied_on(batch, [person for _, person, _ in chunk], listed)
        leaving = [(pk, person, is_new) for pk, person, is_new in chunk if person not in relied_on]
        SignUp.objects.filter(pk__in=[pk for pk, _, _ in leaving]).delete()
        in_the_diary.forget_list(batch.gathering, [person for _, person, _ in leaving], now)
        removed += len(leaving)
        gone += _forget([person for _, person, is_new in leaving if is_new], held)
    for chunk in chunks(list(_still_waiting(batch, listed))):
        Waiting.objects.filter(pk__in=[pk for pk, _, _ in chunk]).delete()
        removed += len(chunk)
        gone += _forget([person for _, person, is_new in chunk if is_new], held)
    _empty_again(batch)
    return {"removed": removed, "people_gone": gone, "stay_listed": dict(listed), "stay_held": dict(held)}


def _still_waiting(batch: ImportBatch, why: Counter[str]) -> list[tuple[int, int, bool]]:
    """The places on the waiting list with which nothing has happened yet."""
    seated = batch.gathering.sign_ups.values("person")
    untouched = batch.waiting.filter(end__isnull=True, offers__isnull=True).exclude(person__in=seated)
    why.update({ANSWERED: batch.waiting.count() - untouched.count()})
    return list(untouched.order_by("pk").values_list("pk", "person_id", "made_person"))


def _relied_on(batch: ImportBatch, people: list[int], why: Counter[str]) -> set[int]:
    """The people whose seat has been used by now."""
    here = set(CheckIn.objects.filter(gathering=batch.gathering, person__in=people).values_list("person_id", flat=True))
    left = Leaving.objects.filter(sign_up__gathering=batch.gathering, sign_up__person__in=people)
    said = set(left.values_list("sign_up__person_id", flat=True)) - here
    why.update({HERE: len(here), SAID: len(said)})
    return here | said


def _forget(people: list[int], why: Counter[str]) -> int:
    """Deletes those of whom no app holds anything else, and the organisations that nobody is left in. Answers how many."""
    used: set[int] = set()
    for relation in _relations():
        linked = relation.related_model._default_manager.filter(**{f"{relation.field.name}__in": people})
        found = set(linked.values_list(relation.field.attname, flat=True)) - used
        why[_OTHERWISE.get(relation.get_accessor_name() or "", _TOOK_PART)] += len(found)
        used |= found
    free = Person.objects.filter(pk__in=[pk for pk in people if pk not in used])
    organisations = set(free.filter(organisation__isnull=False).values_list("organisation", flat=True))
    went = len(people) - len(used)
    free.delete()
    Organisation.objects.filter(pk__in=organisations, people__isnull=True).delete()
    return went


def _relations() -> list[Any]:
    """Every key in any app that points to a person, also those without a name on this side."""
    fields = Person._meta.get_fields(include_hidden=True)
    return [field for field in fields if field.auto_created and not field.concrete]


def _empty_again(batch: ImportBatch) -> None:
    """Takes back the organisations that the list gave to people we held, and forgets those that nobody is left in."""
    for chunk in chunks(batch.outcome.get("filled", [])):
        held = Person.objects.filter(pk__in=chunk)
        organisations = set(held.values_list("organisation", flat=True))
        held.update(organisation=None)
        Organisation.objects.filter(pk__in=organisations, people__isnull=True).delete()
