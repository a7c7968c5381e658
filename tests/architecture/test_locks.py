"""A fresh install gets exactly what was tested."""

from pathlib import Path

from tests.architecture.guards import locks

ROOT = Path(__file__).resolve().parents[2]


def test_the_locks_pin_all_that_is_asked_for_with_hashes() -> None:
    faults = locks.faults(ROOT)

    assert not faults, "\n".join(faults)
