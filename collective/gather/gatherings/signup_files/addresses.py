"""E-mail addresses as people and programs write them."""

import re
from typing import Final

#: Longer cells hold no address worth looking for, and looking would take long.
LONGEST_READ: Final = 400

_LABEL: Final = r"[^\W_](?:[\w-]{0,61}[^\W_])?"
_ADDRESS: Final = re.compile(
    r"[a-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[a-z0-9!#$%&'*+/=?^_`{|}~-]+)*@(?:"
    + _LABEL
    + r"\.)+(?!\d+$)[^\W_][\w-]{0,60}[^\W_]"
)
_AROUND: Final = " \t<>()[]{}\"'.,;:"
_INSIDE: Final = re.compile(r"[^\s<>,;\"()\[\]]+@[^\s<>,;\"()\[\]]+")


def looks_like_address(text: str) -> bool:
    return len(text) <= 254 and _ADDRESS.fullmatch(text.lower()) is not None


def read_address(text: str) -> tuple[str, str]:
    """(address, suggestion): a good address in lower case, or "" and what may be meant ("" when nobody can tell).

    "Ada <ada@x.org>", "mailto:ada@x.org" and a full stop at the end are read as the address they hold.
    """
    if len(text) > LONGEST_READ:
        return "", ""
    address = text.lower()
    if _ADDRESS.fullmatch(address) and len(address) <= 254:
        return address, ""
    inside = [found.strip(_AROUND).removeprefix("mailto:") for found in _INSIDE.findall(address)]
    good = [each for each in inside if looks_like_address(each)]
    if len(inside) == 1 and good and address.endswith(inside[0] + ">"):
        return good[0], ""
    if len(inside) == 1 and good and address.removeprefix("mailto:").strip(_AROUND) == good[0]:
        return good[0], ""
    return "", good[0] if good else _mended(address)


def _mended(address: str) -> str:
    """The address that somebody may have meant: "x at y.org", "x@y,org", "x@@y.org", "x @ y. org"."""
    text = re.sub(r"\s*[\[(]\s*at\s*[\])]\s*|\s+at\s+", "@", address[:254])
    text = re.sub(r"\s*[\[(]\s*dot\s*[\])]\s*|\s+dot\s+", ".", text)
    text = re.sub(r"\s+|^mailto:", "", text).strip(_AROUND)
    text = re.sub(r"@+", "@", text)
    local, mark, domain = text.partition("@")
    text = local + mark + re.sub(r"[,.;]+", ".", domain)
    return text if looks_like_address(text) else ""
