"""Which addresses a letter can go to, and why not."""

from __future__ import annotations

import re
import unicodedata

from collective.ground.lib.errors import Refused

LONGEST, LONGEST_NAME = 254, 64  # RFC 5321, 4.5.3.1
_NAME = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*")
_LABEL = re.compile(r"[^\W_](?:[\w-]{0,61}[^\W_])?")


class BadAddress(Refused):
    """A letter cannot go to this address; the message says what is wrong with it."""

    status = 400


def checked(address: str) -> str:
    """The one address, without spaces around it. Raises `BadAddress` for anything that is not exactly one address.

    A line break would let whoever typed it add headers or readers of their own to the letter, so it is refused, not mended.
    """
    if any(unicodedata.category(sign) in {"Cc", "Zl", "Zp"} for sign in address.strip(" ")):
        raise BadAddress("There is a line break or a hidden character in this address. Type it again by hand.")
    address = address.strip()
    name, at, domain = address.rpartition("@")
    if not at or not name or not domain:
        raise BadAddress("An address needs a name, an @ and a domain, such as ada@example.org.")
    if re.search(r"[\s,;<>()\[\]\"\\]", address) or "@" in name:
        raise BadAddress("Write one address only, without a name, commas, brackets or spaces around it.")
    if len(address) > LONGEST or len(name) > LONGEST_NAME:
        raise BadAddress(f"This address is longer than the {LONGEST} characters that mail allows.")
    if not name.isascii():
        raise BadAddress("Before the @ we can only write letters without accents, digits and the usual signs.")
    if not _NAME.fullmatch(name):
        raise BadAddress("The part before the @ has a dot or a sign in a place where mail allows none.")
    labels = domain.split(".")
    if not all(_LABEL.fullmatch(label) for label in labels) or (len(labels) == 1 and domain != "localhost"):
        raise BadAddress(f"{domain} is not a domain that mail can go to. Look again at what comes after the @.")
    return address


def same(address: str) -> str:
    """The form by which one address is recognised again, however its letters were typed."""
    return address.strip().lower()
