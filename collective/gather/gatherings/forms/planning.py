"""What an organiser says about a gathering."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms

from collective.gather.gatherings.forms.times import WallForm
from collective.gather.gatherings.models import AUDIENCES, IN_ROOM, KINDS, ONLINE
from collective.ground.web.forms.choices import Hinted
from collective.join.people.forms import one_line

if TYPE_CHECKING:
    from collective.gather.gatherings.models import Gathering

LINK_FROM = [
    ("", "At once, on their own page"),
    ("10080", "A week before the start"),
    ("1440", "A day before the start"),
    ("60", "An hour before the start"),
    ("15", "A quarter of an hour before the start"),
]
_AUDIENCE_HINTS = {
    "public": "It stands in the list and in the feed",
    "members": "Only who has signed in sees it",
    "link": "It stands in no list; its page has an address that nobody guesses",
}


def several_lines(label: str, *, hint: str, rows: int, length: int) -> forms.CharField:
    return forms.CharField(
        label=label,
        help_text=hint,
        max_length=length,
        required=False,
        widget=forms.Textarea(attrs={"rows": rows}),
        error_messages={"max_length": f"Keep this to {length:,} characters at most"},
    )


class Preset(forms.ChoiceField):
    """A choice that is made already: what is left out is the first of them."""

    widget = forms.RadioSelect

    def clean(self, value: Any) -> str:
        return str(super().clean(value or self.choices[0][0]))


class GatheringForm(WallForm):
    """When, where and what for."""

    SAME = (
        "title",
        "summary",
        "topic",
        "kind",
        "way",
        "place",
        "link",
        "link_from",
        "hides_place",
        "access_notes",
        "audience",
        "seats",
        "asks_still_coming",
    )

    field_order = ("title", "kind", "topic", "summary")
    title = one_line(
        "What is it called?", length=120, required="Give it a name, such as Winter lunch: counting what matters"
    )
    kind = Preset(label="What is it?", choices=KINDS)
    topic = several_lines(
        "Questions to talk about", hint="One on each line. They stand on its page.", rows=3, length=1000
    )
    summary = several_lines(
        "What happens, and what to bring",
        hint="A few lines for the page. A blank line starts a paragraph; a line that begins with a dash is a list.",
        rows=6,
        length=5000,
    )
    way = forms.ChoiceField(
        label="Where do people meet?",
        choices=[
            (ONLINE, Hinted("Online", "Everybody joins by a link")),
            (IN_ROOM, Hinted("In a room", "Everybody comes to one place")),
            ("both", Hinted("Both", "People say which; the two are never put at one table unless you ask")),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": "Say where people meet"},
    )
    place = one_line("Place", length=160, hint="The address of the room, as you would write it on a card")
    hides_place = forms.BooleanField(
        label="Show the place only to people with a seat",
        help_text="Its page says that it is in a room, and that the address is in the letter",
        required=False,
    )
    link = forms.URLField(
        label="Video link",
        help_text="Only people with a seat see it",
        required=False,
        assume_scheme="https",
        max_length=200,
        error_messages={
            "invalid": "That is not a link. Copy it whole, with https:// in front",
            "max_length": "That link is too long. Use a shorter one from the same tool",
        },
    )
    link_from = forms.TypedChoiceField(
        label="When do they see the link?", choices=LINK_FROM, coerce=int, empty_value=None, required=False
    )
    access_notes = several_lines(
        "Getting in and taking part",
        hint="Steps, lifts, captions, breaks, quiet corners: what somebody needs to know to decide whether they can come",
        rows=3,
        length=1000,
    )
    audience = Preset(
        label="Who sees it, once it is published?",
        choices=[(key, Hinted(label, _AUDIENCE_HINTS[key])) for key, label in AUDIENCES],
    )
    seats = forms.IntegerField(
        label="Seats",
        help_text="Leave it empty for as many as like to come. Of free sign-ups about six in ten come.",
        required=False,
        min_value=1,
        max_value=20_000,
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
        error_messages={
            "invalid": "Write the number of seats in figures, such as 32",
            "min_value": "There has to be at least one seat",
            "max_value": "We can seat 20,000 at most",
        },
    )
    asks_still_coming = forms.BooleanField(
        label="Ask the day before whether people are still coming",
        help_text="One button in a letter. The seat of who cannot come passes on at once.",
        required=False,
    )

    def facts(self) -> dict[str, Any]:
        """The model's fields."""
        return {name: self.cleaned_data[name] for name in self.SAME} | self.when()

    @classmethod
    def about(cls, gathering: Gathering) -> dict[str, Any]:
        """What a gathering says now, for the form to begin with."""
        return {name: getattr(gathering, name) for name in cls.SAME} | cls.about_time(gathering)


class CopyForm(WallForm):
    """The same again, at another time."""

    title = one_line("What is it called?", length=120, required="Give it a name")
    field_order = ("title",)
