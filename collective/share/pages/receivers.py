"""What becomes of public pages when somebody takes their yes back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.dispatch import receiver

from collective.join.people.signals import consent_withdrawn
from collective.share.pages import actions

if TYPE_CHECKING:
    from collective.join.people.models import Person


@receiver(consent_withdrawn)
def strike_their_cards(sender: Any, person: Person, purpose: str, **kwargs: Any) -> None:
    """What they wrote goes from every public result."""
    if purpose == "notes":
        actions.forget_quotes(person=person)
