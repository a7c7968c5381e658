"""The steps conversations bring to a room: tables, cards, the vote on team names, and the rating."""

from __future__ import annotations


def register_all() -> None:
    """Filled in by the step kinds below."""
