"""What may be published, by example and for every small table there is."""

from collections import defaultdict
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from collective.ground.lib.disclosure import (
    UK,
    Branch,
    Fact,
    SafeFigure,
    SafeRow,
    facts_of,
    feasible,
    protect_attendance,
    protect_bars,
    protect_ordered,
    protect_regions,
    protect_words,
    recoverable,
    safe_against,
    tells,
)
from collective.ground.lib.disclosure.regions import slugs_of
from collective.ground.lib.places import REGIONS

STAGES = ("Unaware", "Emerging", "Learning", "Developing", "Mastering")
SLUGS = slugs_of(UK)


def shown(figure: SafeFigure) -> dict[str, str]:
    return {row.label: row.display for row in figure.rows}


def letters(counts) -> dict[str, int]:
    return dict(zip("ABCDEFGHIJKL", counts, strict=False))


# Examples: what goes in, what a reader sees.


@pytest.mark.parametrize(
    ("counts", "display"),
    [
        # Nothing small: everything is shown, noughts too.
        ([12, 9, 0, 5], ["12", "9", "0", "5"]),
        # One small count: the next smallest is held back with it.
        ([12, 9, 6, 3], ["12", "9", "not shown", "not shown"]),
        # Two small counts that add up to fewer than five: a third goes with them.
        ([12, 9, 3, 1], ["12", "not shown", "not shown", "not shown"]),
        # Three small counts with a sum of five: each could only be one to three, so a fourth goes with them.
        ([14, 6, 1, 1, 3, 9], ["14", "not shown", "not shown", "not shown", "not shown", "9"]),
        # Four beside nines: knowing the rule, a reader would know it is four or nine. Nothing is shown.
        ([9, 9, 9, 4], ["not shown"] * 4),
        # Two answers only: either number gives the other away.
        ([28, 2], ["not shown"] * 2),
        # Everybody agrees.
        ([30, 0, 0], ["30", "0", "0"]),
    ],
)
def test_small_answers_are_held_back_with_company(counts, display):
    assert [row.display for row in protect_bars(letters(counts)).rows] == display


def test_fewer_people_than_the_threshold_gives_one_sentence_and_no_number():
    figure = protect_bars({"Yes": 3, "No": 1})
    assert figure.sentence == "Fewer than 5 people have answered."
    assert figure.people_shown is None
    assert figure.held
    assert set(shown(figure).values()) == {"not shown"}


def test_nobody_yet_is_said_as_such():
    assert protect_bars({"Yes": 0, "No": 0}).sentence == "Nobody has answered yet."


def test_the_threshold_can_be_ten():
    assert shown(protect_bars({"A": 40, "B": 30, "C": 12, "D": 7}, threshold=10)) == {
        "A": "40",
        "B": "30",
        "C": "not shown",
        "D": "not shown",
    }


def test_people_who_left_the_question_empty_are_a_row_of_their_own():
    figure = protect_bars({"A": 12, "B": 9, "C": 8}, total=31)
    assert figure.rows[-1].label == "No answer"
    assert [row.display for row in figure.rows] == ["12", "9", "not shown", "not shown"]


def test_where_several_answers_are_allowed_all_but_two_counts_as_two():
    figure = protect_bars({"Mail": 26, "Phone": 14, "Post": 3}, total=28, several=True)
    assert shown(figure) == {"Mail": "not shown", "Phone": "14", "Post": "not shown"}


@pytest.mark.parametrize(
    ("counts", "rows"),
    [
        ([3, 9, 10, 6, 2], {"Unaware or Emerging": 12, "Learning": 10, "Developing or Mastering": 8}),
        ([0, 9, 10, 6, 5], {"Unaware": 0, "Emerging": 9, "Learning": 10, "Developing": 6, "Mastering": 5}),
        ([2, 3, 4, 0, 20], {"Unaware, Emerging or Learning": 9, "Developing": 0, "Mastering": 20}),
        ([3, 9, 1, 3, 14], {"Unaware or Emerging": 12, "Learning, Developing or Mastering": 18}),
    ],
)
def test_small_stages_are_merged_with_their_neighbours(counts, rows):
    figure = protect_ordered(dict(zip(STAGES, counts, strict=True)))
    assert {row.label: row.value for row in figure.rows} == rows


def test_two_who_are_not_sure_are_left_out_of_the_total_as_well():
    figure = protect_ordered(dict(zip(STAGES, [6, 7, 8, 7, 0], strict=True)), aside={"Not sure": 2})
    assert figure.people_shown == 28
    assert "Not sure" not in shown(figure)
    assert "28 people" in figure.sentence
    assert "Fewer than five people gave another answer" in figure.note


