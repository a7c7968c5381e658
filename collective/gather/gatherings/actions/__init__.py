"""Public writes about gatherings: planning, signing up, checking in, taking in lists."""

from collective.gather.gatherings.actions.checking_in import (
    GONE,
    HERE,
    WALK_IN,
    NoSuchPress,
    check_in,
    press,
    undo_check_in,
)
from collective.gather.gatherings.actions.planning import cancel, change, list_publicly, plan, plan_once, unlist
from collective.gather.gatherings.actions.signing_up import (
    GatheringFull,
    GatheringOver,
    add_by_hand,
    come_after_all,
    leave,
    set_facilitating,
    sign_up,
)

__all__ = [
    "GONE",
    "HERE",
    "WALK_IN",
    "GatheringFull",
    "GatheringOver",
    "NoSuchPress",
    "add_by_hand",
    "cancel",
    "change",
    "check_in",
    "come_after_all",
    "leave",
    "list_publicly",
    "plan",
    "plan_once",
    "press",
    "set_facilitating",
    "sign_up",
    "undo_check_in",
    "unlist",
]
