"""Templates follow the order of the floors."""

from pathlib import Path

from tests.architecture.guards import templates

ROOT = Path(__file__).resolve().parents[2]


def test_a_template_uses_only_its_own_room_and_those_below() -> None:
    faults = templates.faults(ROOT)

    assert not faults, "\n".join(faults)
