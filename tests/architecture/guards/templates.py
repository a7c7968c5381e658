"""A template extends, includes and loads only from its own room or one below."""

import re
from pathlib import Path

from tests.architecture.guards.house import may_use, room_of_file, sources

NAMED = re.compile(r"""\{%-?\s*(?:extends|include)\s+(["'])(?P<name>[^"']+)\1""")
LOADED = re.compile(r"\{%-?\s*load\s+(?P<names>[^%]+?)\s*-?%\}")


def faults(root: Path) -> list[str]:
    owners = _templates(root)
    libraries = _libraries(root)
    found = []
    for path in sources(root, "collective/**/templates/**/*"):
        user = room_of_file(path, root)
        if user is None:
            found.append(f"{path.relative_to(root)} is in no room that .importlinter lists.")
            continue
        text = path.read_text()
        used = [(match["name"], owners.get(match["name"], set())) for match in NAMED.finditer(text)]
        for match in LOADED.finditer(text):
            names = match["names"].rpartition(" from ")[2].split()
            used += [(name, libraries.get(name, set())) for name in names]
        found += [
            f"{path.relative_to(root)} uses {name} of {room}, which is not below it."
            for name, rooms in used
            for room in sorted(rooms)
            if not any(may_use(user, each, root) for each in rooms)
        ]
    return found


def _templates(root: Path) -> dict[str, set[str]]:
    """Who has a template of that name: {"web/base.html": {"collective.ground.web"}, …}."""
    owners: dict[str, set[str]] = {}
    for path in sources(root, "collective/**/templates/**/*"):
        name = str(path.relative_to(root)).partition("/templates/")[2]
        owners.setdefault(name, set()).add(room_of_file(path, root) or "nobody")
    return owners


def _libraries(root: Path) -> dict[str, set[str]]:
    owners: dict[str, set[str]] = {}
    for path in sources(root, "collective/**/templatetags/*.py"):
        owners.setdefault(path.stem, set()).add(room_of_file(path, root) or "nobody")
    return owners
