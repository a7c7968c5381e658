"""What an organiser says about the community."""

from __future__ import annotations

from dataclasses import asdict

from django.db import transaction

from collective.ground.community import cloth
from collective.ground.community.models import Community, Defaults


@transaction.atomic
def describe(**facts: str) -> Community:
    """Set name, promise, lede, question, host, contact or cloth; what is not named stays. Raises `HardToRead`."""
    if "cloth" in facts:
        facts["cloth"] = cloth.checked(facts["cloth"])
    present = Community.objects.select_for_update().first() or Community(**asdict(Defaults()))
    for name, value in facts.items():
        setattr(present, name, value)
    present.full_clean(validate_unique=False, validate_constraints=False)
    present.save()
    return present
