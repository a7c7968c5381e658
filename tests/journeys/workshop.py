"""An organiser and their guests, by what they do on pages. Nobody here reaches behind them."""

from __future__ import annotations

import csv
import io
import re
from collections import defaultdict
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from collective.ground.lib import clock
from tests.journeys.visitor import Inside, Visitor, a_file

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from tests.journeys.visitor import Wire

FILES = Path(__file__).parents[1] / "gather" / "files"
EVENTBRITE = "eventbrite-attendees.csv"
PLACES = ("Leeds", "Cardiff", "Belfast", "Glasgow", "Norwich", "Sheffield", "Whitby", "Truro")
WORDS = ("food", "young people", "housing", "health", "older people", "carers", "advice")
STAGES = ("Unaware", "Emerging", "Learning", "Developing", "Mastering")
KINDS = ("Need", "Idea", "Thought", "Concern", "Feedback")
Tables = dict[int, set[str]]


@dataclass(frozen=True)
class SignedUp:
    """One row of the sign-up file."""

    name: str
    email: str
    organisation: str


def the_sign_ups(name: str = EVENTBRITE) -> list[SignedUp]:
    with (FILES / name).open(encoding="utf-8-sig", newline="") as file:
        return [
            SignedUp(f"{row['First Name']} {row['Last Name']}", row["Email"], row["Company"])
            for row in csv.DictReader(file)
        ]


class Organiser(Visitor):
    """Plans, opens, goes on, draws, publishes: by the buttons on the desk."""

    slug = ""
    room = ""

    def plan(self, title: str, **filled: str) -> None:
        """A gathering tomorrow, shown to everybody."""
        self.open("/desk/gatherings/new/")
        day = (clock.now() + timedelta(days=1)).date().isoformat()
        facts = {"What is it called?": title, "Day": day, "From": "14:00", "To": "16:00"}
        self.press("Plan it", {**facts, "In a room": True, "Place": "The Old Library, Sheffield", **filled})
        self.slug = self.answer.path.split("/")[3]
        self.press("Publish it")
        self.sees("Everybody can see it now")

    def upload(self, name: str, content: bytes, *, status: int = 200) -> None:
        self.open(f"/desk/gatherings/{self.slug}/import/")
        self.press("Look at the list", {"The file": a_file(name, content)}, status=status)

    def take_in_the_pilots_list(self) -> None:
        self.upload(EVENTBRITE, (FILES / EVENTBRITE).read_bytes())
        self.sees("52 people in the file: 52 new.")
        self.press("Take in 52 people")
        self.sees("Taken in")

    def lay_out(self) -> None:
        """The room with the pilot's run-sheet, from the desk that shows the next gathering."""
        self.open("/desk/")
        self.press("Lay out the room")
        self._use_the_pilots_run_sheet()

    def lay_out_for(self, slug: str) -> None:
        """The same where other gatherings come first."""
        token = self.open("/desk/gatherings/new/").form_of(self.page.button("Plan it")).data()["csrfmiddlewaretoken"]
        self.send((f"/desk/gatherings/{slug}/room/", {"csrfmiddlewaretoken": token}))
        self._use_the_pilots_run_sheet()

    def _use_the_pilots_run_sheet(self) -> None:
        self.press("Use this run-sheet")
        self.sees("Where are you today?", "How was your conversation?")
        self.room = re.search(r"/desk/rooms/(\d+)/", self.answer.path)[1]

    def desk(self) -> None:
        self.open(f"/desk/rooms/{self.room}/")

    def open_room(self) -> None:
        self.desk()
        self.press("Open the room")

    @property
    def code(self) -> str:
        """As it stands on the desk."""
        self.desk()
        return (
            next(one for one in self.page.root.all("strong") if one.attrs.get("class") == "code")
            .text.split(",")[0][:7]
            .replace(" ", "")
        )

    @property
    def stage(self) -> str:
        self.desk()
        return self.page.link("Open the stage")

    def begin(self) -> None:
        self.desk()
        self.press("Begin")

    def go_on(self, to: str = "") -> None:
        """The loud button; `to` is the title that must be on afterwards."""
        self.desk()
        button = next(one for one in ("Close answers and go on", "Go on", "Begin") if self.page.has_button(one))
        self.press(button)
        if to:
            assert self.on_now == to

    @property
    def on_now(self) -> str:
        return next(one.text for one in self.page.root.all("h2") if "now-title" in one.attrs.get("class", ""))

    def draw(self) -> None:
        self.desk()
        self.press("Draw the tables")

    def draw_and_show(self) -> Tables:
        self.draw()
        self.sees("Only you see these tables so far.")
        self.press("Show the tables to the room")
        self.sees("The room sees these tables.")
        return self.tables()

    def tables(self) -> Tables:
        """Who sits where in the round that is on, from the file that the host can download."""
        self.desk()
        here = self.page.link("Host list")
        rows = csv.DictReader(io.StringIO(self.download(f"{here.removesuffix('list/')}tables.csv").decode("utf-8-sig")))
        found: Tables = defaultdict(set)
        for row in rows:
            found[int(row["Table"].removeprefix("Table "))].add(row["Name"])
        return dict(found)

    def mark_gone(self, name: str) -> None:
        self.open(f"/desk/rooms/{self.room}/people/")
        self.press("Has gone", near=f"More about {name}")
        self.sees(f"{name} is marked as gone.")

    def return_code_for(self, name: str) -> str:
        self.open(f"/desk/rooms/{self.room}/people/")
        self.press("Help back in", near=f"More about {name}")
        return re.search(rf"Read this code out to {re.escape(name)}: (\w{{3}} \w{{3}})", self.page.text)[1]

    def close_room(self) -> None:
        self.desk()
        self.press("Close the room")
        self.sees("The room has closed")

    def publish_result(self, button: str = "Publish", **filled: object) -> None:
        self.open(f"/desk/gatherings/{self.slug}/result/")
        self.press(button, filled)
        self.sees("It is public now")

    @property
    def result(self) -> str:
        return f"/gatherings/{self.slug}/result/"


