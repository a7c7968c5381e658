"""Taking a seat."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms

from collective.gather.gatherings.models import WAYS
from collective.join.people import purposes
from collective.join.people.forms import PersonForm

if TYPE_CHECKING:
    from collective.gather.gatherings.models import Gathering


class SignUpForm(PersonForm):
    """Taking a seat."""

    asks = (purposes.GATHERING, purposes.NOTES, purposes.NEWS)
    needs = {purposes.GATHERING.slug: "Tick the box so that we may write to you about this gathering"}

    field_order = ("way",)
    way = forms.ChoiceField(
        label="How will you come?",
        choices=WAYS,
        widget=forms.RadioSelect,
        error_messages={"required": "Say whether you come to the room or join online"},
    )

    def __init__(self, *args: Any, gathering: Gathering, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if gathering.way != "both":
            del self.fields["way"]

    def facts(self) -> dict[str, Any]:
        return {**super().facts(), "way": self.cleaned_data.get("way", "")}
