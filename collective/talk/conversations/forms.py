"""From typed text to values, for conversations. Forms never save."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator

from collective.ground.web.forms.choices import Hinted
from collective.talk.conversations.models import ALIKE, LOT, MIXED

if TYPE_CHECKING:
    from collections.abc import Sequence

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


AIM_CARDS = [
    (LOT, Hinted("Mix", "A lot with guards: colleagues apart, nobody meets again, and chance does the rest.")),
    (MIXED, Hinted("Balanced", "Each table as varied as can be in what you tick below.")),
    (ALIKE, Hinted("Alike", "People who said the same sit together, as far as the rules allow.")),
]
SEEDS = 2**53
NO_TRAIT = "Tick at least one thing to look at, or choose Mix, which looks at nothing"


class AimCards(forms.RadioSelect):
    """Three cards to choose from."""

    layout = "aims"


class DrawForm(forms.Form):
    """How the tables are drawn: sizes, how people are put together and by what, for how many rounds, and from which seed."""

    use_required_attribute = False

    aim = forms.ChoiceField(
        label="How people are put together",
        choices=AIM_CARDS,
        widget=AimCards,
        error_messages={"required": "Choose Mix, Balanced or Alike", "invalid_choice": "Choose Mix, Balanced or Alike"},
    )
    traits = forms.MultipleChoiceField(
        label="What Balanced and Alike look at",
        help_text="Only what people said with their name on it. Anonymous answers are never used.",
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": NO_TRAIT,
            "invalid_choice": "That is not asked in this room any more. Choose again",
        },
    )
    size = _size("People at a table")
    smallest = _size("Fewest")
    largest = _size("Most")
    mix_ways = forms.BooleanField(label="People online and in the room may share a table", required=False)
    rounds = forms.TypedChoiceField(label="Rounds to plan at once", coerce=int, required=False, empty_value=1)
    seed = forms.IntegerField(
        label="Seed",
        required=False,
        min_value=0,
        max_value=SEEDS - 1,
        help_text="Leave it empty for a new lot. The seed of an earlier draw gives the same tables for the same people.",
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
        error_messages=dict.fromkeys(
            ("invalid", "min_value", "max_value"), "A seed is a whole number, as shown under a draw"
        ),
    )

    def __init__(
        self, *args: Any, round: Round, sources: Sequence[tuple[str, str, str]], rounds: int, **kwargs: Any
    ) -> None:
        names = ("aim", "traits", "size", "smallest", "largest", "mix_ways")
        super().__init__(*args, initial={name: getattr(round, name) for name in names} | {"rounds": 1}, **kwargs)
        self.fields["traits"].choices = [(slug, Hinted(label, source)) for slug, label, source in sources]
        self.fields["traits"].required = not self.is_bound or self.data.get("aim") in {MIXED, ALIKE}
        one = "Only this round"
        several = [
            (n, f"This and the next {n - 1 if n > 2 else ''}".strip() + f": {n} rounds") for n in range(2, rounds + 1)
        ]
        self.fields["rounds"].choices = [(1, one), *several]
        if rounds == 1:
            del self.fields["rounds"]
        if round.sealed_at:
            for name in ("aim", "traits", "seed"):
                del self.fields[name]

    def clean(self) -> dict[str, Any]:
        said = self.cleaned_data
        sizes = [said.get(name) for name in ("smallest", "size", "largest")]
        if None not in sizes and sizes != sorted(sizes):  # type: ignore[type-var]
            self.add_error("size", "The usual number of people lies between the fewest and the most")
        return said


class PairForm(forms.Form):
    """Two people of the room who are to sit apart or together."""

    use_required_attribute = False
    one = forms.TypedChoiceField(label="Who", coerce=int, error_messages={"required": "Choose two people"})
    other = forms.TypedChoiceField(label="And who", coerce=int, error_messages={"required": "Choose two people"})
    how = forms.ChoiceField(
        label="They sit",
        choices=[("apart", "Apart"), ("together", "Together")],
        widget=forms.RadioSelect,
        initial="apart",
    )

    def __init__(self, *args: Any, people: Sequence[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, prefix="pair", **kwargs)
        for name in ("one", "other"):
            self.fields[name].choices = [("", "Choose a person"), *people]
