"""What is said in public about seats never gives away one to four people."""

import re

from hypothesis import given
from hypothesis import strategies as st

from collective.gather.gatherings.core import TABLE, seats_said

LEAST = 5


@given(taken=st.integers(0, 200), of=st.none() | st.integers(1, 200), least=st.integers(5, 10))
def test_no_number_below_the_threshold_is_said_or_left_over(taken, of, least):
    said = seats_said(taken, of, least=least)
    numbers = [int(number.replace(",", "")) for number in re.findall(r"[\d,]*\d", said.sentence)]
    assert all(number >= least for number in numbers)
    if len(numbers) == 2:
        assert numbers[1] - numbers[0] >= least


@given(taken=st.integers(0, 200), of=st.none() | st.integers(1, 200))
def test_what_is_drawn_is_what_is_true_and_no_more_than_what_is_said(taken, of):
    said = seats_said(taken, of, least=LEAST)
    if not said.tables:
        return
    drawn = sum(here for here, _ in said.tables)
    left = sum(free for _, free in said.tables)
    assert drawn >= LEAST
    assert drawn == min(taken, of or taken)
    assert all(here + free <= TABLE for here, free in said.tables)
    if of is not None:
        assert left == 0 or left >= LEAST


@given(taken=st.integers(0, 200), of=st.integers(1, 200))
def test_a_seat_is_open_exactly_while_one_is_left(taken, of):
    assert seats_said(taken, of).open == (taken < of)


def test_the_sentences_are_fit_to_read():
    assert seats_said(3, 32).sentence == seats_said(0, 32).sentence == "Seats are open."
    assert seats_said(21, 32).sentence == "21 of 32 seats are taken."
    assert seats_said(29, 32).sentence == "The last few seats are open."
    assert seats_said(32, 32).sentence == "Every seat is taken."
    assert seats_said(4, 4).tables == ()
    assert seats_said(21, 32).tables == ((4, 0),) * 5 + ((1, 3), (0, 4), (0, 4))
