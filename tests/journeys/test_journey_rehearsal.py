"""A rehearsal: a made-up audience does everything that people do, and leaves nothing behind."""

import re

import pytest
from django.core import mail
from django.core.management import call_command

from collective.ground.lib import clock
from collective.ground.outbox import tick
from collective.share.rehearsal.actions import driving
from tests.journeys.everything import held
from tests.journeys.visitor import Visitor

pytestmark = pytest.mark.django_db(transaction=True)


def a_moment() -> None:
    """What the server's own thread does every half second."""
    for _ in range(6):
        if not driving.once(clock.now()):
            return


def test_a_room_is_rehearsed_and_wiped_without_a_trace(organiser):
    organiser.plan("Winter lunch")
    organiser.take_in_the_pilots_list()
    organiser.lay_out()
    real_room = organiser.room
    tick.once(clock.now())  # what the list left to do by itself is done before anything is compared
    mail.outbox.clear()
    before = held()

    organiser.open(f"/desk/rooms/{real_room}/plan/")
    organiser.follow("Rehearse it with made-up people")
    organiser.press("Start the rehearsal", {"How many people come": "13", "All at once": True})
    organiser.sees("Rehearsal.", "The people in it are made up, and it will be wiped.")
    organiser.room = re.search(r"/desk/rooms/(\d+)/", organiser.answer.path)[1]
    assert organiser.room != real_room
    a_moment()
    organiser.open(f"/desk/rooms/{organiser.room}/people/")
    organiser.sees("13 here now")
    stage = organiser.stage

    organiser.begin()
    for title in (
        "Where are you today?",
        "What does your organisation care about most?",
        "How does your organisation use data?",
    ):
        organiser.go_on(title)
        a_moment()
        audience = Visitor()
        audience.open(stage)
        audience.sees(title, "Rehearsal")
        assert int(re.search(r"(\d+) of 13 have answered", audience.page.text)[1]) > 8  # as in life, not everybody does
    organiser.go_on()
    tables = organiser.draw_and_show()
    assert sum(map(len, tables.values())) == 13
    a_moment()
    organiser.open(f"/desk/rooms/{organiser.room}/cards/")
    assert "No cards yet" not in organiser.page.text
    organiser.go_on("Which table has the best name?")
    a_moment()
    organiser.desk()
    organiser.press("Count the votes and show who won")
    organiser.sees("The vote is closed.")
    call_command("tick")

    organiser.open(f"/desk/rooms/{organiser.room}/")
    organiser.press("Wipe it now")

    organiser.sees("The rehearsal is wiped. Nothing of it is kept.")
    assert organiser.answer.path == f"/desk/rooms/{real_room}/"
    assert held() == before
    assert mail.outbox == []
    audience = Visitor()
    audience.open(stage, status=404)


def test_a_rehearsal_counts_nowhere(organiser):
    organiser.plan("Winter lunch")
    organiser.lay_out()
    organiser.open(f"/desk/rooms/{organiser.room}/rehearsal/")
    organiser.press("Start the rehearsal", {"How many people come": "8", "All at once": True})
    a_moment()

    organiser.open(f"/desk/gatherings/{organiser.slug}/people/")
    organiser.sees("0 signed up, 0 here")
    organiser.open(f"/desk/gatherings/{organiser.slug}/result/")
    organiser.sees("This gathering has not taken place in a room yet")
    organiser.open("/desk/")
    organiser.sees_not("8 here")
