"""Every letter that a gathering sends through its whole life, over a real SMTP server, read as its readers read it."""

from __future__ import annotations

import re
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.core.management import call_command

from collective.gather.gatherings import actions
from collective.gather.gatherings.actions import asking, sharing, telling
from collective.gather.gatherings.models import Gathering, SignUp
from collective.ground.lib import clock
from collective.ground.outbox.actions import holding, suppressing
from collective.join.people.models import Member
from tests.journeys.everything import held
from tests.journeys.postbox import code_in, links_in, text_of
from tests.journeys.robot import follow_all, links_of
from tests.journeys.visitor import Visitor

pytestmark = pytest.mark.django_db(transaction=True)

LONDON = ZoneInfo("Europe/London")
AMINA, BEN, CLEO, DORA = (f"{name}@example.org" for name in ("amina", "ben", "cleo", "dora"))
YES = "Write to me about this gathering"


class Time:
    """The clock of the whole site, in the hands of the test."""

    def __init__(self, monkeypatch):
        self.first_day = datetime.now(LONDON).date() + timedelta(days=1)
        self.set(0, "09:00")
        monkeypatch.setattr(clock, "now", lambda: self.moment)

    def set(self, day: int, hour: str) -> None:
        self.moment = self.at(day, hour)

    def at(self, day: int, hour: str) -> datetime:
        return datetime.combine(self.first_day + timedelta(days=day), time.fromisoformat(hour), LONDON)


@pytest.fixture
def at(monkeypatch):
    return Time(monkeypatch)


class Life:
    """One gathering with two seats, in ten days at one o'clock, and what comes in the post."""

    def __init__(self, at, postbox, organiser):
        self.at, self.postbox, self.organiser = at, postbox, organiser
        self.read = 0
        self.ada = Member.objects.get(email="ada@example.org")
        self.lunch = self.plan("Winter lunch")

    def plan(self, title: str) -> Gathering:
        made = actions.plan(
            title=title,
            now=clock.now(),
            by=self.ada,
            starts_at=self.at.at(10, "13:00"),
            ends_at=self.at.at(10, "14:00"),
            seats=2,
            way="both",
            place="The Old Library, Sheffield",
            link="https://video.example/winter",
            link_from=60,
            asks_still_coming=True,
        )
        actions.list_publicly(gathering=made, now=clock.now(), by=self.ada)
        return made

    def post(self) -> dict[str, list]:
        """What a tick brings: {address: letters}, only what is new. A second tick brings nothing."""
        call_command("tick")
        new = self.postbox.letters[self.read :]
        self.read = len(self.postbox.letters)
        call_command("tick")
        assert len(self.postbox.letters) == self.read, [
            letter["Subject"] for _, letter in self.postbox.letters[self.read :]
        ]
        found: dict[str, list] = {}
        for address, letter in new:
            found.setdefault(address, []).append(letter)
        return found

    def sign_up(self, name: str, email: str, slug: str = "") -> None:
        visitor = Visitor()
        visitor.open(f"/gatherings/{slug or self.lunch.slug}/sign-up/")
        visitor.press(
            "Take a seat",
            {"Your name": name, "Email": email, YES: True, "Online": True},
        )


@pytest.fixture
def life(at, postbox, organiser):
    return Life(at, postbox, organiser)


def private(letter, start: str) -> str:
    """The path of the reader's own page in a letter."""
    return next(link[link.index(start) :] for link in links_in(letter) if start in link)


def calendar(letter):
    """(METHOD, UID, SEQUENCE) of the letter's calendar part; None where there is none."""
    parts = [part for part in letter.walk() if part.get_content_type() == "text/calendar"]
    if not parts:
        return None
    text = parts[0].get_content()
    method = re.search(r"^METHOD:(\w+)", text, re.MULTILINE)[1]
    assert parts[0]["Content-Type"].params["method"] == method
    found = re.search(r"^UID:(.+?)\r?$", text, re.MULTILINE)[1], re.search(r"^SEQUENCE:(\d+)", text, re.MULTILINE)[1]
    return method, found[0], int(found[1])


def only(post, address):
    (letter,) = post[address]
    return letter


