"""What people type about themselves, turned into values. Forms here never save."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING, Any

from allauth.account import forms as allauth
from django import forms

from collective.ground.lib import places
from collective.ground.web.forms.choices import Hinted
from collective.join.people import purposes
from collective.join.people.models import MATURITY, NAME_LENGTH, ORGANISATION_SIZES, WORDS_AT_MOST, folded

if TYPE_CHECKING:
    from django.http import HttpRequest, QueryDict

    from collective.join.people.models import Person

EMAIL_WORDS = "Type an email address with an @, such as amina@example.org"
ANOTHER = "another"
_LINK = re.compile(r"://|\bwww\.|\w\.[^\W\d_]{2,}(?:[/?#]|:\d)", re.IGNORECASE)
# What mail programs make a link of by themselves. An organisation may be called so; a person, a town, a word is not.
_DOMAIN = re.compile(r"\w\.(?:com|net|org|info|biz|xyz|top|site|online|click|link|shop|ru|cn)\b", re.IGNORECASE)
_JOINERS = "\u200c\u200d"  # between letters they are spelling, in Persian and Hindi for instance
WORD_LENGTH = 60
PLACE_LENGTH = 120

# Our own wording of the five stages; the order and the names are Data Orchard's.
STAGES = {
    "1": "We have numbers, and nobody asks about them.",
    "2": "One or two of us try things when there is time.",
    "3": "We look at data regularly and are building habits.",
    "4": "Decisions usually start from data.",
    "5": "Others come to us to see how it is done.",
}


def no_link(text: str) -> None:
    """Letters repeat what is typed here to an address that anybody may type, so it cannot carry a stranger's link."""
    if _LINK.search(_as_read(text)):
        raise forms.ValidationError("Write this without a link", code="link")


def no_domain(text: str) -> None:
    if _DOMAIN.search(_as_read(text)) and not _LINK.search(_as_read(text)):
        raise forms.ValidationError("Write this without a link", code="link")


def _as_read(text: str) -> str:
    """With the wide and ideographic forms of a stop and a slash as the plain ones, as browsers take them."""
    return unicodedata.normalize("NFKC", text[:1000]).replace("\u3002", ".")


def tidy(text: str) -> str:
    """One line without control characters, direction overrides, invisible marks and piles of accents."""
    kept = unicodedata.normalize("NFC", text)
    kept = "".join(" " if char.isspace() else char for char in kept if char.isspace() or _shows(char))
    kept = re.sub(rf"(?<![^\W\d_a-zA-Z]|[\u0900-\u0dff])[{_JOINERS}]+|[{_JOINERS}]+(?!\w)", "", kept)
    return re.sub(r"[\u0300-\u036f]{3,}", "", " ".join(kept.split()))


def _shows(char: str) -> bool:
    return char in _JOINERS or unicodedata.category(char)[0] != "C"


class OneLine(forms.CharField):
    """Tidied before it is looked at, so that an invisible character does not hide a link from us."""

    def to_python(self, value: Any) -> str:
        text = super().to_python(value)
        # What is far too long is refused as it is: putting a flood of accents in order takes very long.
        return tidy(text) if self.max_length is None or len(text) <= 4 * self.max_length else text


def one_line(
    label: str, *, length: int, required: str = "", hint: str = "", domain: bool = False, **attrs: str
) -> OneLine:
    """A line of text that letters may repeat; `required` is the sentence for when it is left empty, none means it may be.

    `domain` allows a name such as "Example.org".
    """
    return OneLine(
        validators=[no_link] if domain else [no_link, no_domain],
        label=label,
        help_text=hint,
        max_length=length,
        required=bool(required),
        widget=forms.TextInput(attrs=attrs),
        error_messages={"required": required, "max_length": f"Keep this to {length} characters at most"},
    )


def email_field(*, required: bool = True, label: str = "Email", hint: str = "") -> forms.EmailField:
    return forms.EmailField(
        label=label,
        help_text=hint,
        required=required,
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email", "spellcheck": "false"}),
        error_messages={
            "required": EMAIL_WORDS,
            "invalid": EMAIL_WORDS,
            "max_length": "That address is too long for any mail to reach it. Type a shorter one",
        },
    )


def size_field(hint: str = "") -> forms.ChoiceField:
    """How large somebody's organisation is. Nobody has to say."""
    return forms.ChoiceField(
        label="How many people work or volunteer there?",
        help_text=hint,
        choices=[("", "Not said"), *ORGANISATION_SIZES],
        required=False,
        error_messages={"invalid_choice": "Choose one of these sizes, or leave it out"},
    )


