"""Who came, as Zoom, Teams and Meet say it; every name and address here is invented."""

from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from collective.gather.gatherings.attendance_reports import (
    Attendee,
    Listed,
    NobodyCame,
    alike,
    match_people,
    merged,
    read_report,
)
from collective.gather.gatherings.signup_files.clean import folded
from collective.ground.lib.errors import Refused
from collective.ground.lib.tables import TableRefused, write_xlsx
from collective.ground.lib.tables.write import Sheet

REPORTS = Path(__file__).parent / "files" / "reports"
LIST = [
    Listed(1, "Ada Hussain", "ada@example.org"),
    Listed(2, "Femi Taylor", "femi@example.org"),
    Listed(3, "Ben Carr", "ben@example.org"),
    Listed(4, "Siobhán O’Neill"),
    Listed(5, "Amina Yusuf", "amina@example.org"),
    Listed(6, "Grace Müller"),
]


def read(name):
    return read_report((REPORTS / name).read_bytes(), name)


def who(report):
    return [(each.name or each.shown, each.email, each.rows) for each in report.people]


def report_of(text, name="report.csv", encoding="utf-8"):
    return read_report(text.encode(encoding), name)


class TestReading:
    @pytest.mark.parametrize(
        ("name", "tool"),
        [
            ("zoom-meeting-with-summary.csv", "zoom"),
            ("zoom-unique.csv", "zoom"),
            ("zoom-webinar.csv", "zoom"),
            ("zoom-breakouts-semicolons.csv", "zoom"),
            ("teams.csv", "teams"),
            ("teams-2020.csv", "teams"),
            ("meet.csv", "meet"),
        ],
    )
    def test_knows_whose_report_it_is(self, name, tool):
        assert read(name).tool == tool

    def test_of_zoom_passes_over_the_lines_about_the_meeting_and_joins_who_connected_again(self):
        assert who(read("zoom-meeting-with-summary.csv")) == [
            ("Ada Hussain", "ada@example.org", 1),
            ("Femi Taylor", "femi@example.org", 2),
            ("Ben Carr", "", 2),
            ("Siobhan O'Neil", "", 1),
            ("iPhone", "", 1),
            ("Amina", "", 1),
        ]

    def test_does_not_count_who_only_waited_at_the_door(self):
        assert "Waiting Wanda" not in [each.shown for each in read("zoom-meeting-with-summary.csv").people]

    def test_of_a_webinar_leaves_out_who_registered_and_did_not_come(self):
        assert who(read("zoom-webinar.csv")) == [("Ada Hussain", "ada@example.org", 1), ("Femi", "femi@example.org", 2)]

    def test_of_teams_reads_utf_16_with_tabs_and_each_person_once_although_two_tables_name_them(self):
        assert who(read("teams.csv")) == [
            ("Ada Hussain", "ada@example.org", 2),
            ("Femi Taylor", "femi@example.org", 3),
            ("Siobhán O'Neill", "", 2),
            ("+44 20 7946 0018", "", 1),
        ]

    def test_of_teams_before_2021_reads_who_joined_and_turns_the_name_round(self):
        assert who(read("teams-2020.csv")) == [("Ada Hussain", "", 1), ("Femi Taylor", "", 3)]

    def test_of_meet_puts_first_and_last_name_together(self):
        assert who(read("meet.csv")) == [
            ("Ada Hussain", "ada@example.org", 1),
            ("Femi Taylor", "femi@example.org", 1),
            ("Siobhan", "", 1),
        ]

    def test_of_a_plain_list_takes_its_names(self):
        found = report_of("Name\nAmina Yusuf\nBen Carr\n")

        assert found.tool == "other"
        assert [each.name for each in found.people] == ["Amina Yusuf", "Ben Carr"]

    def test_of_a_workbook_is_the_same_as_of_text(self):
        rows = [("Ada", "Hussain", "ada@example.org", "2 hr", "13:55", "16:07")]
        headers = ("First name", "Last name", "Email", "Duration", "Time joined", "Time exited")
        data = write_xlsx([Sheet("Attendees", headers, rows)])

        assert who(read_report(data, "meet.xlsx")) == [("Ada Hussain", "ada@example.org", 1)]

    def test_keeps_no_time_and_no_duration(self):
        for path in sorted(REPORTS.iterdir()):
            for each in read_report(path.read_bytes(), path.name).people:
                assert set(each.as_json()) == {"name", "email", "shown", "also", "rows"}
                assert "2021" not in str(each.as_json())

    @pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-le", "cp1252"])
    def test_does_not_mind_how_the_letters_are_written(self, encoding):
        found = report_of(
            "Name (Original Name),User Email,Join Time\nZoë Brontë,zoe@example.org,1\n", encoding=encoding
        )

        assert who(found) == [("Zoë Brontë", "zoe@example.org", 1)]


class TestRefusing:
    @pytest.mark.parametrize(
        "data",
        [
            b"",
            b"   \r\n ",
            b"%PDF-1.7 \n",
            b"\x00\x01\x02\x03" * 200,
            b"PK\x03\x04 broken",
            b"Name (Original Name),User Email,Join Time\r\n",
            b"Meeting ID,Topic,User Email,Duration (Minutes),Participants\r\n1,Lunch,ada@example.org,9,9\r\n",
            b'Name (Original Name),Join Time\n"' + b"x" * 200_000,
        ],
    )
    def test_says_in_a_sentence_what_to_do(self, data):
        with pytest.raises(Refused) as refused:
            read_report(data, "what.csv")
        assert isinstance(refused.value, NobodyCame | TableRefused)
        assert str(refused.value).endswith(".")

    @given(st.binary(max_size=400))
    @settings(max_examples=60)
    def test_any_bytes_are_read_or_refused(self, data):
        with suppress(Refused):
            assert read_report(data, "any.csv").people


