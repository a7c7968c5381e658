"""Tells every template whether its reader runs gatherings."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from collective.join.people.models import is_organiser


def viewer(request: HttpRequest) -> dict[str, Any]:
    """`organises`, asked of the database only where a page wants to know."""
    return {"organises": SimpleLazyObject(lambda: is_organiser(getattr(request, "user", None)))}
