"""A seat, answered in somebody's calendar: their file goes out, an answer made of it comes back, and the seat follows."""

from __future__ import annotations

from email.message import EmailMessage

import icalendar
import pytest

from collective.gather.diary import actions as diary
from collective.gather.diary.models import Invitation
from collective.gather.gatherings.models import SignUp
from collective.ground.lib import clock
from collective.ground.lib.errors import Refused
from collective.ground.outbox.models import Letter
from tests.gather import builders_gatherings as made

pytestmark = pytest.mark.django_db


def answer_to(letter: Letter, said: str, sender: str) -> bytes:
    """What a calendar makes of an invitation when a button is pressed: the same event, with one attendee and their answer."""
    asked = icalendar.Calendar.from_ical(letter.calendar_text)
    (event,) = asked.walk("VEVENT")
    event["ATTENDEE"].params["PARTSTAT"] = said
    reply = icalendar.Calendar()
    reply["METHOD"], reply["VERSION"], reply["PRODID"] = "REPLY", "2.0", "-//Somebody//Calendar//EN"
    reply.add_component(event)
    found = EmailMessage()
    found["From"] = sender
    found.set_content("An answer.")
    found.add_alternative(reply.to_ical().decode(), subtype="calendar", params={"method": "REPLY"})
    return found.as_bytes()


@pytest.fixture
def letter() -> Letter:
    made.seat(made.gathering(seats=1))
    return Letter.objects.get(to="amina@example.org", calendar_method="REQUEST")


def test_a_no_gives_the_seat_back(letter):
    raw = answer_to(letter, "DECLINED", "Amina Yusuf <amina@example.org>")
    assert diary.record_reply(raw=raw, now=clock.now()).state == "declined"
    assert not SignUp.objects.coming().exists()
    assert Invitation.objects.get(person__email="amina@example.org").ended_at is not None


def test_a_yes_keeps_it(letter):
    diary.record_reply(raw=answer_to(letter, "ACCEPTED", "amina@example.org"), now=clock.now())
    assert SignUp.objects.coming().count() == 1


def test_a_no_in_somebody_elses_name_is_passed_over(letter):
    raw = answer_to(letter, "DECLINED", "mallory@example.net")
    for forged in (raw, raw.replace(b"mailto:amina@example.org", b"mailto:mallory@example.net")):
        with pytest.raises(Refused):
            diary.record_reply(raw=forged, now=clock.now())
    assert SignUp.objects.coming().count() == 1


def test_a_no_to_the_time_before_it_moved_is_passed_over(letter):
    gathering = SignUp.objects.get().gathering
    Invitation.objects.filter(person__email="amina@example.org").update(turns=1)
    with pytest.raises(diary.OldAnswer):
        diary.record_reply(raw=answer_to(letter, "DECLINED", "amina@example.org"), now=clock.now())
    assert gathering.sign_ups.coming().count() == 1
