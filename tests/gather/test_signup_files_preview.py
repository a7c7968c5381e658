"""Every row gets exactly one outcome and, where something is wrong, a sentence that helps."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from collective.gather.gatherings.signup_files import FIELDS, OUTCOMES, Preview, Row, preview, recognise
from collective.ground.lib.tables import Table, TableRow, read_table, write_csv


def seen(text: str, **options: frozenset[str]) -> Preview:
    table = read_table(text.encode(), "x.csv")
    return preview(table, recognise(table).mapping, **options)


def only(text: str) -> Row:
    (row,) = seen(text).rows
    return row


def outcomes(looked_at: Preview) -> list[str]:
    return [row.outcome for row in looked_at.rows]


class TestTheSamePerson:
    def test_an_address_twice_is_one_person_whose_gaps_are_filled(self):
        looked_at = seen("Name,Email,Org,Role\nFemi,f@x.org,,Analyst\nFemi Taylor,F@X.ORG,Celtic,CEO\n")
        assert outcomes(looked_at) == ["new", "duplicate"]
        assert looked_at.rows[0].fields == {
            "name": "Femi",
            "email": "f@x.org",
            "organisation": "Celtic",
            "role": "Analyst",
        }

    def test_one_address_for_two_people_is_asked_about(self):
        looked_at = seen("Name,Email\nAnn Smith,office@x.org\nBob Jones,office@x.org\n")
        assert outcomes(looked_at) == ["new", "problem"]
        assert looked_at.rows[1].problems == (
            "Row 3: office@x.org is also the address of Ann Smith in row 2. If Bob Jones is somebody else, give them their own"
            " address in the file, or import them without one.",
        )
        assert looked_at.rows[1].fields == {"name": "Bob Jones"}
        assert looked_at.rows[1].importable

    def test_who_cancelled_and_signed_up_again_is_coming(self):
        looked_at = seen("Name,Email,Status\nAda,a@x.org,cancelled\nAda,a@x.org,approved\n")
        assert outcomes(looked_at) == ["duplicate", "new"]
        assert looked_at.rows[0].same_as == 3
        assert "This one counts." in looked_at.rows[1].notes[0]

    def test_name_and_organisation_make_one_person_where_there_is_no_address(self):
        looked_at = seen("Name,Org,Email\nAda L,Acme,\nada l,ACME,\nAda L,Other,\n")
        assert outcomes(looked_at) == ["new", "duplicate", "new"]

    def test_a_name_alone_is_not_enough_in_a_list_of_sign_ups(self):
        looked_at = seen("Name,Town\nAda Lovelace,Hull\nAda Lovelace,Derry\n")
        assert outcomes(looked_at) == ["new", "problem"]
        assert looked_at.rows[1].problems == (
            "Row 3: there is no address, and row 2 also has the name 'Ada Lovelace'. If this is another person, import them;"
            " if not, leave this row out.",
        )

    def test_a_row_without_an_address_that_could_be_either_of_two_is_asked_about(self):
        looked_at = seen("Name,Org,Email\nAda L,Acme,a@x.org\nAda L,Acme,b@x.org\nAda L,Acme,\n")
        assert outcomes(looked_at) == ["new", "new", "problem"]
        assert "row 2 and row 3 also have the name 'Ada L'" in looked_at.rows[2].problems[0]

    def test_coming_back_keeps_the_first_time_of_joining(self):
        looked_at = seen(
            "Name,User Email,Join Time,Leave Time\n"
            "Ada Lovelace,,01/27/2021 03:00:00 PM,\n"
            "Ada Lovelace,a@x.org,01/27/2021 02:00:00 PM,\n"
            "Jamal,,01/27/2021 02:00:00 PM,\nJamal,,01/27/2021 02:30:00 PM,\n"
        )
        assert outcomes(looked_at) == ["new", "duplicate", "new", "problem"]
        assert looked_at.rows[0].fields == {
            "name": "Ada Lovelace",
            "email": "a@x.org",
            "join_time": "2021-01-27T14:00:00",
        }


class TestProblems:
    def test_texts_that_are_too_long_are_never_cut_in_silence(self):
        row = only(f"Name,Email,Org\nAda,a@x.org,{'x' * 161}\n")
        assert row.outcome == "problem"
        assert row.problems == (
            f"Row 2: the organisation '{'x' * 39}…' has 161 characters; the limit is 160. Shorten it in the file, or import the"
            " person without it.",
        )
        assert "organisation" not in row.fields
        assert only(f"Name,Email,Org\nAda,a@x.org,{'x' * 160}\n").outcome == "new"

    @pytest.mark.parametrize(("heading", "limit"), [("Name", 120), ("Job title", 120), ("Town", 120), ("Notes", 300)])
    def test_each_limit_holds(self, heading, limit):
        mail = "Email" if heading == "Name" else "Name,Email"
        rest = "a@x.org" if heading == "Name" else "Ada,a@x.org"
        assert only(f"{heading},{mail}\n{'y' * limit},{rest}\n").outcome == "new"
        assert only(f"{heading},{mail}\n{'y' * (limit + 1)},{rest}\n").outcome == "problem"

    def test_neither_name_nor_address_leaves_nobody_to_import(self):
        row = only("Name,Email,Town\n,,Hull\n")
        assert row.problems == (
            "Row 2: there is no name, and there is no address. Write the person's name in the file, or leave the row out.",
        )
        assert not row.importable

    def test_an_address_without_a_name_can_be_imported(self):
        row = only("Name,Email\n,ada@x.org\n")
        assert (row.outcome, row.importable) == ("problem", True)

    def test_a_row_with_too_many_cells_is_a_problem(self):
        looked_at = seen("Name,Email,Org\nAda,a@x.org,Smith, Jones\nBob,b@x.org,Acme\nCyn,c@x.org,Acme\n")
        assert outcomes(looked_at) == ["problem", "new", "new"]
        assert looked_at.rows[0].problems[0].startswith("Row 2: there are 4 cells but 3 headings")

    def test_who_was_only_invited_is_not_counted_as_coming(self):
        assert only("Name,Email,Status\nAda,a@x.org,invited\n").outcome == "problem"

    def test_no_column_for_the_person_is_said_once_for_the_file(self):
        looked_at = seen("Town,Role\nHull,CEO\n")
        assert looked_at.problems == (
            "No column is marked as the name or the email address. Mark one, so that we know who is in the list.",
        )

    def test_hostile_markup_is_text(self):
        row = only("Name,Email,Notes\n<script>alert(1)</script>,a@x.org,=1+1\n")
        assert (row.fields["name"], row.fields["notes"]) == ("<script>alert(1)</script>", "=1+1")


class TestNotes:
    def test_more_than_three_words_are_reduced_aloud(self):
        row = only("Name,Email,Three words\nAda,a@x.org,one; two; three; four; five\n")
        assert row.outcome == "new"
        assert row.fields["words"] == ["one", "two", "three"]
        assert row.notes == ("Row 2: there are 5 phrases; the first three are kept, without 'four, five'.",)

    def test_a_column_for_each_word_is_read_together(self):
        row = only("Name,Email,Word 1,Word 2,Word 3\nAda,a@x.org,one,two,n/a\n")
        assert row.fields["words"] == ["one", "two"]

    def test_answers_that_we_do_not_know_are_left_out_with_a_note(self):
        row = only("Name,Email,Maturity,Status,Timestamp,Attendance\nAda,a@x.org,rather,purple,soon,maybe\n")
        assert row.outcome == "new"
        assert len(row.notes) == 4
        assert row.fields == {"name": "Ada", "email": "a@x.org"}

    def test_cells_that_say_nothing_are_empty(self):
        assert only("Name,Email,Org,Notes\nAda,a@x.org,n/a,-\n").fields == {"name": "Ada", "email": "a@x.org"}

    def test_facilitators_and_ways_of_joining_are_read(self):
        row = only("Name,Email,Facilitator,Attendance\nAda,a@x.org,yes,In person\n")
        assert (row.fields["facilitator"], row.fields["attendance"]) == (True, "in the room")


class TestSummary:
    def test_everything_is_counted_in_one_sentence(self):
        looked_at = seen(
            "Name,Email,Status\nAda,a@x.org,\nBob,b@x.org,\nCyn,c at x,\nDan,d@x.org,cancelled\n"
            "Eve,e@x.org,waitlist\nAda,a@x.org,\n",
            known_emails=frozenset({"B@x.org"}),
        )
        assert looked_at.summary == (
            "5 people in the file: 2 new, 1 here already, 1 not coming, 1 needs a look. 1 of the new is on the waiting list."
            " 1 row repeats somebody, who is counted once."
        )

    def test_one_person_is_a_person(self):
        assert seen("Name,Email\nAda,a@x.org\n").summary == "1 person in the file: 1 new."

    def test_nobody_is_nobody(self):
        assert seen("Name,Email\n").summary == "There is nobody in the file."


CELL = st.one_of(
    st.text(max_size=20),
    st.sampled_from(
        [
            "iPhone",
            "a@x.org",
            "A@X.ORG",
            "b at x.org",
            "Ada Lovelace",
            "Singh, Tomasz",
            "cancelled",
            "01/27/2021",
            "a; b",
            "\x00",
        ]
    ),
)


@st.composite
def tables(draw):
    width = draw(st.integers(0, 6))
    headers = draw(
        st.lists(
            st.one_of(st.text(max_size=12), st.sampled_from(list(FIELDS.values()))), min_size=width, max_size=width
        )
    )
    cells = st.lists(CELL, min_size=width, max_size=width)
    rows = draw(st.lists(st.tuples(cells, st.lists(CELL, max_size=2)), max_size=8))
    return Table(
        headers=tuple(headers),
        rows=tuple(TableRow(line, tuple(row), tuple(extra)) for line, (row, extra) in enumerate(rows, start=2)),
    )


@given(tables(), st.dictionaries(st.integers(-2, 9), st.sampled_from([*FIELDS, "no such field"])), st.booleans())
@settings(deadline=None)
def test_any_table_with_any_mapping_has_a_preview(table, mapping, own):
    chosen = recognise(table).mapping if own else mapping
    looked_at = preview(table, chosen, known_emails=frozenset({"a@x.org"}))
    assert [row.line for row in looked_at.rows] == [row.line for row in table.rows]
    assert all(row.outcome in OUTCOMES for row in looked_at.rows)
    assert sum(looked_at.counts.values()) == len(table.rows)
    for row in looked_at.rows:
        assert bool(row.problems) == (row.outcome == "problem")
        assert all(sentence.startswith(f"Row {row.line}: ") for sentence in row.problems + row.notes)
        assert (row.same_as is None) == (row.outcome != "duplicate")
        assert json.loads(json.dumps(row.fields)) == row.fields
    assert looked_at.summary.endswith(".")


@given(tables())
@settings(deadline=None)
def test_one_address_is_imported_once(table):
    looked_at = preview(table, recognise(table).mapping)
    taken = [row.fields["email"] for row in looked_at.rows if row.outcome != "duplicate" and "email" in row.fields]
    assert len(taken) == len(set(taken))


@given(
    st.lists(st.sampled_from(["Name", "E-mail", "Town", "Words", "Status", "Join time"]), unique=True, min_size=1),
    st.data(),
)
@settings(deadline=None)
def test_a_preview_depends_on_the_table_alone(headers, data):
    rows = data.draw(st.lists(st.lists(CELL, min_size=len(headers), max_size=len(headers)), max_size=5))
    table = Table(tuple(headers), tuple(TableRow(line, tuple(row)) for line, row in enumerate(rows, start=2)))
    mapping = recognise(table).mapping
    assert preview(table, mapping) == preview(table, json.loads(json.dumps(mapping)))


def test_20_000_rows_are_previewed_whole():
    headers = [
        "First name",
        "Last name",
        "Email",
        "Company",
        "Town",
        "Three words",
        "Data maturity",
        "Status",
        "Order date",
        "Notes",
    ]
    people = [
        [
            "Tomasz",
            f"Singh{n}",
            f"T{n}@X.example.org",
            "Willow Trust  ",
            "Hull",
            "a; b; c",
            "Learning",
            "Attending",
            "2021-01-11 09:26:00",
            "",
        ]
        for n in range(20_000)
    ]
    table = read_table(write_csv(headers, people), "x.csv")
    mapping = recognise(table).mapping
    looked_at = preview(table, mapping)
    assert looked_at.summary == "20,000 people in the file: 20,000 new."


@pytest.mark.parametrize(
    "text",
    ["a" * 100_000, "iphone " * 15_000, "laptop-" + "a" * 100_000, "a@" * 50_000, "1 " * 50_000, "(she" * 20_000],
)
def test_one_monstrous_cell_does_not_hold_anything_up(text):
    table = Table(tuple(FIELDS), (TableRow(2, (text,) * len(FIELDS)),))
    (row,) = preview(table, dict(enumerate(FIELDS))).rows
    assert row.outcome == "problem"
