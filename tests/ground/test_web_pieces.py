"""The pieces that pages are made of: seats, tables, codes, times."""

import re
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import segno
from django.template import Context, Template
from hypothesis import given
from hypothesis import strategies as st

from collective.ground.web import drawing, people, seating

NOON = datetime(2026, 12, 3, 12, 30, tzinfo=UTC)


def drawn(text: str, **context: Any) -> str:
    return Template("{% load web %}" + text).render(Context(context)).strip()


@pytest.mark.parametrize(
    ("name", "letters"),
    [
        ("Amina Yusuf", "AY"),
        ("Nguyễn Thị Phương Thảo", "NT"),
        ("Llŷr ap Gwynfor Ŵyn", "LŴ"),
        ("siobhán", "SI"),
        ("’Ōlu", "ŌL"),
        ("O", "O"),
        ("🎉 Zoe 3", "ZO"),
        ("W\u0302yn E\u0302va", "ŴÊ"),
        ("Jean-Luc  Picard", "JP"),
        ("ßen", "SSE"),
        ("12 !", "?"),
        ("", "?"),
    ],
)
def test_initials_are_two_letters_with_their_accents(name: str, letters: str) -> None:
    assert people.initials(name) == letters


@given(st.text(max_size=60))
def test_initials_never_fail_and_never_run_on(name: str) -> None:
    letters = people.initials(name)
    assert letters == "?" or (letters and not any(character.isspace() for character in letters))


@pytest.mark.parametrize(
    ("count", "words"), [(0, "no tables"), (1, "one table"), (3, "three tables"), (12, "12 tables")]
)
def test_small_numbers_are_written_in_words(count: int, words: str) -> None:
    assert people.counted(count, "table", "tables") == words


def test_a_seat_is_decoration_unless_it_has_a_label() -> None:
    assert drawn('{% seat "AY" 1 %}') == '<span class="seat s1" aria-hidden="true">AY</span>'
    assert (
        drawn("{% seat letters open=True %}", letters="<b>")
        == '<span class="seat open word" aria-hidden="true">&lt;b&gt;</span>'
    )
    assert drawn('{% seat "AY" 9 %}') == '<span class="seat open" aria-hidden="true">AY</span>'
    assert 'role="img" aria-label="Amina"' in drawn('{% seat "AY" 1 label="Amina" %}')


@given(
    st.lists(st.sampled_from([0, 1, 2, 3, 4, 5]), max_size=5).filter(
        lambda n: len({x for x in n if x}) == len([x for x in n if x])
    )
)
def test_nobody_shares_a_seat_and_who_has_one_keeps_it(numbers: list[int]) -> None:
    placed = seating.placed([seating.Seat("Amina Yusuf", number) for number in numbers])
    assert len({here.seat.number for here in placed}) == len(numbers)
    assert len({here.where for here in placed}) == len(numbers)
    assert all(here.seat.number == number for here, number in zip(placed, numbers, strict=True) if number)


def test_three_people_leave_the_second_corner_free_and_two_sit_face_to_face() -> None:
    assert [here.where for here in seating.placed([{"name": n} for n in "ABC"])] == ["at1", "at3", "at4"]
    assert [here.where for here in seating.placed([{"name": n} for n in "AB"])] == ["left", "right"]


def test_a_long_name_is_shortened_on_the_table_only() -> None:
    people_here = [seating.Seat("Bartholomew Featherstonehaugh-Smythe"), seating.Seat("Zoe"), seating.Seat("Ada")]
    assert "<li>Bartholomew F</li>" in drawn("{% round_table people number=3 %}", people=people_here)
    assert "Bartholomew Featherstonehaugh-Smythe" in drawn("{% my_table people 3 %}", people=people_here)


def test_names_are_escaped_on_every_table() -> None:
    people_here = [{"name": "<i>x</i>", "place": "<u>"}, {"name": "B"}, {"name": "C"}]
    for tag in ("{% round_table people number=3 %}", "{% my_table people 3 %}"):
        assert "<i>" not in drawn(tag, people=people_here)


