"""From typed text to values. Forms never save."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms

from collective.ground.community import cloth
from collective.ground.lib.errors import Refused
from collective.ground.web.forms.choices import Hinted
from collective.share.pages.core.words import CARD_USES

if TYPE_CHECKING:
    from collections.abc import Iterable

    from collective.share.pages.models import Publication
    from collective.share.pages.queries.published import SaidOnce
    from collective.talk.conversations.models import Card

SUMMARY_LENGTH = 6000
KINDS = {kind: kind.capitalize() for kind in CARD_USES}


class CommunityForm(forms.Form):
    """What the community says of itself."""

    name = forms.CharField(max_length=60, label="Name", error_messages={"required": "Type the community's name"})
    promise = forms.CharField(
        max_length=120,
        label="Promise",
        help_text="The first sentence on the front page: what a newcomer gets. Up to 120 characters.",
        error_messages={"required": "Say in one sentence what people get"},
        widget=forms.Textarea({"rows": 2}),
    )
    lede = forms.CharField(
        max_length=240,
        label="What happens, in two sentences",
        error_messages={"required": "Say in two sentences what happens"},
        widget=forms.Textarea({"rows": 3}),
    )
    question = forms.CharField(
        max_length=160,
        required=False,
        label="This week's question",
        help_text="It lies on the table of the front page.",
    )
    host = forms.CharField(
        max_length=120,
        required=False,
        label="Who hosts this site",
        help_text="For the foot of each page: “hosted by …”",
    )
    contact = forms.EmailField(
        required=False,
        label="Address for questions",
        help_text="Shown to everybody, for help and for corrections.",
        error_messages={"invalid": "Type an email address with an @, such as hello@example.org"},
    )
    cloth = forms.CharField(
        required=False,
        max_length=7,
        label="Cloth colour",
        help_text="The inviting colour of the front page, as # and six letters or digits. Empty keeps our marigold, #ffc33d.",
    )

    def clean_cloth(self) -> str:
        try:
            return cloth.checked(self.cleaned_data["cloth"])
        except Refused as refused:
            raise forms.ValidationError(str(refused)) from refused


class ResultForm(forms.Form):
    """What becomes public of a gathering: words, cards, and words that were said once."""

    seen = forms.IntegerField(min_value=0, widget=forms.HiddenInput)
    words = forms.CharField(
        required=False,
        max_length=SUMMARY_LENGTH,
        label="In your own words",
        help_text="What happened, what was learnt, what comes next. Blank lines make paragraphs; *stars* make emphasis.",
        widget=forms.Textarea({"rows": 8}),
    )
    approved = forms.MultipleChoiceField(
        required=False, label="Words that one person said", widget=forms.CheckboxSelectMultiple
    )
    cards = forms.TypedMultipleChoiceField(
        required=False, coerce=int, label="Cards to quote", widget=forms.CheckboxSelectMultiple
    )
    paper_agreed = forms.BooleanField(
        required=False, label="Whoever wrote the paper cards that I picked agreed that we use them"
    )

    def __init__(self, *args: Any, offered: Iterable[Card] = (), once: Iterable[SaidOnce] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered, once = list(offered), list(once)
        words = [(one.value, one.word) for one in once]
        self._choose("approved", words, "Read each one. Tick it only if it points at nobody.")
        cards = [(str(card.pk), Hinted(card.text, _about(card))) for card in offered]
        self._choose("cards", cards, "Only what its writer let us use is listed. Nobody's name is shown.")
        if all(card.agreed for card in offered):  # type: ignore[attr-defined] - quotable() says so of each
            del self.fields["paper_agreed"]

    def _choose(self, name: str, choices: list[tuple[str, str]], about: str) -> None:
        """Offers these choices; with none to offer, the field is not there."""
        field = self.fields[name]
        if choices:
            field.choices = choices  # type: ignore[attr-defined]
            field.help_text = about
        else:
            del self.fields[name]

    @staticmethod
    def about(publication: Publication | None) -> dict[str, Any]:
        """What the form starts with: what was published last, or nothing ticked."""
        if publication is None:
            return {"seen": 0}
        return {
            "seen": publication.version,
            "words": publication.words,
            "approved": publication.approved,
            "cards": [one["card"] for one in publication.cards],
            "paper_agreed": any(one["confirmed"] for one in publication.cards),
        }

    def refresh_seen(self, latest: Publication | None) -> None:
        """After a refusal, the page shows the newest version, so the next press is made in its knowledge."""
        if self.is_bound and self.non_field_errors():
            self.data = self.data.copy()
            self.data["seen"] = latest.version if latest else 0

    def draft(self) -> dict[str, Any]:
        """Words, cards and approved words as they stand on the form, typed or as published last."""
        said = self.cleaned_data if self.is_bound and hasattr(self, "cleaned_data") else self.initial
        return {
            "words": said.get("words", ""),
            "cards": said.get("cards", []),
            "approved": said.get("approved", []),
            "paper_agreed": said.get("paper_agreed", False),
        }

    def facts(self) -> dict[str, Any]:
        """For `actions.publish`."""
        said = self.cleaned_data
        return {
            "seen": said["seen"],
            "words": said["words"],
            "cards": said.get("cards", []),
            "approved": said.get("approved", []),
            "paper_agreed": said.get("paper_agreed", False),
        }


def _about(card: Card) -> str:
    from_paper = "" if card.agreed else ". From paper: ask before you tick it"  # type: ignore[attr-defined]
    return f"{KINDS[card.kind]}{from_paper}"


class PaperForm(forms.Form):
    """For how many people to print slips, and which lot."""

    people = forms.IntegerField(
        required=False,
        min_value=4,
        max_value=400,
        label="Slips for how many people?",
        error_messages={"min_value": "From 4 people.", "max_value": "Up to 400 people.", "invalid": "Type a number."},
    )
    seed = forms.IntegerField(
        required=False, min_value=0, max_value=999_999_999, label="Lot", error_messages={"invalid": "Type a number."}
    )
