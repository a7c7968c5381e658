"""How many will come: every sum checked against counting all the ways it can happen."""

from __future__ import annotations

from fractions import Fraction
from itertools import product
from math import comb

import pytest
from hypothesis import given
from hypothesis import strategies as st

from collective.gather.gatherings.seating import turnout
from collective.gather.gatherings.seating.turnout import Learnt, Past, advise, distribution, forecast, learn, risk_of

PILOT = Past(52, 30)


def by_urn(of: int, a: int, b: int) -> list[Fraction]:
    """Polya's urn: every order in which people come or stay away, one by one. No formula, only counting."""
    chances = [Fraction(0)] * (of + 1)
    for way in product((0, 1), repeat=of):
        chance, balls = Fraction(1), [b, a]
        for comes in way:
            chance *= Fraction(balls[comes], sum(balls))
            balls[comes] += 1
        chances[sum(way)] += chance
    return chances


@given(st.integers(0, 8), st.integers(1, 9), st.integers(1, 9))
def test_the_distribution_is_what_counting_every_order_gives(of, a, b):
    said = distribution(of, Learnt(((1.0, a, b),), 0))
    assert said == pytest.approx([float(one) for one in by_urn(of, a, b)], abs=1e-12)


@given(st.lists(st.tuples(st.integers(1, 6), st.integers(0, 6)), max_size=3), st.integers(1, 6))
def test_what_is_learnt_is_bayes_rule_over_the_whole_grid(pairs, of):
    past = [Past(expected, min(came, expected)) for expected, came in pairs]
    weights, mixed = 0.0, [0.0] * (of + 1)
    for mean in turnout.MEANS:
        for weight in turnout.WEIGHTS:
            a, b = mean * weight, (1 - mean) * weight
            chance = mean ** (turnout.PRIOR[0] - 1) * (1 - mean) ** (turnout.PRIOR[1] - 1)
            for one in past:
                chance *= plain(one.expected, one.came, a, b)
            weights += chance
            mixed = [had + chance * plain(of, number, a, b) for number, had in enumerate(mixed)]
    assert distribution(of, learn(past)) == pytest.approx([one / weights for one in mixed], abs=1e-7)


def plain(of: int, number: int, a: float, b: float) -> float:
    """The Beta-binomial as in a textbook, by rising products."""
    value = float(comb(of, number))
    for k in range(number):
        value *= a + k
    for k in range(of - number):
        value *= b + k
    for k in range(of):
        value /= a + b + k
    return value


def test_it_begins_with_sixty_in_a_hundred_and_says_so():
    said = forecast(52)
    assert (said.low, said.middle, said.high) == (21, 32, 41)
    assert said.sentence == "Of 52 people, 21 to 41 are likely to come."
    assert "begins with 60 %" in said.basis


def test_the_range_narrows_with_every_gathering_and_moves_to_what_was_seen():
    few, many = forecast(52, [PILOT]), forecast(52, [PILOT] * 20)
    assert many.high - many.low < few.high - few.low < 20
    full = forecast(50, [Past(40, 38)] * 20)
    assert full.low > 42
    assert "Learnt from 20 past gatherings" in full.basis


def test_eight_times_in_ten_the_number_is_in_the_range():
    chances, said = distribution(40, learn([PILOT] * 4)), forecast(40, [PILOT] * 4)
    assert sum(chances[said.low : said.high + 1]) >= 0.8
    assert sum(chances[said.low + 1 : said.high]) < 0.82


def test_a_gathering_that_expected_nobody_teaches_nothing_and_more_comers_than_expected_are_all():
    assert learn([Past(0, 5)]) == learn([])
    assert learn([Past(4, 9)]) == learn([Past(4, 4)])


@given(st.integers(0, 30), st.lists(st.builds(Past, st.integers(1, 60), st.integers(0, 60)), max_size=4))
def test_the_advice_is_the_most_that_keeps_the_risk(seats, past):
    said, learnt = advise(seats, past, 0.1), learn(past)
    assert seats <= said.admit <= 4 * seats
    assert said.risk == risk_of(seats, said.admit, learnt) <= 0.1
    assert said.admit == 4 * seats or risk_of(seats, said.admit + 1, learnt) > 0.1


def test_admitting_one_more_never_makes_the_room_emptier():
    learnt = learn([PILOT])
    risks = [risk_of(10, admitted, learnt) for admitted in range(8, 40)]
    assert risks == sorted(risks)
    assert risks[:3] == [0.0, 0.0, 0.0]


def test_the_advice_says_its_risk_in_words():
    assert advise(32, [PILOT] * 5).sentence == (
        "To fill 32 seats, admit up to 46 people: the risk that more come than can sit down is about 10 %."
    )


def test_twenty_thousand_people_are_reckoned_by_their_share():
    small, large = forecast(1500, [PILOT]), forecast(15_000, [PILOT])
    assert large.middle == pytest.approx(10 * small.middle, abs=5)
    assert sum(distribution(1500, learn([Past(400, 399)] * 9))) == pytest.approx(1)
