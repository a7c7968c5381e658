"""Sizes are signs: they say where to look for the missing name."""

from pathlib import Path

from tests.architecture.guards import budget

ROOT = Path(__file__).resolve().parents[2]


def test_files_scripts_and_styles_stay_small() -> None:
    faults = budget.faults(ROOT)

    assert not faults, "\n".join(faults)