def test_a_gathering_from_the_first_seat_to_the_slides(life, at, settings):
    life.sign_up("Amina Yusuf", AMINA)
    life.sign_up("Ben Carr", BEN)
    post = life.post()
    assert set(post) == {AMINA, BEN}
    amina, ben = (private(only(post, address), "/seat/") for address in (AMINA, BEN))
    invited = calendar(only(post, AMINA))
    assert invited[0] == "REQUEST"
    assert "https://video.example" not in text_of(only(post, AMINA))

    waiting = Visitor()
    waiting.open(f"/gatherings/{life.lunch.slug}/waiting/")
    waiting.press("Put me on the list", {"Your name": "Cleo Mbeki", "Email": CLEO, YES: True, "Online": True})
    asking.invite(gathering=life.lunch, email=DORA, name="Dora Lind", now=clock.now(), by=life.ada)
    post = life.post()
    assert set(post) == {CLEO, DORA}
    assert calendar(only(post, CLEO)) is None
    assert "You have no seat yet." in text_of(only(post, CLEO))
    assert "We write once" in text_of(only(post, DORA))

    at.set(1, "10:00")
    leaving = Visitor()
    leaving.open(ben)
    leaving.press("I cannot come")
    post = life.post()
    assert calendar(only(post, BEN))[0] == "CANCEL"
    assert calendar(only(post, CLEO)) is None
    cleo = Visitor()
    cleo.open(private(only(post, CLEO), "/waiting/"))
    cleo.press("Yes, I take the seat")
    assert calendar(only(life.post(), CLEO))[0] == "REQUEST"

    at.set(2, "10:00")
    actions.change(
        gathering=Gathering.objects.get(pk=life.lunch.pk),
        now=clock.now(),
        by=life.ada,
        starts_at=at.at(10, "14:00"),
        ends_at=at.at(10, "15:00"),
    )
    post = life.post()
    assert set(post) == {AMINA, BEN, CLEO}
    moved = calendar(only(post, AMINA))
    assert moved[:2] == ("REQUEST", invited[1])
    assert moved[2] > invited[2]
    assert "so we ask again" in text_of(only(post, BEN))

    at.set(9, "10:30")
    post = life.post()
    assert set(post) == {AMINA, CLEO}
    said = Visitor()
    said.open(private(only(post, AMINA), "/seat/"))
    said.press("Yes, I am coming")
    assert life.post() == {}

    at.set(10, "08:00")
    assert set(life.post()) == {AMINA, CLEO}
    telling.tell(
        gathering=life.lunch,
        to="coming",
        subject="Come in by the yard",
        text="The front door is being painted.",
        token="one",
        now=clock.now(),
        by=life.ada,
    )
    assert "The front door is being painted." in text_of(only(life.post(), AMINA))
    at.set(10, "13:00")
    assert "https://video.example/winter" in text_of(only(life.post(), AMINA))

    at.set(10, "14:05")
    here = SignUp.objects.get(person__email=AMINA)
    actions.check_in(gathering=life.lunch, person=here.person, how="hand", now=clock.now())
    at.set(10, "16:00")
    sharing.share_link(
        gathering=life.lunch, title="The slides", url="https://slides.example/1", now=clock.now(), by=life.ada
    )
    at.set(11, "10:30")
    post = life.post()
    assert set(post) == {AMINA}
    assert "https://slides.example/1" in text_of(only(post, AMINA))
    at.set(40, "10:00")
    assert life.post() == {}

    read_as_a_reader_would(life)
    robot_changes_nothing(life, settings)
    assert amina in {path for letter in life.postbox.to(AMINA) for path in map(own_path, links_of(letter))}


def test_a_gathering_that_is_called_off(life, at, settings):
    other = life.plan("Spring lunch")
    for name, email in (("Amina Yusuf", AMINA), ("Ben Carr", BEN)):
        life.sign_up(name, email, other.slug)
    actions.join_list(gathering=other, now=clock.now(), name="Cleo Mbeki", email=CLEO)
    first = life.post()
    at.set(3, "10:00")
    actions.cancel(gathering=other, now=clock.now(), by=life.ada, reason="The room has a burst pipe.")
    post = life.post()
    assert set(post) == {AMINA, BEN, CLEO}
    off = calendar(only(post, AMINA))
    before = calendar(only(first, AMINA))
    assert off[:2] == ("CANCEL", before[1])
    assert off[2] > before[2]
    assert calendar(only(post, CLEO)) is None
    for letters in post.values():
        assert "The room has a burst pipe." in text_of(letters[0])
    for day, hour in ((9, "10:30"), (10, "08:00"), (10, "12:00"), (11, "10:30")):
        at.set(day, hour)
        assert life.post() == {}
    read_as_a_reader_would(life)
    robot_changes_nothing(life, settings)


def test_a_code_to_sign_in_goes_where_no_letter_goes_any_more_and_past_a_pause(organiser, postbox):
    suppressing.suppress(address="ada@example.org", reason="bounce", words="5.1.1", now=clock.now())
    holding.pause(now=clock.now(), by="Ada Hussain")
    ada = Visitor()
    ada.open("/sign-in/")
    ada.press("Send me a code", {"Your email address": "ada@example.org"})
    ada.press("Sign in", {"The code from the letter": code_in(postbox.wait_for("ada@example.org"))})
    assert ada.page.h1 == "Your desk"


def own_path(link: str) -> str:
    return "/" + link.split("/", 3)[3] if link.count("/") > 2 else "/"


def read_as_a_reader_would(life) -> None:
    """What holds for every letter, whatever it is about."""
    own: dict[str, str] = {}
    for address, letter in life.postbox.letters:
        said, page = text_of(letter), letter.get_body(("html",)).get_content()
        subject = letter["Subject"]
        assert letter["To"] == address
        assert not letter["Cc"]
        assert not [name for name in letter if name.lower().startswith("x-")], subject
        assert letter["Message-ID"]
        assert not letter["List-Unsubscribe"], "this is what they asked for, not news"
        assert "Why you get this: " in said
        assert not re.search(r"\bNone\b|\{\{|\{%|&#|&amp;", said), said
        assert "!" not in said
        words = re.sub(r"<style.*?</style>|<title.*?</title>|<[^>]+>", " ", page, flags=re.DOTALL)
        assert said.split("\n")[0].split()[-1] in words
        assert "<script" not in page
        assert set(links_of(letter)) >= {link.rstrip(".") for link in links_in(letter)}
        for token in re.findall(r"/(?:seat|waiting)/([^/\s]+)/", said):
            assert own.setdefault(token, address) == address, f"{subject} gives {address} somebody else's page"


def robot_changes_nothing(life, settings) -> None:
    before = held()
    seen = follow_all([letter for _, letter in life.postbox.letters], site=settings.SITE_URL)
    assert any("/seat/" in path for path in seen)
    assert any("/waiting/" in path for path in seen)
    assert held() == before