def test_a_scale_is_merged_by_numbers():
    figure = protect_bars({"1": 2, "2": 4, "3": 9, "4": 8, "5": 7}, ordered=True)
    assert [row.label for row in figure.rows] == ["1 or 2", "3", "4", "5"]


def test_one_person_in_wales_is_counted_with_the_south_west():
    figure = protect_regions({"wales": 1, "south-west": 4, "west-midlands": 5, "london": 12, "scotland": 6})
    assert shown(figure) == {"London": "12", "Scotland": "6", "Wales and the South West": "5", "West Midlands": "5"}


def test_one_person_in_wales_alone_takes_the_midlands_along():
    figure = protect_regions({"wales": 1, "west-midlands": 5, "east-midlands": 7, "london": 12})
    assert shown(figure) == {"Wales, the South West and the Midlands": "13", "London": "12"}


def test_the_tree_of_the_map_has_the_twelve_nations_and_regions():
    assert sorted(SLUGS) == sorted(region.slug for region in REGIONS)


def test_people_spread_too_thin_become_one_country():
    figure = protect_regions({"wales": 1, "scotland": 2, "london": 2})
    assert shown(figure) == {"The United Kingdom": "5"}
    assert set(figure.rows[0].covers) == set(SLUGS)


def test_four_people_are_not_put_on_a_map():
    figure = protect_regions({"wales": 1, "scotland": 3})
    assert figure.rows == ()
    assert figure.sentence == "Fewer than 5 people have answered."


def test_a_few_people_abroad_are_left_out_of_the_number_too():
    figure = protect_regions({"london": 12}, abroad=2)
    assert figure.people_shown == 12
    assert "Fewer than five people were elsewhere" in figure.note


def test_a_word_needs_two_people_or_somebody_who_read_it():
    figure = protect_words({"housing": 7, "food": 2, "Aberlour": 1, "data": 1}, people=20, approved={"data"})
    assert shown(figure) == {"housing": "7", "data": "", "food": ""}


def test_a_word_that_all_but_a_few_said_has_no_number():
    figure = protect_words({"trust": 28, "time": 9}, people=30)
    assert shown(figure) == {"trust": "nearly everybody", "time": "9"}


def test_words_below_the_threshold_stand_in_alphabetical_order():
    figure = protect_words({"zebra": 4, "apple": 2, "mango": 3}, people=20)
    assert [row.label for row in figure.rows] == ["apple", "mango", "zebra"]


def test_how_many_came_does_not_show_how_few_stayed_silent():
    assert protect_attendance(30, [30, 25]).words == "30 people"
    assert protect_attendance(30, [28]).words == "about 30 people"
    assert protect_attendance(30, [28]).value is None
    assert protect_attendance(3).words == "fewer than 5 people"


@given(st.integers(5, 200), st.lists(st.integers(0, 200), max_size=3), st.sampled_from([5, 10]))
def test_no_attendance_gives_the_silent_away(present, answers, threshold):
    answers = [number for number in answers if number <= present]
    said = protect_attendance(present, answers, threshold=threshold)
    if said.value is not None:
        assert not any(0 < said.value - number < threshold for number in answers)


# Only the functions make figures.


def test_a_table_that_stays_closed_says_only_roughly_how_many_answered():
    figure = protect_bars({"Yes": 28, "No": 1})
    assert figure.sentence == "About 30 people answered. Too few gave each answer for us to show the numbers."
    assert figure.people_shown is None


def test_nobody_else_can_make_a_figure():
    with pytest.raises(TypeError, match="protect_"):
        SafeFigure("bars", "t", "s", ("a", "b"), (SafeRow("A", ("A",), 3, "3"),), "", 3, 5)


def test_a_figure_survives_being_written_down():
    figure = protect_bars({"A": 12, "B": 9, "C": 3}, title="Which?")
    assert SafeFigure.from_dict(figure.as_dict()) == figure


def test_a_tampered_record_is_refused():
    data = protect_bars({"A": 12, "B": 9}).as_dict()
    data["rows"][0]["value"] = 3
    with pytest.raises(ValueError, match="small count"):
        SafeFigure.from_dict(data)


@pytest.mark.parametrize("counts", [{"A": -1}, {"A": 3, "B": -2}])
def test_a_count_below_nought_is_refused(counts):
    with pytest.raises(ValueError, match="below nought"):
        protect_bars(counts)


# The audit itself can fail.


def test_the_audit_finds_a_count_left_over_from_a_total():
    facts = [Fact(frozenset("A"), 20, 20), Fact(frozenset("AB"), 22, 22)]
    assert feasible(facts)["B"] == (2, 2)
    assert [(telling.low, telling.high) for telling in recoverable(facts, 5)] == [(2, 2)]


def test_the_audit_finds_two_people_behind_two_rows():
    facts = [Fact(frozenset("A"), 20, 20), Fact(frozenset("ABC"), 22, 22)]
    assert frozenset("BC") in {telling.labels for telling in recoverable(facts, 5)}


