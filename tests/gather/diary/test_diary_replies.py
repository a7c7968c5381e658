"""Answers that calendars send: as Google, Outlook and Apple write them, and as nobody should."""

from __future__ import annotations

import contextlib
import io
import mailbox
import sys
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from types import SimpleNamespace

import builders_diary as made
import pytest
from django.core.management import CommandError, call_command
from hypothesis import example, given
from hypothesis import strategies as st

from collective.gather.diary import actions
from collective.gather.diary.ics import reading, replies
from collective.ground.lib.errors import Refused

NOW = datetime(2026, 1, 7, 12, 0, tzinfo=UTC)
LINES = [
    "BEGIN:VCALENDAR",
    "PRODID:-//Google Inc//Google Calendar 70.9054//EN",
    "VERSION:2.0",
    "CALSCALE:GREGORIAN",
    "METHOD:REPLY",
    "BEGIN:VEVENT",
    "DTSTART:20301203T123000Z",
    "DTEND:20301203T133000Z",
    "DTSTAMP:20260107T110000Z",
    "ORGANIZER;CN=The Data Collective:mailto:hello@collective.example.org",
    "UID:{uid}",
    'ATTENDEE;CUTYPE=INDIVIDUAL;ROLE=REQ-PARTICIPANT;PARTSTAT=DECLINED;CN="Yusuf; Amina: x"'
    ";X-NUM-GUESTS=0:mailto:amina@example.org",
    "SEQUENCE:0",
    "STATUS:CONFIRMED",
    "SUMMARY:Winter lunch",
    "END:VEVENT",
    "END:VCALENDAR",
]


def file(uid: str = "lunch@example.org", *, lines: list[str] | None = None, end: str = "\r\n", **changed: str) -> bytes:
    """A REPLY; `changed`: whole lines by the name that they begin with, "" to leave one out."""
    written = []
    for line in lines or LINES:
        name = line.replace(";", ":").partition(":")[0]
        written.append(changed.get(name, line).replace("{uid}", uid))
    return end.join([line for line in written if line] + [""]).encode()


def letter(
    ics: bytes, sender: str = "Amina Yusuf <amina@example.org>", *, kind: str = "calendar", name: str = "", **how: str
) -> bytes:
    found = EmailMessage()
    found["From"], found["To"], found["Subject"] = sender, "hello@collective.example.org", "Declined: Winter lunch"
    found.set_content("Amina Yusuf has declined this invitation.")
    if kind == "calendar":
        found.add_alternative(ics.decode("utf-8", "replace"), subtype="calendar", params={"method": "REPLY"}, **how)
    else:
        found.add_attachment(ics, maintype="application", subtype=kind, filename=name)
    return found.as_bytes()


