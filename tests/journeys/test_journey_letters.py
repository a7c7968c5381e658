"""Letters over a real SMTP server: a code that signs in, and links that a robot may follow as often as it likes."""

import pytest
from django.core.management import call_command

from collective.ground.lib import clock
from collective.join.people import actions as people
from collective.join.people.models import Consent
from tests.journeys.everything import held
from tests.journeys.postbox import code_in, links_in, text_of
from tests.journeys.visitor import Visitor
from tests.journeys.workshop import Organiser, a_workshop

pytestmark = pytest.mark.django_db(transaction=True)

NOTES = "Use what I write in what we learn, without my name"


def ask_for_a_code(visitor: Visitor, email: str) -> None:
    visitor.open("/sign-in/")
    visitor.press("Send me a code", {"Your email address": email})


def sign_up(visitor: Visitor, slug: str, name: str, email: str, **ticked: bool) -> None:
    visitor.open(f"/gatherings/{slug}/sign-up/")
    facts = {"Your name": name, "Email": email, "Write to me about this gathering": True}
    visitor.press("Take a seat", facts | {"First word": "food"} | ticked)


class TestSigningIn:
    def test_an_organiser_types_the_code_from_the_letter_and_is_at_their_desk(self, postbox):
        people.make_organiser(email="ada@example.org", name="Ada Hussain", now=clock.now())
        ada = Organiser()
        ask_for_a_code(ada, "ada@example.org")

        typed = code_in(postbox.wait_for("ada@example.org")).lower().replace("-", "")
        ada.press("Sign in", {"The code from the letter": typed})

        assert ada.page.h1 == "Your desk"

    def test_a_wrong_code_is_said_in_words_and_an_unknown_address_looks_the_same(self, postbox):
        people.make_organiser(email="ada@example.org", name="Ada Hussain", now=clock.now())
        visitors = [Visitor(), Visitor()]
        for visitor, email in zip(visitors, ("ada@example.org", "nobody@example.org"), strict=True):
            ask_for_a_code(visitor, email)
        assert [visitor.page.text.replace("nobody@", "ada@") for visitor in visitors] == [visitors[0].page.text] * 2
        assert not postbox.to("nobody@example.org")

        ada = visitors[0]
        ada.press("Sign in", {"The code from the letter": "AAAA-AAAA"})
        ada.sees("That is not the code we sent.")

    def test_somebody_who_signed_up_for_a_gathering_becomes_a_member_and_loses_nothing(self, organiser, postbox):
        organiser.plan("Winter lunch")
        cleo = Visitor()
        sign_up(cleo, organiser.slug, "Cleo Mbeki", "cleo@example.org")
        cleo.open("/sign-up/")
        cleo.press("Send me a code", {"Your name": "Cleo Mbeki", "Your email address": "cleo@example.org"})
        cleo.press("Go on", {"The code from the letter": code_in(postbox.wait_for("cleo@example.org"))})
        cleo.open("/me/")
        cleo.sees("Cleo Mbeki", "food", "Write to me about this gathering")


class TestARobotFollowsEveryLink:
    """Mail scanners open what is in a letter, with GET and with HEAD, and some go on from there."""

    def test_and_nothing_has_changed(self, organiser, postbox):
        a_workshop(organiser, "Winter lunch")
        cleo = Visitor()
        sign_up(cleo, organiser.slug, "Cleo Mbeki", "cleo@example.org", **{NOTES: True})
        dan = Visitor()
        dan.open("/community/")
        dan.press("Count me in", {"Your name": "Dan Osei", "Email": "dan@example.org", "Keep my details": True})
        dan.open("/sign-up/")
        dan.press("Send me a code", {"Your name": "Dan Osei", "Your email address": "dan@example.org"})
        again = Visitor()
        again.open("/sign-up/")
        again.press("Send me a code", {"Your name": "Ada", "Your email address": "ada@example.org"})
        ask_for_a_code(Visitor(), "ada@example.org")
        call_command("tick")
        assert {address for address, _ in postbox.letters} == {
            "cleo@example.org",
            "dan@example.org",
            "ada@example.org",
        }
        assert len(postbox.letters) >= 5
        before = held()

        followed = {link for _, letter in postbox.letters for link in links_in(letter)}
        seen: set[str] = set()
        for link in sorted(followed):
            self._follow(link, seen, depth=2)

        assert len(followed) >= 3
        assert any("/seat/" in path for path in seen)
        assert any(path.startswith("/r/") for path in seen)
        assert held() == before

    def _follow(self, link: str, seen: set[str], *, depth: int) -> None:
        robot = Visitor()
        path = "/" + link.split("/", 3)[3] if "://" in link else link
        if path in seen or depth == 0 or path.startswith(("/static/", "//")):
            return
        seen.add(path)
        robot.wire.client.head(path)
        if robot.status_of(path) != 200:
            return
        robot.open(path)
        for _, onward in robot.page.links():
            if onward.startswith(("/", "?")):
                self._follow(robot._here(onward), seen, depth=depth - 1)


def test_the_letter_of_a_seat_leads_to_a_page_where_everything_can_be_taken_back(organiser, postbox):
    code = a_workshop(organiser, "Winter lunch")
    sign_up(Visitor(), organiser.slug, "Cleo Mbeki", "cleo@example.org", **{NOTES: True})
    call_command("tick")
    letter = postbox.wait_for("cleo@example.org")
    assert "We set the tables on the day" in text_of(letter)

    cleo = Visitor()
    cleo.open("/seat/" + next(link for link in links_in(letter) if "/seat/" in link).split("/seat/")[1])
    cleo.press("I cannot come")
    cleo.sees("You told us that you cannot come.")
    cleo.press("I can come after all")
    cleo.press(f"Take it back: {NOTES}")
    assert Consent.objects.standing().filter(purpose="notes").count() == 0

    cleo.follow("Come in")
    cleo.press("Take a seat")
    assert cleo.answer.path == f"/r/{code}/"
    cleo.sees("Cleo Mbeki")
    organiser.open(f"/desk/gatherings/{organiser.slug}/people/")
    organiser.press("Find", {"Find somebody": "cleo"})
    organiser.sees("Here since")

    other_phone = Visitor()
    other_phone.open("/seat/" + next(link for link in links_in(letter) if "/seat/" in link).split("/seat/")[1])
    other_phone.follow("Come in")
    other_phone.press("Take a seat")
    other_phone.sees("1 person is in the room.")
    cleo.open(f"/r/{code}/")
    cleo.sees("Take a seat")
