"""From typed text to values, for the room. Forms never save."""

from __future__ import annotations

from typing import Any

from django import forms

from collective.gather.gatherings.models import WAYS, Gathering
from collective.join.people import purposes
from collective.talk.rooms.prompts.kinds import BadAnswer, tidy


class OneLine(forms.CharField):
    """A line of text without control characters, in the words of the house when it is too long."""

    def clean(self, value: Any) -> str:
        try:
            value = tidy(str(value or ""), self.max_length or 200)
        except BadAnswer as problem:
            raise forms.ValidationError(str(problem)) from problem
        return super().clean(value)


class JoinForm(forms.Form):
    """Taking a seat in the room."""

    name = OneLine(
        label="Your name",
        max_length=60,
        help_text="As you would like to be called at the table",
        error_messages={"required": "Type the name you would like to be called by"},
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    organisation = OneLine(
        label="Organisation",
        required=False,
        max_length=120,
        help_text="So that we do not put you beside a colleague",
        widget=forms.TextInput(attrs={"autocomplete": "organization"}),
    )
    email = forms.EmailField(
        label="Email you signed up with",
        required=False,
        help_text="Only if you signed up: then we can tick you off the list",
        error_messages={"invalid": "Type an email address with an @, such as amina@example.org, or leave it empty"},
    )
    way = forms.ChoiceField(label="How are you here?", choices=WAYS, widget=forms.RadioSelect, required=False)
    may_use_notes = forms.BooleanField(label=purposes.NOTES.text, required=False)

    def __init__(self, *args: Any, gathering: Gathering, known: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._gathering = gathering
        if gathering.way != "both":
            del self.fields["way"]
        if known:
            del self.fields["email"]

    def clean_way(self) -> str:
        return self.cleaned_data.get("way") or WAYS[0][0]

    def facts(self) -> dict[str, Any]:
        """What `joining.join` wants, from a form that is valid."""
        way = self.cleaned_data.get("way") or ("online" if self._gathering.way == "online" else "room")
        return {**self.cleaned_data, "way": way}


class CodeForm(forms.Form):
    """The code that is on the screen."""

    code = forms.CharField(
        label="The code on the screen",
        max_length=20,
        error_messages={"required": "Type the code that is on the screen", "max_length": "Codes have six letters and digits"},
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false", "inputmode": "text"}),
    )


class ReturnForm(forms.Form):
    """The code the organiser gave somebody whose phone died."""

    code = forms.CharField(
        label="The code the organiser gave you",
        max_length=20,
        error_messages={"required": "Type the code the organiser gave you"},
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}),
    )
