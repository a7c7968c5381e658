"""Rows to people and sign-ups, thousands at a time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from itertools import islice
from typing import TYPE_CHECKING, Any

from django.db.models.functions import Lower
from django.utils import timezone

from collective.gather.gatherings import standings
from collective.gather.gatherings.actions import offering
from collective.gather.gatherings.actions.many_rows import insert_many
from collective.gather.gatherings.actions.numbering import free_numbers
from collective.gather.gatherings.models import IN_ROOM, ONLINE, SignUp, Waiting
from collective.gather.gatherings.signup_files.answers import size_of
from collective.join.people.models import Organisation, Person, folded

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from collective.gather.gatherings.models import Gathering, ImportBatch
    from collective.gather.gatherings.signup_files import Fields, Preview, Row

CHUNK = 500
TAKE, AS_SUGGESTED = "take", "suggested"
Decisions = dict[int, str]  # line of a row that needs a look → TAKE or AS_SUGGESTED; others are left out
_WAYS = {"in the room": IN_ROOM, "online": ONLINE}


@dataclass(slots=True)
class Guest:
    """One row on its way in."""

    said: Fields
    person: int = 0  # the key of who they are, once that is known
    is_new: bool = False

    @property
    def email(self) -> str:
        return self.said.get("email", "").lower()

    @property
    def name(self) -> str:
        return self.said.get("name") or self.email.split("@")[0]

    @property
    def waits(self) -> bool:
        return self.said.get("status") == "waiting"

    @property
    def alike(self) -> tuple[str, str]:
        """Name and organisation for comparing: how somebody without an address is recognised."""
        return folded(self.name), self.place

    @property
    def place(self) -> str:
        """Their organisation, folded as it is looked up."""
        return _folded_place(self.said.get("organisation", ""))


@lru_cache(maxsize=4096)
def _folded_place(name: str) -> str:
    return folded(name)[:160]


def take_in(batch: ImportBatch, seen: Preview, decisions: Decisions, now: datetime) -> dict[str, Any]:
    """Makes people, organisations, sign-ups and places on the waiting list; answers what was done, for the batch to keep."""
    guests = [Guest(said) for row in seen.rows if (said := _said(row, decisions)) is not None]
    closed = standings.rules_of(batch.gathering, now).closed
    too_late = [guest for guest in guests if guest.waits and closed]
    guests = [guest for guest in guests if not (guest.waits and closed)]
    listed = names_listed(batch.gathering)
    strangers = [guest for guest in guests if guest.email or guest.alike not in listed]
    organisations = _organisations(guest.said.get("organisation", "") for guest in strangers)
    filled = _find_or_make_people(strangers, organisations, now)
    taken = _sign_up(batch, [guest for guest in strangers if not guest.waits], now)
    waiting = _queue(batch, [guest for guest in strangers if guest.waits], now)
    return {
        "taken": taken,
        "waiting": waiting,
        "list_closed": len(too_late),
        "here_already": len(guests) - taken - waiting + len(seen.having("known")),
        "left_out": sum(1 for row in seen.having("problem") if row.line not in decisions),
        "not_coming": len(seen.having("cancelled")),
        "people_made": sum(1 for guest in strangers if guest.is_new),
        "filled": filled,
    }


def _said(row: Row, decisions: Decisions) -> Fields | None:
    """What a row says about somebody to take in, or None when it is to be left out."""
    if row.outcome == "new":
        return row.fields
    decision = decisions.get(row.line)
    if row.outcome != "problem" or decision is None or not row.importable:
        return None
    return {**row.fields, **row.suggestions} if decision == AS_SUGGESTED else row.fields  # type: ignore[typeddict-item]


def names_listed(gathering: Gathering) -> set[tuple[str, str]]:
    """Names and organisations on the list, so that the same file read twice makes nobody twice."""
    who = ("person__name", "person__organisation__folded")
    rows = [*gathering.sign_ups.values_list(*who), *gathering.waiting.standing().values_list(*who)]
    return {(folded(name), organisation or "") for name, organisation in rows}


def chunks(things: Iterable[Any]) -> Iterator[list[Any]]:
    """The things in lists of at most `CHUNK`, so that no statement to the database grows past what it takes."""
    source = iter(things)
    while chunk := list(islice(source, CHUNK)):
        yield chunk


def _organisations(names: Iterable[str]) -> dict[str, Organisation]:
    """Every organisation that is named, by its folded name; new ones are made."""
    wanted = {folded(name)[:160]: " ".join(name.split())[:160] for name in names if name.strip()}
    found: dict[str, Organisation] = {}
    for chunk in chunks(wanted):
        there = _folded_as(chunk)
        missing = [Organisation(name=wanted[key], folded=key) for key in chunk if key not in there]
        if missing:
            Organisation.objects.bulk_create(missing, ignore_conflicts=True)
            there = _folded_as(chunk)
        found |= there
    return found


def _folded_as(keys: list[str]) -> dict[str, Organisation]:
    return {each.folded: each for each in Organisation.objects.filter(folded__in=keys)}


def _find_or_make_people(guests: list[Guest], organisations: dict[str, Organisation], now: datetime) -> list[int]:
    """Gives each guest their person. Answers whose empty organisation was filled, so that an undo can empty it again."""
    filled: list[int] = []
    for chunk in chunks(guests):
        held = _held([guest.email for guest in chunk if guest.email])
        new = {guest.email: guest for guest in reversed(chunk) if guest.email and guest.email not in held}
        insert_many(Person, [_person(guest, organisations, now) for guest in new.values()], passing_over=True)
        now_held = held | (_held(list(new)) if new else {})
        nameless = [Person(**_person(guest, organisations, now)) for guest in chunk if not guest.email]
        unaddressed = iter(Person.objects.bulk_create(nameless))
        for guest in chunk:
            guest.is_new = guest.email not in held
            guest.person = now_held[guest.email][0] if guest.email else next(unaddressed).pk
        filled += _fill_organisations([guest for guest in chunk if guest.email in held], held, organisations)
    return filled


def _held(emails: list[str]) -> dict[str, tuple[int, int | None]]:
    """Address → the keys of the person and of their organisation."""
    found = Person.objects.annotate(address=Lower("email")).filter(address__in=emails)
    return {email: (pk, place) for email, pk, place in found.values_list("address", "pk", "organisation")}


def _person(guest: Guest, organisations: dict[str, Organisation], now: datetime) -> dict[str, Any]:
    said, organisation = guest.said, organisations.get(guest.place)
    return {
        "name": guest.name,
        "email": guest.email or None,
        "organisation_id": organisation.pk if organisation else None,
        "organisation_size": size_of(said.get("organisation_size", "")),
        "role": said.get("role", ""),
        "place": said.get("place", ""),
        "words": said.get("words", []),
        "maturity": said.get("maturity", ""),
        "created_at": now,
    }


def _fill_organisations(
    guests: list[Guest], held: dict[str, tuple[int, int | None]], organisations: dict[str, Organisation]
) -> list[int]:
    gaps = {guest.person: guest for guest in guests if held[guest.email][1] is None and guest.place in organisations}
    people = [Person(pk=pk, organisation=organisations[guest.place]) for pk, guest in gaps.items()]
    if people:
        Person.objects.bulk_update(people, ["organisation"])
    return list(gaps)


def _sign_up(batch: ImportBatch, guests: list[Guest], now: datetime) -> int:
    """Sign-ups for those who have none at this gathering. Answers how many."""
    there = set(batch.gathering.sign_ups.values_list("person_id", flat=True))
    free = free_numbers(batch.gathering)
    made = []
    for guest in guests:
        if guest.person not in there:
            there.add(guest.person)
            made.append(_seat(batch, guest, next(free), now))
    insert_many(SignUp, made)
    for seated in batch.sign_ups.filter(person__in=batch.gathering.waiting.standing().values("person")):
        offering.take_off_the_list(seated, now)
    return len(made)


def _queue(batch: ImportBatch, guests: list[Guest], now: datetime) -> int:
    """Places on the waiting list, behind those who wait already and in the order of the file. Answers how many."""
    there = set(batch.gathering.sign_ups.values_list("person_id", flat=True))
    there |= set(batch.gathering.waiting.values_list("person_id", flat=True))
    made = []
    for guest in guests:
        if guest.person not in there:
            there.add(guest.person)
            made.append(_place(batch, guest, now))
    insert_many(Waiting, made)
    return len(made)


def _place(batch: ImportBatch, guest: Guest, now: datetime) -> dict[str, Any]:
    return {
        "gathering_id": batch.gathering_id,
        "person_id": guest.person,
        "made_at": now,
        "batch_id": batch.pk,
        "made_person": guest.is_new,
        "way": _WAYS.get(guest.said.get("attendance", ""), ""),
    }


def _seat(batch: ImportBatch, guest: Guest, number: int, now: datetime) -> dict[str, Any]:
    said = guest.said
    return {
        "gathering_id": batch.gathering_id,
        "person_id": guest.person,
        "made_at": _when(said.get("signed_up_at", ""), now),
        "source": "file",
        "batch_id": batch.pk,
        "made_person": guest.is_new,
        "facilitating": said.get("facilitator", False),
        "way": _WAYS.get(said.get("attendance", ""), ""),
        "note": said.get("notes", "")[:300],
        "seat": number,
    }


def _when(said: str, now: datetime) -> datetime:
    """When the file says that they signed up: in the community's zone where it names none, and never after now."""
    if len(said) <= len("2021-01-27"):
        return now
    moment = datetime.fromisoformat(said)
    return min(moment if timezone.is_aware(moment) else timezone.make_aware(moment), now)
