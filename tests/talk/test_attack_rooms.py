"""What somebody could try against a room: promises about anonymity that are broken on the way, and words changed afterwards."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from collective.gather.gatherings import actions as gatherings
from collective.ground.lib import clock
from collective.join.people import actions as people
from collective.talk.conversations import queries as conversations
from collective.talk.conversations.actions import drawing, writing
from collective.talk.conversations.models import Group
from collective.talk.rooms import desk_stream, queries
from collective.talk.rooms.actions import answering, host, joining, planning
from collective.talk.rooms.actions.answering import PromptClosed, Submission
from collective.talk.rooms.actions.planning import StepInUse
from collective.talk.rooms.guesses import guesses
from collective.talk.rooms.models import Answer, Prompt, PromptKey, Room
from collective.talk.rooms.prompts import BadAnswer, kinds
from tests.cast import NOON, a_gathering, a_prompt_step, a_room, a_round_step, an_organiser, people_in

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _no_old_guesses():
    guesses.forget()


def say(prompt, person, text, turn=1):
    return answering.store([Submission(prompt.pk, turn, person.pk, f"{prompt.pk}-{person.pk}-{text}", (text,))])[0]


def changed(step, **facts):
    return planning.change_step(step=step, title=step.title, minutes=3, body="", now=NOON, **facts)


@pytest.mark.parametrize(("promised", "wanted"), [("anonymous", "named"), ("named", "anonymous")])
def test_a_question_that_takes_answers_keeps_what_it_promised(promised, wanted):
    room = a_room()
    step = a_prompt_step(room, "text", anonymity=promised)
    people = people_in(room, 4)
    host.go_to(room=room, step=step, now=NOON, by=None)

    with pytest.raises(StepInUse):
        changed(step, anonymity=wanted)

    prompt = Prompt.objects.get(step=step)
    for person in people:
        assert say(prompt, person, f"said by {person.name}") is None
    assert Answer.objects.filter(prompt=prompt, anonymous=promised == "anonymous").count() == 4


def test_the_words_of_an_open_question_can_still_be_put_right():
    room = a_room()
    step = a_prompt_step(room, "choice", options=["Yes", "No"], anonymity="anonymous")
    host.go_to(room=room, step=step, now=NOON, by=None)

    changed(step, options=["Yes", "No"], anonymity="anonymous")
    with pytest.raises(StepInUse):
        changed(step, options=["No", "Yes"])


def test_closing_the_room_closes_a_question_whose_step_is_not_on():
    room = a_room()
    first, second = a_prompt_step(room, "text"), a_prompt_step(room, "text")
    amy, *_ = people_in(room, 2)
    host.go_to(room=room, step=first, now=NOON, by=None)
    host.open_prompt(room=room, step=second, now=NOON, by=None)
    say(second.prompt, amy, "only for this room")

    host.close_room(room=Room.objects.get(pk=room.pk), now=NOON, by=None)

    prompt = Prompt.objects.get(step=second)
    assert not prompt.is_open
    assert not PromptKey.objects.filter(prompt__step__room=room).exists()
    assert queries.own_answer(prompt, amy) is None
    assert isinstance(say(prompt, amy, "changed afterwards"), PromptClosed)
    assert Answer.objects.get(prompt=prompt).answered_at is None


def test_a_picture_held_still_does_not_keep_who_was_first():
    room = a_room()
    step = a_prompt_step(room, "text")
    people = people_in(room, 24)
    host.go_to(room=room, step=step, now=NOON, by=None)
    came = [f"{person.name} said so" for person in people]
    for person, text in zip(people, came, strict=True):
        say(step.prompt, person, text)
    host.freeze(room=room, step=step, frozen=True, now=NOON, by=None)

    host.close_prompt(room=room, step=step, now=NOON, by=None)

    kept = Prompt.objects.get(step=step).frozen["texts"]
    assert sorted(kept) == sorted(came)
    assert kept != came


def test_a_table_keeps_its_name_once_the_room_has_closed():
    room = a_room()
    round = a_round_step(room).round
    person, token = joining.join(room=room, name="Amy Ash", now=NOON)
    client = Client()
    client.cookies["seat"] = token
    people_in(room, 3)
    host.go_to(room=room, step=round.step, now=NOON, by=None)
    drawing.propose(round=round, now=NOON, by=None, seed=7)
    table = conversations.seat_of(drawing.publish(round=round, now=NOON, by=None), person).group
    address, named = reverse("room-table-name", args=[room.code]), {"group": table.pk, "name": "The Averages"}
    assert client.post(address, named).status_code == 302
    host.close_room(room=Room.objects.get(pk=room.pk), now=NOON, by=None)

    assert client.post(address, named | {"name": "Something rude"}).status_code == 409
    assert Group.objects.get(pk=table.pk).name == "The Averages"


class TestAtTheDoor:
    def test_pressing_twice_is_one_seat(self):
        room = a_room()
        phone = Client()
        page = phone.get(f"/r/{room.code}/").content.decode()
        once = page.split('name="once" value="')[1].split('"')[0]
        for browser in (phone, Client()):  # the second press went out before the first answer's cookie came back
            browser.post(f"/r/{room.code}/seat/", {"name": "Amina Yusuf", "once": once})
        assert room.participants.count() == 1

    def test_a_weak_token_is_not_taken(self):
        room = a_room()
        phone = Client()
        phone.post(f"/r/{room.code}/seat/", {"name": "Amina Yusuf", "once": "guess-me"})
        assert joining.seated(room, "guess-me") is None

    def test_a_typed_name_agrees_to_nothing_for_somebody_else(self):
        gathering = a_gathering()
        carol = gatherings.add_by_hand(gathering=gathering, name="Carol Real", now=NOON).person
        joining.join(room=a_room(gathering), name="Carol Real", now=NOON, may_use_notes=True)
        assert not people.has_consented(carol, "notes")

    def test_return_codes_cannot_be_tried_without_end(self):
        room = a_room()
        (amina,) = people_in(room, 1)
        statuses = [Client().post(f"/r/{room.code}/back/", {"code": f"ZZZ{n:03d}"}).status_code for n in range(25)]
        assert statuses[0] == 400
        assert statuses[-1] == 429
        code = joining.issue_return_code(participant=amina, now=clock.now())
        assert Client().post(f"/r/{room.code}/back/", {"code": code}).status_code == 429


class TestTheDesksStream:
    def test_ends_with_the_role_and_after_half_a_day(self):
        room, ada = a_room(), an_organiser()
        address = desk_stream.address(room, ada, NOON)
        assert desk_stream.room_of(address, NOON) == room.pk
        assert desk_stream.room_of(address, NOON + desk_stream.LIFE + timedelta(seconds=1)) is None
        assert desk_stream.room_of(address + "x", NOON) is None
        ada.roles.update(ended_at=NOON)
        assert desk_stream.room_of(address, NOON) is None


def test_one_guest_cannot_flood_the_room_with_cards():
    room = a_room()
    (amina,) = people_in(room, 1)
    for number in range(writing.CARDS_AT_MOST):
        writing.write_card(room=room, kind="idea", text=f"Idea {number}", key=f"k{number}", now=NOON, author=amina)
    with pytest.raises(writing.CannotWrite):
        writing.write_card(room=room, kind="idea", text="One more", key="more", now=NOON, author=amina)
    writing.write_card(room=room, kind="idea", text="Idea 1", key="k1", now=NOON, author=amina)  # sent again: harmless


def test_a_pile_of_accents_is_refused_before_it_is_put_in_order():
    with pytest.raises(BadAnswer, match="80,000 characters"):
        kinds.tidy("\u0316\u0301" * 40_000, 60)