def test_the_audit_lets_fewer_than_five_pass():
    assert recoverable([Fact(frozenset("A"), 0, 4)], 5) == []
    assert recoverable([Fact(frozenset("A"), 1, 4)], 5) == []
    assert recoverable([Fact(frozenset("A"), 2, 4)], 5) != []


@pytest.mark.parametrize(
    ("bounds", "telling"),
    [
        ((0, 0), False),
        ((5, 5), False),
        ((0, 4), False),
        ((3, 3), True),
        ((0, 3), True),
        ((3, 60), False),
        ((4, 5), True),
    ],
)
def test_what_is_too_much_to_know(bounds, telling):
    assert tells(*bounds, 5) is telling


# For any answers at all, nothing can be recovered.

counts = st.lists(st.one_of(st.integers(0, 6), st.integers(0, 60)), min_size=1, max_size=9)
thresholds = st.sampled_from([5, 10])


def assert_safe(figure: SafeFigure) -> None:
    threshold = figure.threshold
    assert recoverable(facts_of(figure), threshold) == []
    assert not any(row.value is not None and 0 < row.value < threshold for row in figure.rows)
    assert figure.people_shown is None or figure.people_shown == 0 or figure.people_shown >= threshold
    if figure.partition and not figure.held:
        rest = [row for row in figure.rows if row.value is None]
        assert len(rest) != 1


def assert_true(figure: SafeFigure, counts: dict[str, int]) -> None:
    for row in figure.rows:
        if row.value is not None:
            assert row.value == sum(counts.get(label, 0) for label in row.covers)


@given(counts, thresholds)
def test_no_small_answer_can_be_recovered(numbers, threshold):
    figure = protect_bars(letters(numbers), threshold=threshold)
    assert_safe(figure)
    assert_true(figure, letters(numbers))


@given(counts, st.integers(0, 8), thresholds)
def test_no_blank_answer_can_be_recovered(numbers, blank, threshold):
    assert_safe(protect_bars(letters(numbers), total=sum(numbers) + blank, threshold=threshold))


@given(st.integers(0, 60), st.lists(st.floats(0, 1), min_size=1, max_size=7), thresholds, st.sampled_from([None, 2, 3]))
def test_no_small_answer_of_several_can_be_recovered(people, shares, threshold, most):
    numbers = letters(round(share * people) for share in shares)
    most = most if most and max(numbers.values()) * len(numbers) <= most * people else None
    assert_safe(protect_bars(numbers, total=people, several=True, threshold=threshold, most=most))


@given(counts, st.lists(st.integers(0, 12), max_size=3), thresholds)
def test_no_small_stage_can_be_recovered(numbers, aside, threshold):
    beside = dict(zip(["Not sure", "Rather not say", "No answer"], aside, strict=False))
    figure = protect_ordered(letters(numbers), aside=beside, threshold=threshold)
    assert_safe(figure)
    assert_true(figure, {**letters(numbers), **beside})


@given(st.lists(st.integers(0, 8), min_size=12, max_size=12), st.integers(0, 8), thresholds)
def test_no_small_region_can_be_recovered(numbers, abroad, threshold):
    spread = dict(zip(SLUGS, numbers, strict=True))
    figure = protect_regions(spread, abroad=abroad, threshold=threshold)
    assert_safe(figure)
    assert_true(figure, {**spread, "abroad": abroad})


@given(st.integers(0, 60), st.lists(st.floats(0, 1), max_size=12), thresholds)
def test_no_small_word_count_is_given(people, shares, threshold):
    figure = protect_words(letters(round(share * people) for share in shares), people=people, threshold=threshold)
    assert_safe(figure)
    assert not any(row.value is not None and 0 < people - row.value < threshold for row in figure.rows)


@given(counts, thresholds)
def test_sentences_never_name_a_small_count(numbers, threshold):
    small = {"one", "two", "three", "four", "1", "2", "3", "4"}
    for figure in (
        protect_bars(letters(numbers), threshold=threshold),
        protect_ordered(letters(numbers), threshold=threshold),
    ):
        words = figure.sentence.replace("Fewer than 5", "").replace("Fewer than 10", "").lower()
        words = words.split("answers share the lead")[-1]
        assert not small & set(words.replace(".", " ").replace(",", " ").replace("(", " ").replace(")", " ").split())


# A reader who knows the rules: try every table, and look at all the tables that give the same page.


def pages_of(publish, size: int, largest: int) -> list[tuple[tuple[SafeRow, ...], list[tuple[int, ...]]]]:
    """Each page that could be published, with every table behind it; without those that larger tables share."""
    pages = defaultdict(list)
    for numbers in product(range(largest + 1), repeat=size):
        figure = publish(letters(numbers))
        pages[(figure.rows, figure.people_shown, figure.sentence)].append(numbers)
    return [(rows, tables) for (rows, _, _), tables in pages.items() if all(max(table) < largest for table in tables)]


