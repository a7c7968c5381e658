"""The phone: come in by code, answer, come back, go. Nobody in who does not belong."""

import pytest
from django.test import Client

from collective.gather.gatherings.models import CheckIn
from collective.talk.rooms import queries
from collective.talk.rooms.actions import host, joining
from collective.talk.rooms.guesses import guesses
from collective.talk.rooms.models import Participant, Room
from tests.cast import NOON, a_gathering, a_prompt_step, a_room


@pytest.fixture(autouse=True)
def _no_old_guesses():
    guesses.forget()


@pytest.fixture
def room(db) -> Room:
    return a_room()


@pytest.fixture
def phone() -> Client:
    return Client()


def sit(phone: Client, room: Room, name: str = "Amina Yusuf", **more: str) -> Participant:
    answered = phone.post(f"/r/{room.code}/seat/", {"name": name, **more})
    assert answered.status_code == 302, answered.content.decode()
    return room.participants.get(name=name)


class TestJoin:
    def test_the_right_code_leads_to_the_room_however_it_is_typed(self, phone, room):
        answered = phone.post("/join/", {"code": f" {room.code[:3].lower()} {room.code[3:]}"})
        assert answered.headers["Location"] == f"/r/{room.code}/"

    def test_a_wrong_code_is_said_in_words(self, phone, room):
        answered = phone.post("/join/", {"code": "ZZZZZZ"})
        assert answered.status_code == 404
        assert "That code is not open" in answered.content.decode()

    def test_guessing_is_slowed_and_the_right_code_never_waits(self, phone, room):
        statuses = [phone.post("/join/", {"code": f"ZZZ{number:03d}"}).status_code for number in range(25)]
        assert statuses[0] == 404
        assert statuses[-1] == 429
        assert phone.post("/join/", {"code": room.code}).status_code == 302

    def test_taking_a_seat_is_the_check_in(self, phone, room):
        participant = sit(phone, room)
        assert CheckIn.objects.filter(gathering=room.gathering, person=participant.person, how="room").count() == 1
        assert "You are in" in phone.get(f"/r/{room.code}/").content.decode()

    def test_twice_is_harmless(self, phone, room):
        sit(phone, room)
        phone.post(f"/r/{room.code}/seat/", {"name": "Amina Yusuf"})
        assert room.participants.count() == 1

    def test_without_a_name_the_form_comes_back_with_words(self, phone, room):
        answered = phone.post(f"/r/{room.code}/seat/", {"name": " ", "organisation": "Usk Valley Pantry"})
        page = answered.content.decode()
        assert answered.status_code == 400
        assert "Type the name you would like to be called by" in page
        assert "Usk Valley Pantry" in page

    def test_hostile_names_are_only_text(self, phone, room):
        sit(phone, room, "<script>alert(1)</script>")
        assert "<script>alert" not in phone.get(f"/r/{room.code}/").content.decode()

    def test_a_room_that_is_not_open_says_so(self, phone, db):
        closed = a_room(opened=False)
        page = phone.get(f"/r/{closed.code}/").content.decode()
        assert "The room is not open yet" in page
        assert phone.post(f"/r/{closed.code}/seat/", {"name": "Amina"}).status_code == 409

    def test_somebody_who_signed_up_is_ticked_off_by_their_address(self, phone, db):
        from collective.gather.gatherings import actions as gatherings

        gathering = a_gathering()
        signed = gatherings.sign_up(
            gathering=gathering,
            now=NOON,
            name="Amina Yusuf",
            email="amina@example.org",
            organisation="Usk Valley Pantry",
        )
        room = a_room(gathering)

        participant = sit(phone, room, "Amina Y", email="Amina@Example.org")

        assert participant.person == signed.person
        assert participant.organisation == "Usk Valley Pantry"
        assert participant.known_by == "email"

    def test_an_address_that_has_a_seat_already_opens_nothing(self, phone, db):
        from collective.gather.gatherings import actions as gatherings

        gathering = a_gathering()
        gatherings.sign_up(gathering=gathering, now=NOON, name="Amina Yusuf", email="amina@example.org")
        room = a_room(gathering)
        first = sit(phone, room, "Amina Yusuf", email="amina@example.org")

        second = sit(Client(), room, "Somebody Else", email="amina@example.org")

        assert second.person != first.person
        assert joining.seated(room, phone.cookies["seat"].value) == first

    def test_five_hundred_joins_behind_one_address_are_all_let_in(self, room):
        statuses = {Client().post(f"/r/{room.code}/seat/", {"name": f"Person {n}"}).status_code for n in range(60)}
        assert statuses == {302}
        assert room.participants.count() == 60


