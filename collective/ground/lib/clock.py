"""The only clock. Views and commands read it once and pass `now` down."""

from datetime import datetime

from django.utils import timezone


def now() -> datetime:
    """This moment, in UTC, with its zone."""
    moment: datetime = timezone.now()
    return moment
