"""Calendar files: the same to the byte as the golden ones, well formed, and read as meant by parsers that are not ours."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from io import StringIO
from pathlib import Path
from zoneinfo import ZoneInfo

import icalendar
import pytest
import vobject
from dateutil.tz import tzical
from events_diary import AMINA, GOLDEN, LUNCH, MOVED, NOW, event
from hypothesis import example, given
from hypothesis import strategies as st

from collective.gather.diary import ics, wall
from collective.gather.diary.ics import text, zones

FOLDER = Path(__file__).parent / "golden"
MAILED = [name for name in GOLDEN if not name.startswith(("feed", "download"))]
UNIVERSAL = {"no-two-rules", "second-hour", "universal", "past-midnight"}
NO_TWO_RULES = ["Africa/Casablanca", "Africa/Cairo", "Asia/Jerusalem", "America/Santiago", "America/Nuuk", "Asia/Gaza"]
ANY_TEXT = st.text(st.characters(codec=None, exclude_categories=()), max_size=300)


def golden(name: str) -> bytes:
    return (FOLDER / f"{name}.ics").read_bytes()


def one_event(name: str) -> icalendar.Event:
    (found,) = icalendar.Calendar.from_ical(golden(name)).walk("VEVENT")
    return found


class TestAFile:
    @pytest.mark.parametrize("name", GOLDEN)
    def test_is_the_golden_one_to_the_byte(self, name):
        assert GOLDEN[name]().encode() == golden(name)

    def test_has_no_golden_twin_that_nothing_writes(self):
        assert {path.stem for path in FOLDER.glob("*.ics")} == set(GOLDEN)

    @pytest.mark.parametrize("name", GOLDEN)
    def test_is_lines_of_at_most_75_octets_that_end_in_crlf_and_none_is_empty(self, name):
        data = golden(name)
        assert data.count(b"\r") == data.count(b"\n") == data.count(b"\r\n")
        *lines, rest = data.split(b"\r\n")
        assert rest == b""
        for line in lines:
            assert 0 < len(line) <= 75
            assert line.strip()
            assert not line.endswith(b" ")
            line.decode()  # no letter is cut in two

    @pytest.mark.parametrize("name", GOLDEN)
    def test_says_its_method_at_the_top(self, name):
        assert golden(name).split(b"\r\n")[:2][1].startswith(b"METHOD:")

    @pytest.mark.parametrize("name", MAILED)
    def test_that_is_mailed_holds_one_event_and_names_its_reader_and_the_organiser_only(self, name):
        lines = list(golden(name).decode().replace("\r\n ", "").split("\r\n"))
        assert lines.count("BEGIN:VEVENT") == 1
        assert len([line for line in lines if line.startswith("ATTENDEE")]) == 1
        assert len([line for line in lines if line.startswith("ORGANIZER")]) == 1
        assert not [line for line in lines if line.startswith(("RRULE", "RDATE")) and "BYDAY" not in line]

    @pytest.mark.parametrize("name", sorted(set(GOLDEN) - set(MAILED)))
    def test_that_is_published_names_no_attendee(self, name):
        assert b"ATTENDEE" not in golden(name)

    def test_of_somebody_else_differs_in_the_attendee_alone(self):
        ben = ics.Attendee("Ben Carr", "ben@example.org", said="ACCEPTED")
        one, other = ics.request(LUNCH, AMINA, NOW), ics.request(LUNCH, ben, NOW)
        assert other == one.replace("Amina Yusuf", "Ben Carr").replace("amina@", "ben@")

    def test_is_stamped_anew_each_time_and_else_the_same(self):
        later = ics.request(LUNCH, AMINA, NOW + timedelta(hours=1))
        assert later == ics.request(LUNCH, AMINA, NOW).replace("DTSTAMP:20260105T090030Z", "DTSTAMP:20260105T100030Z")

    def test_that_is_published_is_not_stamped_anew(self):
        assert ics.publish([LUNCH], title="A") == ics.publish([LUNCH], title="A")


class TestIcalendar:
    @pytest.mark.parametrize("name", MAILED)
    def test_reads_what_was_written(self, name):
        found = one_event(name)
        meant = {"request": LUNCH, "update": MOVED}.get(name)
        if meant is not None:
            assert found["SUMMARY"] == meant.summary
            assert found["DESCRIPTION"] == meant.description
            assert found["LOCATION"] == meant.location
            assert (found["SEQUENCE"], found["UID"]) == (meant.sequence, meant.uid)
        assert found["DTSTART"].dt < found["DTEND"].dt
        assert found["ORGANIZER"] == "mailto:hello@collective.example.org"

    def test_reads_a_cancellation(self):
        found = one_event("cancel")
        assert (found["STATUS"], found["SEQUENCE"]) == ("CANCELLED", 2)
        assert icalendar.Calendar.from_ical(golden("cancel"))["METHOD"] == "CANCEL"

    def test_reads_difficult_words_as_they_were_meant(self):
        found = one_event("words")
        assert str(found["SUMMARY"]).endswith("pensé aux données, 数据与慈善机构的午餐会 👩‍👩‍👧‍👦")
        assert str(found["DESCRIPTION"]).startswith(
            "A path C:\\new; a list, of things.\nAnother line\nand another.\n\nä"
        )
        assert str(found["LOCATION"]) == "Room 3, first floor; ring “Data”"
        assert found["ATTENDEE"].params["CN"] == "Dr 'Ben'; Carr, MBE X-BAD: yes"
        assert found["ATTENDEE"] == "mailto:ben.carr@example.org"

    @pytest.mark.parametrize("name", sorted(UNIVERSAL))
    def test_reads_universal_time_where_two_rules_do_not_do(self, name):
        assert found_offset(one_event(name)) == timedelta()
        assert b"VTIMEZONE" not in golden(name)

    def test_reads_a_feed_with_what_was_called_off(self):
        events = icalendar.Calendar.from_ical(golden("feed")).walk("VEVENT")
        assert [each["STATUS"] for each in events] == ["CONFIRMED", "CANCELLED", "CONFIRMED"]


def found_offset(found: icalendar.Event) -> timedelta:
    return found["DTSTART"].dt.utcoffset()


class TestVobject:
    @pytest.mark.parametrize("name", GOLDEN)
    def test_reads_the_same_moments_by_our_rules_alone(self, name):
        theirs = vobject.readOne(golden(name).decode())
        ours = icalendar.Calendar.from_ical(golden(name)).walk("VEVENT")
        read = [each.dtstart.value.astimezone(UTC) for each in theirs.contents.get("vevent", [])]
        assert read == [each["DTSTART"].dt.astimezone(UTC) for each in ours]

    def test_reads_difficult_words_as_they_were_meant(self):
        found = vobject.readOne(golden("words").decode()).vevent
        assert found.summary.value == str(one_event("words")["SUMMARY"])
        assert found.description.value == str(one_event("words")["DESCRIPTION"])


class TestAZone:
    @given(st.sampled_from(sorted(wall.zones())), st.integers(2024, 2036), st.integers(0, 366 * 24 - 1))
    @example("Europe/Dublin", 2026, 24 * 87 + 1)
    @example("Australia/Lord_Howe", 2026, 24 * 94 + 15)
    @example("America/St_Johns", 2026, 24 * 66 + 6)
    def test_in_two_rules_shows_the_clock_that_the_zone_shows(self, zone, year, hour):
        found = zones.rules(zone, year, year)
        if found is None:
            return
        lines = ["BEGIN:VCALENDAR", "VERSION:2.0", *zones.lines(found), "END:VCALENDAR"]
        theirs = tzical(StringIO("\r\n".join(lines) + "\r\n")).get(zone)
        local = (datetime(year, 1, 1, tzinfo=UTC) + timedelta(hours=hour)).astimezone(ZoneInfo(zone))
        same = local.replace(tzinfo=theirs, fold=local.fold)
        assert same.utcoffset() == local.utcoffset()

    @pytest.mark.parametrize("zone", NO_TWO_RULES)
    def test_that_does_not_fit_two_rules_gets_none(self, zone):
        assert zones.rules(zone, 2026, 2026) is None

    @pytest.mark.parametrize("zone", ["Europe/London", "America/New_York", "Europe/Dublin", "Pacific/Auckland"])
    def test_has_two_rules_of_the_kind_that_outlook_reads_and_nothing_else(self, zone):
        lines = zones.lines(zones.rules(zone, 2026, 2026))
        assert lines.count("BEGIN:STANDARD") == lines.count("BEGIN:DAYLIGHT") == 1
        names = {line.partition(":")[0] for line in lines}
        assert names == {"BEGIN", "END", "TZID", "DTSTART", "RRULE", "TZOFFSETFROM", "TZOFFSETTO"}

    def test_that_changed_its_rules_is_told_by_those_of_the_year(self):
        assert len(zones.rules("America/Sao_Paulo", 2026, 2026).changes) == 0
        assert zones.rules("America/Sao_Paulo", 2018, 2018) is None
        assert zones.rules("America/Mexico_City", 2024, 2024).offset == timedelta(hours=-6)

    @given(st.sampled_from(sorted(wall.zones())))
    def test_gives_a_file_that_is_read_whatever_zone_it_is(self, zone):
        found = icalendar.Calendar.from_ical(ics.request(event(zone=zone), AMINA, NOW))
        (read,) = found.walk("VEVENT")
        assert read["DTSTART"].dt.astimezone(UTC) == event(zone=zone).starts_at


class TestAnyWords:
    @given(ANY_TEXT)
    def test_come_back_as_they_were_and_start_no_line_of_their_own(self, words):
        file = ics.request(event(description=words, summary=words, location=words), AMINA, NOW)
        (read,) = icalendar.Calendar.from_ical(file).walk("VEVENT")
        lines = file.replace("\r\n ", "").split("\r\n")
        allowed = {"DESCRIPTION", "SUMMARY", "LOCATION"}
        assert sum(line.partition(":")[0] in allowed for line in lines) <= 3
        assert len(lines) <= len(ics.request(event(), AMINA, NOW).replace("\r\n ", "").split("\r\n")) + 1
        plain = words.encode("utf-8", "replace").decode()
        if plain.isprintable() and "\\" not in plain:
            assert str(read.get("DESCRIPTION", "")).strip() == plain.strip()

    @given(ANY_TEXT)
    def test_are_folded_at_75_octets_and_unfold_to_the_same(self, words):
        line = text.text(words)
        folded = text.folded(line)
        assert folded.replace("\r\n ", "") == line
        assert all(len(piece.encode()) <= 75 for piece in folded.split("\r\n"))

    @given(ANY_TEXT, ANY_TEXT)
    def test_in_a_name_or_an_address_stay_there(self, name, address):
        file = ics.request(LUNCH, ics.Attendee(name, address), NOW)
        lines = file.replace("\r\n ", "").split("\r\n")
        assert len([line for line in lines if line.startswith("ATTENDEE;CUTYPE=INDIVIDUAL")]) == 1
        assert len(lines) == len(ics.request(LUNCH, AMINA, NOW).replace("\r\n ", "").split("\r\n"))
