"""What screens of a room listen to: one topic a screen kind, read from the database at most so many times a second."""

from __future__ import annotations


def register_all() -> None:
    """Replaced below once the hub is in place."""
