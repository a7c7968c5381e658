"""Rows reach a page only through `visible_to(viewer)`; a model without it is listed here, with the reason."""

from pathlib import Path

from tests.architecture.guards.tables import tables

PART_OF_A_ROOM = "reached only through its room, whose door decides"
PART_OF_A_GATHERING = "reached only through its gathering, which decides"
PART_OF_WAITING = "reached only through somebody's place in the queue, which decides"
NEVER_SHOWN: dict[str, str] = {
    "rooms.Step": PART_OF_A_ROOM,
    "rooms.Picture": PART_OF_A_ROOM,
    "rooms.Visit": PART_OF_A_ROOM,
    "rooms.Prompt": PART_OF_A_ROOM,
    "rooms.HiddenTerm": PART_OF_A_ROOM,
    "rooms.RoomAct": PART_OF_A_ROOM,
    "rooms.ReturnCode": "a secret: matched against what somebody typed, never listed",
    "rooms.PromptKey": "a secret: used for counting, never shown to anybody",
    "rooms.Receipt": "recognises a submission sent twice; shown to nobody",
    "conversations.Round": PART_OF_A_ROOM,
    "conversations.Move": "reached only through its draw, which decides",
    "conversations.Pair": PART_OF_A_ROOM,
    "conversations.Seat": "reached only through its group, which decides",
    "conversations.Vote": "only ever counted",
    "conversations.Ballot": PART_OF_A_ROOM,
    "conversations.Rating": "only ever counted",
    "gatherings.Listing": PART_OF_A_GATHERING,
    "gatherings.Cancellation": PART_OF_A_GATHERING,
    "gatherings.ImportBatch": PART_OF_A_GATHERING,
    "gatherings.Told": "remembers which letter went; the outbox shows the letter",
    "gatherings.Leaving": "reached only through its sign-up, which decides",
    "gatherings.Move": PART_OF_A_GATHERING,
    "gatherings.Host": PART_OF_A_GATHERING,
    "gatherings.Card": PART_OF_A_GATHERING,
    "gatherings.Account": PART_OF_A_GATHERING,
    "gatherings.Material": PART_OF_A_GATHERING,
    "gatherings.Pool": PART_OF_A_GATHERING,
    "gatherings.Question": PART_OF_A_GATHERING,
    "gatherings.Report": PART_OF_A_GATHERING,
    "gatherings.Turnout": PART_OF_A_GATHERING,
    "gatherings.Broadcast": PART_OF_A_GATHERING,
    "gatherings.DoorAct": "recognises a press that arrives twice; reached only through its gathering",
    "gatherings.FromCalendar": PART_OF_A_GATHERING,
    "gatherings.StillComing": "reached only through its sign-up, which decides",
    "gatherings.Confirmed": "reached only through its sign-up, which decides",
    "gatherings.Offer": PART_OF_WAITING,
    "gatherings.OfferEnd": PART_OF_WAITING,
    "gatherings.Skip": PART_OF_WAITING,
    "gatherings.WaitingEnd": PART_OF_WAITING,
    "diary.DiaryKey": "a secret: matched against the link that somebody opened, never listed",
    "diary.FreeTime": "reached only through the availability it is part of, which decides",
    "diary.FreeException": "reached only through the availability it is part of, which decides",
    "diary.ZoneData": "a version number, read by the rederiving job alone",
    "rehearsal.Extra": "a made-up person's part, read by the rehearsal alone",
    "people.Member": "reached only as the one who is signed in, or through a person",
    "people.Role": "read only as a question about one member: may they?",
    "people.Wording": "public text, and reached through the consent that was given to it",
    "community.Community": "one row, public by nature: name, words and colours",
    "api.Notice": "holds kinds and numbers; reached only through a webhook",
    "api.Delivery": "reached only through its webhook, which decides",
    "api.Attempt": "reached only through its delivery",
    "api.Sweep": "one moment; shown to nobody",
    "outbox.Letter": "opened by staff only, through pages/queries/mail; its text is wiped when it goes",
    "outbox.Happening": "reached only through its letter",
    "outbox.Suppression": "opened by staff only, through pages/queries/mail",
    "outbox.Reader": "reached only by the signed link in a letter",
    "outbox.OptOut": "reached only by the signed link in a letter",
    "outbox.Pause": "opened by staff only, through pages/queries/mail",
    "outbox.Outage": "opened by staff only, through pages/queries/mail",
}


def faults(root: Path, listed: dict[str, str] = NEVER_SHOWN) -> list[str]:
    there = {table.label: table for table in tables(root)}
    lacking = [
        f"{label}'s rows can reach a page unasked: give its queryset visible_to(viewer), or list it with the reason."
        for label, table in there.items()
        if not table.visible and label not in listed
    ]
    gone = [f"{label} is listed as never shown, but there is no such model." for label in listed if label not in there]
    needless = [
        f"{label} is listed as never shown, but has visible_to."
        for label in listed
        if label in there and there[label].visible
    ]
    return lacking + gone + needless
