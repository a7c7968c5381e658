"""Gives every template the community's own words."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from collective.ground.community.models import present


def community(request: HttpRequest) -> dict[str, Any]:
    """`community`, read only if a template asks for it, and whether this is the demonstration."""
    return {"community": SimpleLazyObject(present), "demo": settings.DEMO}
