"""Five real-life shapes of sign-up list, counted by hand. The people are invented, the mess is real."""

from pathlib import Path

import pytest

from collective.gather.gatherings.signup_files import Preview, Row, Shape, preview, recognise
from collective.ground.lib.tables import read_table

FILES = Path(__file__).parent / "files"


def looked_at(name: str, **options: frozenset[str]) -> tuple[Shape, Preview]:
    table = read_table((FILES / name).read_bytes(), name)
    shape = recognise(table)
    return shape, preview(table, shape.mapping, **options)


def row(seen: Preview, line: int) -> Row:
    return next(each for each in seen.rows if each.line == line)


def lines(seen: Preview, outcome: str) -> list[int]:
    return [each.line for each in seen.having(outcome)]


class TestEventbrite:
    def test_the_columns_are_recognised(self):
        shape, _ = looked_at("eventbrite-attendees.csv")
        assert (shape.kind, shape.label) == ("eventbrite", "Eventbrite attendee list")
        assert [shape.mapping[column] for column in range(15)] == [
            "ignore",  # Order #
            "signed_up_at",
            "first_name",
            "last_name",
            "email",
            "ignore",  # Quantity
            "ignore",  # Ticket Type: says neither online nor in the room
            "ignore",  # Attendee #
            "status",
            "role",
            "organisation",
            "place",
            "words",
            "maturity",
            "organisation_size",
        ]

    def test_fifty_two_people_are_new(self):
        _, seen = looked_at("eventbrite-attendees.csv")
        assert seen.summary == "52 people in the file: 52 new."
        assert seen.counts == {"new": 52, "known": 0, "duplicate": 0, "cancelled": 0, "problem": 0}

    def test_a_whole_row_is_read(self):
        _, seen = looked_at("eventbrite-attendees.csv")
        assert seen.rows[0].line == 2
        assert seen.rows[0].fields == {
            "name": "Tomasz Singh",
            "email": "tomasz.singh25@willow.example.org",
            "organisation": "Willow Helpline",
            "role": "Database Officer",
            "place": "Belfast",
            "words": ["volunteering", "donkeys", "health"],
            "maturity": "3",
            "organisation_size": "£100k-£1m",
            "status": "going",
            "signed_up_at": "2021-01-11T09:26:00+00:00",
        }

    def test_maturity_is_counted_as_the_file_has_it(self):
        _, seen = looked_at("eventbrite-attendees.csv")
        stages = [each.fields.get("maturity", "") for each in seen.rows]
        counted = {stage: stages.count(stage) for stage in ("1", "2", "3", "4", "5", "not-sure", "")}
        assert counted == {"1": 0, "2": 16, "3": 17, "4": 6, "5": 5, "not-sure": 7, "": 1}

    def test_words_are_split_at_whatever_separates_them(self):
        _, seen = looked_at("eventbrite-attendees.csv")
        assert row(seen, 5).fields["words"] == ["carers", "environment", "mental wellbeing"]
        assert row(seen, 6).fields["words"] == ["arts", "community", "mental health"]
        assert row(seen, 20).fields["words"] == ["domestic abuse"]

    def test_words_with_nothing_between_them_are_kept_whole_and_said_so(self):
        _, seen = looked_at("eventbrite-attendees.csv")
        assert row(seen, 3).fields["words"] == ["young people museums volunteering"]
        assert [each.line for each in seen.rows if each.notes] == [3, 4, 7, 13, 23, 40, 41]
        assert row(seen, 3).notes == (
            "Row 3: 'young people museums volunteering' has no commas in it, so it is kept as one phrase.",
        )

    def test_people_with_one_name_and_different_addresses_stay_two(self):
        _, seen = looked_at("eventbrite-attendees.csv")
        assert [each.fields["email"] for each in seen.rows if each.fields["name"] == "Eóin Li"] == [
            "ein.li4@bright.example.org",
            "ein.li1@celtic.example.org",
        ]

    def test_a_person_who_signed_up_already_is_known(self):
        here = frozenset({"Tomasz.Singh25@willow.example.org", "nobody@x.example"})
        _, seen = looked_at("eventbrite-attendees.csv", known_emails=here)
        assert seen.summary == "52 people in the file: 51 new, 1 here already."
        assert lines(seen, "known") == [2]