class TestHeard:
    @pytest.mark.parametrize(
        ("written", "said"),
        [("ACCEPTED", "accepted"), ("DECLINED", "declined"), ("TENTATIVE", "tentative"), ("accepted", "accepted")],
    )
    def test_is_what_they_said_to_which_and_when(self, written, said):
        attendee = f"ATTENDEE;PARTSTAT={written};CN=Amina:MAILTO:Amina@Example.org"
        found = replies.heard(letter(file(ATTENDEE=attendee)))
        assert found == replies.Heard(
            "lunch@example.org", "amina@example.org", said, 0, datetime(2026, 1, 7, 11, tzinfo=UTC)
        )

    @pytest.mark.parametrize("how", [{}, {"cte": "base64"}, {"cte": "quoted-printable"}])
    def test_is_read_however_it_is_packed(self, how):
        assert replies.heard(letter(file(), **how)).said == "declined"

    def test_is_read_from_an_attachment_too(self):
        assert replies.heard(letter(file(), kind="ics", name="")).said == "declined"
        assert replies.heard(letter(file(), kind="octet-stream", name="Invite.ICS")).said == "declined"

    @pytest.mark.parametrize("end", ["\r\n", "\n", "\r"])
    def test_is_read_whatever_ends_its_lines(self, end):
        assert replies.heard(letter(file(end=end), cte="base64")).said == "declined"

    def test_is_read_when_lines_are_folded_anywhere_even_within_a_letter(self):
        data = file(SUMMARY="SUMMARY:Zahlen, die wir nicht melden äöü")
        folded = b"".join(
            b"\r\n".join(
                line[at : at + 7] if not at else b" " + line[at : at + 7] for at in range(0, len(line), 7) or [0]
            )
            + b"\r\n"
            for line in data.split(b"\r\n")
            if line
        )
        found = EmailMessage()
        found["From"] = "amina@example.org"
        found.add_attachment(folded, maintype="text", subtype="calendar")
        assert replies.heard(found.as_bytes()).uid == "lunch@example.org"

    def test_does_without_a_sequence_and_a_stamp(self):
        for gone in ({"SEQUENCE": "", "DTSTAMP": ""}, {"SEQUENCE": "SEQUENCE:-4", "DTSTAMP": "DTSTAMP:yesterday"}):
            found = replies.heard(letter(file(**gone)))
            assert (found.sequence, found.stamped_at) == (None, None)

    @pytest.mark.parametrize(
        ("raw", "words"),
        [
            (b"", "no calendar answer"),
            (b"From: amina@example.org\n\nI am on holiday until Monday.", "no calendar answer"),
            (letter(file(METHOD="METHOD:REQUEST")), "is not an answer"),
            (letter(file(METHOD="METHOD:COUNTER")), "another time"),
            (letter(file(ATTENDEE="ATTENDEE;PARTSTAT=DELEGATED:mailto:amina@example.org")), "neither yes nor no"),
            (letter(file(ATTENDEE="")), "another address"),
            (letter(file(), sender="mallory@example.net"), "another address"),
            (letter(file(), sender="amina@example.org <mallory@example.net>"), "another address"),
            (letter(file(), sender='"amina@example.org" <mallory@example.net>'), "another address"),
            (b"From: mallory@example.net\n" + letter(file()), "another address"),
            (letter(file(UID="")), "to what it answers"),
            (letter(b"BEGIN:VCARD\r\nEND:VCARD\r\n"), "not a whole calendar"),
            (letter(file()[:-30]), "not a whole calendar"),
            (letter(file() + b"END:VCALENDAR\r\n"), "did not begin"),
        ],
    )
    def test_refuses_what_is_no_answer_and_says_why(self, raw, words):
        with pytest.raises(Refused, match=words):
            replies.heard(raw)

    @pytest.mark.parametrize(
        "raw",
        [
            b"x" * (replies.LETTER_BYTES + 1),
            letter(file() + b"X" * reading.BYTES),
            letter(file(SUMMARY="SUMMARY:" + "\r\n X" * 70_000), cte="base64"),
            letter(file(SUMMARY="BEGIN:VALARM\r\nEND:VALARM\r\n" * 300)),
            letter(file(SUMMARY="BEGIN:VALARM\r\n" * 50)),
            letter(file(SUMMARY="\r\n".join(["SUMMARY:x"] * 6000))),
        ],
        ids=["huge", "large", "long", "many", "deep", "lines"],
    )
    def test_refuses_a_bomb_before_it_goes_off(self, raw):
        with pytest.raises(reading.TooMuch):
            replies.heard(raw)

    def test_refuses_letters_within_letters_without_end(self):
        nested = b"".join(
            b"Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n" % (each, each) for each in range(3000)
        )
        with pytest.raises(Refused):
            replies.heard(b"From: amina@example.org\n" + nested + b"Content-Type: text/calendar\n\nBEGIN:VCALENDAR\n")
        many = b"--b\nContent-Type: text/plain\n\nx\n" * 400
        with pytest.raises(reading.TooMuch):
            replies.heard(b"From: a@example.org\nContent-Type: multipart/mixed; boundary=b\n\n" + many + b"--b--\n")

    def test_keeps_a_newline_in_a_value_within_the_value(self):
        sneaky = file(SUMMARY="SUMMARY:Lunch\\nATTENDEE;PARTSTAT=ACCEPTED:mailto:amina@example.org")
        assert replies.heard(letter(sneaky)).said == "declined"

    @given(st.binary(max_size=400))
    @example(b"From: \xff\xfe\nContent-Type: text/calendar; charset=\xff\nContent-Transfer-Encoding: base64\n\n===")
    @example(b"Content-Type: text/calendar; charset*0*=x''%\n\nBEGIN:VCALENDAR")
    @example(b"Content-Type: message/rfc822\n\nContent-Type: message/rfc822\n\n")
    def test_refuses_any_other_bytes_and_does_not_fall_over(self, raw):
        with pytest.raises(Refused):
            replies.heard(raw)

    @given(st.binary(max_size=300), st.integers(0, 500))
    def test_does_not_fall_over_what_happened_to_an_answer_on_its_way(self, noise, place):
        good = file()
        raw = b"From: amina@example.org\nContent-Type: text/calendar\n\n" + good[:place] + noise + good[place:]
        with contextlib.suppress(Refused):
            assert replies.heard(raw).address == "amina@example.org"


