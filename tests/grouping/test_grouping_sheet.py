"""Spreadsheets: what is read is what was meant, and what is written is read again."""

import csv
import io
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from grouping.problem import ImpossibleRules
from grouping.sheet import read_sheet, write_groups

CELL = st.text(st.characters(blacklist_categories=("Cs", "Cc")), min_size=1, max_size=6).filter(
    lambda text: text.strip() == text and text[0] not in "=+-@'"
)


@pytest.fixture(scope="module")
def path(tmp_path_factory):
    return Path(tmp_path_factory.mktemp("sheets")) / "people.csv"


def written(path, rows):
    out = io.StringIO()
    csv.writer(out).writerows(rows)
    path.write_text(out.getvalue(), encoding="utf-8", newline="")
    return path


@settings(max_examples=60)
@given(st.lists(st.tuples(CELL, CELL), min_size=1, max_size=6))
def test_what_is_written_is_read_again(path, rows):
    sheet = read_sheet(written(path, [("name", "place"), *rows]))
    write_groups(sheet, [[0] * len(rows)], path, io.StringIO())
    again = read_sheet(path)
    assert again.columns["place"] == sheet.columns["place"] == [place for _, place in rows]
    assert again.columns["group"] == ["1"] * len(rows)


@settings(max_examples=80)
@given(st.binary(max_size=60))
def test_any_bytes_are_a_sheet_or_refused(path, raw):
    path.write_bytes(raw)
    try:
        sheet = read_sheet(path)
    except (ImpossibleRules, UnicodeDecodeError):
        return
    assert len(set(sheet.names)) == len(sheet.names)


def test_people_of_one_name_and_of_none_are_told_apart(path):
    sheet = read_sheet(written(path, [("name", "place"), ("Ada", "x"), ("Ada", "y"), ("", "z")]))
    assert sheet.names == ["Ada", "Ada (2)", "row 4"]


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ([("name",)], "has no people"),
        ([("name", "name"), ("Ada", "x")], "has two columns called 'name'"),
        ([("name",), ("Ada", "x")], "Row 2 of"),
    ],
)
def test_what_is_no_list_of_people_is_refused(path, rows, said):
    with pytest.raises(ImpossibleRules, match=r"\.$") as refusal:
        read_sheet(written(path, rows))
    assert said in str(refusal.value)
