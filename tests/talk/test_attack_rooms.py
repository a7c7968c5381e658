"""What somebody could try against a room: promises about anonymity that are broken on the way, and words changed afterwards."""

import pytest
from django.test import Client
from django.urls import reverse

from collective.talk.conversations import queries as conversations
from collective.talk.conversations.actions import drawing
from collective.talk.conversations.models import Group
from collective.talk.rooms import queries
from collective.talk.rooms.actions import answering, host, joining, planning
from collective.talk.rooms.actions.answering import PromptClosed, Submission
from collective.talk.rooms.actions.planning import StepInUse
from collective.talk.rooms.models import Answer, Prompt, PromptKey, Room
from tests.cast import NOON, a_prompt_step, a_room, a_round_step, people_in

pytestmark = pytest.mark.django_db


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
