"""The strict content policy holds by construction."""

from pathlib import Path

from tests.architecture.guards import inline

ROOT = Path(__file__).resolve().parents[2]


def test_nothing_is_inline_and_nothing_comes_from_elsewhere() -> None:
    faults = inline.faults(ROOT)

    assert not faults, "\n".join(faults)
