"""What may be public of a gathering, tried with any numbers and any history of publications."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from collective.ground.lib.disclosure import facts_of, recoverable
from collective.share.pages.core.result import CARDS, Asked, Raw, Safe, Tables, protect, tables_said
from collective.share.pages.core.turnout import turnout

COUNT = st.integers(0, 14)
STAGES = ("Unaware", "Emerging", "Learning", "Developing", "Mastering")
REGIONS = ("london", "wales", "scotland", "south-west", "north-west", "northern-ireland")


@st.composite
def questions(draw: st.DrawFn) -> tuple[Asked, ...]:
    places = draw(st.dictionaries(st.sampled_from(REGIONS), COUNT))
    stages = dict(zip(STAGES, draw(st.lists(COUNT, min_size=5, max_size=5)), strict=True))
    aside = {"Not sure": draw(COUNT), "Rather not say": draw(COUNT)}
    choices = draw(st.dictionaries(st.sampled_from(["Yes", "No", "Later", "Never"]), COUNT, min_size=2))
    people = draw(st.integers(0, 40))
    words = draw(st.dictionaries(st.sampled_from(["food", "debt", "housing", "kelp"]), st.integers(1, max(people, 1))))
    abroad = draw(COUNT)
    made = [
        Asked("place", "place", "Where?", sum(places.values()) + abroad, places, abroad=abroad),
        Asked("stage", "maturity", "How?", sum(stages.values()) + sum(aside.values()), stages, aside=aside),
        Asked("choice", "choice", "Which?", sum(choices.values()), choices),
        Asked("text", "text", "Anything?", people),
    ]
    if people:
        made.append(Asked("words", "words", "What?", people, words, approved=("kelp",)))
    return tuple(made)


@st.composite
def gatherings(draw: st.DrawFn) -> Raw:
    asked = draw(questions())
    cards = {"Need": draw(COUNT), "Idea": draw(COUNT), "Concern": draw(COUNT)}
    answered = max((one.people for one in asked), default=0)
    present = answered + draw(st.integers(0, 6))
    return Raw(present + draw(st.integers(0, 30)), present, asked, cards)


def _small(number: int | None) -> bool:
    return number is not None and 0 < abs(number) < 5


def _all_numbers(safe: Safe) -> list[int | None]:
    rows = [row.value for figure in safe.figures.values() for row in figure.rows]
    return [*rows, *(figure.people_shown for figure in safe.figures.values()), safe.present.value, safe.signed_up.value]


@settings(max_examples=120)
@given(st.lists(gatherings(), min_size=1, max_size=3))
def test_no_version_and_no_pair_of_versions_gives_away_a_few_people(versions: list[Raw]) -> None:
    public: list[Safe] = []
    for raw in versions:
        safe = protect(raw, public)
        assert not [number for number in _all_numbers(safe) if _small(number)]
        for key, figure in safe.figures.items():
            assert recoverable(facts_of(figure), 5) == [], key
        public.append(safe)
    for key in {key for safe in public for key in safe.figures}:
        figures = [safe.figures[key] for safe in public if key in safe.figures]
        totals = [figure.people_shown for figure in figures if figure.people_shown is not None]
        assert not [1 for one in totals for other in totals if _small(one - other)], key
        for label in {row.label for figure in figures for row in figure.rows}:
            seen = [
                row.value for figure in figures for row in figure.rows if row.label == label and row.value is not None
            ]
            assert not [1 for one in seen for other in seen if _small(one - other)], (key, label)


@settings(max_examples=120)
@given(st.lists(gatherings(), min_size=1, max_size=3))
def test_how_many_came_never_tells_how_few_did_not_answer(versions: list[Raw]) -> None:
    public: list[Safe] = []
    for raw in versions:
        public.append(protect(raw, public))
    heads = [number for safe in public for number in (safe.present.value, safe.signed_up.value) if number is not None]
    answered = [
        figure.people_shown
        for safe in public
        for key, figure in safe.figures.items()
        if key != CARDS and figure.people_shown is not None
    ]
    assert not [(head, number) for head in heads for number in [*answered, *heads] if _small(head - number)]


@given(gatherings())
def test_a_result_is_read_back_as_it_was_kept(raw: Raw) -> None:
    safe = protect(raw)
    assert Safe.from_dict(safe.as_dict()).as_dict() == safe.as_dict()


def test_thirty_who_came_are_not_counted_beside_twenty_eight_who_answered() -> None:
    asked = Asked("choice", "choice", "Again?", 28, {"Yes": 20, "No": 8})
    safe = protect(Raw(52, 30, (asked,)))
    assert safe.figures["choice"].people_shown == 28
    assert (safe.present.value, safe.present.words) == (None, "about 30 people")
    assert safe.signed_up.value == 52


def test_a_number_without_rows_is_compared_with_every_number_that_is_public_already() -> None:
    first = protect(Raw(11, 6))
    later = protect(Raw(5, 5, (Asked("text", "text", "Anything?", 5),)), [first])
    assert (first.signed_up.value, first.present.value) == (11, 6)
    assert later.figures["text"].people_shown is None


def test_a_figure_that_comes_later_is_held_back_beside_the_number_that_is_public_already() -> None:
    first = protect(Raw(52, 30))
    assert first.present.value == 30
    later = protect(Raw(52, 30, (Asked("choice", "choice", "Again?", 28, {"Yes": 20, "No": 8}),)), [first])
    assert later.figures["choice"].held
    assert "Held back" in later.figures["choice"].sentence


def test_published_again_unchanged_it_says_the_same() -> None:
    raw = Raw(52, 30, (Asked("choice", "choice", "Again?", 28, {"Yes": 20, "No": 8}),))
    first = protect(raw)
    assert protect(raw, [first]) == first


def test_one_answer_fewer_is_held_back_in_words() -> None:
    before = protect(Raw(52, 28, (Asked("choice", "choice", "Again?", 28, {"Yes": 20, "No": 8}),)))
    after = protect(Raw(52, 28, (Asked("choice", "choice", "Again?", 27, {"Yes": 20, "No": 7}),)), [before])
    assert after.figures["choice"].held
    assert "the difference would point at them" in after.figures["choice"].sentence


def test_what_people_wrote_is_counted_and_not_published() -> None:
    safe = protect(Raw(20, 20, (Asked("text", "text", "Anything?", 12),)))
    assert safe.figures["text"].sentence == "12 people answered in their own words. What they wrote is not published."
    assert safe.figures["text"].rows == ()


def test_tables_are_said_in_words_that_do_not_add_up_to_people() -> None:
    assert tables_said((4, 4, 4, 4, 4, 4, 3, 3)) == "Eight tables of about four."
    assert tables_said((4, 4, 3)) == "A few tables of about four."
    safe = protect(Raw(30, 30, tables=(Tables("Why?", (4, 3)),)))
    assert safe.rounds == (("Why?", "A few tables of about four."),)


def test_of_fifty_two_sign_ups_between_twenty_four_and_thirty_seven_come() -> None:
    assert turnout(52).sentence == "52 signed up. Plan for 24 to 37 people."
    assert (turnout(52).likely, turnout(0).high) == (31, 0)
    assert "Nobody" in turnout(0).sentence
    assert "One person has" in turnout(1).sentence


@given(st.integers(0, 20_000))
def test_the_range_of_those_who_come_is_in_order(signed_up: int) -> None:
    expected = turnout(signed_up)
    assert 0 <= expected.low <= expected.likely <= expected.high <= signed_up
