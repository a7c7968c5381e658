"""What somebody with a seat may change about it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms

from collective.gather.gatherings.models import WAYS
from collective.join.people.forms import one_line

if TYPE_CHECKING:
    from collective.gather.gatherings.models import SignUp


WANTED = "The organiser needs an answer to this. If there is nothing to say, write none"


class AnswersForm(forms.Form):
    """Which way they come, and what they answered to the organiser's questions."""

    use_required_attribute = False

    def __init__(self, *args: Any, sign_up: SignUp, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if sign_up.gathering.way == "both":
            self.fields["way"] = forms.ChoiceField(
                label="How will you come?",
                choices=WAYS,
                widget=forms.RadioSelect,
                initial=sign_up.way,
                error_messages={"required": "Say whether you come to the room or join online"},
            )
        said = dict(sign_up.replies.values_list("question", "text"))
        for question in sign_up.gathering.questions.all():
            wanted = WANTED if question.required else ""
            field = one_line(question.text, length=500, required=wanted)
            field.initial = said.get(question.pk, "")
            self.fields[f"question-{question.pk}"] = field

    def facts(self) -> dict[str, Any]:
        """What `actions.change_answers` takes."""
        said = self.cleaned_data
        replies = {int(name.removeprefix("question-")): said[name] for name in said if name.startswith("question-")}
        return {"way": said.get("way", ""), "replies": replies}
