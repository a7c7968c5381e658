"""Names as people type them: turned round, with pronouns, with their organisation, or "iPhone"."""

import re
from dataclasses import dataclass
from typing import Final

from collective.gather.gatherings.signup_files.addresses import looks_like_address
from collective.gather.gatherings.signup_files.clean import folded, shown

LONGEST_READ: Final = 200

_PRONOUN: Final = r"(?:she|he|they|her|hers|him|his|them|theirs|ze|zir|xe|xem|hir|ey|em|fae|it|its|any|all)"
_IN_BRACKETS: Final = re.compile(
    rf"\s*[(\[]\s*{_PRONOUN}(?:\s*[/|,]\s*{_PRONOUN})*(?:\s+pronouns)?\s*[)\]]", re.IGNORECASE
)
_AT_END: Final = re.compile(rf"[\s|,–—-]+{_PRONOUN}(?:\s*/\s*{_PRONOUN})+\s*$", re.IGNORECASE)
_ALIAS: Final = re.compile(r"(.*?)\s*\(([^()]*)\)")
_WITH_ORGANISATION: Final = re.compile(r"(\S.*?)\s+[-–—|]\s+(\S.*)")
_HARDWARE: Final = (
    r"(?:iphone|ipad|ipod|i ?mac|macbook|android|galaxy|samsung|pixel|huawei|oneplus|xiaomi|redmi|oppo|nokia|motorola|moto"
    r"|chromebook|surface|laptop|desktop|tablet|mobile|phone|pc|computer|kindle)"
)
_DEVICE: Final = re.compile(
    rf"(?:my |the |work )?{_HARDWARE}\d{{0,4}}"
    r"(?:[\s-]+(?:\(\d+\)|pro|air|mini|max|plus|ultra|note|tab|phone|book|(?=[a-z]*\d)\w+))*"
    r"|sm-[a-z]?\d\w*",
    re.IGNORECASE,
)
_OWNED: Final = re.compile(rf"(.+?)['’]s? (?:{_DEVICE.pattern})", re.IGNORECASE)
_PLACEHOLDER: Final = re.compile(
    r"(?:zoom )?(?:user|guest|participant|attendee|host|co-host|admin|room|zoom|unknown|anonymous|test|caller|call-in user)"
    r"(?:[ _#-]*\d+)?",
    re.IGNORECASE,
)
_TELEPHONE: Final = re.compile(r"[\d\s()+*x-]{4,}")
_LETTERS_AFTER: Final = re.compile(
    r"(?:(?:mbe|obe|cbe|ba|ma|bsc|msc|phd|dphil|mba|md|frss|fca|aca|jr|sr|ii|iii|pgce|mphil)\.? ?)+", re.IGNORECASE
)
_ORGANISATION_WORD: Final = re.compile(
    r"\b(?:trust|foundation|charity|helpline|association|society|council|university|college|institute|network|cic|ltd|limited"
    r"|group|services|fund|hospice|housing|advice|centre|center|alliance|partnership|union|federation|uk|cio)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class ReadName:
    """A name as it should be shown. When there is none, `why` ends the sentence "'iPhone' is …"."""

    name: str
    organisation: str = ""
    why: str = ""
    note: str = ""


def read_name(text: str, *, with_original: bool = False) -> ReadName:
    """Read a tidied cell as a person's name.

    with_original
        the column gives Zoom's "shown name (original name)": the bracket at the end is the other name of the person.

    "Singh, Tomasz" → Tomasz Singh; "Hywel - Open Helpline" → Hywel, of Open Helpline; "Éoin Li (she/her)" → Éoin Li;
    "Femi Taylor (Femi)" → Femi Taylor; "iPhone (Ada Lovelace)" → Ada Lovelace; "Ada's iPad" → Ada, with a note.
    """
    if len(text) > LONGEST_READ:  # no name; whoever keeps it says that it is too long
        return ReadName(text)
    bare = _AT_END.sub("", _IN_BRACKETS.sub("", text)).strip() or text
    if with_original and bare.endswith(")"):
        bare = _fuller(bare)
    bare, organisation = _apart(bare)
    if "," in bare and not organisation:
        bare, organisation = _turned(bare)
    read = _checked(bare)
    return ReadName(read.name, organisation, read.why, read.note)


def same_person(one: str, other: str) -> bool:
    """Whether two names may belong to the person behind one address: "Femi" and "Femi Taylor", "Tom" and "Tomasz Singh"."""
    if one == other:
        return True
    ones, others = folded(one).split(), folded(other).split()
    if not ones or not others or set(ones) <= set(others) or set(others) <= set(ones):
        return True
    if "".join(ones) == "".join(others):
        return True
    short = min(len(ones[0]), len(others[0]), 3)
    first_alike = ones[0][:short] == others[0][:short]
    return first_alike and (len(ones) == 1 or len(others) == 1 or ones[-1] == others[-1])


def _fuller(text: str) -> str:
    """Of a shown name and the original in brackets, the one that says who it is."""
    match = _ALIAS.fullmatch(text)
    if match is None:
        return text
    name, original = match[1].strip(), match[2].strip()
    if not name or _checked(name).why or (len(name.split()) == 1 and len(original.split()) > 1):
        return original or name
    return name


def _apart(text: str) -> tuple[str, str]:
    match = _WITH_ORGANISATION.fullmatch(text)
    if match and len(match[1].split()) <= 4:
        return match[1], match[2]
    return text, ""


def _turned(text: str) -> tuple[str, str]:
    """ "Singh, Tomasz" the right way round; "Ada Lovelace, Open Trust" as a name and an organisation."""
    before, _, after = (part.strip() for part in text.partition(","))
    if not before or not after or "," in after:
        return text.strip(" ,"), ""
    if _LETTERS_AFTER.fullmatch(after):
        return before, ""
    if " " in before and (after.count(" ") > 2 or _ORGANISATION_WORD.search(after)):
        return before, after
    return f"{after} {before}", ""


def _checked(text: str) -> ReadName:
    if _DEVICE.fullmatch(text):
        return ReadName("", why="is a device, not a name")
    owned = _OWNED.fullmatch(text)
    if owned:
        return ReadName(owned[1], note=f"{shown(text)} is a device, so the person was read as {shown(owned[1])}")
    if _PLACEHOLDER.fullmatch(text):
        return ReadName("", why="does not say who it is")
    if "@" in text and looks_like_address(text):
        return ReadName("", why="is an email address, not a name")
    if _TELEPHONE.fullmatch(text):
        return ReadName("", why="is a telephone number, not a name")
    if not any(letter.isalpha() for letter in text):
        return ReadName("", why="has no letters in it, so it cannot be a name")
    return ReadName(text)
