"""`{% load tickets %}`: what somebody holds up at the door."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import template

from collective.gather.gatherings import tickets

if TYPE_CHECKING:
    from collective.gather.gatherings.models import SignUp

register = template.Library()


@register.inclusion_tag("gatherings/parts/ticket.html")
def ticket(seat: SignUp) -> dict[str, Any]:
    """The picture and the code of this seat's ticket."""
    return {"seat": seat, "code": tickets.code_of(seat), "address": tickets.address_of(seat)}
