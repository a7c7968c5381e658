"""Slides, notes and links: shown on the gathering's page to those who may see it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from django.db import transaction
from django.db.models import Sum
from django.db.models.functions import Length

from collective.gather.gatherings.models import Gathering, Material
from collective.ground.lib.errors import Refused

if TYPE_CHECKING:
    from datetime import datetime

    from collective.join.people.models import Member

MEGABYTE: Final = 1024 * 1024
LARGEST: Final = 10 * MEGABYTE
TOGETHER: Final = 40 * MEGABYTE
_OFFICE = b"PK\x03\x04"
_OPEN_XML = "application/vnd.openxmlformats-officedocument."
#: Ending → the type it is served as, and how such a file begins (nothing: it is text).
TYPES: Final[dict[str, tuple[str, bytes]]] = {
    "pdf": ("application/pdf", b"%PDF-"),
    "png": ("image/png", b"\x89PNG\r\n\x1a\n"),
    "jpg": ("image/jpeg", b"\xff\xd8\xff"),
    "jpeg": ("image/jpeg", b"\xff\xd8\xff"),
    "pptx": (f"{_OPEN_XML}presentationml.presentation", _OFFICE),
    "docx": (f"{_OPEN_XML}wordprocessingml.document", _OFFICE),
    "xlsx": (f"{_OPEN_XML}spreadsheetml.sheet", _OFFICE),
    "odp": ("application/vnd.oasis.opendocument.presentation", _OFFICE),
    "odt": ("application/vnd.oasis.opendocument.text", _OFFICE),
    "ods": ("application/vnd.oasis.opendocument.spreadsheet", _OFFICE),
    "txt": ("text/plain; charset=utf-8", b""),
    "md": ("text/plain; charset=utf-8", b""),
    "csv": ("text/csv; charset=utf-8", b""),
}


class NotShared(Refused):
    """A file or link that we do not take."""

    status = 400


def share_link(*, gathering: Gathering, title: str, url: str, now: datetime, by: Member) -> Material:
    """Put a link on the gathering's page. The same link twice is one."""
    found = Material.objects.filter(gathering=gathering, url=url).first()
    return found or Material.objects.create(gathering=gathering, title=title, url=url, at=now, by=by)


@transaction.atomic
def share_file(*, gathering: Gathering, title: str, filename: str, data: bytes, now: datetime, by: Member) -> Material:
    """Put a file on the gathering's page: slides, a document, a table, a picture; 10 MB at most, 40 MB for one gathering.

    What a file is, its first bytes say as well as its ending: both have to agree. Raises `NotShared` with a sentence.
    """
    Gathering.objects.select_for_update().get(pk=gathering.pk)
    name = filename.replace("\\", "/").rpartition("/")[2]
    plain = "".join(letter for letter in name if letter.isprintable())[-160:].strip() or "file"
    media_type = _type_of(plain, data)
    there = Material.objects.filter(gathering=gathering).aggregate(size=Sum(Length("data")))["size"] or 0
    if there + len(data) > TOGETHER:
        raise NotShared(
            "The files of this gathering come to more than 40 MB. Put the largest elsewhere and give its link."
        )
    facts = {"title": title or plain, "filename": plain, "media_type": media_type, "data": data}
    return Material.objects.create(gathering=gathering, at=now, by=by, **facts)


def remove(*, material: Material) -> None:
    """Take it off the page, and forget the file. Twice is harmless."""
    Material.objects.filter(pk=material.pk).delete()


def _type_of(filename: str, data: bytes) -> str:
    if len(data) > LARGEST:
        raise NotShared("That file is larger than 10 MB. Save it smaller, or put it elsewhere and give its link.")
    if not data:
        raise NotShared("That file is empty. Choose it once more.")
    ending = filename.rpartition(".")[2].lower()
    if ending not in TYPES:
        raise NotShared(
            "That kind of file is not taken. Share slides or a document as PDF, PowerPoint, Word or OpenDocument, a picture"
            " as PNG or JPEG, a table as CSV or Excel, or give a link."
        )
    media_type, begins = TYPES[ending]
    if not data.startswith(begins) or (not begins and not _is_text(data)):
        raise NotShared(
            f"That file is called .{ending} but is something else inside. Save it again in the program it is from."
        )
    return media_type


def _is_text(data: bytes) -> bool:
    try:
        return "\0" not in data.decode("utf-8")
    except UnicodeDecodeError:
        return False
