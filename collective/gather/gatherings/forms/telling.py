"""What an organiser writes to many, and what they share afterwards."""

from __future__ import annotations

from typing import Any

from django import forms

from collective.gather.gatherings.models import Broadcast
from collective.ground.lib import ids
from collective.ground.web.forms.choices import Hinted
from collective.join.people.forms import one_line

_HINTS = {
    "coming": "Everybody who has a seat",
    "waiting": "Everybody on the waiting list",
    "came": "Everybody who was checked in or marked as having come",
}


class MessageForm(forms.Form):
    """One message to many."""

    use_required_attribute = False

    to = forms.ChoiceField(
        label="Who is it for?",
        choices=[(to, Hinted(label.removeprefix("Everybody ").capitalize(), _HINTS[to])) for to, label in Broadcast.TO],
        widget=forms.RadioSelect,
        error_messages={"required": "Say who it is for"},
    )
    subject = one_line("Subject", length=120, required="Give it a subject, such as The room has changed")
    text = forms.CharField(
        label="What you want to say",
        help_text="Each letter begins with their name and ends with the link to their own page. Addresses become links.",
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 10}),
        error_messages={
            "required": "Write what you want to say",
            "max_length": "Keep this to 5,000 characters at most",
        },
    )
    token = forms.CharField(max_length=40, widget=forms.HiddenInput, required=False)

    def clean_token(self) -> str:
        return self.cleaned_data["token"] or ids.new_token()


class MaterialForm(forms.Form):
    """A link or a file."""

    use_required_attribute = False

    title = one_line("What is it?", length=160, hint="Slides, notes, a recording")
    url = forms.URLField(
        label="A link",
        required=False,
        assume_scheme="https",
        max_length=500,
        error_messages={
            "invalid": "That is not a link. Copy it whole, with https:// in front",
            "max_length": "That link is too long. Use a shorter one from the same tool",
        },
    )
    file = forms.FileField(
        label="Or a file",
        help_text="PDF, PowerPoint, Word, OpenDocument, Excel, CSV, text, PNG or JPEG. Up to 10 MB.",
        required=False,
        allow_empty_file=True,
    )

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        link, file = said.get("url"), said.get("file")
        if not self.errors and bool(link) == bool(file):
            self.add_error("url", "Give a link or choose a file, one of the two")
        if link and not link.startswith(("https://", "http://")):
            self.add_error("url", "A link begins with https://")
        if link and not said.get("title"):
            self.add_error("title", "Say what the link leads to")
        return said
