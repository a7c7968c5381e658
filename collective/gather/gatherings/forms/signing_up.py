"""Taking a seat."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms

from collective.gather.gatherings.forms.pools import pool_field, said_pool, small_note
from collective.gather.gatherings.models import WAYS
from collective.join.people import purposes
from collective.join.people.forms import PersonForm, one_line

if TYPE_CHECKING:
    from collective.gather.gatherings.models import Gathering

REPLY_WANTED = "The organiser needs an answer to this. If there is nothing to say, write none"


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
        if pool := pool_field(gathering):
            self.fields["pool"] = pool
        if note := small_note(gathering):
            self.fields["organisation_size"].help_text = note
        for question in gathering.questions.all():
            self.fields[f"question-{question.pk}"] = one_line(
                question.text,
                length=500,
                required=REPLY_WANTED if question.required else "",
                hint="We remember this for the next gathering you come to" if question.remember_as else "",
            )

    @property
    def question_fields(self) -> list[forms.BoundField]:
        return [self[name] for name in self.fields if name.startswith("question-")]

    @staticmethod
    def known_replies(known: dict[int, str]) -> dict[str, str]:
        """What somebody said before, as the form begins with it."""
        return {f"question-{question}": text for question, text in known.items()}

    def facts(self) -> dict[str, Any]:
        """What `actions.sign_up` takes."""
        said = self.cleaned_data
        replies = {int(name.removeprefix("question-")): said[name] for name in said if name.startswith("question-")}
        return {
            **super().facts(),
            "way": said.get("way", ""),
            "pool": said_pool(said.get("pool", "")),
            "replies": replies,
        }
