"""Posting letters, delivering them, and holding them back."""

from collective.ground.outbox.actions.delivering import deliver_all, deliver_due
from collective.ground.outbox.actions.posting import CalendarPart, post, recall
from collective.ground.outbox.core.retries import TRIES

__all__ = ["TRIES", "CalendarPart", "deliver_all", "deliver_due", "post", "recall"]
