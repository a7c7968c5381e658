"""The contracts in .importlinter hold."""

from pathlib import Path

from tests.architecture.guards import imports

ROOT = Path(__file__).resolve().parents[2]


def test_nobody_imports_upward_or_sideways() -> None:
    faults = imports.faults(ROOT)

    assert not faults, "\n".join(faults)