class PersonForm(forms.Form):
    """Who somebody is: asked in the same words wherever we ask.

    A place that has several of its name comes back as a question, "Which Newport?"; one that nobody knows is kept as typed.
    """

    use_required_attribute = False
    asks: tuple[purposes.Purpose, ...] = ()
    needs: dict[str, str] = {}

    name = one_line(
        "Your name",
        length=NAME_LENGTH,
        required="Write your name, as you would like to be called at the table",
        hint="As you would like to be called at the table",
        autocomplete="name",
    )
    email = email_field()
    organisation = one_line(
        "Organisation",
        length=160,
        domain=True,
        hint="So that we do not put you beside a colleague",
        autocomplete="organization",
    )
    organisation_size = size_field("In your organisation, all together. A rough idea is enough")
    place = one_line(
        "Where are you?",
        length=PLACE_LENGTH,
        hint="A town, or the first half of a postcode",
        autocomplete="address-level2",
    )
    which = forms.ChoiceField(required=False, widget=forms.RadioSelect)
    word_1 = one_line("First word", length=WORD_LENGTH, autocomplete="off")
    word_2 = one_line("Second word", length=WORD_LENGTH, autocomplete="off")
    word_3 = one_line("Third word", length=WORD_LENGTH, autocomplete="off")
    maturity = forms.ChoiceField(
        label="How does your organisation use data?",
        help_text="There is no right answer. It helps us seat you with company.",
        choices=[(key, Hinted(name, STAGES.get(key, ""))) for key, name in MATURITY],
        widget=forms.RadioSelect,
        required=False,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for purpose in self.asks:
            needed = self.needs.get(purpose.slug, "")
            self.fields[f"consent_{purpose.slug}"] = forms.BooleanField(
                label=purpose.text, required=bool(needed), error_messages={"required": needed}
            )
        self._ask_which_place()

    def _ask_which_place(self) -> None:
        typed = tidy(self.data.get(self.add_prefix("place"), "")[:PLACE_LENGTH]) if self.is_bound else ""
        found = places.find(typed) if typed else None
        if not isinstance(found, places.Choices):
            del self.fields["which"]
            return
        which = self.fields["which"]
        short = typed if len(typed) <= 40 else "place"
        which.label = "Which of these do you mean?" if found.close else f"Which {short}?"
        which.choices = [*((place.key, place.label) for place in found.places), (ANOTHER, "Another place")]
        which.required = True
        say = "Say which place you mean" if found.close else f"Say which {short} you mean"
        which.error_messages = {"required": say, "invalid_choice": say}

    @property
    def word_fields(self) -> list[forms.BoundField]:
        return [self[f"word_{number}"] for number in range(1, WORDS_AT_MOST + 1)]

    @property
    def consent_fields(self) -> list[forms.BoundField]:
        return [self[f"consent_{purpose.slug}"] for purpose in self.asks]

    def consents(self) -> list[str]:
        """The purposes that were said yes to."""
        return [purpose.slug for purpose in self.asks if self.cleaned_data.get(f"consent_{purpose.slug}")]

    def facts(self) -> dict[str, Any]:
        """What `people.actions.hold` takes about a person."""
        said = self.cleaned_data
        place, key = self._place()
        return {
            "name": said["name"],
            "email": said["email"].strip().lower(),
            "organisation": said.get("organisation", ""),
            "organisation_size": said.get("organisation_size", ""),
            "place": place,
            "place_key": key,
            "words": self._words(),
            "maturity": said.get("maturity", ""),
        }

    def _place(self) -> tuple[str, str]:
        typed = self.cleaned_data.get("place", "")
        if not typed:
            return "", ""
        found = places.find(typed)
        if isinstance(found, places.Choices):
            found = places.by_key(self.cleaned_data.get("which", "")) or places.Unknown(typed)
        return (found.label[:120], found.key[:120]) if isinstance(found, places.Place) else (found.text[:120], "")

    def _words(self) -> list[str]:
        words: dict[str, str] = {}
        for number in range(1, WORDS_AT_MOST + 1):
            word = self.cleaned_data.get(f"word_{number}", "")
            if word:
                words.setdefault(folded(word), word)
        return list(words.values())


def sent(request: HttpRequest) -> QueryDict | None:
    """What a form was sent with, be it nothing at all; None when somebody only looks."""
    return request.POST if request.method == "POST" else None


def known_about(person: Person) -> dict[str, Any]:
    """What we hold already, so that a member is asked once."""
    known = {
        "name": person.name,
        "email": person.email or "",
        "organisation": person.organisation.name if person.organisation else "",
        "organisation_size": person.organisation_size,
        "place": person.place,
        "maturity": person.maturity,
    }
    return known | {f"word_{number}": word for number, word in enumerate(person.words[:WORDS_AT_MOST], start=1)}


class JoinForm(PersonForm):
    """Joining the community without a gathering."""

    asks = (purposes.MEMBERSHIP, purposes.NEWS)
    needs = {purposes.MEMBERSHIP.slug: "Tick the box so that we may keep your details"}


class CodeRequestForm(allauth.RequestLoginCodeForm):
    """Where a sign-in code should go."""

    use_required_attribute = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["email"] = email_field(label="Your email address")


class SignInSignUpForm(allauth.SignupForm):
    """Becoming a member: a name and an address. There is no password to think of."""

    use_required_attribute = False
    field_order = ["name", "email"]
    name = one_line(
        "Your name",
        length=NAME_LENGTH,
        required="Write your name, as you would like to be called at the table",
        hint="As you would like to be called at the table",
        autocomplete="name",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["email"] = email_field(label="Your email address")


def _code_field() -> forms.CharField:
    return forms.CharField(
        label="The code from the letter",
        max_length=20,
        widget=forms.TextInput(
            attrs={
                "autocomplete": "one-time-code",
                "class": "code-in",
                "spellcheck": "false",
                "autocapitalize": "characters",
            }
        ),
        error_messages={
            "required": "Type the code that we sent you",
            "max_length": "That is longer than our codes are",
        },
    )


class SignInCodeForm(allauth.ConfirmLoginCodeForm):
    """The code that came by mail."""

    use_required_attribute = False
    code = _code_field()


class AddressCodeForm(allauth.ConfirmEmailVerificationCodeForm):
    """The code that shows that an address is somebody's own."""

    use_required_attribute = False
    code = _code_field()
