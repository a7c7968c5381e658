"""What a column of a sign-up list can mean."""

from typing import Final, TypedDict

#: Column number (from 0) → a key of FIELDS. Plain data: it is shown to the organiser, edited and kept.
Mapping = dict[int, str]

#: Field → what the organiser reads beside the column.
FIELDS: Final[dict[str, str]] = {
    "name": "Name",
    "first_name": "First name",
    "last_name": "Last name",
    "email": "Email address",
    "organisation": "Organisation",
    "role": "Role",
    "place": "Place",
    "words": "Up to three words",
    "maturity": "Data maturity",
    "organisation_size": "Size of the organisation",
    "status": "Status of the sign-up",
    "signed_up_at": "When they signed up",
    "facilitator": "Facilitator",
    "attendance": "Online or in the room",
    "join_time": "When they joined",
    "notes": "Notes",
    "ignore": "Leave out",
}

#: Longest text that is taken, in characters. A longer one is a problem for the organiser; nothing is cut in silence.
LIMITS: Final[dict[str, int]] = {
    "name": 120,
    "email": 254,
    "organisation": 160,
    "role": 120,
    "place": 120,
    "organisation_size": 80,
    "notes": 300,
}

#: Fields for which several columns are read together; for the others the first column that holds something counts.
GATHERED: Final = frozenset({"words", "notes"})


class Fields(TypedDict, total=False):
    """What one row says, tidied. What is missing or could not be read is left out. JSON can hold all of it.

    maturity
        "1" to "5", "not-sure" or "rather-not-say".
    status
        "going", "came", "waiting", "invited" or "cancelled".
    signed_up_at, join_time
        ISO 8601, with a zone only where the file gave one.
    attendance
        "online" or "in the room".
    """

    name: str
    email: str
    organisation: str
    role: str
    place: str
    words: list[str]
    maturity: str
    organisation_size: str
    status: str
    signed_up_at: str
    facilitator: bool
    attendance: str
    join_time: str
    notes: str
