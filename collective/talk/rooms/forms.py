"""From typed text to values, for the room. Forms never save."""

from __future__ import annotations

from typing import Any

from django import forms

from collective.gather.gatherings.models import WAYS, Gathering
from collective.join.people import purposes
from collective.talk.rooms import steps
from collective.talk.rooms.models import Prompt, Step
from collective.talk.rooms.prompts import KINDS
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
        error_messages={
            "required": "Type the code that is on the screen",
            "max_length": "Codes have six letters and digits",
        },
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false", "inputmode": "text"}
        ),
    )


class ReturnForm(forms.Form):
    """The code the organiser gave somebody whose phone died."""

    code = forms.CharField(
        label="The code the organiser gave you",
        max_length=20,
        error_messages={"required": "Type the code the organiser gave you"},
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}),
    )


MINUTES = {
    "min_value": "Give it at least one minute",
    "max_value": "Give it 240 minutes at the most",
    "invalid": "Type minutes as a number",
}


def _lines(text: str) -> list[str]:
    return [line for line in (tidy(part, 120) for part in text.splitlines()) if line]


class NewStepForm(forms.Form):
    """One more step for the run-sheet: the kind first, its details afterwards."""

    what = forms.ChoiceField(
        label="What kind of step?", widget=forms.RadioSelect, error_messages={"required": "Choose a kind of step"}
    )
    title = OneLine(
        label="What people read",
        max_length=160,
        error_messages={"required": "Type the question, or the title of the step"},
    )
    minutes = forms.IntegerField(
        label="Minutes",
        min_value=1,
        max_value=240,
        initial=5,
        error_messages={**MINUTES, "required": "Give it some minutes"},
    )
    options = forms.CharField(
        label="What people can choose from",
        required=False,
        help_text="For choices: one a line. For a scale: the words for 1 and for 5, one a line.",
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        asked = [(f"prompt:{kind.slug}", f"Ask: {kind.label.lower()}") for kind in KINDS.values()]
        others = [(kind.slug, kind.label) for kind in steps.kinds() if kind.slug != "prompt"]
        self.fields["what"].choices = [*asked, *others]

    def clean_options(self) -> list[str]:
        return _clean_options(self.cleaned_data["options"])

    def clean(self) -> dict[str, Any]:
        what, options = self.cleaned_data.get("what", ""), self.cleaned_data.get("options", [])
        if what in {"prompt:choice", "prompt:choices"} and len(options) < 2:
            self.add_error("options", "Give people at least two lines to choose from")
        return self.cleaned_data

    def facts(self) -> dict[str, Any]:
        """What `planning.add_step` wants."""
        kind, _, prompt_kind = self.cleaned_data["what"].partition(":")
        facts = {name: self.cleaned_data[name] for name in ("title", "minutes", "options")}
        return {"kind": kind, "prompt_kind": prompt_kind, **facts}


def _clean_options(text: str) -> list[str]:
    try:
        options = _lines(text)
    except BadAnswer as problem:
        raise forms.ValidationError(str(problem)) from problem
    if len(options) > 20:
        raise forms.ValidationError("Twenty lines are the most that people can choose from")
    if len({option.casefold() for option in options}) < len(options):
        raise forms.ValidationError("Two lines are the same. Make each one different")
    return options


class StepForm(forms.Form):
    """A step as it stands, to be changed."""

    title = OneLine(
        label="What people read",
        max_length=160,
        error_messages={"required": "Type the question, or the title of the step"},
    )
    body = forms.CharField(
        label="A line or two below it",
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="Lists with a hyphen, links as addresses. Leave it empty if the title says it all.",
    )
    minutes = forms.IntegerField(
        label="Minutes", min_value=1, max_value=240, error_messages={**MINUTES, "required": "Give it some minutes"}
    )
    options = forms.CharField(
        label="What people can choose from",
        required=False,
        help_text="One a line",
        widget=forms.Textarea(attrs={"rows": 5}),
    )
    anonymity = forms.ChoiceField(
        label="Whose answer is it?", choices=Prompt.ANONYMITY, widget=forms.RadioSelect, required=False
    )
    picture = forms.FileField(label="A picture", required=False, help_text="JPEG, PNG, GIF or WebP, 2 MB at the most")
    picture_alt = OneLine(
        label="What the picture shows", required=False, max_length=200, help_text="For people who cannot see it"
    )

    def __init__(self, *args: Any, step: Step, **kwargs: Any) -> None:
        prompt = getattr(step, "prompt", None)
        initial = {"title": step.title, "body": step.body, "minutes": step.minutes, "picture_alt": step.picture_alt}
        if prompt:
            initial |= {"options": "\n".join(prompt.options), "anonymity": prompt.anonymity}
        super().__init__(*args, initial=initial, **kwargs)
        if not prompt or not KINDS[prompt.kind].has_options:
            del self.fields["options"]
        if not prompt:
            del self.fields["anonymity"]
        if step.kind != "text":
            del self.fields["picture"], self.fields["picture_alt"]

    def clean_options(self) -> list[str]:
        return _clean_options(self.cleaned_data["options"])

    def facts(self) -> dict[str, Any]:
        """What `planning.change_step` wants."""
        return {name: self.cleaned_data[name] for name in self.fields}
