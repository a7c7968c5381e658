"""What the whole database holds, to compare before and after. Reads only."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from django.apps import apps

if TYPE_CHECKING:
    from collections.abc import Collection

BESIDE_THE_POINT = {"sessions.session"}  # who is signed in where; not what anybody said


def held(*, but: Collection[str] = ()) -> dict[str, tuple[int, str]]:
    """For each table, by label: how many rows, and a digest of all that stands in them."""
    left_out = BESIDE_THE_POINT | set(but)
    return {
        model._meta.label_lower: _of(model)
        for model in apps.get_models(include_auto_created=True)
        if model._meta.label_lower not in left_out
    }


def _of(model) -> tuple[int, str]:
    rows = sorted(map(repr, model._base_manager.order_by("pk").values_list()))
    return len(rows), hashlib.sha256("\n".join(rows).encode()).hexdigest()
