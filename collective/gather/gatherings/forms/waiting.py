"""Coming onto the waiting list. Little is asked: the rest is asked of those who get a seat."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django import forms

from collective.gather.gatherings.forms.pools import pool_field, said_pool, small_note
from collective.gather.gatherings.models import WAYS
from collective.join.people import purposes
from collective.join.people.forms import email_field, one_line, size_field
from collective.join.people.models import NAME_LENGTH

if TYPE_CHECKING:
    from datetime import datetime

    from collective.gather.gatherings.models import Gathering

# Hours before the start; the longest first. None of them is nearer than the cut-off that a gathering begins with.
_UNTIL = [
    ("", "Whenever a seat comes free"),
    ("6", "Until 6 hours before the start"),
    ("24", "Until the day before, at the hour of the start"),
    ("48", "Until 2 days before"),
    ("72", "Until 3 days before"),
    ("168", "Until a week before"),
]


class WishesForm(forms.Form):
    """Until when an offer is of use, and which way somebody would come."""

    use_required_attribute = False

    way = forms.ChoiceField(
        label="How would you come?",
        choices=WAYS,
        widget=forms.RadioSelect,
        error_messages={"required": "Say whether you would come to the room or join online"},
    )
    until = forms.ChoiceField(
        label="Until when is a seat of use to you?",
        help_text="We do not offer you a seat later than this. Others are asked instead, and you keep your place.",
        choices=_UNTIL,
        widget=forms.RadioSelect,
        required=False,
    )

    def __init__(self, *args: Any, gathering: Gathering, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.gathering = gathering
        if gathering.way != "both":
            del self.fields["way"]

    @property
    def not_after(self) -> datetime | None:
        hours = self.cleaned_data.get("until")
        return self.gathering.starts_at - timedelta(hours=int(hours)) if hours else None

    @property
    def said_way(self) -> str:
        return str(self.cleaned_data.get("way", ""))

    @staticmethod
    def about(gathering: Gathering, way: str, not_after: datetime | None) -> dict[str, str]:
        """What somebody said before, for the form to start from."""
        before = gathering.starts_at - not_after if not_after else None
        hours = str(round(before / timedelta(hours=1))) if before else ""
        return {"way": way, "until": hours if hours in dict(_UNTIL) else ""}


class WaitingForm(WishesForm):
    """A place on the list, by the form."""

    field_order = ("name", "email", "way", "pool", "until")
    name = one_line("Your name", length=NAME_LENGTH, required="Write your name", autocomplete="name")
    email = email_field()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if pool := pool_field(self.gathering):
            self.fields["pool"] = pool
        if note := small_note(self.gathering):
            self.fields["organisation_size"] = size_field(note)
        self.fields["consent"] = forms.BooleanField(
            label=purposes.GATHERING.text,
            error_messages={"required": "Tick the box so that we may write to you when a seat is free"},
        )

    def facts(self) -> dict[str, Any]:
        """What `actions.join_list` takes."""
        said = self.cleaned_data
        return {
            "name": said["name"],
            "email": said["email"].strip().lower(),
            "way": self.said_way,
            "pool": said_pool(said.get("pool", "")),
            "organisation_size": said.get("organisation_size", ""),
            "not_after": self.not_after,
            "consents": [purposes.GATHERING.slug],
        }
