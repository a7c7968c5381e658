"""Stories 3 and 12 without a script: a guest's whole way, and back to one's seat when the phone dies."""

import pytest

from tests.journeys.visitor import Visitor
from tests.journeys.workshop import Guest, a_workshop, crowd, the_sign_ups

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def code(organiser) -> str:
    return a_workshop(organiser)


def test_a_guest_goes_the_whole_way_without_an_account_and_without_scripts(organiser, code):
    others = crowd(code, the_sign_ups()[:7])
    guest = Guest()
    guest.join(code, "Amina Yusuf", organisation="Usk Valley Pantry", agrees=True)
    guest.sees("You are in", "8 people are in the room.")

    organiser.begin()
    guest.look()
    guest.sees("Welcome", "Three short questions")
    organiser.go_on()
    guest.say_where("Hebden Bridge")
    assert guest.page.has_button("Change my answer")
    organiser.go_on()
    guest.say_words("food", "young people", "rivers")
    guest.press("Take my answer back")
    guest.sees_not("Your answer is counted.")
    guest.say_words("food", "rivers")
    organiser.go_on()
    guest.say_stage("Learning")

    organiser.go_on()
    guest.look()
    guest.sees("Your table comes in a moment", "What do you need from other people who work with data?")
    tables = organiser.draw_and_show()
    at = guest.table
    assert guest.name in tables[at]
    guest.sees("What do you need from other people who work with data?", *(tables[at] - {guest.name}), "You")
    guest.write_card("Need", "Somebody to check my spreadsheet with")
    neighbour = next(one for one in others if one.name in tables[at])
    neighbour.look()
    neighbour.sees("Somebody to check my spreadsheet with")
    guest.name_the_table("The Outliers")
    elsewhere = next(one for one in others if one.name not in tables[at])
    elsewhere.name_the_table("Mean and Median")

    organiser.go_on("Which table has the best name?")
    guest.look()
    guest.sees("If two names have as many votes, both win.", "your own, so not yours to choose")
    assert guest.vote().startswith("Mean and Median")
    organiser.desk()
    organiser.press("Count the votes and show who won")
    guest.look()
    guest.sees("The best name is Mean and Median")

    organiser.go_on("What should we do together, and how would it start?")
    organiser.draw_and_show()
    organiser.go_on("How was your conversation?")
    guest.rate("It could not be better")
    organiser.go_on("Thank you")
    organiser.close_room()
    guest.look()
    guest.sees("Thank you for coming")


def test_what_cannot_be_taken_comes_back_with_what_was_typed(organiser, code):
    guest = Guest()
    guest.join(code, "Amina Yusuf")
    organiser.begin()
    organiser.go_on()
    guest.look()
    guest.press("Put me on the map", {"Town": "Newport"}, status=400)
    guest.sees("Which one?")
    guest.press("Put me on the map", {guest.page.label_of(_first_choice(guest)): True})
    guest.sees("Your answer is counted.")

    organiser.go_on()
    guest.look()
    guest.press("Put my words", {"Word 1": "x" * 10_000}, status=400)
    guest.sees("Please keep it to 40.")
    guest.say_words("<script>alert(1)</script>")
    assert "<script>alert(1)" not in guest.page.html
    stage = Visitor()
    stage.open(organiser.stage)
    stage.sees("<script>alert(1)</script>")  # as words to read
    assert "<script>alert(1)" not in stage.page.html

    stale = Guest()
    stale.join(code, "Ben Carr")
    stale.look()
    organiser.go_on()
    stale.press("Put my words", {"Word 1": "late"}, status=409)
    stale.sees("Answers to this question are closed.")


def _first_choice(guest: Guest):
    form = guest.page.form_of(guest.page.button("Put me on the map"))
    return next(one for one in form.controls if one.attrs["name"] == "pick")


def test_a_double_tap_counts_once(organiser, code):
    guest = Guest()
    guest.join(code, "Amina Yusuf")
    organiser.begin()
    organiser.go_on()
    organiser.go_on()
    guest.look()
    tapped = guest.hold("Put my words", {"Word 1": "food"})
    guest.send(tapped)
    guest.press("Take my answer back")
    guest.send(tapped)
    guest.sees_not("Your answer is counted.")  # the same tap, come late: what was said since then stands
    guest.say_words("food")
    organiser.desk()
    organiser.sees("Open, 1 answer")


def test_a_wrong_code_says_what_to_look_at(organiser, code):
    guest = Guest()
    guest.open("/join/")
    guest.press("Join the room", {"The code on the screen": "ZZZZZZ"}, status=404)
    guest.sees("That code is not open. Look again: codes never use O, I, L, 0 or 1.")


class TestAPhoneDies:
    def test_the_private_link_opens_the_seat_with_its_answers_and_looking_at_it_changes_nothing(self, organiser, code):
        guest = self._answered(organiser, code)
        link = guest.private_link

        other_phone = Guest()
        other_phone.code = code
        other_phone.look()
        other_phone.sees("Take a seat")
        other_phone.open(link)
        other_phone.sees("Welcome back, Amina Yusuf")
        other_phone.look()
        other_phone.sees("Take a seat")
        other_phone.open(link)
        other_phone.press("Sit down again")

        other_phone.sees("Amina Yusuf", "Change my answer")
        assert "Hebden Bridge" in other_phone.page.html
        organiser.desk()
        organiser.sees("Open, 1 answer")

    def test_the_organisers_code_opens_it_once_and_the_old_phone_no_longer_does(self, organiser, code):
        guest = self._answered(organiser, code)
        return_code = organiser.return_code_for("Amina Yusuf")

        other_phone = Guest()
        other_phone.open("/join/")
        other_phone.press("Join the room", {"The code on the screen": code})
        other_phone.follow("I was here already")
        other_phone.press("Back to my seat", {"The code the organiser gave you": return_code})

        other_phone.code = code
        other_phone.sees("Change my answer")
        assert "Hebden Bridge" in other_phone.page.html
        guest.look()
        guest.sees("Take a seat")
        guest.sees_not("Change my answer")
        third = Guest()
        third.open(f"/r/{code}/back/")
        third.press("Back to my seat", {"The code the organiser gave you": return_code}, status=400)
        third.sees("That code brings nobody back.")

    def test_at_their_table_after_the_draw(self, organiser, code):
        crowd(code, the_sign_ups()[:7])
        guest = Guest()
        guest.join(code, "Amina Yusuf")
        organiser.begin()
        for _ in range(4):
            organiser.go_on()
        tables = organiser.draw_and_show()
        guest.write_card("Idea", "A shared list of what not to count")
        sat = guest.table

        other_phone = Guest()
        other_phone.code = code
        other_phone.open(f"/r/{code}/back/")
        code_read_out = organiser.return_code_for("Amina Yusuf")
        other_phone.press("Back to my seat", {"The code the organiser gave you": code_read_out})

        assert other_phone.table == sat
        other_phone.sees("A shared list of what not to count")
        assert organiser.tables() == tables

    @staticmethod
    def _answered(organiser, code) -> Guest:
        guest = Guest()
        guest.join(code, "Amina Yusuf")
        organiser.begin()
        organiser.go_on()
        guest.say_where("Hebden Bridge")
        return guest
