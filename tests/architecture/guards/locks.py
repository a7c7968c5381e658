"""The locks pin everything with hashes, hold what the lists ask for, and agree with each other."""

import re
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

PINNED = re.compile(
    r"^(?P<name>[A-Za-z0-9._-]+)(?:\[[^\]]*\])?==(?P<version>[^\s;\\]+)(?P<rest>(?:.*\\\n)*.*)$", re.MULTILINE
)
HASH = re.compile(r"--hash=sha256:[0-9a-f]{64}\b")


def faults(root: Path) -> list[str]:
    run, tests = _pins(root / "requirements.lock"), _pins(root / "requirements-dev.lock")
    found = [
        f"{lock}: {name} has no hash."
        for lock, pins in (("requirements.lock", run), ("requirements-dev.lock", tests))
        for name, (_version, hashes) in pins.items()
        if not hashes
    ]
    found += _unmet(root / "requirements.in", run) + _unmet(root / "requirements-dev.in", tests)
    found += [
        f"{name} is {version} in requirements.lock and {tests.get(name, ('missing', 0))[0]} in requirements-dev.lock."
        for name, (version, _hashes) in run.items()
        if tests.get(name, ("", 0))[0] != version
    ]
    return found


def _pins(lock: Path) -> dict[str, tuple[str, int]]:
    """{"django": ("5.2.19", 2), …}: version and number of hashes."""
    return {
        canonicalize_name(match["name"]): (match["version"], len(HASH.findall(match["rest"])))
        for match in PINNED.finditer(lock.read_text())
    }


def _unmet(source: Path, pins: dict[str, tuple[str, int]]) -> list[str]:
    wanted = [line.partition("#")[0].strip() for line in source.read_text().splitlines()]
    asked = [Requirement(line) for line in wanted if line and not line.startswith("-")]
    return [
        f"{source.name} asks for {each}, but its lock has {pins.get(canonicalize_name(each.name), ('nothing', 0))[0]}. "
        "Run: python3 do.py lock"
        for each in asked
        if not each.specifier.contains(pins.get(canonicalize_name(each.name), ("0", 0))[0], prereleases=True)
        or canonicalize_name(each.name) not in pins
    ]
