"""Codes people type, and tokens they never see."""

import secrets
import unicodedata

# No O, I or L: they are mistaken for 0, 1 and 1. No 0 or 1 either, so the advice on the page stays short.
CODE_LETTERS = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"
CODE_LENGTH = 6


def new_code(length: int = CODE_LENGTH) -> str:
    """A code to show on a screen and type on a phone, such as K7M4QD: 31 to the power of `length` of them."""
    return "".join(secrets.choice(CODE_LETTERS) for _ in range(length))


def typed_code(text: str) -> str:
    """What somebody typed, as a code: upper case, without spaces, hyphens and full-width look-alikes."""
    plain = unicodedata.normalize("NFKC", text).upper()
    return "".join(letter for letter in plain if letter.isalnum())


def new_token() -> str:
    """A secret for a private link or a cookie: 160 bits, safe in a URL."""
    return secrets.token_urlsafe(20)