@pytest.mark.parametrize(("threshold", "size", "largest"), [(5, 3, 16), (5, 4, 11), (3, 5, 6), (10, 3, 24)])
def test_a_reader_who_knows_the_rules_for_bars_is_no_wiser(threshold, size, largest):
    for rows, tables in pages_of(lambda counts: protect_bars(counts, threshold=threshold), size, largest):
        for place, row in enumerate(rows):
            values = {table[place] for table in tables}
            if row.value is None and any(0 < value < threshold for value in values):
                assert len(values) >= threshold - 1, (rows, tables)


@pytest.mark.parametrize(("threshold", "size", "largest"), [(5, 3, 16), (5, 4, 11)])
def test_a_reader_who_knows_the_rules_for_stages_is_no_wiser(threshold, size, largest):
    for rows, tables in pages_of(lambda counts: protect_ordered(counts, threshold=threshold), size, largest):
        for place, label in enumerate("ABCDE"[:size]):
            row = next(row for row in rows if label in row.covers)
            values = {table[place] for table in tables}
            if (row.value is None or len(row.covers) > 1) and any(0 < value < threshold for value in values):
                assert len(values) >= threshold - 1, (rows, tables)


def test_a_reader_who_knows_the_rules_for_the_map_is_no_wiser():
    tree = Branch("All", (Branch("AB", ("A", "B")), Branch("CD", ("C", "D"))))
    for rows, tables in pages_of(lambda counts: protect_regions(counts, tree), 4, 11):
        for place, label in enumerate("ABCD"):
            values = {table[place] for table in tables}
            covers = next((row.covers for row in rows if label in row.covers), (label,))
            if len(covers) > 1 and any(0 < value < 5 for value in values):
                assert len(values) >= 4, (rows, tables)


# Published twice.


def test_one_more_answer_is_not_published_as_a_difference():
    old = protect_bars({"A": 12, "B": 9, "C": 8})
    new = protect_bars({"A": 13, "B": 9, "C": 8})
    held = safe_against(old, new)
    assert held.held
    assert "have changed since" in held.sentence
    assert held.people_shown is None
    assert set(shown(held).values()) == {"not shown"}


def test_a_change_of_mind_is_not_published_as_a_difference():
    assert safe_against(protect_bars({"A": 12, "B": 9}), protect_bars({"A": 11, "B": 10})).held


def test_five_more_answers_are_published():
    new = protect_bars({"A": 17, "B": 9})
    assert safe_against(protect_bars({"A": 12, "B": 9}), new) is new


def test_the_first_publication_stands():
    new = protect_bars({"A": 12, "B": 9})
    assert safe_against(None, new) is new


def test_all_earlier_publications_are_compared():
    first, second = protect_bars({"A": 12, "B": 9}), protect_bars({"A": 18, "B": 9})
    assert safe_against([first, second], protect_bars({"A": 11, "B": 9})).held


def test_stages_merged_differently_are_compared_where_they_meet():
    old = protect_ordered({"A": 3, "B": 9, "C": 10})
    new = protect_ordered({"A": 5, "B": 9, "C": 13})
    assert [row.label for row in old.rows] != [row.label for row in new.rows]
    assert safe_against(old, new).held


def test_somebody_in_a_new_region_is_noticed():
    old = protect_regions({"scotland": 6, "london": 9})
    new = protect_regions({"scotland": 6, "northern-ireland": 1, "london": 13})
    assert safe_against(old, new).held


def test_a_withdrawal_holds_the_figure_back_without_new_labels():
    old = protect_words({"housing": 7, "food": 6}, people=20)
    new = protect_words({"housing": 6, "food": 6, "asylum": 2}, people=19)
    assert "asylum" not in shown(safe_against(old, new))


@given(st.lists(st.integers(0, 12), min_size=4, max_size=4), st.lists(st.integers(-3, 8), min_size=4, max_size=4))
def test_no_difference_of_shown_rows_is_small(numbers, moves):
    old = protect_ordered(letters(numbers))
    new = protect_ordered(letters(max(0, number + move) for number, move in zip(numbers, moves, strict=True)))
    out = safe_against(old, new)
    if out.held:
        return
    before = {row.covers: row.value for row in old.rows}
    assert all(
        row.covers not in before or before[row.covers] is None or not 0 < abs(row.value - before[row.covers]) < 5
        for row in out.rows
        if row.value is not None
    )


def test_a_number_that_shrank_by_one_since_it_was_published_is_not_exact():
    assert protect_attendance(5, [6]).value is None
