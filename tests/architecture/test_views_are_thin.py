"""Views load, parse, act and answer."""

from pathlib import Path

from tests.architecture.guards import views

ROOT = Path(__file__).resolve().parents[2]


def test_views_are_short_and_take_rows_only_through_a_gate() -> None:
    faults = views.faults(ROOT)

    assert not faults, "\n".join(faults)
