"""A calendar from another tool: what its entries would become, and files that are built to do harm."""

from contextlib import suppress
from datetime import datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from collective.gather.gatherings.calendar_files import CalendarRefused, read_calendar
from collective.gather.gatherings.calendar_files.repeats import occurrences


def wall(*parts):
    return datetime(*parts)  # noqa: DTZ001 - what the clock on the wall says


TODAY = wall(2030, 1, 1, 9, 0)


def a_calendar(*entries, top=""):
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//A tool//EN", *filter(None, top.split("\n"))]
    for entry in entries:
        lines += ["BEGIN:VEVENT", *entry.strip().split("\n"), "END:VEVENT"]
    return "\r\n".join([*lines, "END:VCALENDAR", ""]).encode()


def read(*entries, top="", data=None):
    return read_calendar(data or a_calendar(*entries, top=top), "circle.ics", zone="Europe/London", today=TODAY)


LUNCH = """UID:lunch-1@example.org
SUMMARY:Winter lunch\\, counting
DTSTART;TZID=Europe/London:20300115T123000
DTEND;TZID=Europe/London:20300115T133000
LOCATION:The Old Library\\, Sheffield
DESCRIPTION:Bring a sandwich.\\n\\n<b>Two</b> rounds."""


class TestReading:
    def test_takes_title_time_place_and_words(self):
        (entry,) = read(LUNCH).entries

        assert (entry.title, entry.wall_start, entry.wall_end, entry.zone) == (
            "Winter lunch, counting",
            "2030-01-15T12:30",
            "2030-01-15T13:30",
            "Europe/London",
        )
        assert (entry.place, entry.link, entry.way) == ("The Old Library, Sheffield", "", "room")
        assert entry.summary == "Bring a sandwich.\n\nTwo rounds."
        assert (entry.uid, entry.outcome) == ("lunch-1@example.org", "new")

    @pytest.mark.parametrize(
        ("line", "start", "zone"),
        [
            ("DTSTART:20300715T113000Z", "2030-07-15T12:30", "Europe/London"),
            ("DTSTART:20300715T123000", "2030-07-15T12:30", "Europe/London"),
            ("DTSTART;TZID=GMT Standard Time:20300715T123000", "2030-07-15T12:30", "Europe/London"),
            ('DTSTART;TZID="W. Europe Standard Time":20300715T123000', "2030-07-15T12:30", "Europe/Berlin"),
            ("DTSTART;TZID=/mozilla.org/20050126_1/Europe/Paris:20300715T123000", "2030-07-15T12:30", "Europe/Paris"),
        ],
    )
    def test_reads_the_wall_clock_and_its_zone(self, line, start, zone):
        (entry,) = read(f"UID:a\nSUMMARY:A\n{line}\nDURATION:PT1H30M").entries

        assert (entry.wall_start, entry.wall_end, entry.zone) == (start, "2030-07-15T14:00", zone)

    def test_says_so_when_nobody_knows_the_zone(self):
        found = read("UID:a\nSUMMARY:A\nDTSTART;TZID=Middle-earth/Shire:20300715T123000")

        assert found.entries[0].zone == "Europe/London"
        assert "Middle-earth/Shire" in found.notes[0]

    def test_takes_the_calendars_own_zone_for_times_that_name_none(self):
        found = read(
            "UID:a\nSUMMARY:A\nDTSTART:20300715T123000", top="X-WR-TIMEZONE:Europe/Dublin\nX-WR-CALNAME:Circle"
        )

        assert (found.name, found.entries[0].zone) == ("Circle", "Europe/Dublin")

    @pytest.mark.parametrize(
        ("lines", "place", "link", "way"),
        [
            ("LOCATION:https://meet.example.org/abc", "", "https://meet.example.org/abc", "online"),
            ("LOCATION:Room 4\nURL:https://meet.example.org/abc", "Room 4", "https://meet.example.org/abc", "both"),
            ("LOCATION:Room 4 (https://meet.example.org/abc)", "Room 4", "https://meet.example.org/abc", "both"),
            ("X-GOOGLE-CONFERENCE:https://meet.example.org/x", "", "https://meet.example.org/x", "online"),
            ("URL:javascript:alert(1)", "", "", "online"),
        ],
    )
    def test_tells_a_link_from_a_place(self, lines, place, link, way):
        (entry,) = read(f"UID:a\nSUMMARY:A\nDTSTART:20300715T123000\n{lines}").entries

        assert (entry.place, entry.link, entry.way) == (place, link, way)

    @pytest.mark.parametrize(
        ("lines", "outcome"),
        [
            ("DTSTART:20291231T120000", "past"),
            ("DTSTART:20300715T123000\nSTATUS:CANCELLED", "cancelled"),
            ("DTSTART;VALUE=DATE:20300715", "problem"),
            ("DTSTART:20300715T123000\nDTEND:20300715T113000", "problem"),
            ("DTSTART:20300715T123000\nDTEND:20310715T113000", "problem"),
        ],
    )
    def test_says_what_would_become_of_each(self, lines, outcome):
        (entry,) = read(f"UID:a\nSUMMARY:A\n{lines}").entries

        assert entry.outcome == outcome
        assert bool(entry.notes) == (outcome == "problem")

    def test_names_an_entry_twice_only_once(self):
        assert len(read(LUNCH, LUNCH).entries) == 1

    def test_keeps_no_attendee_and_no_alarm(self):
        entry = (
            f"{LUNCH}\nATTENDEE;CN=Ben:mailto:ben@example.org\nBEGIN:VALARM\nSUMMARY:Wake up\nTRIGGER:-PT1H\nEND:VALARM"
        )
        (found,) = read(entry).entries

        assert found.title == "Winter lunch, counting"
        assert "ben@" not in str(found.as_json())


