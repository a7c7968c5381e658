"""Lists of tables as files for other tools."""

from __future__ import annotations

from typing import TYPE_CHECKING

from collective.ground.lib.tables import write_csv

if TYPE_CHECKING:
    from collections.abc import Sequence

    from collective.talk.conversations.queries import Sitting

# The headings that Zoom's own template for breakout rooms has, letter by letter.
ZOOM = ("Pre-assign Room Name", "Email Address")


def host_csv(sittings: Sequence[Sitting]) -> bytes:
    """Who sits where, one person a row."""
    rows = [
        (
            f"Table {one.table.number}",
            one.table.name,
            one.name,
            one.organisation,
            one.way,
            "yes" if one.facilitating else "",
        )
        for one in sittings
    ]
    return write_csv(("Table", "Table's name", "Name", "Organisation", "Here", "Facilitates"), rows)


def for_zoom(sittings: Sequence[Sitting]) -> list[Sitting]:
    """Those who are online and have an address: Zoom knows people by nothing else."""
    return [one for one in sittings if one.is_online and one.email]


def zoom_csv(sittings: Sequence[Sitting]) -> bytes:
    """What Zoom reads to put people into breakout rooms beforehand."""
    return write_csv(ZOOM, [(f"Table {one.table.number}", one.email) for one in for_zoom(sittings)])
