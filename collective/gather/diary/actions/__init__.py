"""What can be done with the diary. Rooms above call these; none of them knows what the entry is for."""

from collective.gather.diary.actions.feeding import NoAddress, guest_key, renew_feed, revoke_feed, send_diary_link
from collective.gather.diary.actions.freeing import (
    TooManyDays,
    add_exception,
    drop_exception,
    forget_hours,
    paint_week,
)
from collective.gather.diary.actions.inviting import (
    AlreadyOver,
    EntryCancelled,
    answer,
    calendar_for,
    invite,
    invite_all,
    uninvite,
)
from collective.gather.diary.actions.planning import cancel_entry, restore_entry, write_entry
from collective.gather.diary.actions.rederiving import Rederived, rederive
from collective.gather.diary.actions.replying import OldAnswer, UnknownInvitation, record_reply

__all__ = [
    "AlreadyOver",
    "EntryCancelled",
    "NoAddress",
    "OldAnswer",
    "Rederived",
    "TooManyDays",
    "UnknownInvitation",
    "add_exception",
    "answer",
    "calendar_for",
    "cancel_entry",
    "drop_exception",
    "forget_hours",
    "guest_key",
    "invite",
    "invite_all",
    "paint_week",
    "record_reply",
    "rederive",
    "renew_feed",
    "restore_entry",
    "revoke_feed",
    "send_diary_link",
    "uninvite",
    "write_entry",
]
