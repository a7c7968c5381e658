"""What stage, phone and desk show: one state, drawn once, the same as a fresh page."""

import json

import pytest
from django.test import Client

from collective.join.people.models import Member
from collective.talk.rooms import screens
from collective.talk.rooms.actions import answering, host
from collective.talk.rooms.actions.answering import Submission
from tests.cast import NOON, a_member, a_prompt_step, a_room, an_organiser, people_in

ANSWERS = {
    "place": ["gb:hebden-bridge:2647207", "region:wales", "online", "country:FR"],
    "words": ["food", "young people", "food", "dŵr"],
    "maturity": ["1", "3", "3", "not-sure"],
    "choice": ["0", "1", "1", "0"],
    "choices": ["0", "1", "2", "0"],
    "scale": ["1", "5", "5", "3"],
    "text": ["One thought", "<script>alert(1)</script>", "Another", "A fourth"],
}


def asked(kind: str):
    room = a_room()
    step = a_prompt_step(room, kind, title=f"Question about {kind}", options=["Tea", "Coffee", "Water"])
    people = people_in(room, 4)
    host.go_to(room=room, step=step, now=NOON, by=None)
    answering.store(
        [
            Submission(step.prompt.pk, 1, person.pk, f"key{person.pk}", (value,))
            for person, value in zip(people, ANSWERS[kind], strict=True)
        ]
    )
    return screens.load(room.pk), step


@pytest.mark.django_db
@pytest.mark.parametrize("kind", ANSWERS)
class TestEachKindOfPrompt:
    def test_is_drawn_on_the_stage_with_its_numbers(self, kind):
        room, _ = asked(kind)
        page = Client().get(f"/stage/{room.stage_token}/").content.decode()
        assert f"Question about {kind}" in page
        assert "4 of 4" in page
        assert "<script>alert" not in page

    def test_is_drawn_on_the_desk(self, kind):
        room, _ = asked(kind)
        desk = Client()
        desk.force_login(an_organiser())
        page = desk.get(f"/desk/rooms/{room.pk}/").content.decode()
        assert "Answers are open." in page
        assert "<script>alert" not in page

    def test_is_shown_on_phones_once_closed(self, kind):
        room, step = asked(kind)
        phone = Client()
        phone.post(f"/r/{room.code}/seat/", {"name": "Late Comer"})
        assert "Send my answer" in (page := phone.get(f"/r/{room.code}/").content.decode()) or "Put m" in page
        host.close_prompt(room=room, step=step, now=NOON, by=None)
        assert "Answers are closed." in phone.get(f"/r/{room.code}/").content.decode()


@pytest.mark.django_db
class TestState:
    def test_the_stage_part_is_what_a_fresh_page_shows(self):
        room, _ = asked("words")
        sent = json.loads(screens.state(room, "stage", NOON).data)["parts"]["stage"]
        page = Client().get(f"/stage/{room.stage_token}/").content.decode()
        assert sent.strip() in page

    def test_a_host_act_changes_the_act_and_an_answer_does_not(self):
        room, step = asked("words")
        before = screens.act_of(room, "phone")
        (person,) = people_in(room, 1)
        answering.store([Submission(step.prompt.pk, 1, person.pk, "new", ("arts",))])
        assert screens.act_of(screens.load(room.pk), "phone") == before
        host.close_prompt(room=room, step=step, now=NOON, by=None)
        assert screens.act_of(screens.load(room.pk), "phone") != before

    def test_hidden_answers_are_not_sent(self):
        room, step = asked("text")
        host.show_results(room=room, step=step, shown=False, now=NOON, by=None)
        assert "One thought" not in screens.state(screens.load(room.pk), "stage", NOON).data

    def test_a_frozen_picture_stands_still_while_answers_are_counted(self):
        room, step = asked("words")
        host.freeze(room=room, step=step, frozen=True, now=NOON, by=None)
        (person,) = people_in(room, 1)
        answering.store([Submission(step.prompt.pk, 1, person.pk, "new", ("sculpture",))])
        assert "sculpture" not in screens.state(screens.load(room.pk), "stage", NOON).data
        host.freeze(room=room, step=step, frozen=False, now=NOON, by=None)
        assert "sculpture" in screens.state(screens.load(room.pk), "stage", NOON).data

    def test_a_word_the_host_took_off_is_gone_and_can_be_put_back(self):
        room, step = asked("words")
        host.hide_term(room=room, step=step, text="Young People", hidden=True, now=NOON, by=None)
        assert "young people" not in screens.state(screens.load(room.pk), "stage", NOON).data
        host.hide_term(room=room, step=step, text="young people", hidden=False, now=NOON, by=None)
        assert "young people" in screens.state(screens.load(room.pk), "stage", NOON).data


@pytest.mark.django_db
class TestDeskIsForOrganisers:
    @pytest.mark.parametrize("address", ["", "people/", "plan/"])
    def test_others_find_nothing(self, address):
        room = a_room()
        url = f"/desk/rooms/{room.pk}/{address}"
        assert Client().get(url).headers["Location"].startswith("/sign-in/")
        member = Client()
        member.force_login(a_member())
        assert member.get(url).status_code == 404

    @pytest.mark.parametrize("address", ["", "people/", "plan/"])
    def test_an_organiser_finds_it(self, address):
        room = a_room()
        desk = Client()
        desk.force_login(an_organiser())
        assert desk.get(f"/desk/rooms/{room.pk}/{address}").status_code == 200
        assert desk.get(f"/desk/rooms/99999/{address}").status_code == 404

    def test_no_button_works_for_a_member(self):
        room = a_room()
        step = a_prompt_step(room)
        member = Client()
        member.force_login(a_member())
        for address in ["closing", "next", f"steps/{step.pk}/current", f"steps/{step.pk}/answers/closing"]:
            assert member.post(f"/desk/rooms/{room.pk}/{address}/").status_code == 404
        room.refresh_from_db()
        assert room.current is None


@pytest.mark.django_db
class TestTwoOrganisers:
    def test_pressing_the_same_button_makes_one_act_and_the_second_is_told(self):
        room = a_room()
        for number in range(3):
            a_prompt_step(room, title=f"Question {number}")
        room.refresh_from_db()
        ada, eve = Client(), Client()
        ada.force_login(an_organiser())
        eve.force_login(an_organiser("eve@example.org", "Eve Okoro"))
        seen = room.act

        ada.post(f"/desk/rooms/{room.pk}/next/", {"seen": seen})
        answered = eve.post(f"/desk/rooms/{room.pk}/next/", {"seen": seen}, follow=True)

        room.refresh_from_db()
        assert room.current.title == "Question 0"
        assert "Somebody pressed a button a moment before you" in answered.content.decode()
        assert Member.objects.count() == 2
