"""The letters a gathering sends, one need each. All are posted to the outbox in the transaction of what they tell of, so that
a kill between the two loses neither. People who wait get no calendar mail and no link."""

from collective.gather.gatherings.letters.around import called_off_for_host, hosting, invite, moved_for_host, thanks
from collective.gather.gatherings.letters.reminding import before_the_start, day_before, on_the_morning, still_coming
from collective.gather.gatherings.letters.seats import (
    called_off_for,
    confirm,
    left,
    moved_for,
    seat_changed,
)
from collective.gather.gatherings.letters.waiting import (
    called_off_for_waiting,
    list_over,
    moved_for_waiting,
    offer,
    offer_expired,
    offer_withdrawn,
    on_the_list,
)

__all__ = [
    "before_the_start",
    "called_off_for",
    "called_off_for_host",
    "called_off_for_waiting",
    "confirm",
    "day_before",
    "hosting",
    "invite",
    "left",
    "list_over",
    "moved_for",
    "moved_for_host",
    "moved_for_waiting",
    "offer",
    "offer_expired",
    "offer_withdrawn",
    "on_the_list",
    "on_the_morning",
    "seat_changed",
    "still_coming",
    "thanks",
]
