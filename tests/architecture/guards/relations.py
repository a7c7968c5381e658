"""Foreign keys point downward, or to the same room. A key written as a string passes import-linter; not this."""

from pathlib import Path

from tests.architecture.guards.house import may_use, room_of
from tests.architecture.guards.tables import tables


def faults(root: Path) -> list[str]:
    found = []
    for table in tables(root):
        user = room_of(table.module, root)
        if user is None:
            found.append(f"{table.label} lives in {table.module}, which .importlinter does not list.")
            continue
        for name, module, label in table.points_to:
            used = room_of(module, root)
            if used and not may_use(user, used, root):
                found.append(f"{table.label}.{name} points up to {label}. Let {label} hold the key instead.")
    return found
