"""How much there may be of anything: past these, look for the missing name, or for what can go."""

import gzip
from pathlib import Path

from tests.architecture.guards.house import sources

PYTHON_LINES = 400
SCRIPT_LINES = 100
ALL_SCRIPT_LINES = 800
STYLES_COMPRESSED = 16 * 1024  # a third of what a phone may load at first
PYTHON = ("collective/**/*.py", "grouping/**/*.py", "trials/**/*.py", "chores/**/*.py", "bench/**/*.py", "*.py")


def faults(root: Path) -> list[str]:
    python = [path for pattern in PYTHON for path in sources(root, pattern)]
    scripts = sources(root, "collective/**/static/**/*.js")
    found = [*_too_long(python, PYTHON_LINES, root), *_too_long(scripts, SCRIPT_LINES, root)]
    total = sum(map(_lines, scripts))
    if total > ALL_SCRIPT_LINES:
        found.append(f"Our scripts have {total} lines together; {ALL_SCRIPT_LINES} is the most.")
    styles = sum(len(gzip.compress(path.read_bytes(), 6)) for path in _served_styles(root))
    if styles > STYLES_COMPRESSED:
        found.append(f"Our style sheets weigh {styles} bytes compressed; {STYLES_COMPRESSED} is the most.")
    return found


def _served_styles(root: Path) -> list[Path]:
    """What a page asks for: the sheets beside the folders, not the parts in css/ that one is made of."""
    return [path for path in sources(root, "collective/**/static/**/*.css") if path.parent.name != "css"]


def _too_long(paths: list[Path], most: int, root: Path) -> list[str]:
    return [
        f"{path.relative_to(root)} has {_lines(path)} lines; past {most}, look for the missing name."
        for path in paths
        if _lines(path) > most
    ]


def _lines(path: Path) -> int:
    return len(path.read_text().splitlines())
