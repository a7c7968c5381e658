"""What we ask consent for: one text a purpose, kept by version. Apps above may register their own."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Purpose:
    """One reason to hold or use something about a person.

    `text` is the sentence beside the box; `version` goes up by one whenever the text changes. `anywhere` is False for a
    sentence that means something only on the form that asks it ("this gathering").
    """

    slug: str
    version: int
    text: str
    anywhere: bool = True


_REGISTER: dict[str, Purpose] = {}


def register(purpose: Purpose) -> Purpose:
    _REGISTER[purpose.slug] = purpose
    return purpose


def named(slug: str) -> Purpose:
    return _REGISTER[slug]


def all_purposes() -> list[Purpose]:
    return list(_REGISTER.values())


GATHERING = register(Purpose("gathering", 1, "Write to me about this gathering", anywhere=False))
NOTES = register(Purpose("notes", 1, "Use what I write in what we learn, without my name"))
NEWS = register(Purpose("news", 1, "Tell me about the next ones (one mail a month)"))
MEMBERSHIP = register(Purpose("membership", 1, "Keep my details so that I can take part in the community"))
