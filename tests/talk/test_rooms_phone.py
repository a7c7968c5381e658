"""The phone: come in by code, answer, come back, go. Nobody in who does not belong."""

import pytest
from django.test import Client

from collective.gather.gatherings.models import CheckIn
from collective.talk.rooms import queries
from collective.talk.rooms.actions import answering, host, joining
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
    @pytest.fixture(autouse=True)
    def _writer_at_rest(self):
        """The writer's thread gives its connection back, or the test database could not be dropped."""
        yield
        answering.writer.close()

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

    def test_a_closed_prompt_says_so_and_gives_the_words_back(self, phone, asked):
        room, prompt = asked
        host.close_prompt(room=room, step=prompt.step, now=NOON, by=None)
        answered = self.send(phone, room, prompt, "food", "<b>arts</b>")
        page = answered.content.decode()
        assert answered.status_code == 409
        assert "Answers to this question are closed." in page
        assert "You had written: “food”, “&lt;b&gt;arts&lt;/b&gt;”" in page
        assert "What do you care about most?" in page  # and one is where the room is

    def test_a_script_is_told_in_json(self, phone, asked):
        room, prompt = asked
        host.close_prompt(room=room, step=prompt.step, now=NOON, by=None)
        facts = {"prompt": prompt.pk, "turn": 1, "key": "k", "v": "food"}
        answered = phone.post(f"/r/{room.code}/answers/", facts, headers={"accept": "application/json"})
        assert answered.status_code == 409
        assert answered.json()["message"].startswith("Answers to this question are closed.")

    def test_sending_twice_counts_once(self, phone, asked):
        room, prompt = asked
        for _ in range(2):
            assert self.send(phone, room, prompt, "food", key="the same").status_code == 302
        assert queries.live_tally(prompt).counts == {"food": 1}

    def test_an_answer_is_taken_back(self, phone, asked):
        room, prompt = asked
        self.send(phone, room, prompt, "food")
        assert self.send(phone, room, prompt, key="back", take_back="1").status_code == 302
        assert queries.live_tally(prompt).people == 0
        assert "Take my answer back" not in phone.get(f"/r/{room.code}/").content.decode()

    def test_hostile_markup_is_only_text_on_every_screen(self, phone, asked):
        from collective.talk.rooms import screens
        from tests.cast import an_organiser

        room, prompt = asked
        bad = "<img src=x onerror=alert(1)>"
        assert self.send(phone, room, prompt, "\x00word").status_code == 400
        self.send(phone, room, prompt, bad, "\u202egnp.exe", "\x07word")
        desk = Client()
        desk.force_login(an_organiser())
        pages = [
            phone.get(f"/r/{room.code}/"),
            Client().get(f"/stage/{room.stage_token}/"),
            desk.get(f"/desk/rooms/{room.pk}/"),
        ]
        for page in pages:
            assert page.status_code == 200
            assert "<img src=x" not in page.content.decode()
        for screen in screens.SCREENS:
            assert "<img src=x" not in screens.state(screens.load(room.pk), screen, NOON).data
        assert {"gnp.exe", "word"} <= set(queries.live_tally(prompt).counts)

    @pytest.mark.parametrize(
        "facts",
        [
            {"prompt": "nought"},
            {"prompt": "9" * 40},
            {"prompt": "-1"},
            {"turn": "\u0663"},
            {"turn": "1e9"},
            {"key": "k" * 10_000},
            {"key": "\x00"},
            {"v": []},
            {"v": ["x"] * 500},
            {"v": ["\ud800".encode("utf-8", "surrogatepass")]},
        ],
        ids=lambda facts: next(iter(facts)),
    )
    def test_nonsense_is_a_clear_no_and_never_a_fault(self, phone, asked, facts):
        room, prompt = asked
        said = {"prompt": prompt.pk, "turn": prompt.turn, "key": "k", "v": ["food"]} | facts
        assert phone.post(f"/r/{room.code}/answers/", said).status_code in {302, 400, 404, 409}

    def test_bytes_that_no_database_takes_are_unknown_and_never_a_fault(self, phone, room):
        for address in (f"/r/{room.code}/?from=%00", "/stage/%00/", "/r/%00/", "/j/%00/", f"/r/{room.code}/back/%00/"):
            assert phone.get(address).status_code == 400, address
        assert phone.post("/join/", {"code": "\x00"}).status_code == 400
        assert phone.post(f"/r/{room.code}/seat/", {"name": "\x00", "email": "\x00@example.org"}).status_code == 400

    def test_two_organisers_who_ask_again_leave_one_open_turn(self, phone, asked):
        room, prompt = asked
        host.close_prompt(room=room, step=prompt.step, now=NOON, by=None)
        room.refresh_from_db()
        host.open_prompt(room=room, step=prompt.step, now=NOON, by=None, seen=room.act)
        with pytest.raises(host.MovedOn):
            host.open_prompt(room=room, step=prompt.step, now=NOON, by=None, seen=room.act)
        prompt.refresh_from_db()
        assert prompt.turn == 2

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

    @pytest.fixture
    def mapped(self, phone):
        room = a_room(a_gathering("Places"))
        step = a_prompt_step(room, "place")
        sit(phone, room)
        host.go_to(room=room, step=step, now=NOON, by=None)
        step.prompt.refresh_from_db()
        return room, step.prompt

    def kept(self, prompt):
        return list(queries.live_tally(prompt).labels.values())

    def test_a_typed_place_replaces_a_line_chosen_before(self, phone, mapped):
        room, prompt = mapped
        self.send(phone, room, prompt, "", pick="online")
        self.send(phone, room, prompt, "Hebden Bridge", pick="online", key="two")
        assert self.kept(prompt) == ["Hebden Bridge"]

    def test_a_chosen_line_replaces_a_place_typed_before(self, phone, mapped):
        room, prompt = mapped
        self.send(phone, room, prompt, "Hebden Bridge")
        self.send(phone, room, prompt, "Hebden Bridge", pick="online", key="two")
        assert self.kept(prompt) == ["Online, no one place"]

    def test_both_at_once_are_asked_about_and_either_can_be_kept(self, phone, mapped):
        room, prompt = mapped
        page = self.send(phone, room, prompt, "Hebden Bridge", pick="online").content.decode()
        assert "Keep one" in page
        assert "The place I typed" in page
        self.send(phone, room, prompt, "Hebden Bridge", pick="", key="two")
        assert self.kept(prompt) == ["Hebden Bridge"]

    def test_a_name_typed_anew_wins_over_the_namesakes_of_the_old_one(self, phone, mapped):
        room, prompt = mapped
        self.send(phone, room, prompt, "Hebden Bridge", pick="gb:newport:2641598", asked="Newport")
        assert self.kept(prompt) == ["Hebden Bridge"]

    @pytest.mark.parametrize("address", ["seat", "departure", "answers"])
    def test_looking_at_a_button_presses_nothing(self, phone, asked, address):
        room, _ = asked
        assert phone.get(f"/r/{room.code}/{address}/").status_code == 405
