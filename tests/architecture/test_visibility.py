"""No row reaches a page by accident."""

from pathlib import Path

from tests.architecture.guards import visibility

ROOT = Path(__file__).resolve().parents[2]


def test_every_model_can_be_narrowed_to_a_viewer_or_says_why_not() -> None:
    faults = visibility.faults(ROOT)

    assert not faults, "\n".join(faults)
