"""Rows reach a page only through `visible_to(viewer)`; a model without it is listed here, with the reason."""

from pathlib import Path

from tests.architecture.guards.tables import tables

NEVER_SHOWN: dict[str, str] = {}


def faults(root: Path, listed: dict[str, str] = NEVER_SHOWN) -> list[str]:
    there = {table.label: table for table in tables(root)}
    lacking = [
        f"{label}'s rows can reach a page unasked: give its queryset visible_to(viewer), or list it with the reason."
        for label, table in there.items()
        if not table.visible and label not in listed
    ]
    gone = [f"{label} is listed as never shown, but there is no such model." for label in listed if label not in there]
    needless = [
        f"{label} is listed as never shown, but has visible_to."
        for label in listed
        if label in there and there[label].visible
    ]
    return lacking + gone + needless
