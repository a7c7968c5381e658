"""The docs are complete where a machine can tell."""

from pathlib import Path

from tests.architecture.guards import docs

ROOT = Path(__file__).resolve().parents[2]


def test_every_setting_chore_and_command_is_named_in_the_docs() -> None:
    faults = docs.faults(ROOT)

    assert not faults, "\n".join(faults)
