"""Whose seats are kept: the question on the forms of a gathering that keeps some for some."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django import forms

if TYPE_CHECKING:
    from collective.gather.gatherings.models import Gathering


def pool_field(gathering: Gathering) -> forms.ChoiceField | None:
    """Which kept seats are theirs; None where none are kept for anybody. Seats for one way to come are no question of their own,
    nor are those for small organisations: the size of the organisation answers it."""
    kept = gathering.pools.filter(small_only=False, way="").order_by("pk")
    choices = [(str(pool.pk), pool.name[:1].upper() + pool.name[1:]) for pool in kept]
    if not choices:
        return None
    return forms.ChoiceField(
        label="Some seats are kept for these. Is one of them you?",
        choices=[("", "No, none of these"), *choices],
        widget=forms.RadioSelect,
        required=False,
        error_messages={"invalid_choice": "Choose one of these lines"},
    )


def small_note(gathering: Gathering) -> str:
    """Why it helps to say how large one's organisation is; empty where no seats are kept for small ones."""
    if not gathering.pools.filter(small_only=True).exists():
        return ""
    return "Some seats are kept for small organisations, up to 10 people. Say the size if yours is one"


def said_pool(text: str) -> int | None:
    """The number of the pool that was chosen."""
    return int(text) if text else None
