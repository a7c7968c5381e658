"""Headings in anybody's words, and the field that each most likely means."""

import re
from functools import lru_cache
from typing import Final

from collective.gather.gatherings.signup_files.clean import folded

_EXACT: Final[dict[str, str]] = {
    heading: field
    for field, headings in {
        "name": "name|full name|name original name|your name|attendee name|participant|participant name|who|person|guest name"
        "|contact name|display name|attendee|delegate|preferred name",
        "first_name": "first name|first|forename|given name|firstname|christian name|fname|your first name",
        "last_name": "last name|last|surname|family name|lastname|second name|lname|your surname|your last name",
        "email": "email|email address|user email|e mail|mail|your email|attendee email|contact email|work email",
        "organisation": "organisation|organization|org|company|charity|employer|organisation name|company organisation|charity name"
        "|workplace|institution|affiliation|company name|team",
        "role": "role|job title|job|position|job role|your role|occupation|post",
        "place": "place|town|city|town city|city town|location|region|nation|area|county|country|home city|country region"
        "|city country|home town|base",
        "words": "words|focus|three words|3 words|keywords|themes|causes|cause|tags|interests|word 1|word 2|word 3",
        "maturity": "maturity|data maturity|maturity stage|data maturity stage|stage",
        "organisation_size": "size|income|turnover|annual income|staff|employees|headcount|number of employees",
        "status": "status|attendee status|approval status|rsvp|registration status|attended|order status|going|response",
        "signed_up_at": "registration time|order date|created at|timestamp|date|registered at|signed up|signed up at|submitted at"
        "|date created|start time of registration|completion time|date registered|created|rsvped on",
        "facilitator": "facilitator|facilitating|host|table host",
        "attendance": "attendance|online or in the room|format|joining|mode|how",
        "join_time": "join time|joined|joined at|checked in at|check in time|arrival time|checkin date|time joined",
        "notes": "notes|note|comments|comment|remarks|anything else|access|access needs|accessibility|message",
        "ignore": "guest|title|order|order no|attendee no|ticket type|ticket name|quantity|group|id|duration minutes"
        "|leave time|age",
    }.items()
    for heading in headings.split("|")
}

#: In this order: the first that fits decides. So "size of organisation" is not an organisation.
_LIKE: Final = tuple(
    (re.compile(pattern), field)
    for pattern, field in (
        (
            r"\b(phone|mobile|telephone|price|fees?|currency|paid|invoice|barcode|qr|api|ip address|leave time|duration"
            r"|recording|consent|gdpr|quantity|buyer|billing|shipping|postcode|zip|utm|source|password|ticket|dietary"
            r"|gender|ethnicity|age|birth|order|newsletter|marketing)\b",
            "ignore",
        ),
        (r"\be ?mail\b", "email"),
        (r"\b(first|given) ?name\b|\bforenames?\b", "first_name"),
        (r"\b(last|family|second) ?name\b|\bsurname\b", "last_name"),
        (r"\bmatur(e|ity)\b", "maturity"),
        (r"\b(three|3) words\b|\bwords?\b.*\b(focus|describe|cause)|\bfocus\b|\bkeywords\b|\bcauses?\b", "words"),
        (r"\b(size|income|turnover|budget)\b|\bhow (big|large|many (staff|people|employees))\b", "organisation_size"),
        (r"\bfacilitat", "facilitator"),
        (r"\bjoin(ed)? (time|at)\b|\bcheck(ed)? ?in\b|\barriv", "join_time"),
        (
            r"\b(registration|registered|sign(ed)? ?up|submitted|submission|created|booked|booking) ?(date|time|at|on)?\b.*$",
            "signed_up_at",
        ),
        (
            r"\bstatus\b|\brsvp\b|\b(are|will) you (be )?(coming|attending)\b|\bcan you (come|attend|make it)\b",
            "status",
        ),
        (
            r"\bonline or\b|\bor online\b|\bin person\b|\b(attendance|attending) (type|mode|format)\b"
            r"|\bhow (will|would|are) you (be )?(like to )?(attend|join|take part|com)",
            "attendance",
        ),
        (
            r"\b(notes?|comments?|anything|access|accessibility|requirements?|questions? for|remarks|adjustments?)\b",
            "notes",
        ),
        (r"\b(job|role|position|job title)\b|\bwhat do you do\b", "role"),
        (r"\bwhere (do you work|do you volunteer)\b|\bwho do you work for\b", "organisation"),
        (
            r"\bwhere\b.*\b(based|from|live|joining|located|are you)\b|\b(town|city|place|location|region|county|country|based)\b",
            "place",
        ),
        (r"\b(organi[sz]ation|charity|company|employer|workplace|institution|nonprofit)\b", "organisation"),
        (r"\bname\b", "name"),
    )
)


def field_of(heading: str) -> tuple[str, bool]:
    """The field that a heading names and whether it is that field's plain name; ("ignore", False) when none fits."""
    return _field_of(heading[:200])


@lru_cache(maxsize=2048)
def _field_of(heading: str) -> tuple[str, bool]:
    words = normalised(heading)
    exact = _EXACT.get(words)
    if exact:
        return exact, True
    for pattern, field in _LIKE:
        if pattern.search(words):
            return field, False
    return "ignore", False


def normalised(heading: str) -> str:
    """Lower case words without accents, apostrophes, punctuation or the hyphen in "e-mail"."""
    words = folded(heading.replace("'", "").replace("’", ""))
    return re.sub(r"\be mail\b", "email", words)
