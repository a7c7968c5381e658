"""The events behind the golden files: one for each thing that calendars have been seen to get wrong."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from collective.gather.diary import ics, wall

NOW = datetime(2026, 1, 5, 9, 0, 30, tzinfo=UTC)
ORGANISER = ics.Party("The Data Collective", "hello@collective.example.org")
AMINA = ics.Attendee("Amina Yusuf", "amina@example.org", said="ACCEPTED")


def event(
    start: str = "2026-12-03T12:30", end: str = "2026-12-03T13:30", zone: str = "Europe/London", **facts: object
) -> ics.Event:
    starts_at, ends_at = wall.span(start, end, zone)
    known = {
        "uid": "winter-lunch@collective.example.org",
        "sequence": 0,
        "summary": "Winter lunch",
        "organiser": ORGANISER,
        "changed_at": NOW - timedelta(days=1),
        "location": "The Old Library, Sheffield",
        "url": "https://collective.example.org/gatherings/winter-lunch/",
    }
    return ics.Event(**(known | {"zone": zone, "starts_at": starts_at, "ends_at": ends_at} | facts))


LUNCH = event(description="Bring a sandwich.\nTwo rounds; four at a table.")
MOVED = event("2027-06-03T12:30", "2027-06-03T13:30", sequence=1, description=LUNCH.description)
WORDY = event(
    summary="Zahlen, die wir nicht mehr melden: «wer hat es gemerkt?» — pensé aux données, 数据与慈善机构的午餐会 👩‍👩‍👧‍👦",
    description="A path C:\\new; a list, of things.\r\nAnother line\rand another.\n\n" + "ä" * 200,
    location="Room 3,\n  first floor; ring “Data”",
)
QUOTED = ics.Attendee('Dr "Ben"; Carr, MBE\r\nX-BAD: yes', "ben\r\n.carr@example.org", reply=True)

GOLDEN = {
    "request": lambda: ics.request(LUNCH, AMINA, NOW),
    "update": lambda: ics.request(MOVED, AMINA, NOW),
    "cancel": lambda: ics.cancel(replace(MOVED, sequence=2, cancelled=True), AMINA, NOW),
    "words": lambda: ics.request(WORDY, QUOTED, NOW),
    "south": lambda: ics.request(event(zone="Australia/Sydney"), AMINA, NOW),
    "fixed-offset": lambda: ics.request(event(zone="Asia/Kathmandu"), AMINA, NOW),
    "no-two-rules": lambda: ics.request(event(zone="Africa/Casablanca", description="Bring mint."), AMINA, NOW),
    "second-hour": lambda: ics.request(event("2026-10-25T01:30+00:00", "2026-10-25T02:30"), AMINA, NOW),
    "universal": lambda: ics.request(event(zone="UTC"), AMINA, NOW),
    "past-midnight": lambda: ics.request(event("2026-12-03T23:00", "2026-12-04T00:30", "Africa/Cairo"), AMINA, NOW),
    "feed": lambda: ics.publish(
        [
            LUNCH,
            replace(MOVED, uid="summer@collective.example.org", cancelled=True),
            event(zone="Australia/Sydney", uid="south@collective.example.org"),
        ],
        title="The Data Collective: your diary",
    ),
    "feed-with-nothing": lambda: ics.publish([], title="The Data Collective", zone="Europe/London"),
    "download": lambda: ics.publish([LUNCH]),
}
