"""Governments move clocks, and zone data follow: moments are worked out anew from the wall times, which stay."""

from __future__ import annotations

import logging
import zoneinfo
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import tzdata
from django.db import transaction

from collective.gather.diary import wall
from collective.gather.diary.ics import zones
from collective.gather.diary.models import CONFIRMED, Entry, ZoneData
from collective.gather.diary.signals import entry_rederived
from collective.ground.lib.errors import Refused

if TYPE_CHECKING:
    from datetime import datetime

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Rederived:
    """How many entries moved, and the ids of those whose hour does not exist under the new rules: a person has to look."""

    moved: int
    stuck: tuple[int, ...]


def rederive_after_new_zone_data(now: datetime) -> None:
    """The tick's job: work everything out anew once after this machine got newer zone data; else one cheap look.

    Older data never do it: two machines that do not agree would move an entry to and fro.
    """
    version = zone_data_version()
    known = ZoneData.objects.order_by("-version").first()
    if known is not None and version <= known.version:
        return
    found = rederive(now=now)
    ZoneData.objects.get_or_create(version=version, defaults={"at": now})
    if found.moved or found.stuck:
        log.warning(
            "New time zone data (%s): %s entries moved, %s need a look%s",
            version,
            found.moved,
            len(found.stuck),
            _numbered(found.stuck),
        )


def _numbered(stuck: tuple[int, ...]) -> str:
    """ ": numbers 7, 12." for the end of a sentence; a full stop when there is nothing to name."""
    return f": numbers {', '.join(map(str, stuck))}." if stuck else "."


def rederive(*, now: datetime) -> Rederived:
    """Work out the moments of everything to come from its wall times, by the zone data as they stand on the disk now.

    What moved gets a higher sequence, and is announced by `entry_rederived`. May be run twice at once, and be killed anywhere.
    """
    wall.forget()
    zones.forget()
    moved, stuck = 0, []
    coming = Entry.objects.to_come(now).values_list("pk", "zone", "wall_start", "wall_end", "starts_at", "ends_at")
    for pk, zone, wall_start, wall_end, *moments in coming.iterator(chunk_size=500):
        try:
            if list(wall.span(wall_start, wall_end, zone)) != moments:
                _move(pk, now)
                moved += 1
        except wall.ComesTwice:
            if not _settle(pk):
                stuck.append(pk)
        except Refused:
            stuck.append(pk)
    return Rederived(moved, tuple(stuck))


def zone_data_version() -> str:
    """The release of the zone data that this machine uses, such as "2026a": the system's, or else the package's."""
    for folder in zoneinfo.TZPATH:
        found = Path(folder) / "tzdata.zi"
        if found.is_file():
            with found.open(encoding="utf-8", errors="replace") as file:
                return file.readline().removeprefix("# version").strip()[:60]
    return tzdata.IANA_VERSION


@transaction.atomic
def _move(pk: int, now: datetime) -> None:
    # Announced before the row is locked: who listens locks what lies above first, and may write the entry anew itself.
    entry_rederived.send(sender=Entry, entry=Entry.objects.get(pk=pk), now=now)
    held = Entry.objects.select_for_update().get(pk=pk)
    starts_at, ends_at = wall.span(held.wall_start, held.wall_end, held.zone)
    if held.status == CONFIRMED and (starts_at, ends_at) != (held.starts_at, held.ends_at):
        held.starts_at, held.ends_at, held.changed_at = starts_at, ends_at, now
        held.sequence += 1
        held.save(update_fields=["starts_at", "ends_at", "sequence", "changed_at"])


@transaction.atomic
def _settle(pk: int) -> bool:
    """Its hour comes twice now. Where the moment that people know still shows that hour, it is the one that is meant."""
    held = Entry.objects.select_for_update().get(pk=pk)
    told = wall.shown(held.starts_at, held.zone), wall.shown(held.ends_at, held.zone)
    if tuple(map(wall.plain, told)) != (wall.plain(held.wall_start), wall.plain(held.wall_end)):
        return False
    held.wall_start, held.wall_end = told
    held.save(update_fields=["wall_start", "wall_end"])
    return True
