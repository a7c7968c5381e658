"""Keys between tables follow the order of the floors."""

from pathlib import Path

from tests.architecture.guards import relations

ROOT = Path(__file__).resolve().parents[2]


def test_every_foreign_key_points_downward() -> None:
    faults = relations.faults(ROOT)

    assert not faults, "\n".join(faults)