class TestJoining:
    def test_two_names_at_one_address_are_two_people_when_they_cannot_be_one(self):
        people = merged(
            [Attendee("Ada Hussain", "office@example.org", "Ada"), Attendee("Ben Carr", "office@example.org", "Ben")]
        )

        assert [each.name for each in people] == ["Ada Hussain", "Ben Carr"]

    def test_a_first_name_alone_is_not_taken_for_somebody_with_an_address(self):
        people = merged([Attendee("Ben Carr", "ben@example.org", "Ben Carr"), Attendee("Ben", "", "Ben")])

        assert [each.name for each in people] == ["Ben Carr", "Ben"]

    def test_a_second_report_of_the_rooms_adds_only_who_is_new(self):
        first, rooms = read("zoom-meeting-with-summary.csv"), read("zoom-breakouts-semicolons.csv")

        together = merged([*first.people, *rooms.people])

        assert [each.name for each in together if each.name] == [
            "Ada Hussain",
            "Femi Taylor",
            "Ben Carr",
            "Siobhan O'Neil",
            "Amina",
            "Siobhán O'Neill",
            "Grace Müller",
        ]

    def test_the_same_report_twice_is_the_same_people(self):
        one = read("teams.csv").people
        names = [(each.name, each.email) for each in one]

        assert [(each.name, each.email) for each in merged([*one, *read("teams.csv").people])] == names


class TestMatching:
    def match(self, name, email="", also=()):
        return match_people([Attendee(name, email, name, also=list(also))], LIST)[0]

    def test_the_registered_address_is_certain(self):
        found = self.match("Femi T", "femi@example.org")

        assert (found.how, found.proposed, found.is_certain) == ("address", 2, True)

    def test_an_address_with_a_name_that_cannot_be_theirs_has_to_be_confirmed(self):
        found = self.match("Zbigniew Kowalski", "femi@example.org")

        assert (found.how, found.suggestions, found.proposed, found.is_certain) == ("shared", ((2, 0.8),), None, False)

    @pytest.mark.parametrize("name", ["Siobhan O'Neill", "O’NEILL Siobhán", "siobhán o neill"])
    def test_a_registered_name_is_known_whatever_its_order_accents_and_capitals(self, name):
        found = self.match(name)

        assert (found.how, found.suggestions, found.proposed, found.is_certain) == ("name", ((4, 0.95),), 4, False)

    def test_a_name_that_is_alike_is_suggested_and_never_proposed(self):
        found = self.match("Ben Karr")

        assert found.how == "likely"
        assert found.suggestions[0][0] == 3
        assert found.proposed is None

    def test_two_people_of_one_name_are_both_shown_and_neither_proposed(self):
        twins = [Listed(1, "Sam Lee", "a@example.org"), Listed(2, "Lee Sam", "b@example.org")]
        found = match_people([Attendee("Sam Lee", "", "Sam Lee")], twins)[0]

        assert (found.how, found.suggestions, found.proposed) == ("name", ((1, 0.95), (2, 0.95)), None)

    @pytest.mark.parametrize("name", ["Quentin Xu", "", "B"])
    def test_who_is_like_nobody_is_nobody(self, name):
        assert self.match(name).how == "nobody"

    def test_another_name_that_they_showed_helps(self):
        assert self.match("Table 4", also=["Grace Muller"]).proposed == 6

    def test_a_long_list_gives_the_same_answer_whatever_its_order(self):
        people = [Listed(n, f"Person {n:04d} Surname{n % 97}") for n in range(3000)]
        asked = [Attendee("Person 0042 Surnam42", "", ""), Attendee("Surname7 Person", "", "")]

        assert [m.suggestions for m in match_people(asked, people)] == [
            m.suggestions for m in match_people(asked, list(reversed(people)))
        ]


NAMES = st.text(alphabet="abcdeé ŁłöÖ'-XYZ", min_size=0, max_size=18)


class TestAlikeness:
    @pytest.mark.parametrize(
        ("one", "other", "expected"),
        [
            ("Ben", "Ben Carr", 0.825),
            ("Smith Jon", "John Smith", 0.875),
            ("B Carr", "Ben Carr", 0.9),
            ("Tom Singh", "Tomasz Singh", 0.95),
            ("Ben Crar", "Ben Carr", 0.875),
            ("Ada", "Quentin", 0.0),
            ("", "Ada", 0.0),
        ],
    )
    def test_is_as_its_definition_says(self, one, other, expected):
        assert alike(one, other) == pytest.approx(expected, abs=0.0001)

    @given(NAMES, NAMES)
    def test_is_the_same_both_ways_and_between_nothing_and_all(self, one, other):
        assert alike(one, other) == alike(other, one)
        assert 0.0 <= alike(one, other) <= 1.0

    @given(NAMES)
    def test_of_a_name_with_itself_turned_round_is_all(self, name):
        if len(folded(name).split()) <= 5 and folded(name):
            assert alike(name, " ".join(reversed(name.upper().lower().split()))) == 1.0
