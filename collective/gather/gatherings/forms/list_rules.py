"""How a gathering offers seats to those who wait."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms

from collective.ground.web.forms.choices import Hinted

if TYPE_CHECKING:
    from collective.gather.gatherings.models import Gathering

_HOURS = [(1, "An hour"), (3, "3 hours"), (6, "6 hours"), (12, "12 hours"), (24, "A day"), (48, "2 days")]
_BEFORE = [(0, "An hour"), (3, "3 hours"), (6, "6 hours"), (12, "12 hours"), (24, "A day"), (48, "2 days")]
_TIME = {"required": "Say from when to when; the same time twice means never", "invalid": "Write the time as 21:00"}


class ListRulesForm(forms.Form):
    """The rules, which stand on the page of everybody who waits."""

    use_required_attribute = False

    offers_by_hand = forms.TypedChoiceField(
        label="Who offers a seat that comes free?",
        choices=[
            ("no", Hinted("The site, at once", "To the first on the list, then to the next")),
            ("yes", Hinted("You, by hand", "Nothing happens until you press a button")),
        ],
        coerce=lambda said: said == "yes",
        widget=forms.RadioSelect,
    )
    offer_hours = forms.TypedChoiceField(label="How long is an offer kept?", choices=_HOURS, coerce=int)
    offers_stop_hours = forms.TypedChoiceField(
        label="How long before the start do offers stop?",
        help_text="A seat that is free then goes to whoever takes it first.",
        choices=_BEFORE,
        coerce=int,
    )
    quiet_from = forms.TimeField(
        label="Nothing is offered from",
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        error_messages=_TIME,
    )
    quiet_to = forms.TimeField(
        label="until",
        help_text="On the clock of the gathering's zone.",
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        error_messages=_TIME,
    )

    def __init__(self, *args: Any, gathering: Gathering, **kwargs: Any) -> None:
        """What is set already stays a choice, whoever set it."""
        super().__init__(*args, initial=self.about(gathering), **kwargs)
        for name, unit in (("offer_hours", gathering.offer_hours), ("offers_stop_hours", gathering.offers_stop_hours)):
            field = self.fields[name]
            if unit not in dict(field.choices):
                field.choices = sorted([*field.choices, (unit, f"{unit} hours")])

    @staticmethod
    def about(gathering: Gathering) -> dict[str, object]:
        names = ("offer_hours", "offers_stop_hours", "quiet_from", "quiet_to")
        kept = {name: getattr(gathering, name) for name in names}
        return kept | {"offers_by_hand": "yes" if gathering.offers_by_hand else "no"}

    def facts(self) -> dict[str, Any]:
        return dict(self.cleaned_data)
