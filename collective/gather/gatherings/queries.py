"""Reads that join or aggregate: the roll of a gathering, and its counts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.conf import settings
from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.db.models.functions import Lower
from django.urls import reverse

from collective.gather.gatherings import tickets
from collective.gather.gatherings.models import Account, Attendance, Card, CheckIn, Leaving, Reply, SignUp, Waiting
from collective.ground.web.people import counted
from collective.join.people.models import Person, folded

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.core.paginator import Page
    from django.db.models import QuerySet

    from collective.gather.gatherings.models import Gathering, Material, Question

A_PAGE = 100
AT_THE_DOOR = 400  # rows that a phone holds at once, so that it finds people without signal
A_FILLING = 1000  # people whose rows are read at once for a file


@dataclass(frozen=True, slots=True)
class Entry:
    """One person on the roll. Somebody who came in without signing up has no `sign_up`."""

    person: Person
    sign_up: SignUp | None
    check_in: CheckIn | None
    mark: Attendance | None = None

    @property
    def attended(self) -> str:
        """ "came", "told", "did_not" or "unknown": a mark decides, then a check-in, then a seat given back."""
        if self.mark:
            return self.mark.state
        return {"here": "came", "cannot": "told", "coming": "unknown"}[self.state]

    @property
    def state(self) -> str:
        """ "here", "cannot" or "coming"; being here is stronger than having said no."""
        if self.check_in:
            return "here"
        return "cannot" if self.sign_up and self.sign_up.has_left else "coming"


@dataclass(frozen=True, slots=True)
class Counts:
    """How many signed up (those who then said that they cannot come among them), are here, and cannot come."""

    signed_up: int
    here: int
    cannot: int

    @property
    def sentence(self) -> str:
        """ "52 signed up, 30 here, 2 cannot come." """
        said = [f"{self.signed_up:,} signed up", f"{self.here:,} here"]
        if self.cannot:
            said.append(f"{self.cannot:,} cannot come")
        return ", ".join(said) + "."


def counts(gathering: Gathering) -> Counts:
    return Counts(
        gathering.sign_ups.count(),
        gathering.check_ins.count(),
        Leaving.objects.filter(sign_up__gathering=gathering).count(),
    )


def roll(gathering: Gathering, *, words: str = "", page: str | int = 1) -> tuple[Page[int], list[Entry]]:
    """One page of everybody who signed up or came in, by name; `words` keeps those whose name, address or organisation
    holds them, whatever their accents and capitals. The number of queries does not grow with the roll."""
    people = _listed(gathering)
    wanted: object = _matching(people, words) if words.strip() else people.values_list("pk", flat=True)
    shown = Paginator(wanted, A_PAGE).get_page(page)
    return shown, entries(gathering, list(shown.object_list))


def at_the_door(gathering: Gathering, *, words: str = "", page: str | int = 1) -> tuple[Page[int], list[Entry]]:
    """The roll for a phone at the door: many rows at once. `words` may be the code of a ticket, which finds its owner alone."""
    ticket = gathering.sign_ups.filter(pk=tickets.sign_up_of(words) or 0).values_list("person", flat=True)
    people = _listed(gathering)
    wanted: object = list(ticket) or (
        _matching(people, words) if words.strip() else people.values_list("pk", flat=True)
    )
    shown = Paginator(wanted, AT_THE_DOOR).get_page(page)
    return shown, entries(gathering, list(shown.object_list))


def door_words(entry: Entry) -> str:
    """What somebody at the door may be found by without asking the server: name, organisation and the code on the ticket."""
    place = entry.person.organisation.name if entry.person.organisation else ""
    return folded(f"{entry.person.name} {place} {tickets.code_of(entry.sign_up) if entry.sign_up else ''}")


def person_on_the_roll(gathering: Gathering, pk: str) -> Person | None:
    """Somebody who signed up or came in, by what a form says; None for anybody else."""
    found = entries(gathering, [int(pk)]) if pk.isascii() and pk.isdecimal() and len(pk) < 19 else []
    return found[0].person if found and (found[0].sign_up or found[0].check_in or found[0].mark) else None


def everybody(gathering: Gathering) -> Iterator[Entry]:
    """The whole roll, by name, a thousand people at a time."""
    pks = list(_listed(gathering).values_list("pk", flat=True))
    for start in range(0, len(pks), A_FILLING):
        yield from entries(gathering, pks[start : start + A_FILLING])


def _listed(gathering: Gathering) -> QuerySet[Person]:
    listed = gathering.sign_ups.values("person").union(
        gathering.check_ins.values("person"), gathering.attendance.values("person")
    )
    return Person.objects.filter(pk__in=listed).order_by(Lower("name"), "pk")


def _matching(people: QuerySet[Person], words: str) -> list[int]:
    """SQLite folds no accents and each database its own capitals, so the names are compared here: one query, any size."""
    needle = folded(words)
    rows = people.values_list("pk", "name", "email", "organisation__folded")
    return [pk for pk, name, email, place in rows if needle in folded(f"{name} {email or ''} {place or ''}")]


def entries(gathering: Gathering, pks: list[int]) -> list[Entry]:
    """These people as they stand on this roll, in this order, in four queries."""
    people = Person.objects.select_related("organisation").in_bulk(pks)
    sign_ups = {one.person_id: one for one in gathering.sign_ups.filter(person__in=pks).select_related("leaving")}
    here = {one.person_id: one for one in gathering.check_ins.filter(person__in=pks)}
    marks = {one.person_id: one for one in gathering.attendance.filter(person__in=pks)}
    return [Entry(people[pk], sign_ups.get(pk), here.get(pk), marks.get(pk)) for pk in pks if pk in people]


@dataclass(frozen=True, slots=True)
class Attended:
    """Totals of who came. All but `walked_in` are of those who signed up, and add up to them."""

    signed_up: int
    came: int
    told: int
    did_not: int
    unknown: int
    walked_in: int

    @property
    def sentence(self) -> str:
        """ "52 signed up: 30 came, 2 told us, 3 did not come, 17 are not known. 1 came without signing up." """
        parts = [f"{self.came:,} came"]
        parts += [f"{self.told:,} told us"] if self.told else []
        parts += [f"{self.did_not:,} did not come"] if self.did_not else []
        parts += [f"of {self.unknown:,} we do not know"] if self.unknown else []
        extra = f" {self.walked_in:,} came without signing up." if self.walked_in else ""
        return f"{self.signed_up:,} signed up: {', '.join(parts)}.{extra}"


def attendance_counts(gathering: Gathering) -> Attended:
    """Counted from rows: a mark decides; without one a check-in says came, and a seat given back says told us."""
    signed_up = gathering.sign_ups.values("person")
    marks = dict(
        Attendance.objects.filter(gathering=gathering, person__in=signed_up)
        .values_list("state")
        .annotate(people=Count("pk"))
    )
    unmarked = gathering.sign_ups.exclude(person__in=gathering.attendance.values("person"))
    here = unmarked.filter(person__in=gathering.check_ins.values("person"))
    told = unmarked.filter(leaving__isnull=False).exclude(person__in=gathering.check_ins.values("person"))
    came, total = marks.get("came", 0) + here.count(), gathering.sign_ups.count()
    said, absent = marks.get("told", 0) + told.count(), marks.get("did_not", 0)
    walked = Person.objects.filter(
        Q(pk__in=gathering.check_ins.values("person"))
        | Q(pk__in=gathering.attendance.filter(state="came").values("person"))
    )
    walked = walked.exclude(pk__in=signed_up).exclude(pk__in=_marked_otherwise(gathering))
    return Attended(total, came, said, absent, total - came - said - absent, walked.count())


def _marked_otherwise(gathering: Gathering) -> QuerySet[Attendance]:
    return gathering.attendance.exclude(state="came").values("person")


def listed_names(gathering: Gathering, pks: list[int]) -> dict[int, str]:
    """Names of these people with their organisation, to tell two of one name apart."""
    people = _listed(gathering).filter(pk__in=set(pks)).values_list("pk", "name", "organisation__name")
    return {pk: f"{name}, {place}" if place else name for pk, name, place in people}


def not_known(gathering: Gathering) -> QuerySet[Person]:
    """Those who signed up and of whom nothing says whether they came."""
    signed_up = gathering.sign_ups.filter(leaving__isnull=True).values("person")
    marked = gathering.attendance.exclude(state="unknown").values("person")
    return (
        Person.objects.filter(pk__in=signed_up)
        .exclude(pk__in=gathering.check_ins.values("person"))
        .exclude(pk__in=marked)
    )


@dataclass(frozen=True, slots=True)
class Around:
    """What stands on the page of a gathering beside its facts. The card comes without its picture."""

    hosts: list[str]
    card: Card | None
    account: str
    materials: list[Material]


def page_of(gathering: Gathering) -> Around:
    """In four queries, however many people come."""
    told = Account.objects.filter(gathering=gathering).values_list("text", flat=True).first()
    hosts = gathering.hosts.order_by("pk").values_list("member__person__name", flat=True)
    return Around(list(hosts), card_of(gathering), told or "", list(gathering.materials.defer("data").order_by("pk")))


def card_of(gathering: Gathering) -> Card | None:
    """What is known of the picture that hangs there, without the picture."""
    return Card.objects.filter(gathering=gathering).defer("data").first()


def picture_of(gathering: Gathering) -> Card | None:
    return Card.objects.filter(gathering=gathering).first()


def told(gathering: Gathering, to: str) -> QuerySet[Person]:
    """Whom a message is for: "coming" (with a seat), "waiting" (on the list) or "came"."""
    if to == "waiting":
        standing = Waiting.objects.standing().filter(gathering=gathering).order_by()
        return Person.objects.filter(pk__in=standing.values("person"))
    if to == "came":
        here = Q(pk__in=gathering.check_ins.values("person")) & ~Q(pk__in=_marked_otherwise(gathering))
        return Person.objects.filter(here | Q(pk__in=gathering.attendance.filter(state="came").values("person")))
    return Person.objects.filter(pk__in=gathering.sign_ups.coming().values("person"))


def own_pages(gathering: Gathering, pks: list[int]) -> dict[int, str]:
    """Of each of these people the address of their own page at this gathering: of their seat, else of their place in the queue."""
    waiting = Waiting.objects.standing().filter(gathering=gathering, person__in=pks).values_list("person", "token")
    seats = gathering.sign_ups.filter(person__in=pks).values_list("person", "token")
    pages = {pk: reverse("my-place", args=[token]) for pk, token in waiting}
    pages |= {pk: reverse("my-seat", args=[token]) for pk, token in seats}
    return {pk: settings.SITE_URL + path for pk, path in pages.items()}


@dataclass(frozen=True, slots=True)
class Answered:
    """What one person answered: their text to each question, in the order of the questions; empty where they said nothing."""

    name: str
    has_left: bool
    texts: list[str]
    questions: list[Question]

    @property
    def pairs(self) -> list[tuple[Question, str]]:
        return [(question, text) for question, text in zip(self.questions, self.texts, strict=True) if text]


def replies_to(
    gathering: Gathering, questions: list[Question], page: str | int = 1
) -> tuple[Page[int], list[Answered]]:
    """One page of those who answered something, by name, in four queries."""
    shown = Paginator(_who_answered(gathering), A_PAGE).get_page(page)
    return shown, _answered(list(shown.object_list), questions)


def all_replies(gathering: Gathering, questions: list[Question]) -> Iterator[Answered]:
    """Everybody who answered something, a thousand at a time."""
    pks = list(_who_answered(gathering))
    for start in range(0, len(pks), A_FILLING):
        yield from _answered(pks[start : start + A_FILLING], questions)


def _who_answered(gathering: Gathering) -> QuerySet[SignUp, int]:
    answered = Reply.objects.filter(sign_up__gathering=gathering).values("sign_up")
    return SignUp.objects.filter(pk__in=answered).order_by(Lower("person__name"), "pk").values_list("pk", flat=True)


def _answered(pks: list[int], questions: list[Question]) -> list[Answered]:
    seats = SignUp.objects.select_related("person").in_bulk(pks)
    rows = Reply.objects.filter(sign_up__in=pks).values_list("sign_up", "question", "text")
    said = {(sign_up, question): text for sign_up, question, text in rows}
    return [
        Answered(
            seats[pk].person.name,
            seats[pk].seat is None,
            [said.get((pk, question.pk), "") for question in questions],
            questions,
        )
        for pk in pks
    ]


def people_said(number: int) -> str:
    """ "one person", "49 people"."""
    return counted(number, "person", "people")
