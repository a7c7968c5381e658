"""From typed text to values, for conversations. Forms never save."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator

if TYPE_CHECKING:
    from collective.talk.conversations.models import Round

_IS_LINK = URLValidator(schemes=["https", "http"])
_SIZES = {
    "min_value": "Two people are the fewest at a table",
    "max_value": "Twelve people are the most at a table",
    "invalid": "Type a number of people",
    "required": "Type a number of people",
}


def _link(text: str) -> str:
    try:
        _IS_LINK(text.replace("{number}", "1"))
    except ValidationError as problem:
        raise ValidationError(
            f"“{text}” is not a link. It starts with https://, as your video tool shows it"
        ) from problem
    if len(text) > 300:
        raise ValidationError("That link is longer than 300 characters. Ask your video tool for a shorter one")
    return text


def _size(label: str, help_text: str = "") -> forms.IntegerField:
    return forms.IntegerField(label=label, min_value=2, max_value=12, error_messages=_SIZES, help_text=help_text)


class RoundForm(forms.Form):
    """How the tables of one round are made, and where those who are online meet."""

    size = _size("People at a table", "Four talk as one; from five on, a conversation splits.")
    smallest = _size("Fewest", "A table that falls below this is offered a merge.")
    largest = _size("Most", "Latecomers fill tables up to this.")
    mix_ways = forms.BooleanField(
        label="Put people who are online and people in the room at one table",
        required=False,
        help_text="Otherwise they are never mixed.",
    )
    link_pattern = forms.CharField(
        label="One video link for all tables",
        required=False,
        help_text="{number} in it becomes the number of the table, such as https://meet.example.org/table-{number}.",
    )
    links = forms.CharField(
        label="Or one link for each table",
        required=False,
        help_text="One a line: the first is for table 1. Where the lines end, the link above serves.",
        widget=forms.Textarea(attrs={"rows": 5}),
    )

    def __init__(self, *args: Any, round: Round, **kwargs: Any) -> None:
        names = ("size", "smallest", "largest", "mix_ways", "link_pattern")
        initial = {name: getattr(round, name) for name in names} | {"links": "\n".join(round.links)}
        super().__init__(*args, initial=initial, **kwargs)

    def clean_link_pattern(self) -> str:
        text = self.cleaned_data["link_pattern"].strip()
        return _link(text) if text else ""

    def clean_links(self) -> list[str]:
        lines = [line.strip() for line in self.cleaned_data["links"].splitlines() if line.strip()]
        if len(lines) > 200:
            raise ValidationError("Two hundred links are the most for one round")
        return [_link(line) for line in lines]

    def clean(self) -> dict[str, Any]:
        sizes = [self.cleaned_data.get(name) for name in ("smallest", "size", "largest")]
        if None not in sizes and sizes != sorted(sizes):  # type: ignore[type-var]
            self.add_error("size", "The usual number of people lies between the fewest and the most")
        return self.cleaned_data