class Guest(Visitor):
    """Comes in with a code, without an account."""

    name = ""
    code = ""

    def join(self, code: str, name: str, *, organisation: str = "", email: str = "", agrees: bool = False) -> None:
        self.name, self.code = name, code
        self.open("/join/")
        self.press("Join the room", {"The code on the screen": f" {code[:3].lower()} {code[3:]}"})
        self.sees("Take a seat")
        filled: dict[str, object] = {"Your name": name, "Organisation": organisation}
        filled["Email you signed up with"] = email
        if agrees:
            filled["Use what I write"] = True
        self.press("Take a seat", filled)
        assert self.answer.path == f"/r/{code}/"

    def look(self) -> None:
        self.open(f"/r/{self.code}/")

    def say_where(self, place: str) -> None:
        self.look()
        self.press("Put me on the map", {"Town": place})
        self.sees("Your answer is counted.")

    def say_words(self, *words: str) -> None:
        self.look()
        self.press("Put my words", {f"Word {at}": word for at, word in enumerate(words, start=1)})
        self.sees("Your answer is counted.")

    def say_stage(self, stage: str) -> None:
        self.look()
        self.press("Send my answer", {stage: True})
        self.sees("Your answer is counted.")

    @property
    def table(self) -> int:
        """Which table their own screen says."""
        self.look()
        return int(re.match(r"You are at table (\d+)", self.page.h1)[1])

    def write_card(self, kind: str, text: str) -> None:
        self.look()
        self.press("Keep this card", {kind: True, "What is on the card": text})
        self.sees(text)

    def name_the_table(self, name: str) -> None:
        self.look()
        self.press("Name our table", {"Name of table": name})
        self.sees(name)

    def vote(self) -> str:
        """For the first name that is not their own table's; answers it."""
        self.look()
        form = self.page.form_of(self.page.button("Vote"))
        free = [one for one in form.controls if one.attrs["name"] == "table" and "disabled" not in one.attrs]
        label = self.page.label_of(free[0])
        self.press("Vote", {label: True})
        self.sees("Your vote is counted.")
        return label

    def rate(self, line: str = "Good") -> None:
        self.look()
        self.press("Send my rating", {line: True})
        self.sees("Your rating is counted.")

    @property
    def private_link(self) -> str:
        self.look()
        return re.sub(r"^https?://[^/]+", "", self.page.link("My private link"))

    def leave(self) -> None:
        self.look()
        self.press("Leave the room")


def a_workshop(organiser: Organiser, title: str = "User-research workshop") -> str:
    """Planned, listed, 52 signed up, laid out and open; answers the code."""
    organiser.plan(title)
    organiser.take_in_the_pilots_list()
    organiser.lay_out()
    organiser.open_room()
    return organiser.code


def thirty_who_come(listed: list[SignedUp]) -> list[SignedUp]:
    """The first 27 and three more, so that several organisations send more than one."""
    colleagues = [one for one in listed[27:] if one.organisation in {"Tyne Housing", "Celtic Foundation"}]
    return [*listed[:27], *colleagues[:3]]


def crowd(
    code: str, people: Iterable[SignedUp], *, wire: Callable[[], Wire] = Inside, agree: bool = False
) -> list[Guest]:
    """Each on a phone of their own. Every third types the address they signed up with; so does whoever shares a name."""
    people = list(people)
    names = [one.name for one in people]
    guests = []
    for at, one in enumerate(people):
        guest = Guest(wire())
        email = one.email if at % 3 == 0 or names.count(one.name) > 1 else ""
        name = one.name if names.count(one.name) == 1 else f"{one.name} ({one.organisation})"
        guest.join(code, name, organisation=one.organisation, email=email, agrees=agree)
        guests.append(guest)
    return guests


def answer_three_questions(organiser: Organiser, guests: list[Guest]) -> None:
    """From the first step to the first round of tables."""
    organiser.begin()
    organiser.go_on("Where are you today?")
    for at, guest in enumerate(guests):
        guest.say_where(PLACES[at % len(PLACES)])
    organiser.go_on("What does your organisation care about most?")
    for at, guest in enumerate(guests):
        guest.say_words(WORDS[at % len(WORDS)], WORDS[at * 3 % len(WORDS)], f"word {at}")
    organiser.go_on("How does your organisation use data?")
    for at, guest in enumerate(guests):
        guest.say_stage(STAGES[at % 5])
    organiser.go_on()


def pairs(tables: Tables) -> set[frozenset[str]]:
    """Everybody who sits with somebody."""
    return {
        frozenset((one, other)) for members in tables.values() for one in members for other in members if one < other
    }
