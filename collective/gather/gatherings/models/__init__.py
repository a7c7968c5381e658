"""Gatherings and all that hangs on one: who signed up, who waits, who came, and the files that lists came in."""

from collective.gather.gatherings.models.asking import Invite, Question, Remembered, Reply
from collective.gather.gatherings.models.attendance import Attendance, CheckIn, Report, Turnout
from collective.gather.gatherings.models.door import DoorAct
from collective.gather.gatherings.models.gathering import (
    AUDIENCES,
    KINDS,
    Cancellation,
    Gathering,
    GatheringQuerySet,
    Host,
    Listing,
    Move,
    Series,
)
from collective.gather.gatherings.models.lists import CalendarFile, FromCalendar, ImportBatch
from collective.gather.gatherings.models.pages import Account, Card, Material
from collective.gather.gatherings.models.signing_up import (
    IN_ROOM,
    ONLINE,
    WAYS,
    Confirmed,
    Leaving,
    Pool,
    SignUp,
    SignUpQuerySet,
    StillComing,
)
from collective.gather.gatherings.models.telling import Broadcast
from collective.gather.gatherings.models.told import Told
from collective.gather.gatherings.models.waiting import Offer, OfferEnd, Skip, Waiting, WaitingEnd

__all__ = [
    "AUDIENCES",
    "IN_ROOM",
    "KINDS",
    "ONLINE",
    "WAYS",
    "Account",
    "Attendance",
    "Broadcast",
    "CalendarFile",
    "Cancellation",
    "Card",
    "CheckIn",
    "Confirmed",
    "DoorAct",
    "FromCalendar",
    "Gathering",
    "GatheringQuerySet",
    "Host",
    "ImportBatch",
    "Invite",
    "Leaving",
    "Listing",
    "Material",
    "Move",
    "Offer",
    "OfferEnd",
    "Pool",
    "Question",
    "Remembered",
    "Reply",
    "Report",
    "Series",
    "SignUp",
    "SignUpQuerySet",
    "Skip",
    "StillComing",
    "Told",
    "Turnout",
    "Waiting",
    "WaitingEnd",
]
