"""Invented people for the pattern pages: ordinary names, very long ones, and letters that fonts forget."""

from typing import Any

from django import forms

from collective.ground.web.forms.choices import Hinted
from collective.ground.web.seating import Seat

PAGES = frozenset(
    {"front", "phone", "my-table", "long-table", "pair", "five", "desk", "paper"}
    | {"stage", "stage-steps", "stage-tables", "stage-dense", "stage-join"}
)

_NAMES = (
    "Eilidh R,Kwame M,Bronwen H,Zoe F;Dafydd M,Priya K,Tom A,Joanna W;Amina Y,Vikram R,Siobhán K,Grace O;"
    "Leila H,Callum R,Mei C,Pete M;Tariq M,Rosa A,Ben C;Nguyễn Thị Phương Thảo,Llŷr ap Gwynfor Ŵyn,Sam W,"
    "Bartholomew Featherstonehaugh-Smythe;"
    "Harriet L,Nadia H,Dean H;Cerys P,Olu B,Ines C,Jacob S"
)
TABLES = [
    {"number": number, "seats": [Seat(name) for name in names.split(",")]}
    for number, names in enumerate(_NAMES.split(";"), start=1)
]
for _table in TABLES:
    if len(_table["seats"]) == 3:  # type: ignore[arg-type]
        _table["seats"].append(Seat(number=2, open=True))  # type: ignore[attr-defined]

_MINE = [
    Seat("Amina", place="Newport", you=True),
    Seat("Vikram", place="Leeds"),
    Seat("Siobhán", place="Derry"),
    Seat("Grace", place="Cardiff"),
]
_LONG = [
    Seat("Amina", you=True, place="Newport"),
    Seat("Bartholomew Featherstonehaugh-Smythe III", place="Sutton-under-Whitestonecliffe"),
    Seat("Nguyễn Thị Phương Thảo", place="Hồ Chí Minh"),
    Seat("Llŷr ap Gwynfor Ŵyn", place="Llanfairpwllgwyngyll"),
]
_STAGES = (
    ("Unaware", 3, "Numbers exist, nobody asks"),
    ("Emerging", 9, "One or two of us try"),
    ("Learning", 10, "We look, and build habits"),
    ("Developing", 6, "Decisions start from data"),
    ("Mastering", 2, "Others come to see"),
)
_RANK = (
    ("young people", 9),
    ("mental health", 8),
    ("food", 7),
    ("housing", 6),
    ("refugees", 5),
    ("carers", 5),
    ("older people", 4),
)
_STEPS = (
    ("done", "Where are you sitting today?", "Map. Closed, 30 answers"),
    ("now", "What does your organisation care about most?", "Now. Three words. Open, 26 answers"),
    ("", "How does your organisation use data?", "Five stages. Two minutes"),
    ("", "Round one: tables of four", "Draw 8 tables. 15 minutes"),
    ("", "Best team name", "Vote. Three minutes"),
)

WRONG = {
    "name": "Amina Yusuf",
    "email": "amina.example.org",
    "organisation": "Usk Valley Pantry",
    "stage": "3",
    "learn": "on",
}


def context() -> dict[str, Any]:
    """What the pattern pages show."""
    return {
        "front_seats": [
            Seat("Amina Yusuf"),
            Seat(initials="you?", number=2, open=True),
            Seat("Dafydd Morgan", 3),
            Seat("Priya Kaur", 4),
        ],
        "tables": TABLES,
        "dense": (TABLES * 3)[:18],
        "mine": _MINE,
        "long": _LONG,
        "five": [*_LONG[:2], *_MINE[2:], Seat("Ines", place="Hull")],
        "pair": [_LONG[0], _LONG[1]],
        "stages": _STAGES,
        "rank": _RANK,
        "steps": _STEPS,
        "scale": range(1, 6),
        "question": "Which number did you stop reporting, and did anybody notice?",
        "join_url": "https://collective.example/j/K7M4QD",
    }


class SeatForm(forms.Form):
    """A sign-up that shows every kind of field."""

    name = forms.CharField(
        label="Your name",
        help_text="As you would like to be called at the table",
        widget=forms.TextInput({"autocomplete": "name"}),
    )
    email = forms.EmailField(
        error_messages={"invalid": "Type an email address with an @, such as amina@example.org"},
        widget=forms.EmailInput({"autocomplete": "email"}),
    )
    organisation = forms.CharField(
        required=False,
        help_text="So that we do not put you beside a colleague",
        widget=forms.TextInput({"autocomplete": "organization"}),
    )
    place = forms.ChoiceField(
        label="Which Newport?",
        widget=forms.RadioSelect,
        choices=[
            ("w", "Newport, Wales (near Cardiff)"),
            ("i", "Newport, Isle of Wight"),
            ("s", "Newport, Shropshire"),
            ("o", "Another place"),
        ],
        error_messages={"required": "Say which Newport you mean"},
    )
    stage = forms.ChoiceField(
        label="How does your organisation use data?",
        help_text="There is no right answer. It helps us seat you with company.",
        widget=forms.RadioSelect,
        choices=[
            ("1", Hinted("Unaware", "We have numbers, and nobody asks about them.")),
            ("3", Hinted("Learning", "We look at data regularly and are building habits.")),
            ("5", Hinted("Mastering", "Others come to us to see how it is done.")),
        ],
    )
    days = forms.MultipleChoiceField(
        label="Which lunchtimes suit you?",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        choices=[("t", "Tuesday"), ("h", "Thursday")],
    )
    note = forms.CharField(label="Anything we should know?", required=False, widget=forms.Textarea({"rows": 3}))
    write = forms.BooleanField(
        label="Write to me about this gathering",
        error_messages={"required": "Tick the box so that we may write to you about this gathering"},
    )
    learn = forms.BooleanField(label="Use what I write at the table in what we learn, without my name", required=False)
