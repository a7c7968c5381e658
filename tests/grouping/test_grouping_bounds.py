"""The bounds on composition hold against every way to divide up to nine people, and so do the bounds on repeats."""

from itertools import combinations, product
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from grouping.bounds import best_total, fewest_pairs, fewest_straddling, most_pairs, most_straddling
from grouping.limits import fewest_repeats
from grouping.measure import distance_total, members, numbers_of
from grouping.problem import Problem, Round, Trait
from tests.grouping.grouping_kit import TRAITS, columns_of, divisions

SIZES = [
    (2, 2),
    (3, 2),
    (3, 3),
    (2, 2, 2),
    (4, 3),
    (4, 4),
    (3, 3, 2),
    (3, 3, 3),
    (5, 4),
    (6, 3),
    (4, 2, 1),
    (2, 2, 2, 2),
]


def spreads(sizes, count):
    """How many of `count` people sit in each group, in every way."""
    return [some for some in product(*(range(size + 1) for size in sizes)) if sum(some) == count]


@pytest.mark.parametrize("sizes", SIZES)
def test_pairs_of_one_kind_are_bounded_exactly(sizes):
    for count in range(sum(sizes) + 1):
        pairs = [sum(k * (k - 1) // 2 for k in some) for some in spreads(sizes, count)]
        assert fewest_pairs(count, sizes) == min(pairs)
        assert most_pairs(count, sizes) == max(pairs)


@pytest.mark.parametrize(
    "sizes", [*SIZES, (5, 5, 5, 4, 4), (7, 7, 6), (6, 5, 5, 5), (6, 6, 6, 5), (3, 2, 2, 2, 2), (2, 1, 1)]
)
def test_straddling_pairs_are_bounded(sizes):
    for count in range(sum(sizes) + 1):
        cuts = [sum(k * (size - k) for k, size in zip(some, sizes, strict=True)) for some in spreads(sizes, count)]
        assert most_straddling(count, sizes) == max(cuts)
        assert fewest_straddling(count, sizes) <= min(cuts)
        if max(sizes) - min(sizes) <= 1:
            assert fewest_straddling(count, sizes) == min(cuts)


@settings(max_examples=40)
@given(st.data(), st.sampled_from([sizes for sizes in SIZES if sum(sizes) <= 8]), st.sampled_from(["mixed", "alike"]))
def test_no_division_of_people_with_traits_beats_the_bound(data, sizes, aim):
    n = sum(sizes)
    chosen = tuple(data.draw(st.lists(st.sampled_from(TRAITS), min_size=1, unique=True)))
    problem = Problem(n, (Round(sizes, aim),), columns=columns_of(data.draw, n), traits=chosen)
    check(problem, sizes, aim)


@settings(max_examples=40)
@given(st.data(), st.sampled_from([sizes for sizes in SIZES if sum(sizes) <= 8]), st.sampled_from(["mixed", "alike"]))
def test_no_division_by_a_matrix_beats_the_bound_even_with_negative_values(data, sizes, aim):
    pairs = sum(sizes) * (sum(sizes) - 1) // 2
    values = data.draw(st.lists(st.integers(-9, 20), min_size=pairs, max_size=pairs))
    check(Problem(sum(sizes), (Round(sizes, aim),), distances=values), sizes, aim)


def check(problem, sizes, aim):
    totals = [distance_total(problem, members(row)) for row in divisions(sizes)]
    bound = best_total(problem, 0, sizes)
    if aim == "mixed":
        assert bound >= max(totals) - 1e-9
    else:
        assert bound <= min(totals) + 1e-9


def test_nine_people_in_every_division_stay_within_the_bound():
    random = Random(5)
    columns = {"place": [random.choice("abc") for _ in range(9)], "age": [random.randrange(20, 60) for _ in range(9)]}
    traits = (Trait("place"), Trait("age", "number", 1.0, 40.0))
    for sizes, aim in product([(3, 3, 3), (5, 4)], ["mixed", "alike"]):
        check(Problem(9, (Round(sizes, aim),), columns=columns, traits=traits), sizes, aim)


@pytest.mark.parametrize("aim", ["mixed", "alike"])
def test_who_is_away_does_not_count_in_the_bound(aim):
    values = [1.0, 5.0, 5.0, 5.0, 5.0, 5.0]  # of four people, the last two away
    problem = Problem(4, (Round((2,), aim),), distances=values, absent=frozenset([2, 3]))
    assert best_total(problem, 0, [2]) == 1.0


def every_plan(sizes, rounds):
    """Every choice of divisions; the first round may be any one, since names do not matter."""
    ways = list(divisions(sizes))
    return product(ways[:1], *[ways] * (rounds - 1))


@pytest.mark.parametrize(
    ("sizes", "rounds"),
    [
        ((2, 2), 3),
        ((2, 2), 4),
        ((2, 2), 5),
        ((3, 2), 2),
        ((3, 2), 3),
        ((3, 3), 2),
        ((3, 3), 3),
        ((2, 2, 2), 3),
        ((4, 2), 2),
    ],
)
def test_no_plan_of_all_has_fewer_repeats_than_are_said_to_be_forced(sizes, rounds):
    people = sum(sizes)
    fewest = min(
        sum(max(0, sum(row[i] == row[j] for row in plan) - 1) for i, j in combinations(range(people), 2))
        for plan in every_plan(sizes, rounds)
    )
    assert fewest_repeats(sizes, rounds) <= fewest
    if len(set(sizes)) == 1:
        assert (fewest_repeats(sizes, rounds) == 0) == (fewest == 0)


def test_repeats_are_not_called_forced_when_a_pair_asked_to_sit_together():
    problem = Problem(4, (Round((2, 2), "random"),) * 4, together=[(0, 1), (2, 3)])
    numbers = numbers_of(problem, [[0, 0, 1, 1]] * 4)
    assert numbers.repeats == 0
    assert numbers.repeats_forced == 0


def test_repeats_are_not_called_forced_by_the_sizes_of_another_round():
    problem = Problem(6, (Round((5, 1), "random"), Round((3, 3), "random")))
    numbers = numbers_of(problem, [[0, 0, 0, 0, 0, 1], [0, 0, 0, 1, 1, 1]])
    assert numbers.repeats == 4
    assert numbers.repeats_forced <= 4
