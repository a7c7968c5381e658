"""What a calendar says when somebody presses Yes, Maybe or No in it: a letter with METHOD:REPLY (RFC 5546, 3.2.3)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from email import message_from_bytes
from typing import TYPE_CHECKING

from collective.gather.diary.ics.reading import Component, NotCalendar, TooMuch, read
from collective.ground.lib.errors import Refused

if TYPE_CHECKING:
    from collections.abc import Iterator
    from email.message import Message

LETTER_BYTES, LETTER_PARTS = 2 * 1024 * 1024, 60
SAYINGS = {"ACCEPTED": "accepted", "DECLINED": "declined", "TENTATIVE": "tentative"}
_ADDRESS = re.compile(r"[^\s@<>\"',;:\\]{1,64}@[^\s@<>\"',;:\\]{1,190}")
_QUOTED = re.compile(r'"(?:[^"\\]|\\.)*"')
_ANGLED = re.compile(r"<([^<>]*)>")
_STAMP = re.compile(r"\d{8}T\d{6}Z")
_TYPES = {"text/calendar", "application/ics", "text/x-vcalendar"}


class NotAReply(Refused):
    """A letter that answers no invitation; most letters do not."""

    status = 400


@dataclass(frozen=True)
class Heard:
    """Somebody's answer: to which UID, from which address, what, and to which state of the invitation.

    `said`: accepted, declined or tentative. `sequence`: of the invitation they answered, None where it is not told.
    `stamped_at`: when they pressed the button, by their own clock.
    """

    uid: str
    address: str
    said: str
    sequence: int | None
    stamped_at: datetime | None


def heard(raw: bytes) -> Heard:
    """The answer in a letter as it came. Raises NotAReply, NotCalendar, TooMuch; nothing else, whatever the bytes."""
    if len(raw) > LETTER_BYTES:
        raise TooMuch(f"That letter is larger than {LETTER_BYTES // (1024 * 1024)} MB, which no answer is.")
    try:
        letter = message_from_bytes(raw)
        sender = _sender(letter)
        files = [_content(part) for part in _parts(letter) if _is_calendar(part)]
    except (RecursionError, ValueError, LookupError, TypeError, AttributeError):
        raise NotAReply("That letter is put together in a way that no mail program does.") from None
    if not files:
        raise NotAReply("There is no calendar answer in that letter.")
    return _answer(read(files[0]), sender)


def _sender(letter: Message) -> str:
    """The one address that a letter is from; "" where it is from nobody or from several."""
    written = letter.get_all("From") or []
    if len(written) != 1:
        return ""
    bare = _QUOTED.sub("", str(written[0]))
    angled = _ANGLED.findall(bare)  # what stands before is a name, even if it looks like an address
    return (angled[0] if len(angled) == 1 else "" if angled else bare).strip().lower()


def _parts(letter: Message) -> Iterator[Message]:
    """Each piece of a letter that is no envelope of other pieces, without recursion."""
    waiting, seen = [letter], 0
    while waiting:
        part = waiting.pop(0)
        seen += 1
        if seen > LETTER_PARTS:
            raise TooMuch(f"That letter has more than {LETTER_PARTS} parts.")
        held = part.get_payload()
        if part.is_multipart() and isinstance(held, list):
            waiting[:0] = [each for each in held if not isinstance(each, str)]
        else:
            yield part


def _is_calendar(part: Message) -> bool:
    name = str(part.get_filename() or "").lower()
    return part.get_content_type() in _TYPES or name.endswith(".ics")


def _content(part: Message) -> bytes:
    held = part.get_payload(decode=True)
    return held if isinstance(held, bytes) else b""


def _answer(calendar: Component, sender: str) -> Heard:
    method = calendar.text("METHOD").upper()
    if method == "COUNTER":
        raise NotAReply("They propose another time. Write to them: a proposal cannot be taken over by itself.")
    if method != "REPLY":
        raise NotAReply("The calendar file in that letter is not an answer to an invitation.")
    event = next((part for part in calendar.parts if part.name == "VEVENT"), None)
    if event is None or not event.text("UID"):
        raise NotCalendar("The answer does not say to what it answers.")
    address, said = _attendee(event, sender)
    sequence, stamp = event.text("SEQUENCE"), event.text("DTSTAMP")
    return Heard(
        uid=event.text("UID")[:160],
        address=address,
        said=said,
        sequence=int(sequence) if sequence.isdecimal() and sequence.isascii() and len(sequence) < 10 else None,
        stamped_at=_moment(stamp),
    )


def _attendee(event: Component, sender: str) -> tuple[str, str]:
    """Who answers, and what. They answer for nobody but themselves, so it has to be the sender."""
    for line in event.all("ATTENDEE"):
        address = re.sub(r"^mailto:", "", line.value.strip(), flags=re.IGNORECASE).lower()
        if address != sender or not _ADDRESS.fullmatch(address):
            continue
        said = SAYINGS.get(line.parameters.get("PARTSTAT", "").upper())
        if said is None:
            raise NotAReply("The answer says neither yes nor no, nor perhaps.")
        return address, said
    raise NotAReply(
        "The letter came from another address than the one that it answers for. The link in our letter works."
    )


def _moment(stamp: str) -> datetime | None:
    try:
        return datetime.strptime(stamp, "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC) if _STAMP.fullmatch(stamp) else None
    except ValueError:
        return None
