"""What keeps invented people out of a real site."""

from django.conf import settings
from django.core.management.base import CommandError


def demonstration_only() -> None:
    """Raises CommandError on a real site."""
    if not settings.DEMO:
        raise CommandError(
            "This fills a demonstration with invented people, and this is a real site. "
            "To look round, run: python3 do.py demo"
        )