@pytest.mark.django_db
class TestRecordReply:
    def record(self, held, now=NOW, **changed):
        return actions.record_reply(raw=letter(file(held.uid, **changed)), now=now)

    def test_notes_what_they_said_twice_as_well_as_once(self):
        held = made.invitation()
        for _ in range(2):
            found = self.record(held)
            assert (found.state, found.answered_by) == ("declined", "mail")
        assert found.answered_at == datetime(2026, 1, 7, 11, tzinfo=UTC)

    def test_takes_an_address_whatever_its_capitals(self):
        held = made.invitation(address="Amina@Example.org")
        assert self.record(held).state == "declined"

    def test_passes_over_an_answer_to_how_it_stood_before(self):
        held = made.invitation()
        made.again(held.entry, wall_start="2030-12-03T12:00")
        with pytest.raises(actions.OldAnswer, match="before it changed"):
            self.record(held)
        assert self.record(held, SEQUENCE="SEQUENCE:1").state == "declined"

    def test_passes_over_an_answer_that_is_older_than_the_last(self):
        held = made.invitation()
        actions.answer(invitation=held, said="tentative", now=NOW - timedelta(minutes=30))
        with pytest.raises(actions.OldAnswer, match="something else since"):
            self.record(held)
        held.refresh_from_db()
        assert held.state == "tentative"

    def test_believes_no_stamp_from_the_future(self):
        held = made.invitation()
        self.record(held, DTSTAMP="DTSTAMP:20990101T000000Z")
        later = self.record(
            held,
            now=NOW + timedelta(hours=1),
            DTSTAMP="DTSTAMP:20260107T123000Z",
            ATTENDEE="ATTENDEE;PARTSTAT=ACCEPTED:mailto:amina@example.org",
        )
        assert later.state == "accepted"

    @pytest.mark.parametrize("uid", ["something-else@example.org", "' OR 1=1 --"])
    def test_refuses_what_is_not_in_the_diary(self, uid):
        made.invitation()
        with pytest.raises(actions.UnknownInvitation, match="not in our diary"):
            actions.record_reply(raw=letter(file(uid)), now=NOW)

    def test_refuses_what_knows_only_the_uid_that_stands_in_the_public_feed(self):
        held = made.invitation()
        with pytest.raises(actions.UnknownInvitation):
            actions.record_reply(raw=letter(file(held.entry.uid)), now=NOW)

    def test_refuses_somebody_who_is_not_asked(self):
        held = made.invitation()
        ben = letter(file(held.uid).replace(b"amina@", b"ben@"), sender="ben@example.org")
        with pytest.raises(actions.UnknownInvitation):
            actions.record_reply(raw=ben, now=NOW)

    def test_refuses_an_answer_to_what_is_called_off_or_to_who_was_taken_off(self):
        held = made.invitation()
        actions.uninvite(entry=held.entry, person=held.person, now=NOW)
        with pytest.raises(actions.EntryCancelled):
            self.record(held, SEQUENCE="SEQUENCE:1")


@pytest.mark.django_db
class TestReadReplies:
    def told(self, *where: str) -> str:
        out = io.StringIO()
        call_command("read_replies", *where, stdout=out, verbosity=2)
        return out.getvalue()

    def state(self, held) -> str:
        held.refresh_from_db()
        return held.state

    def test_takes_one_letter_from_a_pipe(self, monkeypatch):
        held = made.invitation()
        monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=io.BytesIO(letter(file(held.uid)))))
        assert "Letters with an answer: 1. Passed over: 0." in self.told()
        assert self.state(held) == "declined"

    def test_takes_a_maildir_once_and_marks_what_it_has_seen(self, tmp_path):
        held = made.invitation()
        box = mailbox.Maildir(tmp_path / "box")
        for raw in (
            letter(file(held.uid)),
            b"From: shop@example.net\n\nBuy now",
            letter(b"BEGIN:VCALENDAR\r\n" * 99),
        ):
            box.add(raw)
        said = self.told(str(tmp_path / "box"))
        assert "Letters with an answer: 1. Passed over: 2." in said
        assert "Passed over. There is no calendar answer in that letter." in said
        assert self.state(held) == "declined"
        assert [found.get_flags() for found in mailbox.Maildir(tmp_path / "box")] == ["S"] * 3
        assert "Letters with an answer: 0. Passed over: 0." in self.told(str(tmp_path / "box"))

    def test_takes_an_mbox_as_often_as_it_is_given(self, tmp_path):
        held = made.invitation()
        box = mailbox.mbox(tmp_path / "box")
        box.add(letter(file(held.uid)))
        box.add(b"From: shop@example.net\n\nBuy now")
        box.close()
        for _ in range(2):
            assert "Letters with an answer: 1. Passed over: 1." in self.told(str(tmp_path / "box"))
        assert self.state(held) == "declined"

    def test_says_when_there_is_no_such_folder(self, tmp_path):
        with pytest.raises(CommandError, match="no maildir and no mbox"):
            self.told(str(tmp_path / "nothing"))
