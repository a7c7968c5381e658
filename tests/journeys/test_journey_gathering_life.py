"""A gathering's whole life by mail: every letter goes over a real SMTP server, is read as its reader reads it, and a robot follows
each of its links without changing anything.

The one clock is set by the test, from three weeks before to a day after.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit

import icalendar
import pytest

from collective.gather.gatherings import actions
from collective.gather.gatherings.actions import asking, hosting
from collective.gather.gatherings.models import Gathering, Material, SignUp
from collective.ground.lib import clock
from collective.ground.outbox import tick
from collective.join.people import actions as people
from collective.join.people.models import Member
from tests.journeys.everything import held
from tests.journeys.postbox import Postbox, links_in, text_of
from tests.journeys.visitor import Visitor

pytestmark = pytest.mark.django_db(transaction=True)

# A Friday lunch in June, in London; ten in the morning there is nine in UTC.
STARTS = datetime(2027, 6, 4, 11, 30, tzinfo=UTC)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
YES = "Write to me about this gathering"


class Life:
    """One gathering, its people, and the letters as they come."""

    def __init__(self, postbox: Postbox, monkeypatch: pytest.MonkeyPatch) -> None:
        self.postbox, self._monkeypatch, self.read = postbox, monkeypatch, 0
        self.now = STARTS - 21 * DAY
        self.at(self.now)
        self.ada = people.make_organiser(email="ada@example.org", name="Ada Hussain", now=self.now)
        self.lunch = actions.plan(
            title="Winter lunch", starts_at=STARTS, ends_at=STARTS + HOUR, zone="Europe/London", seats=2, way="both",
            place="The Old Library, Sheffield", link="https://meet.example.org/lunch", link_from=60, now=self.now,
        )  # fmt: skip
        actions.list_publicly(gathering=self.lunch, now=self.now, by=self.ada)

    def at(self, moment: datetime) -> None:
        self.now = moment
        self._monkeypatch.setattr(clock, "now", lambda: moment)

    def tick(self, moment: datetime | None = None) -> None:
        """Two ticks, as two servers would; then every new letter is read, and its links are followed."""
        self.at(moment or self.now)
        tick.once(self.now)
        tick.once(self.now)
        new = self.postbox.letters[self.read :]
        self.read = len(self.postbox.letters)
        before = held()
        for _, letter in new:
            reads_well(letter)
            for link in links_in(letter):
                robot_follows(link)
        assert held() == before, "a robot that follows links changes nothing"

    def visitor_at(self, address: str, kind: str) -> Visitor:
        """Somebody opens the newest letter of theirs with these words in its subject, and follows its own link."""
        letter = [one for one in self.postbox.to(address) if kind in one["Subject"]][-1]
        visitor = Visitor()
        visitor.open(next(path_of(link) for link in links_in(letter) if "/seat/" in link or "/waiting/" in link))
        return visitor

    def subjects(self, address: str) -> list[str]:
        return [letter["Subject"].replace("Winter lunch", "…") for letter in self.postbox.to(address)]


def path_of(link: str) -> str:
    parts = urlsplit(link)
    return parts.path + (f"?{parts.query}" if parts.query else "")


def reads_well(letter) -> None:
    """Plain words with the reason at the foot; what a template left over, or a link that is not whole, is a fault."""
    text = text_of(letter).replace("\r\n", "\n")
    assert text.startswith("Dear "), text
    assert not re.search(r"\{\{|\{%|None|\bnan\b|!|oops|successfully", text.replace("https://", "")), text
    assert "\n\n\n" not in text
    assert re.search(r"^Why you get this: .+\.$", text, re.MULTILINE), text
    assert "\n" not in letter["Subject"]
    assert letter.get_body(("html",)) is not None


def robot_follows(link: str) -> None:
    if urlsplit(link).hostname == "localhost":
        robot = Visitor()
        robot.wire.client.head(path_of(link))
        assert robot.status_of(path_of(link)) == 200, link


def calendar_of(letter) -> icalendar.Calendar | None:
    part = next((part for part in letter.walk() if part.get_content_type() == "text/calendar"), None)
    return icalendar.Calendar.from_ical(part.get_content()) if part else None


def signs_up(name: str, way: str = "In the room") -> None:
    visitor = Visitor()
    slug = Gathering.objects.get().slug
    visitor.open(f"/gatherings/{slug}/sign-up/")
    visitor.press("Take a seat", {"Your name": name, "Email": address_of(name), way: True, YES: True})


def waits(name: str) -> None:
    visitor = Visitor()
    visitor.open(f"/gatherings/{Gathering.objects.get().slug}/waiting/")
    filled = {"Your name": name, "Email": address_of(name), "Online": True, YES: True}
    visitor.press("Put me on the list", filled)
    visitor.sees("A letter is on its way")


def address_of(name: str) -> str:
    return f"{name.split()[0].lower()}@example.org"


@pytest.fixture
def life(transactional_db, postbox, monkeypatch) -> Life:
    return Life(postbox, monkeypatch)


def test_from_the_first_seat_to_the_thanks(life):
    fay = Member.objects.create_user(email="fay@example.org", name="Fay Oyelaran", now=life.now)
    hosting.name_host(gathering=life.lunch, member=fay, now=life.now)
    signs_up("Amina Yusuf")
    signs_up("Ben Carr", "Online")
    amina = SignUp.objects.get(person__name="Amina Yusuf")
    asking.invite(gathering=life.lunch, email="guy@example.org", name="Guy Short", from_sign_up=amina, now=life.now)
    waits("Cleo Mbeki")
    waits("Dora Lind")
    life.tick()
    confirmation = life.postbox.to("amina@example.org")[0]
    assert "When: Friday 4 June 2027, 12:30 to 13:30 (BST)" in text_of(confirmation)
    assert "Where: The Old Library, Sheffield" in text_of(confirmation)
    assert calendar_of(confirmation)["METHOD"] == "REQUEST"

    life.at(life.now + DAY)
    life.visitor_at("amina@example.org", "Your seat").press("I cannot come")
    life.tick()
    assert calendar_of(life.postbox.to("amina@example.org")[-1])["METHOD"] == "CANCEL"

    cleo = life.visitor_at("cleo@example.org", "A seat is free")
    cleo.sees("A seat is free for you")
    cleo.press("Yes, I take the seat")
    cleo.sees("You have a seat")
    life.tick(life.now + HOUR)

    later = STARTS + DAY
    actions.change(gathering=life.lunch, starts_at=later, ends_at=later + HOUR, now=life.now + DAY)
    life.tick(life.now + DAY)
    moved = life.postbox.to("cleo@example.org")[-1]
    assert "It was Friday 4 June, 12:30 (BST)." in text_of(moved)
    event = calendar_of(moved).walk("VEVENT")[0]
    assert event["DTSTART"].dt.astimezone(UTC) == later
    assert event["SEQUENCE"] > 0

    life.tick(later - DAY - 2.5 * HOUR)  # ten in London, the day before
    ben = life.visitor_at("ben@example.org", "still coming")
    ben.sees("Still coming?")
    ben.press("I cannot come")
    life.tick()
    life.visitor_at("dora@example.org", "A seat is free").press("No, thank you")
    life.visitor_at("cleo@example.org", "still coming").press("Yes, I am coming")
    life.tick(later - 4.5 * HOUR)
    life.tick(later - HOUR)
    last = text_of(life.postbox.to("cleo@example.org")[-1])
    assert "https://meet.example.org/lunch" in last

    cleo_seat = SignUp.objects.get(person__name="Cleo Mbeki")
    actions.check_in(gathering=life.lunch, person=cleo_seat.person, how="hand", now=later)
    Material.objects.create(gathering=life.lunch, title="Slides", url="https://example.org/slides", at=later)
    life.tick(later + DAY)

    waiting = ["You are on the waiting list: …"]
    reminders = ["Tomorrow: are you still coming to …?", "Today: …", "In an hour: …"]
    offered = "A seat is free for you: …"
    assert life.subjects("amina@example.org") == ["Your seat: …", "You are not coming: …", "Moved: …"]
    assert life.subjects("ben@example.org") == ["Your seat: …", "Moved: …", reminders[0], "You are not coming: …"]
    assert life.subjects("cleo@example.org") == [
        *waiting, offered, "Your seat: …", "Moved: …", *reminders, "Thank you for coming: …",
    ]  # fmt: skip
    assert life.subjects("dora@example.org") == [*waiting, "Moved: …", offered]
    assert life.subjects("fay@example.org") == ["You host: …", "Moved: …"]
    assert life.subjects("guy@example.org") == ["Amina Yusuf asks you along: …"]
    assert not any(calendar_of(one) for one in life.postbox.to("dora@example.org") + life.postbox.to("fay@example.org"))
    assert not any("meet.example.org" in text_of(one) for one in life.postbox.to("dora@example.org"))


def test_what_is_called_off_is_told_to_all_and_then_is_silent(life):
    signs_up("Amina Yusuf")
    signs_up("Ben Carr")
    waits("Cleo Mbeki")
    life.tick()
    actions.cancel(gathering=life.lunch, now=life.now + DAY, by=life.ada, reason="The trains are on strike.")
    life.tick(life.now + DAY)
    off = life.postbox.to("amina@example.org")[-1]
    assert "The trains are on strike." in text_of(off)
    assert calendar_of(off)["METHOD"] == "CANCEL"
    for moment in (STARTS - DAY - 2 * HOUR, STARTS - 4 * HOUR, STARTS - HOUR, STARTS + DAY):
        life.tick(moment)
    assert life.subjects("amina@example.org") == ["Your seat: …", "Called off: …"]
    assert life.subjects("cleo@example.org") == ["You are on the waiting list: …", "Called off: …"]
