"""What belongs to a gathering besides its facts, and what repeats."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms

from collective.gather.gatherings.forms.planning import GatheringForm, Preset, several_lines
from collective.gather.gatherings.models import WAYS
from collective.ground.web.forms.choices import Hinted
from collective.join.people.forms import email_field, one_line

if TYPE_CHECKING:
    from collective.gather.gatherings.models import Account, Gathering, Series

RULES = [
    ("", "No, once"),
    ("week", "Every week"),
    ("fortnight", "Every two weeks"),
    ("month", "Every month, on the same weekday"),
]
THIS_ONE, FOLLOWING = "one", "following"
TIMES_AT_MOST = 60
# What is worth remembering from one gathering to the next; anything else is asked anew.
REMEMBERED = [
    ("", "Ask it anew each time"),
    ("access", "Remember it as what they need to take part"),
    ("food", "Remember it as what they eat"),
    ("hopes", "Remember it as what they hope for"),
]


class NewGatheringForm(GatheringForm):
    """A gathering, or several at once that repeat."""

    repeats = forms.ChoiceField(label="Does it repeat?", choices=RULES, required=False)
    times = forms.IntegerField(
        label="How many of them?",
        help_text="Each can be moved or called off by itself, and more can be added later",
        required=False,
        min_value=2,
        max_value=TIMES_AT_MOST,
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
        error_messages={
            "invalid": "Write how many in figures, such as 12",
            "min_value": "A series has two gatherings or more",
            "max_value": f"{TIMES_AT_MOST} at a time are the most. More can be added later",
        },
    )

    def clean(self) -> dict[str, Any]:
        said = super().clean()
        if said.get("repeats") and not said.get("times") and "times" not in self.errors:
            self.add_error("times", "Say how many gatherings the series begins with")
        return said


class EditGatheringForm(GatheringForm):
    """A gathering that is there; where it is part of a series, whether those that follow change with it."""

    scope = Preset(
        label="What is this change for?",
        choices=[
            (THIS_ONE, "This gathering only"),
            (FOLLOWING, Hinted("This one and all that follow", "They move by as many days, and to the same hours")),
        ],
    )

    def __init__(self, *args: Any, gathering: Gathering, **kwargs: Any) -> None:
        super().__init__(*args, initial=self.about(gathering), **kwargs)
        self.fields["scope"].initial = THIS_ONE
        if gathering.series_id is None:
            del self.fields["scope"]

    @property
    def all_following(self) -> bool:
        return self.cleaned_data.get("scope") == FOLLOWING


class CancelForm(forms.Form):
    """Why it does not take place, and whether what follows does not either."""

    reason = one_line(
        "Why, in a few words", length=300, hint="It stands on its page, and in the letter to who had a seat"
    )
    following = forms.BooleanField(label="Call off all that follow in this series, too", required=False)

    def __init__(self, *args: Any, gathering: Gathering, **kwargs: Any) -> None:
        super().__init__(*args, prefix="off", **kwargs)
        if gathering.series_id is None:
            del self.fields["following"]


class HostForm(forms.Form):
    """Who hosts."""

    use_required_attribute = False
    email = email_field(label="The address they sign in with", hint="Their name stands on the page")


class QuestionForm(forms.Form):
    """A question for the sign-up form."""

    use_required_attribute = False
    text = one_line("The question", length=200, required="Write the question", hint="Such as: what do you eat?")
    required = forms.BooleanField(label="Nobody gets a seat without an answer", required=False)
    remember_as = forms.ChoiceField(label="At the next gathering", choices=REMEMBERED, required=False)


class PoolForm(forms.Form):
    """Seats that are kept for some."""

    use_required_attribute = False
    name = one_line("For whom?", length=80, required="Say for whom, such as: small charities")
    seats = forms.IntegerField(
        label="How many seats?",
        min_value=1,
        max_value=20_000,
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
        error_messages={
            "required": "Say how many seats",
            "invalid": "Write the number of seats in figures, such as 8",
            "min_value": "There has to be at least one seat",
        },
    )
    way = forms.ChoiceField(
        label="Only for those who come",
        choices=[("", "In the room or online"), *WAYS],
        required=False,
    )
    small_only = forms.BooleanField(
        label="Only for small organisations, up to 10 people",
        help_text="Nobody has to ask for such a seat: the sign-up form asks everybody how large their organisation is",
        required=False,
    )
    days_before = forms.IntegerField(
        label="Until how many days before the start?",
        help_text="Then whoever comes may have what is left of them. Empty: to the end.",
        required=False,
        min_value=0,
        max_value=365,
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
        error_messages={"invalid": "Write the days in figures, such as 3"},
    )


class CardForm(forms.Form):
    """The picture of the page."""

    use_required_attribute = False
    file = forms.FileField(
        label="The picture",
        help_text="JPEG, PNG, GIF or WebP, up to 2 MB. Where and when it was taken is removed from it.",
        widget=forms.FileInput(attrs={"accept": "image/*"}),
        error_messages={"required": "Choose a picture", "invalid": "Choose the picture once more"},
    )
    alt = one_line(
        "What it shows",
        length=200,
        required="Say in a sentence what the picture shows, for who cannot see it",
        hint="For people who cannot see it, such as: four people at a round table, laughing",
    )


class AccountForm(forms.Form):
    """What happened."""

    text = several_lines(
        "What happened",
        hint="A few lines for those who came, and for those who did not. Empty it to take it back.",
        rows=10,
        length=10_000,
    )

    @staticmethod
    def about(account: Account | None) -> dict[str, Any]:
        return {"text": account.text if account else ""}


class InviteForm(forms.Form):
    """Asking somebody along."""

    use_required_attribute = False
    name = one_line("Their name", length=120)
    email = email_field(label="Their address", hint="They get one letter, with a link to sign up themself")


class SeriesForm(forms.Form):
    """The words of a series."""

    use_required_attribute = False
    title = one_line("What is it called?", length=120, required="Give it a name")
    summary = several_lines("What it is about", hint="A few lines for its page", rows=6, length=5000)

    @staticmethod
    def about(series: Series) -> dict[str, Any]:
        return {"title": series.title, "summary": series.summary}
