"""A gathering that took place, and readers of everything that is public of it."""

from __future__ import annotations

import csv
import io
import json
import re
from datetime import timedelta
from html.parser import HTMLParser
from typing import TYPE_CHECKING, Any

from openpyxl import load_workbook

from collective.gather.gatherings.models import SignUp
from collective.join.people.models import Person
from collective.talk.conversations.actions import drawing
from collective.talk.conversations.models import Card, Rating, Seat
from collective.talk.rooms import anonymity
from collective.talk.rooms.actions import host
from collective.talk.rooms.models import Answer, Prompt, Room
from tests import cast

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.test import Client

    from collective.gather.gatherings.models import Gathering
    from collective.talk.rooms.models import Participant, Step

SMALL = range(1, 5)


def answers(step: Step, people: Sequence[Participant], said: Sequence[Sequence[str]]) -> None:
    """The first person says the first thing, and so on, straight into the rows that answering writes."""
    prompt = Prompt.objects.get(step=step)
    for person, values in zip(people, said, strict=False):
        anonymous = anonymity.is_anonymous(prompt)
        holder = anonymity.holder(prompt, person.pk, anonymity.keys_of([prompt]).get(prompt.pk))
        Answer.objects.update_or_create(
            prompt=prompt,
            turn=prompt.turn,
            holder=holder,
            defaults={
                "anonymous": anonymous,
                "participant": None if anonymous else person,
                "values": list(values),
                "answered_at": cast.NOON,
            },
        )


def asked(room: Room, kind: str, people: Sequence[Participant], said: Sequence[Sequence[str]], **facts: Any) -> Step:
    """A question that was put to the room and closed."""
    step = cast.a_prompt_step(room, kind, **facts)
    room = host.go_to(room=room, step=step, now=cast.NOON, by=None)
    answers(step, people, said)
    host.close_prompt(room=Room.objects.get(pk=room.pk), step=step, now=cast.NOON, by=None)
    return step


PLACES = [["region:london"]] * 12 + [["region:wales"]] * 9 + [["region:scotland"]] * 3 + [["abroad"]] * 2
STAGES = [["1"]] * 2 + [["2"]] * 9 + [["3"]] * 8 + [["4"]] * 4 + [["5"]] + [["not-sure"]] * 2
WORDS = [["food", "debt", "carers"]] * 9 + [["housing", "food"]] * 4 + [["debt"]] * 6 + [["kelp farming"]]


def a_finished_gathering(*, closed: bool = True, signed_up: int = 52, here: int = 30) -> tuple[Gathering, Room]:
    """52 signed up, 30 came, three questions were asked, tables named, cards written, talks rated."""
    gathering = cast.a_gathering("Winter lunch")
    facts = {"made_at": cast.NOON - timedelta(days=2), "source": "hand", "gathering": gathering}
    people = [Person(name=f"Person {number:02d}", created_at=cast.NOON) for number in range(1, signed_up + 1)]
    SignUp.objects.bulk_create(SignUp(person=person, **facts) for person in Person.objects.bulk_create(people))
    room = cast.a_room(gathering)
    people = [cast.somebody(room, f"Person {n:02d}", may_use_notes=n % 2 == 0) for n in range(1, here + 1)]
    asked(room, "place", people, PLACES, title="Where are you today?")
    asked(room, "words", people, WORDS, title="What do you care about?")
    asked(room, "maturity", people, STAGES, title="How does your organisation use data?")
    asked(
        room,
        "choice",
        people,
        [["0"]] * 15 + [["1"]] * 2 + [["2"]] * 11,
        options=["Yes", "No", "Later"],
        title="Again?",
    )
    asked(room, "text", people, [["A secret of ours"]] * 8, title="Anything else?")
    a_round_of_tables(room, people)
    if closed:
        host.close_room(room=Room.objects.get(pk=room.pk), now=cast.NOON, by=None)
    return gathering, Room.objects.get(pk=room.pk)


def a_round_of_tables(room: Room, people: Sequence[Participant]) -> None:
    step = cast.a_round_step(room)
    room = host.go_to(room=Room.objects.get(pk=room.pk), step=step, now=cast.NOON, by=None)
    drawing.propose(round=step.round, now=cast.NOON, by=None, seed=3)
    draw = drawing.publish(round=step.round, now=cast.NOON, by=None)
    seats = list(Seat.objects.filter(draw=draw).select_related("participant"))
    Card.objects.bulk_create(_card(room, seat) for seat in seats)
    Rating.objects.bulk_create(
        Rating(participant=seat.participant, group_id=seat.group_id, value=5 - seat.participant_id % 3, at=cast.NOON)
        for seat in seats
    )


def _card(room: Room, seat: Seat) -> Card:
    author, number = seat.participant, seat.participant_id
    return Card(
        room=room,
        group_id=seat.group_id,
        author=author,
        kind=["need", "idea", "thought", "concern", "feedback"][min(number % 7, 4)],
        text=f"A card by {number}",
        key=f"k{number}",
        may_be_used=author.may_use_notes,
        written_at=cast.NOON,
    )


class Cells(HTMLParser):
    """The text of every table cell."""

    def __init__(self) -> None:
        super().__init__()
        self.cells: list[str] = []
        self._in = False

    def handle_starttag(self, tag: str, attrs: object) -> None:
        if tag in {"td", "th"}:
            self._in = True
            self.cells.append("")

    def handle_endtag(self, tag: str) -> None:
        if tag in {"td", "th"}:
            self._in = False

    def handle_data(self, data: str) -> None:
        if self._in:
            self.cells[-1] += data


def numbers(text: str) -> list[int]:
    return [int(found.replace(",", "")) for found in re.findall(r"\d[\d,]*", text)]


def counts_in_html(page: str) -> list[int]:
    """Every number in a table cell, in the text of a drawing, and in a caption."""
    parser = Cells()
    parser.feed(page)
    drawn = re.findall(r"<text[^>]*>([^<]*)</text>", page) + re.findall(
        r"<figcaption>(.*?)</figcaption>", page, re.DOTALL
    )
    return [number for text in [*parser.cells, *drawn] for number in numbers(re.sub(r"<[^>]+>", " ", text))]


def counts_in_csv(body: bytes) -> list[int]:
    return [n for row in csv.reader(io.StringIO(body.decode("utf-8-sig"))) for cell in row[2:3] for n in numbers(cell)]


def counts_in_xlsx(body: bytes) -> list[int]:
    book = load_workbook(io.BytesIO(body))
    return [c for sheet in book for row in sheet.iter_rows(values_only=True) for c in row if isinstance(c, int)]


def counts_in_json(body: bytes) -> list[int]:
    """Every number anywhere in it."""

    def walk(value: Any) -> list[int]:
        if isinstance(value, bool) or value is None or isinstance(value, str):
            return []
        if isinstance(value, int):
            return [value]
        return [n for one in (value.values() if isinstance(value, dict) else value) for n in walk(one)]

    return walk(json.loads(body))


def public_counts(client: Client, slug: str) -> dict[str, list[int]]:
    """All numbers on the public page and in its three files."""
    address = f"/gatherings/{slug}/result"
    return {
        "page": counts_in_html(client.get(f"{address}/").content.decode()),
        "csv": counts_in_csv(client.get(f"{address}.csv").content),
        "xlsx": counts_in_xlsx(client.get(f"{address}.xlsx").content),
        "json": counts_in_json(client.get(f"{address}.json").content),
    }