class TestRepeating:
    def test_spells_out_the_weeks_without_those_left_out_and_with_the_one_that_was_moved(self):
        weekly = """UID:w
SUMMARY:Office hour
DTSTART;TZID=Europe/London:20300107T100000
DTEND;TZID=Europe/London:20300107T110000
RRULE:FREQ=WEEKLY;COUNT=4
EXDATE;TZID=Europe/London:20300114T100000"""
        moved = """UID:w
RECURRENCE-ID;TZID=Europe/London:20300121T100000
SUMMARY:Office hour, later
DTSTART;TZID=Europe/London:20300122T150000
DTEND;TZID=Europe/London:20300122T160000"""

        assert [(each.wall_start, each.title) for each in read(weekly, moved).entries] == [
            ("2030-01-07T10:00", "Office hour"),
            ("2030-01-22T15:00", "Office hour, later"),
            ("2030-01-28T10:00", "Office hour"),
        ]

    @pytest.mark.parametrize(
        ("rule", "days"),
        [
            ("FREQ=DAILY;INTERVAL=2;COUNT=3", ["01-08", "01-10", "01-12"]),
            ("FREQ=WEEKLY;BYDAY=TU,TH;COUNT=4", ["01-08", "01-10", "01-15", "01-17"]),
            ("FREQ=WEEKLY;INTERVAL=2;UNTIL=20300205T000000Z", ["01-08", "01-22", "02-05"]),
            ("FREQ=MONTHLY;BYDAY=2TU;COUNT=3", ["01-08", "02-12", "03-12"]),
            ("FREQ=MONTHLY;BYDAY=-1TU;COUNT=2", ["01-08", "01-29"]),
            ("FREQ=MONTHLY;COUNT=3", ["01-08", "02-08", "03-08"]),
        ],
    )
    def test_follows_the_rhythms_that_gatherings_have(self, rule, days):
        found = occurrences(wall(2030, 1, 8, 18, 0), rule)

        assert [f"{each:%m-%d}" for each in found or []] == days

    def test_passes_over_months_without_that_day(self):
        found = occurrences(wall(2030, 1, 31, 18, 0), "FREQ=MONTHLY;COUNT=3")

        assert [f"{each:%m-%d}" for each in found or []] == ["01-31", "03-31", "05-31"]

    @pytest.mark.parametrize(
        "rule",
        [
            "FREQ=SECONDLY",
            "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30",
            "FREQ=DAILY;BYSETPOS=9",
            "nonsense",
            "FREQ=MONTHLY;BYDAY=9MO",
        ],
    )
    def test_of_other_rhythms_takes_the_first_and_says_so(self, rule):
        (entry,) = read(f"UID:a\nSUMMARY:A\nDTSTART:20300715T123000\nRRULE:{rule}").entries

        assert "only the first time" in entry.notes[0]

    @given(
        st.sampled_from(["DAILY", "WEEKLY", "MONTHLY"]),
        st.integers(-3, 99_999),
        st.integers(-3, 99_999),
        st.sampled_from(["", ";BYDAY=MO,FR", ";BYDAY=-1SU", ";UNTIL=19990101", ";UNTIL=99991231T235959Z"]),
    )
    def test_is_never_long_and_begins_with_the_start(self, every, step, times, more):
        start = wall(2099, 12, 31, 10, 0)
        found = occurrences(start, f"FREQ={every};INTERVAL={step};COUNT={times}{more}")

        assert found is None or (found[:1] in ([start], []) and len(found) <= 60 and found == sorted(found))


