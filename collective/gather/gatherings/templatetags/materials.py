"""`{% load materials %}`: slides, notes and links on a page of the gathering's."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import template

if TYPE_CHECKING:
    from collective.gather.gatherings.models import Gathering

register = template.Library()


@register.inclusion_tag("gatherings/parts/materials.html")
def materials(gathering: Gathering, opens: str = "") -> dict[str, Any]:
    """What was shared. `opens` is what the addresses of files need besides: "?key=…" or "?seat=…"."""
    return {"gathering": gathering, "opens": opens, "shared": list(gathering.materials.defer("data").order_by("pk"))}