class TestComingBack:
    def test_the_private_link_changes_nothing_until_its_button_is_pressed(self, phone, room):
        participant = sit(phone, room)
        token = phone.cookies["seat"].value
        other = Client()

        shown = other.get(f"/r/{room.code}/back/{token}/")
        assert "Welcome back, Amina Yusuf" in shown.content.decode()
        assert "seat" not in other.cookies

        other.post(f"/r/{room.code}/back/{token}/")
        assert other.cookies["seat"].value == token
        assert "You are in" in other.get(f"/r/{room.code}/").content.decode()
        assert room.participants.get() == participant

    def test_a_code_from_the_organiser_brings_the_seat_to_the_new_phone_and_works_once(self, phone, room):
        participant = sit(phone, room)
        code = joining.issue_return_code(participant=participant, now=NOON.replace(year=2999))
        other = Client()

        assert other.post(f"/r/{room.code}/back/", {"code": code.lower()}).status_code == 302
        assert joining.seated(room, other.cookies["seat"].value) == participant
        assert joining.seated(room, phone.cookies["seat"].value) is None  # the lost phone opens nothing any more
        assert Client().post(f"/r/{room.code}/back/", {"code": code}).status_code == 400

    def test_somebody_elses_link_is_unknown(self, phone, room):
        assert phone.get(f"/r/{room.code}/back/{'x' * 27}/").status_code == 404

    def test_going_frees_the_seat_and_it_can_be_taken_again(self, phone, room):
        participant = sit(phone, room)
        phone.post(f"/r/{room.code}/departure/")
        participant.refresh_from_db()
        assert participant.left_at is not None
        assert "Welcome back" in phone.get(f"/r/{room.code}/").content.decode()

        phone.post(f"/r/{room.code}/seat/", {})
        participant.refresh_from_db()
        assert participant.left_at is None


@pytest.mark.django_db(transaction=True)
class TestAnswering:
    @pytest.fixture
    def asked(self, phone):
        room = a_room()
        step = a_prompt_step(room, "words")
        sit(phone, room)
        host.go_to(room=room, step=step, now=NOON, by=None)
        step.prompt.refresh_from_db()
        return room, step.prompt

    def send(self, phone, room, prompt, *values, **more):
        facts = {"prompt": prompt.pk, "turn": prompt.turn, "key": f"k-{values}", "v": list(values), **more}
        return phone.post(f"/r/{room.code}/answers/", facts)

    def test_counts_and_shows_the_answer_for_changing(self, phone, asked):
        room, prompt = asked
        assert self.send(phone, room, prompt, "food", "young people").status_code == 302
        assert queries.live_tally(prompt).counts == {"food": 1, "young people": 1}
        page = phone.get(f"/r/{room.code}/").content.decode()
        assert 'value="young people"' in page
        assert "Change my answer" in page

    def test_what_cannot_be_taken_comes_back_with_what_was_typed(self, phone, asked):
        room, prompt = asked
        answered = self.send(phone, room, prompt, "food", "x" * 10_000)
        page = answered.content.decode()
        assert answered.status_code == 400
        assert "10,000 characters long" in page
        assert 'value="food"' in page

    def test_a_closed_prompt_says_so(self, phone, asked):
        room, prompt = asked
        host.close_prompt(room=room, step=prompt.step, now=NOON, by=None)
        answered = self.send(phone, room, prompt, "food")
        assert answered.status_code == 409
        assert "closed" in answered.content.decode()

    def test_a_phone_without_a_seat_answers_nothing(self, asked):
        room, prompt = asked
        assert self.send(Client(), room, prompt, "food").status_code == 404

    def test_a_seat_in_one_room_answers_nothing_in_another(self, phone, asked):
        _, prompt = asked
        other = a_room(a_gathering("Another"))
        stranger = Client()
        sit(stranger, other)
        assert self.send(stranger, other, prompt, "food").status_code == 404

    def test_a_place_with_namesakes_is_asked_about(self, phone):
        room = a_room(a_gathering("Places"))
        step = a_prompt_step(room, "place")
        sit(phone, room)
        host.go_to(room=room, step=step, now=NOON, by=None)
        answered = self.send(phone, room, step.prompt, "Newport")
        page = answered.content.decode()
        assert "Newport, Isle of Wight" in page
        picked = self.send(phone, room, step.prompt, "Newport", pick="gb:newport:2641598")
        assert picked.status_code == 302

    @pytest.mark.parametrize("address", ["seat", "departure", "answers"])
    def test_looking_at_a_button_presses_nothing(self, phone, asked, address):
        room, _ = asked
        assert phone.get(f"/r/{room.code}/{address}/").status_code == 405
