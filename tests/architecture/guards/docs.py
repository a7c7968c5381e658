"""What can be set or run is named in docs/."""

import re
from pathlib import Path

from tests.architecture.guards.house import sources

SETTING = re.compile(r"""env\.(text|boolean|integer|words|secret)\(\s*"([A-Z][A-Z_]+)\"""")
CHORE = re.compile(r"^@chore\ndef (\w+)\(", re.MULTILINE)


def faults(root: Path) -> list[str]:
    pages = sorted((root / "docs").glob("*.md"))
    if not pages:  # nothing is written yet
        return []
    text = "\n".join(page.read_text() for page in pages)
    return [
        f"docs/ does not name the {kind} {name}."
        for kind, names in (("setting", _settings(root)), ("chore", _chores(root)), ("command", _commands(root)))
        for name in names
        if not re.search(rf"(?<![\w-]){re.escape(name)}(?![\w-])", text)
    ]


def _settings(root: Path) -> list[str]:
    found = []
    for how, name in SETTING.findall((root / "collective" / "settings.py").read_text()):
        found += [name, f"{name}_FILE"] if how == "secret" else [name]
    return found


def _chores(root: Path) -> list[str]:
    return [f"do.py {name}" for path in sources(root, "chores/*.py") for name in CHORE.findall(path.read_text())]


def _commands(root: Path) -> list[str]:
    paths = sources(root, "collective/**/management/commands/[!_]*.py")
    return [f"manage.py {path.stem}" for path in paths]