class TestHostileFiles:
    @pytest.mark.parametrize(
        "data",
        [
            b"",
            b"Name,Email\r\nAda,ada@example.org\r\n",
            b"BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n",
            b"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nDTSTART:20300101T100000\r\n",
            b"BEGIN:VCALENDAR\r\nEND:VEVENT\r\n",
            b"BEGIN:VCALENDAR\r\n" + b"BEGIN:VEVENT\r\n" * 5000,
            b"BEGIN:VCALENDAR\r\n"
            + b"BEGIN:VEVENT\r\nDTSTART:20300101T100000\r\nEND:VEVENT\r\n" * 5000
            + b"END:VCALENDAR",
            b"BEGIN:VCALENDAR\r\n" + b"X-A:1\r\n" * 200_000 + b"END:VCALENDAR",
            b"BEGIN:VCALENDAR\r\nX-A:" + b"a" * 3_000_000,
            b"\x00" * 5000,
        ],
        ids=["empty", "csv", "nothing", "cut", "crossed", "deep", "many", "long", "large", "zeros"],
    )
    def test_are_refused_in_a_sentence(self, data):
        with pytest.raises(CalendarRefused) as refused:
            read_calendar(data, "bomb.ics", zone="Europe/London", today=TODAY)
        assert str(refused.value).endswith(".")

    def test_that_hide_a_rule_without_end_in_a_zone_are_read_without_it(self):
        zone = "BEGIN:VTIMEZONE\nTZID:X\nBEGIN:STANDARD\nDTSTART:19700101T000000\nRRULE:FREQ=SECONDLY\nEND:STANDARD\nEND:VTIMEZONE"
        found = read("UID:a\nSUMMARY:A\nDTSTART;TZID=X:20300715T123000", top=zone)

        assert len(found.entries) == 1

    def test_that_fold_one_line_a_hundred_thousand_times_are_cut(self):
        folded = (
            b"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nUID:a\r\nDTSTART:20300715T123000\r\nSUMMARY:A" + b"\r\n b" * 100_000
        )
        (entry,) = read(data=folded + b"\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n").entries

        assert len(entry.title) == 120

    @given(
        st.lists(
            st.sampled_from(
                ["BEGIN:VEVENT", "END:VEVENT", "RRULE:FREQ=WEEKLY", "UID:é", "DTSTART:20300115T9", "x", ":;=\\"]
            )
        )
    )
    @settings(max_examples=60)
    def test_of_any_lines_are_read_or_refused(self, lines):
        data = "\r\n".join(["BEGIN:VCALENDAR", *lines, "END:VCALENDAR"]).encode()
        with suppress(CalendarRefused):
            assert read(data=data).entries
