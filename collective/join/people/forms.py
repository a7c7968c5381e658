"""What people type about themselves, turned into values. Forms here never save."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from allauth.account import forms as allauth
from django import forms

from collective.ground.lib import places
from collective.ground.web.forms.choices import Hinted
from collective.join.people import purposes
from collective.join.people.models import MATURITY, NAME_LENGTH, WORDS_AT_MOST, folded

if TYPE_CHECKING:
    from django.http import HttpRequest, QueryDict

    from collective.join.people.models import Person

EMAIL_WORDS = "Type an email address with an @, such as amina@example.org"
ANOTHER = "another"
_LINK = re.compile(r"://|\bwww\.|\w\.[a-z]{2,}/", re.IGNORECASE)
WORD_LENGTH = 60

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
    if _LINK.search(text):
        raise forms.ValidationError("Write this without a link", code="link")


def one_line(label: str, *, length: int, required: str = "", hint: str = "", **attrs: str) -> forms.CharField:
    """A line of text that letters may repeat; `required` is the sentence for when it is left empty, none means it may be."""
    return forms.CharField(
        validators=[no_link],
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
        "Organisation", length=160, hint="So that we do not put you beside a colleague", autocomplete="organization"
    )
    place = one_line(
        "Where are you?", length=120, hint="A town, or the first half of a postcode", autocomplete="address-level2"
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
        typed = self.data.get(self.add_prefix("place"), "").strip() if self.is_bound else ""
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

    def clean_name(self) -> str:
        return " ".join(self.cleaned_data["name"].split())

    def clean_organisation(self) -> str:
        return " ".join(self.cleaned_data["organisation"].split())

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
            "place": place,
            "place_key": key,
            "words": self._words(),
            "maturity": said.get("maturity", ""),
        }

    def _place(self) -> tuple[str, str]:
        typed = " ".join(self.cleaned_data.get("place", "").split())
        if not typed:
            return "", ""
        found = places.find(typed)
        if isinstance(found, places.Choices):
            found = places.by_key(self.cleaned_data.get("which", "")) or places.Unknown(typed)
        return (found.label[:120], found.key[:120]) if isinstance(found, places.Place) else (found.text[:120], "")

    def _words(self) -> list[str]:
        words: dict[str, str] = {}
        for number in range(1, WORDS_AT_MOST + 1):
            word = " ".join(self.cleaned_data.get(f"word_{number}", "").split())
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

    def clean_name(self) -> str:
        return " ".join(self.cleaned_data["name"].split())


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