class TestZoomRegistration:
    def test_the_columns_are_recognised(self):
        shape, _ = looked_at("zoom-registration.csv")
        assert shape.kind == "zoom-registration"
        assert list(shape.mapping.values()) == [
            "first_name",
            "last_name",
            "email",
            "organisation",
            "role",
            "signed_up_at",
            "status",
        ]

    def test_the_counts_are_those_that_zoom_states_above_the_headings(self):
        """Zoom's own line: 52 registered, 3 cancelled, 49 approved. Five people are in the file twice."""
        _, seen = looked_at("zoom-registration.csv")
        assert len(seen.rows) == 57
        assert seen.counts == {"new": 49, "known": 0, "duplicate": 5, "cancelled": 3, "problem": 0}
        assert lines(seen, "cancelled") == [13, 31, 50]
        assert lines(seen, "duplicate") == [11, 23, 35, 47, 59]
        assert row(seen, 11).same_as == 10
        assert row(seen, 11).notes == ("Row 11: the same person as in row 10, counted once.",)
        assert seen.summary == (
            "52 people in the file: 49 new, 3 not coming. 5 rows repeat somebody, who is counted once."
        )

    def test_shouted_addresses_and_stray_spaces_are_tidied(self):
        _, seen = looked_at("zoom-registration.csv")
        assert seen.rows[0].fields["email"] == "tomasz.singh25@willow.example.org"
        assert seen.rows[0].fields["organisation"] == "Willow Helpline"

    def test_american_dates_are_read_month_first(self):
        _, seen = looked_at("zoom-registration.csv")
        assert seen.rows[0].fields["signed_up_at"] == "2021-01-11T09:26:00"
        assert row(seen, 8).fields["signed_up_at"] == "2021-01-11T23:10:00"
        assert row(seen, 34).fields["signed_up_at"] == "2021-01-18T00:18:00"


class TestZoomParticipants:
    def test_the_columns_are_recognised(self):
        shape, _ = looked_at("zoom-participants.csv")
        assert shape.kind == "zoom-participants"
        assert list(shape.mapping.values()) == ["name", "email", "join_time", "ignore", "ignore", "ignore", "ignore"]

    def test_who_dropped_and_came_back_is_one_person(self):
        _, seen = looked_at("zoom-participants.csv")
        assert len(seen.rows) == 40
        assert seen.counts == {"new": 28, "known": 0, "duplicate": 5, "cancelled": 0, "problem": 7}
        assert [(each.line, each.same_as) for each in seen.having("duplicate")] == [
            (5, 4),  # Hywel
            (14, 13),  # Víctor
            (23, 22),  # Peta, whose address is in the second row only
            (32, 31),  # Rav Campbell, likewise
            (41, 40),  # Oisín of Celtic Foundation, likewise
        ]
        assert row(seen, 22).fields == {
            "name": "Peta Smith",
            "email": "peta.smith44@tyne.example.org",
            "join_time": "2021-01-27T14:01:00",
        }

    def test_a_device_is_not_a_name(self):
        _, seen = looked_at("zoom-participants.csv")
        assert lines(seen, "problem") == [18, 21, 24, 33, 34, 37, 39]
        assert row(seen, 18).problems == (
            "Row 18: 'iPhone' is a device, not a name. Write the name of anne-marie.patel51@celtic.example.org in the file,"
            " or import the address and ask them.",
        )
        assert row(seen, 24).problems == (
            "Row 24: 'iPhone' is a device, not a name, and there is no address. Write the person's name in the file, or"
            " leave the row out.",
        )
        assert [row(seen, line).importable for line in (18, 24)] == [True, False]

    def test_a_device_with_the_address_of_somebody_known_needs_no_look(self):
        here = frozenset({"anne-marie.patel51@celtic.example.org"})
        _, seen = looked_at("zoom-participants.csv", known_emails=here)
        assert row(seen, 18).outcome == "known"
        assert row(seen, 18).notes == (
            "Row 18: 'iPhone' is a device, not a name; the person is recognised by anne-marie.patel51@celtic.example.org.",
        )

    @pytest.mark.parametrize(
        ("line", "name", "organisation"),
        [
            (2, "Tegan", None),
            (3, "Siobhán", "Summit Advice"),
            (4, "Hywel", "Open Helpline"),
            (6, "Eóin Li", None),  # (she/her)
            (7, "Femi Taylor", None),  # (Femi)
            (10, "Yusuf Rees-Jones", None),
            (25, "Eóin Van der Berg", None),
            (26, "Idris", "Northern Helpline"),
        ],
    )
    def test_names_are_freed_of_what_is_not_the_name(self, line, name, organisation):
        _, seen = looked_at("zoom-participants.csv")
        assert (row(seen, line).fields["name"], row(seen, line).fields.get("organisation")) == (name, organisation)

    def test_people_without_an_address_are_taken_with_a_gentle_note(self):
        _, seen = looked_at("zoom-participants.csv")
        without = [each.line for each in seen.having("new") if "email" not in each.fields]
        assert without == [3, 10, 11, 15, 25, 28, 29, 30, 35, 36, 38]
        assert row(seen, 3).notes == (
            "Row 3: there is no email address, so this person gets no letters from us. They can join with the code.",
        )


