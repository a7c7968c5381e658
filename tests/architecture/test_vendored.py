"""Files of others are as they were published."""

from pathlib import Path

from tests.architecture.guards import vendored

ROOT = Path(__file__).resolve().parents[2]


def test_vendored_files_are_as_published() -> None:
    faults = vendored.faults(ROOT)

    assert not faults, "\n".join(faults)
