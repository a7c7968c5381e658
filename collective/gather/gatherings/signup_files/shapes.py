"""Whose export is this, and what does each column most likely mean?"""

from dataclasses import dataclass
from typing import Final

from collective.gather.gatherings.signup_files.addresses import looks_like_address
from collective.gather.gatherings.signup_files.answers import attendance_of
from collective.gather.gatherings.signup_files.clean import clean
from collective.gather.gatherings.signup_files.fields import GATHERED, Mapping
from collective.gather.gatherings.signup_files.headings import field_of, normalised
from collective.ground.lib.tables import Table

#: Kind → what the organiser reads.
KINDS: Final = {
    "eventbrite": "Eventbrite attendee list",
    "zoom-registration": "Zoom registration report",
    "zoom-participants": "Zoom participants report: who came",
    "luma": "Luma guest list",
    "meetup": "Meetup attendee list",
    "plain": "List with its own headings",
}

#: Normalised headings that give a kind away: how many of them are needed, and which.
_SIGNS: Final = (
    ("zoom-registration", 2, {"registration time", "approval status"}),
    ("zoom-participants", 2, {"join time", "leave time", "duration minutes", "name original name"}),
    ("meetup", 2, {"rsvped on", "joined group on", "url of member profile", "event host"}),
    ("luma", 2, {"api id", "guest id", "approval status", "qr code url", "checked in at"}),
    (
        "eventbrite",
        2,
        {"order", "order no", "order id", "order date", "attendee", "attendee no", "attendee status", "ticket type"},
    ),
)
_SAMPLE: Final = 200


@dataclass(frozen=True, slots=True)
class Shape:
    """The kind of list (a key of KINDS) and a proposed meaning for every column."""

    kind: str
    mapping: Mapping

    @property
    def label(self) -> str:
        return KINDS[self.kind]


def recognise(table: Table) -> Shape:
    """Propose a mapping from the headings, and where those say nothing, from what is in the columns.

    Each field is proposed once (words and notes as often as they occur). A column that fits nothing, or that holds
    what we have no use for (telephone numbers, prices, the buyer of a ticket), is proposed to be left out.
    """
    headings = {normalised(header) for header in table.headers}
    kind = next((name for name, needed, signs in _SIGNS if len(headings & signs) >= needed), "plain")
    mapping = _from_headings(table, kind)
    _from_contents(table, mapping)
    return Shape(kind, mapping)


def _from_headings(table: Table, kind: str) -> Mapping:
    found = [field_of(header) for header in table.headers]
    mapping: Mapping = dict.fromkeys(range(len(found)), "ignore")
    taken: set[str] = set()
    for plain in (True, False):  # a plain heading wins over a long question, wherever it stands
        for column, (field, is_plain) in enumerate(found):
            if is_plain is plain and (field in GATHERED or field not in taken):
                mapping[column] = field
                taken.add(field)
    if kind == "eventbrite":  # "Attendee #" is a number there
        for column, header in enumerate(table.headers):
            if normalised(header) in {"attendee", "order"}:
                mapping[column] = "ignore"
    return mapping


def _from_contents(table: Table, mapping: Mapping) -> None:
    """Find what the headings did not name: addresses, online or in the room, and names in a list without headings."""
    taken = set(mapping.values())
    samples = {
        column: [text for row in table.rows[:_SAMPLE] if (text := clean(row.cells[column]))]
        for column, field in mapping.items()
        if field == "ignore"
    }
    for column, sample in samples.items():
        if "email" not in taken and _mostly(sample, looks_like_address):
            mapping[column] = "email"
            taken.add("email")
        elif "attendance" not in taken and _mostly(sample, lambda text: bool(attendance_of(text))):
            mapping[column] = "attendance"
            taken.add("attendance")
    if not taken & {"name", "first_name", "last_name"}:
        for column, sample in samples.items():
            if (
                mapping[column] == "ignore"
                and table.headers[column].startswith("Column ")
                and _mostly(sample, _name_like)
            ):
                mapping[column] = "name"
                return


def _mostly(sample: list[str], test: object) -> bool:
    return bool(sample) and callable(test) and sum(1 for text in sample if test(text)) * 2 > len(sample)


def _name_like(text: str) -> bool:
    return (
        len(text) <= 60
        and len(text.split()) in {2, 3, 4}
        and not any(letter.isdigit() or letter == "@" for letter in text)
    )