@pytest.mark.parametrize(("taken", "free"), [(0, 4), (1, 3), (2, 0), (2, 2), (3, 0), (3, 1), (4, 0), (5, 0)])
def test_a_small_table_shows_each_seat_once(taken: int, free: int) -> None:
    svg = drawing.table_glyph(taken, free)
    assert svg.count("seat-dot") == taken
    assert svg.count('class="open"') == free


@given(st.integers(0, 60), st.integers(0, 60))
def test_presence_has_a_dot_for_each_person(here: int, of: int) -> None:
    assert drawing.presence(here, of).count("<circle") == of


def test_above_sixty_presence_is_a_bar() -> None:
    assert 'width="50"' in drawing.presence(100, 200)


@given(st.text(min_size=1, max_size=120).map(lambda text: "https://collective.example/" + text.encode().hex()))
def test_a_qr_path_draws_exactly_the_modules_of_the_code(url: str) -> None:
    side, path = drawing.qr_path(url)
    cells = {
        (int(x) + step, int(y))
        for x, y, length in re.findall(r"M(\d+) (\d+)h(\d+)v1h-\d+z", path)
        for step in range(int(length))
    }
    rows = list(segno.make(url, error="m", micro=False, boost_error=False).matrix_iter(border=4))
    assert side == len(rows)
    assert cells == {(x, y) for y, row in enumerate(rows) for x, dark in enumerate(row) if dark}
    assert min(x for x, _ in cells) == 4


def test_a_qr_code_says_what_it_opens() -> None:
    assert 'role="img" aria-label="Opens &lt;the room&gt;"' in drawn(
        '{% qr "https://x.example" label %}', label="Opens <the room>"
    )


def test_a_code_is_seen_in_threes_and_heard_by_letter() -> None:
    code = drawn('{% code "k7m 4qd" %}')
    assert ">K7M 4QD</span>" in code
    assert "K, 7, M, 4, Q, D" in code


@pytest.mark.parametrize(
    ("length", "words"),
    [
        (0, "0 minutes"),
        (1, "1 minute"),
        (60, "1 hour"),
        (70, "1 hour 10 minutes"),
        (timedelta(hours=2, minutes=1), "2 hours 1 minute"),
    ],
)
def test_lengths_are_said_in_hours_and_minutes(length: Any, words: str) -> None:
    assert drawn("{% minutes length %}", length=length) == words


def test_a_moment_is_written_in_the_communitys_zone_with_its_offset() -> None:
    summer = datetime(2026, 7, 1, 11, 30, tzinfo=UTC)
    assert drawn("{% local_time at %}", at=summer) == (
        '<local-time><time datetime="2026-07-01T12:30+01:00">Wednesday 1 July 2026, 12:30</time></local-time>'
    )


def test_a_countdown_shows_the_time_left_without_a_script() -> None:
    ring = drawn("{% countdown ends=ends total=15 now=now %}", now=NOON, ends=NOON + timedelta(minutes=12, seconds=8))
    assert ">12:08</text>" in ring
    assert f'data-ends="{int((NOON + timedelta(minutes=12, seconds=8)).timestamp() * 1000)}"' in ring
    assert 'aria-label="12 minutes left"' in ring


def test_a_countdown_that_is_over_says_nought() -> None:
    assert ">0:00</text>" in drawn(
        "{% countdown ends=ends total=15 now=now %}", now=NOON, ends=NOON - timedelta(hours=1)
    )


@given(st.floats(0, 1))
def test_the_ring_ends_on_its_circle(share: float) -> None:
    path = drawing.ring(share)
    if path:
        x, y = map(float, path.split()[-2:])
        assert (x - 60) ** 2 + (y - 60) ** 2 == pytest.approx(2500, rel=1e-3)
