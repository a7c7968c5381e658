"""What can be done with the diary. Rooms above call these; none of them knows what the entry is for."""

from collective.gather.diary.actions.feeding import guest_key, renew_feed, revoke_feed
from collective.gather.diary.actions.inviting import (
    AlreadyOver,
    EntryCancelled,
    answer,
    calendar_for,
    invite,
    uninvite,
)
from collective.gather.diary.actions.planning import cancel_entry, restore_entry, write_entry

__all__ = [
    "AlreadyOver",
    "EntryCancelled",
    "answer",
    "calendar_for",
    "cancel_entry",
    "guest_key",
    "invite",
    "renew_feed",
    "restore_entry",
    "revoke_feed",
    "uninvite",
    "write_entry",
]
