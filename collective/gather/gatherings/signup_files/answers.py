"""Answers with a few known values: data maturity, status, online or in the room, yes or no."""

import re
from functools import lru_cache
from typing import Final

from collective.gather.gatherings.signup_files.clean import folded

_STAGES: Final = {"unaware": "1", "emerging": "2", "learning": "3", "developing": "4", "mastering": "5"}
_UNSURE: Final = re.compile(r"\b(not sure|unsure|don ?t know|do not know|no idea|dunno|uncertain)\b")
_UNSAID: Final = re.compile(r"\b(rather|prefer) not\b")

_STATUSES: Final[dict[str, str]] = {
    word: status
    for status, words in {
        "going": "going|attending|approved|yes|y|confirmed|registered|accepted|active|booked|coming|paid|true|ok",
        "came": "came|attended|checked in|present|here|joined",
        "waiting": "waiting|waitlist|waitlisted|wait list|waiting list|on waitlist|on the waiting list|pending|pending approval"
        "|awaiting approval|maybe|requested",
        "invited": "invited|not replied|no reply|no response|awaiting reply",
        "cancelled": "cancelled|canceled|declined|denied|not attending|not going|no|n|refunded|deleted|rejected|withdrawn"
        "|removed|transferred|cancelled by host|cancelled by self|unable to attend|false",
    }.items()
    for word in words.split("|")
}

_ONLINE: Final = re.compile(r"\b(online|on line|remote|remotely|virtual|virtually|zoom|teams|video|from home)\b")
_IN_ROOM: Final = re.compile(
    r"\b(in (the )?room|in person|inperson|face to face|f2f|on ?site|venue|at the office|physical(ly)?)\b"
)


@lru_cache(maxsize=4096)
def maturity_of(text: str) -> str:
    """ "1" to "5", "not-sure", "rather-not-say", or "" when the text is none of these.

    Reads "Learning", "3", "3/5", "3 - Learning", "Stage 3: Learning", "We are learning". Two different stages in one text
    are no answer.
    """
    words = folded(text)
    if _UNSAID.search(words):
        return "rather-not-say"
    if _UNSURE.search(words):
        return "not-sure"
    named = {stage for word, stage in _STAGES.items() if word in words.split()}
    if named:
        return named.pop() if len(named) == 1 else ""
    numbered = re.fullmatch(r"(?:(?:level|stage|step) )?([1-5])(?: (?:of |out of )?5| 0)?", words)
    return numbered[1] if numbered else ""


@lru_cache(maxsize=4096)
def status_of(text: str) -> str:
    """ "going", "came", "waiting", "invited", "cancelled", or "" when the text is none of these."""
    words = folded(text)
    return _STATUSES.get(words) or ("cancelled" if words.startswith(("cancelled", "canceled", "declined")) else "")


@lru_cache(maxsize=4096)
def attendance_of(text: str) -> str:
    """ "online", "in the room", or "" when the text says neither or both."""
    words = folded(text)
    online, in_room = _ONLINE.search(words) is not None, _IN_ROOM.search(words) is not None
    if online == in_room:
        return "in the room" if words == "room" else ""
    return "online" if online else "in the room"


_MONEY: Final = re.compile(r"[£$€]|\b(gbp|eur|usd|income|turnover)\b|\d\s*(k|m)\b", re.IGNORECASE)
_BANDS: Final = ((1, "1"), (10, "2-10"), (50, "11-50"), (250, "51-250"))
_ALONE: Final = frozenset(
    {"just me", "only me", "me", "myself", "sole trader", "freelance", "freelancer", "self employed"}
)
_OPEN: Final = re.compile(r"\+|\b(over|more than|above)\b", re.IGNORECASE)
_UP_TO: Final = re.compile(r"<|\b(under|up to|less than|fewer than|below)\b", re.IGNORECASE)


@lru_cache(maxsize=4096)
def size_of(text: str) -> str:
    """How many people an organisation has: "1", "2-10", "11-50", "51-250", "251+", or "" when the text does not say.

    Reads "7", "2-10", "10 to 49 staff", "under 10", "250+", "just me". Income is no number of people; a range as wide as two
    bands or more is no answer.
    """
    if folded(text) in _ALONE:
        return "1"
    numbers = [int(each) for each in re.findall(r"[0-9]{1,6}", text.replace(",", ""))]
    if _MONEY.search(text) or not numbers or len(numbers) > 2 or numbers[-1] == 0:
        return ""
    if _OPEN.search(text):
        return "251+" if numbers[-1] >= 250 else ""
    low = 1 if _UP_TO.search(text) else numbers[0]
    names = [*(name for _, name in _BANDS), "251+"]
    first, last = (_band(number) for number in (low, numbers[-1]))
    return names[last] if 0 <= last - first <= 1 else ""


def _band(number: int) -> int:
    return sum(number > most for most, _ in _BANDS)


@lru_cache(maxsize=256)
def is_yes(text: str) -> bool:
    return folded(text) in {
        "yes",
        "y",
        "true",
        "1",
        "x",
        "facilitator",
        "facilitating",
        "host",
        "co host",
        "ok",
    } or text in {"✓", "✔", "☑"}