class TestLuma:
    def test_the_columns_are_recognised(self):
        shape, _ = looked_at("luma-guests.csv")
        assert shape.kind == "luma"
        assert [shape.mapping[column] for column in range(14)] == [
            "ignore",
            "name",
            "first_name",
            "last_name",
            "email",
            "ignore",  # telephone numbers are none of our business
            "signed_up_at",
            "status",
            "join_time",
            "ignore",
            "ignore",
            "ignore",
            "organisation",
            "words",
        ]

    def test_waiting_declined_and_contradictory_rows_are_told_apart(self):
        """43 approved, 4 on the waiting list, 5 declined; three of those five were checked in all the same."""
        _, seen = looked_at("luma-guests.csv")
        assert seen.counts == {"new": 47, "known": 0, "duplicate": 0, "cancelled": 2, "problem": 3}
        assert [each.line for each in seen.rows if each.fields["status"] == "waiting"] == [13, 18, 21, 48]
        assert lines(seen, "cancelled") == [16, 25]
        assert lines(seen, "problem") == [7, 20, 38]
        assert row(seen, 7).problems == (
            "Row 7: the file says both that this person is not coming and that they joined. Import them if they came.",
        )
        assert seen.summary == (
            "52 people in the file: 47 new, 2 not coming, 3 need a look. 4 of the new are on the waiting list."
        )

    def test_who_was_checked_in_is_read(self):
        _, seen = looked_at("luma-guests.csv")
        assert sum(1 for each in seen.rows if "join_time" in each.fields) == 30
        assert row(seen, 3).fields["join_time"] == "2021-01-27T13:50:00+00:00"


class TestPlain:
    def test_the_columns_are_recognised(self):
        shape, _ = looked_at("plain-semicolon-cp1252.csv")
        assert shape.kind == "plain"
        assert list(shape.mapping.values()) == ["name", "email", "organisation", "place", "words", "notes"]

    def test_broken_addresses_need_a_look_and_come_with_a_suggestion(self):
        _, seen = looked_at("plain-semicolon-cp1252.csv")
        assert seen.summary == "52 people in the file: 48 new, 4 need a look."
        assert lines(seen, "problem") == [2, 15, 28, 41]
        assert row(seen, 2).problems == (
            "Row 2: 'tomasz.singh25 at willow.example.org' is not an email address. It may be meant as"
            " tomasz.singh25@willow.example.org. Correct it in the file, or import the person without one.",
        )
        assert row(seen, 2).suggestions == {"email": "tomasz.singh25@willow.example.org"}
        assert "email" not in row(seen, 2).fields
        assert row(seen, 2).importable

    def test_names_are_turned_the_right_way_round(self):
        _, seen = looked_at("plain-semicolon-cp1252.csv")
        assert row(seen, 2).fields["name"] == "Tomasz Singh"
        assert row(seen, 11).fields["name"] == "Chloë McAllister"
        assert row(seen, 6).fields["name"] == "Deepa Okafor Ní Bhriain"

    def test_letters_that_the_file_has_lost_are_pointed_out(self):
        _, seen = looked_at("plain-semicolon-cp1252.csv")
        assert [each.line for each in seen.rows if each.notes] == [38, 51, 52]
        assert row(seen, 38).notes == (
            "Row 38: 'Tomasz Nguy?n' seems to have lost a letter when the file was saved. Check the name.",
        )

    def test_a_formula_is_a_text_like_any_other(self):
        _, seen = looked_at("plain-semicolon-cp1252.csv")
        noted = {each.line: each.fields["notes"] for each in seen.rows if "notes" in each.fields}
        formula = '=HYPERLINK("http://evil.example")'
        assert noted == {
            6: "needs captions",
            9: formula,
            25: "needs captions",
            32: formula,
            44: "needs captions",
        }

    def test_words_are_split_at_ampersands(self):
        _, seen = looked_at("plain-semicolon-cp1252.csv")
        assert row(seen, 3).fields["words"] == ["young people", "museums", "volunteering"]


class TestMeetup:
    def test_the_tabs_are_a_table_whatever_the_file_is_called(self):
        shape, seen = looked_at("meetup-attendees.xls")

        assert (shape.kind, shape.label) == ("meetup", "Meetup attendee list")
        assert seen.summary == "4 people in the file: 3 new, 1 not coming. 1 of the new is on the waiting list."

    def test_what_was_asked_for_and_when_is_kept_and_what_meetup_knows_of_them_is_not(self):
        _, seen = looked_at("meetup-attendees.xls")

        assert row(seen, 3).fields == {
            "name": "Femi T.",
            "status": "going",
            "signed_up_at": "2026-11-03T13:00:00",
            "notes": "Step-free, please",
        }


class TestForty:
    def test_columns_are_looked_at_and_those_that_mean_nothing_left_out(self):
        headings = ["Name", "Email", *(f"Question {number}" for number in range(1, 39))]
        cells = ["Amina Yusuf", "amina@example.org", *("=cmd()" for _ in range(38))]
        table = read_table(f"{','.join(headings)}\n{','.join(cells)}\n".encode(), "forty.csv")
        shape = recognise(table)
        seen = preview(table, shape.mapping)

        assert len(table.headers) == 40
        assert [row.fields for row in seen.rows] == [{"name": "Amina Yusuf", "email": "amina@example.org"}]
