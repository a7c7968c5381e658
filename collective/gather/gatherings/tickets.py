"""The code on somebody's ticket: what a phone at the door scans or somebody types. It opens nothing to anybody but organisers.

The private link of a seat is not on the ticket: a photograph of it must not let anyone in as its owner. The code is the number of
the sign-up and four letters that only this installation can make, so nothing is stored and no code can be guessed from another.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.urls import reverse
from django.utils.crypto import constant_time_compare, salted_hmac

from collective.ground.lib.ids import CODE_LETTERS, typed_code

if TYPE_CHECKING:
    from collective.gather.gatherings.models import SignUp

_BASE = len(CODE_LETTERS)
_CHECK = 4
_LONGEST = 16


def code_of(sign_up: SignUp) -> str:
    """Such as "B7K7MQ"."""
    return _number(sign_up.pk) + _check(sign_up.pk)


def sign_up_of(code: str) -> int | None:
    """The number of the sign-up whose code somebody typed or scanned; None when it is no ticket's."""
    plain = typed_code(code)
    number, check = plain[:-_CHECK], plain[-_CHECK:]
    if not number or len(plain) > _LONGEST or not set(plain) <= set(CODE_LETTERS):
        return None
    pk = 0
    for letter in number:
        pk = pk * _BASE + CODE_LETTERS.index(letter)
    return pk if constant_time_compare(check, _check(pk)) and _number(pk) == number else None


def address_of(sign_up: SignUp) -> str:
    """What the ticket's picture says: the page at which an organiser finds the button."""
    return settings.SITE_URL + reverse("ticket-check", args=[code_of(sign_up)])


def _number(pk: int) -> str:
    letters = CODE_LETTERS[pk % _BASE]
    while pk := pk // _BASE:
        letters = CODE_LETTERS[pk % _BASE] + letters
    return letters


def _check(pk: int) -> str:
    digest = salted_hmac("gatherings.ticket", str(pk), algorithm="sha256").digest()
    return "".join(CODE_LETTERS[byte % _BASE] for byte in digest[:_CHECK])
