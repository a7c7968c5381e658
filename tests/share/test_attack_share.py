"""What somebody could try with files for organisers, and at the demonstration's door."""

import pytest
from django.test import Client

from collective.share.pages.queries.everything import everything
from collective.talk.rooms.actions import answering, host
from collective.talk.rooms.actions.answering import Submission
from tests.cast import NOON, a_gathering, a_prompt_step, a_room, people_in

pytestmark = pytest.mark.django_db


def test_the_order_of_linked_answers_does_not_tell_whose_they_are():
    gathering = a_gathering()
    room = a_room(gathering)
    people = people_in(room, 24)
    for anonymity in ("named", "linked"):
        step = a_prompt_step(room, "text", title=anonymity, anonymity=anonymity)
        host.go_to(room=room, step=step, now=NOON, by=None)
        answering.store(
            [Submission(step.prompt.pk, 1, one.pk, f"{anonymity}-{one.pk}", (f"I am {one.name}",)) for one in people]
        )

    rows = next(sheet.rows for sheet in everything(gathering) if sheet.title == "Answers")

    named = [row for row in rows if row[0] == "named"]
    linked = [row for row in rows if row[0] == "linked"]
    assert len(named) == len(linked) == 24
    assert all(who and when for *_, who, when in named)
    assert {(who, when) for *_, who, when in linked} == {("", "")}
    by_number = [[row[3] for row in some] for some in (named, linked)]
    assert by_number[0] != by_number[1]
    in_order_of_coming = [f"I am {one.name}" for one in people]
    assert by_number[1] != in_order_of_coming
    by_key_as_text = [f"I am {one.name}" for one in sorted(people, key=lambda one: f"participant:{one.pk}")]
    assert by_number[1] != by_key_as_text


@pytest.mark.parametrize("header", ["Forwarded", "Via", "X-Forwarded-For", "X-Forwarded-Host", "X-Real-IP"])
def test_the_demonstration_opens_to_nobody_whom_a_web_server_passes_on(settings, header):
    settings.DEMO = True
    asked_here = {"headers": {"host": "localhost"}, "REMOTE_ADDR": "127.0.0.1"}
    passed_on = {"headers": {"host": "localhost", header: "127.0.0.1"}, "REMOTE_ADDR": "127.0.0.1"}

    assert Client().get("/demo/", **asked_here).status_code == 200
    assert Client().get("/demo/", **passed_on).status_code == 404
    assert Client().post("/demo/", **passed_on).status_code == 404
