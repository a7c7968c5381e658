"""From typed text to values, for a rehearsal. Forms never save."""

from __future__ import annotations

from django import forms

from collective.ground.web.forms.choices import Hinted
from collective.share.rehearsal.actions.rehearsing import LARGEST
from collective.share.rehearsal.models import AS_PEOPLE_DO, AT_ONCE, QUICK

_HOW_MANY = f"Type a whole number from 2 to {LARGEST}"


class StartForm(forms.Form):
    """How many made-up people come, and how fast they are."""

    size = forms.IntegerField(
        label="How many people come",
        min_value=2,
        max_value=LARGEST,
        help_text="Of those who sign up for something free, about six in ten come.",
        error_messages=dict.fromkeys(("required", "invalid", "min_value", "max_value"), _HOW_MANY),
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
    )
    pace = forms.ChoiceField(
        label="How fast they are",
        initial=AS_PEOPLE_DO,
        choices=[
            (AS_PEOPLE_DO, Hinted("As people do", "They come within a minute and take their time to answer.")),
            (QUICK, Hinted("Five times as fast", "For trying the run-sheet out in a few minutes.")),
            (AT_ONCE, Hinted("All at once", "Everybody does everything at the same moment.")),
        ],
        error_messages={"required": "Choose one of the three", "invalid_choice": "Choose one of the three"},
        widget=forms.RadioSelect,
    )
