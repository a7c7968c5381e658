"""A calendar file on its whole way: from a row, through the outbox and a real SMTP server, to a parser that is not ours."""

from __future__ import annotations

import email
import email.policy
import socket
from datetime import timedelta

import builders_diary as made
import icalendar
import pytest
from aiosmtpd.controller import Controller

from collective.gather.diary import actions
from collective.ground.outbox import actions as outbox

NOW = made.LONG_AGO + timedelta(days=1)


class Postbox:
    def __init__(self) -> None:
        self.arrived: list[bytes] = []

    async def handle_DATA(self, server, session, envelope) -> str:
        self.arrived.append(envelope.content)
        return "250 kept"


@pytest.fixture
def postbox(settings):
    inside = Postbox()
    with socket.create_server(("127.0.0.1", 0)) as free:
        host, port = free.getsockname()
    controller = Controller(inside, hostname=host, port=port)
    controller.start()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_USE_TLS = host, port, False
    settings.EMAIL_HOST_USER = settings.EMAIL_HOST_PASSWORD = ""
    yield inside
    controller.stop()


def sent(postbox: Postbox, invitation, key: str):
    part = actions.calendar_for(invitation=invitation, now=NOW)
    outbox.post(key=key, to=invitation.address, subject="Winter lunch", text="Dear Amina,", now=NOW, calendar=part)
    assert outbox.deliver_due(now=NOW) == 1
    return part, email.message_from_bytes(postbox.arrived[-1], policy=email.policy.default)


@pytest.mark.django_db
class TestALetter:
    def test_carries_the_file_in_its_first_branch_and_attached_and_says_the_method_outside_as_inside(self, postbox):
        _part, letter = sent(postbox, made.invitation(), "one")
        assert letter.get_content_type() == "multipart/mixed"
        first, attached = letter.iter_parts()
        assert [part.get_content_type() for part in first.iter_parts()] == ["text/plain", "text/html", "text/calendar"]
        calendar = list(first.iter_parts())[-1]
        assert calendar.get_param("method") == "REQUEST"
        assert calendar.get_param("charset").lower() == "utf-8"
        assert attached.get_filename() == "invite.ics"

    @pytest.mark.parametrize("summary", ["Winter lunch", "数据与慈善机构的午餐会 " * 8, "pensé aux données"])
    def test_carries_it_to_the_byte(self, postbox, summary):
        part, letter = sent(postbox, made.invitation(made.entry(summary=summary, description="Ä line. " * 90)), "one")
        first, attached = letter.iter_parts()
        for found in (list(first.iter_parts())[-1], attached):
            assert found.get_payload(decode=True) == part.text.encode()

    def test_is_followed_by_others_that_a_calendar_takes_for_the_same_event(self, postbox):
        held = made.invitation()
        seen = []
        for key, change in (("one", None), ("two", {"wall_start": "2030-12-03T12:00"}), ("three", "off")):
            if isinstance(change, dict):
                made.again(held.entry, **change)
            elif change:
                actions.cancel_entry(entry=held.entry, now=NOW)
            _part, letter = sent(postbox, held, key)
            calendar = icalendar.Calendar.from_ical(list(letter.iter_attachments())[-1].get_payload(decode=True))
            (event,) = calendar.walk("VEVENT")
            seen.append(
                (
                    str(calendar["METHOD"]),
                    event["SEQUENCE"],
                    str(event["STATUS"]),
                    str(event["UID"]),
                    str(event["ORGANIZER"]),
                )
            )
        assert [each[:3] for each in seen] == [
            ("REQUEST", 0, "CONFIRMED"),
            ("REQUEST", 1, "CONFIRMED"),
            ("CANCEL", 2, "CANCELLED"),
        ]
        assert len({each[3:] for each in seen}) == 1
