"""Perfect schedules: every one is counted from scratch, by a checker that shares nothing with what made it."""

from collections import Counter
from itertools import combinations, product
from math import comb

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from grouping.design_table import TABLE
from grouping.designs import (
    NO_LIMIT,
    fewest_repeats,
    most_rounds_known,
    perfect_rounds,
    perfect_rounds_of,
    why_not_perfect,
)
from grouping.fields import Field, Ring, prime_powers, spread

GOLFERS = [
    *("3-3-4", "4-4-5", "5-3-7", "5-4-5", "5-5-6", "6-3-8", "6-4-7", "6-5-6", "7-3-10", "7-4-7", "7-4-9"),
    *("7-7-8", "8-3-11", "8-4-9", "8-4-10", "8-8-9", "9-3-13", "9-4-10", "10-3-13", "10-4-10", "10-10-3", "60-5-4"),
]


def repeats(schedule):
    """Meetings beyond the first of each pair, counted person by person."""
    times = Counter()
    for seats in schedule:
        times.update(pair for pair in combinations(range(len(seats)), 2) if seats[pair[0]] == seats[pair[1]])
    return sum(count - 1 for count in times.values())


def sizes_of(seats, groups):
    return [seats.count(group) for group in range(groups)]


def numbers(case):
    return tuple(int(number) for number in case.split("-"))


class TestPerfectRounds:
    @pytest.mark.parametrize("case", GOLFERS)
    def test_every_golfer_case_has_full_groups_and_no_repeat(self, case):
        groups, size, rounds = numbers(case)
        schedule = perfect_rounds(groups, size, rounds)
        assert schedule is not None
        assert len(schedule) == rounds
        assert all(sizes_of(seats, groups) == [size] * groups for seats in schedule)
        assert repeats(schedule) == 0

    @pytest.mark.parametrize("line", [line for line in TABLE.split("\n") if line.strip() and line[0] != " "])
    def test_every_line_of_the_table_holds_with_all_its_rounds(self, line):
        groups, size = (int(word) for word in line.split()[:2])
        schedule = perfect_rounds(groups, size, most_rounds_known(groups, size))
        assert all(sizes_of(seats, groups) == [size] * groups for seats in schedule)
        assert repeats(schedule) == 0

    def test_holds_wherever_it_says_so_in_small_rooms(self):
        for groups, size in product(range(1, 17), range(2, 9)):
            rounds = most_rounds_known(groups, size)
            schedule = perfect_rounds(groups, size, rounds)
            assert len(schedule) == rounds
            assert all(sizes_of(seats, groups) == [size] * groups for seats in schedule), (groups, size)
            assert repeats(schedule) == 0, (groups, size)
            assert perfect_rounds(groups, size, rounds + 1) is None

    @pytest.mark.parametrize(
        ("groups", "size", "rounds"), [(834, 6, 3), (27, 9, 28), (32, 5, 32), (45, 3, 66), (25, 25, 26)]
    )
    def test_holds_in_large_rooms(self, groups, size, rounds):
        schedule = perfect_rounds(groups, size, rounds)
        met = set()
        for seats in schedule:
            members = [[] for _ in range(groups)]
            for person, group in enumerate(seats):
                members[group].append(person)
            for together in members:
                assert len(together) == size
                pairs = set(combinations(together, 2))
                assert not met & pairs
                met |= pairs

    def test_of_fewer_rounds_is_as_good_and_the_same_every_time(self):
        for rounds in range(1, 8):
            schedule = perfect_rounds(6, 4, rounds)
            assert len(schedule) == rounds
            assert repeats(schedule) == 0
            assert schedule == perfect_rounds(6, 4, rounds)

    def test_is_none_where_nothing_is_known(self):
        assert perfect_rounds(4, 3, 5) is None
        assert perfect_rounds(3, 4, 2) is None

    def test_groups_of_one_and_a_single_group_are_no_trouble(self):
        assert perfect_rounds(5, 1, 40) == [list(range(5))] * 40
        assert most_rounds_known(5, 1) == NO_LIMIT
        assert perfect_rounds(1, 6, 1) == [[0] * 6]
        assert most_rounds_known(1, 6) == 1

    @pytest.mark.parametrize("numbers", [(0, 4, 1), (4, 0, 1), (4, 4, 0), (-1, 3, 2)])
    def test_refuses_numbers_below_one(self, numbers):
        with pytest.raises(ValueError, match="count from 1"):
            perfect_rounds(*numbers)

    def test_never_promises_more_than_can_be(self):
        for groups, size in product(range(1, 40), range(2, 10)):
            assert fewest_repeats([size] * groups, most_rounds_known(groups, size)) == 0


class TestUnevenSizes:
    @given(
        groups=st.integers(2, 12),
        size=st.integers(2, 6),
        short=st.integers(0, 11),
        chance=st.randoms(),
        rounds=st.integers(1, 4),
    )
    @settings(max_examples=150, deadline=None)
    def test_sizes_are_the_ones_asked_for_and_nobody_meets_twice(self, groups, size, short, chance, rounds):
        sizes = [size - (group < short % groups) for group in range(groups)]
        chance.shuffle(sizes)
        schedule = perfect_rounds_of(sizes, rounds)
        if schedule is None:
            return
        assert len(schedule) == rounds
        assert all(sizes_of(seats, groups) == sizes for seats in schedule)
        assert repeats(schedule) == 0
        assert fewest_repeats(sizes, rounds) == 0

    @pytest.mark.parametrize("sizes", [[4] * 6 + [3] * 2, [4, 4, 4, 3], [5, 4, 5, 4, 5], [6] * 40 + [5] * 10])
    def test_three_rounds_of_usual_sizes_are_known(self, sizes):
        assert repeats(perfect_rounds_of(sizes, 3)) == 0

    def test_sizes_far_apart_are_not_known(self):
        assert perfect_rounds_of([6, 4, 5], 1) is None


class TestFields:
    @pytest.mark.parametrize("order", [2, 3, 4, 5, 7, 8, 9, 16, 25, 27])
    def test_every_difference_can_be_divided_by(self, order):
        field = Field(*prime_powers(order)[0])
        for a in range(1, order):
            assert sorted(field.times(a, b) for b in range(order)) == list(range(order))
            assert sorted(field.minus(a)) == list(range(order))

    @pytest.mark.parametrize(("order", "size"), [(12, 3), (15, 3), (20, 4), (1, 1), (60, 3), (35, 5)])
    def test_products_are_as_good_as_their_smallest_factor(self, order, size):
        assert spread(order) == size
        assert len(list(Ring(order).lines(size))) == order


def partitions(people, sizes):
    """Every way to seat people in groups of these sizes, as sets of pairs, each once."""
    found = set()

    def grow(left, remaining, pairs):
        if not remaining:
            found.add(pairs)
            return
        for others in combinations(left, remaining[0]):
            rest = tuple(person for person in left if person not in others)
            grow(rest, remaining[1:], pairs | frozenset(combinations(others, 2)))

    grow(tuple(range(people)), tuple(sizes), frozenset())
    return list(found)


def best_possible(sizes, rounds):
    """The fewest repeats by trying everything; the first round is fixed, as people can be renamed."""
    every = partitions(sum(sizes), sizes)
    best = NO_LIMIT

    def go(left, met, total, start):
        nonlocal best
        if total >= best:
            return
        if not left:
            best = total
            return
        for place in range(start, len(every)):
            go(left - 1, met | every[place], total + len(met & every[place]), place)

    go(rounds - 1, every[0], 0, 0)
    return best


class TestFewestRepeats:
    @pytest.mark.parametrize(
        ("sizes", "rounds"),
        [
            *product([[2, 2], [3, 3], [3, 2], [2, 2, 2], [4, 3], [3, 2, 2], [4, 4], [3, 3, 2], [5, 2]], [2, 3, 4]),
            ([3, 3, 3], 2),
            ([4, 2, 2], 3),
            ([5, 4], 3),
            ([2, 2, 2], 6),
        ],
    )
    def test_never_exceeds_what_trying_everything_finds(self, sizes, rounds):
        best = best_possible(sizes, rounds)
        assert fewest_repeats(sizes, rounds) <= best
        if rounds == 2 and max(sizes) - min(sizes) <= 1:
            assert fewest_repeats(sizes, rounds) == best

    def test_counts_pairs_beyond_all_there_are(self):
        assert fewest_repeats([3, 3, 3], 4) == 0
        assert fewest_repeats([3, 3, 3], 5) == 9

    def test_puts_larger_groups_than_there_are_groups_into_pigeonholes(self):
        assert fewest_repeats([5, 5, 5, 5], 2) == 4
        assert fewest_repeats([5, 5, 5, 5], 3) == 8
        assert fewest_repeats([6, 6], 2) == 12
        assert fewest_repeats([10, 2, 2], 2) == 17

    def test_knows_the_small_cases_that_counting_allows_and_nobody_can_have(self):
        assert [fewest_repeats([3] * 4, rounds) for rounds in (4, 5)] == [0, 1]
        assert [fewest_repeats([6] * 6, rounds) for rounds in (3, 4, 5)] == [0, 1, 2]

    @given(sizes=st.lists(st.integers(0, 9), max_size=8), rounds=st.integers(0, 12))
    def test_grows_with_rounds_and_does_not_mind_the_order(self, sizes, rounds):
        now = fewest_repeats(sizes, rounds)
        assert 0 <= now <= fewest_repeats(sizes, rounds + 1)
        assert now == fewest_repeats(sorted(sizes), rounds)
        assert now <= max(0, rounds - 1) * sum(comb(size, 2) for size in sizes)

    def test_refuses_what_is_below_nought(self):
        with pytest.raises(ValueError, match="below 0"):
            fewest_repeats([3, -1], 2)


class TestWhyNotPerfect:
    @pytest.mark.parametrize(
        ("sizes", "rounds", "reason"),
        [
            ([3, 3, 3], 5, "In 5 rounds everybody would need 10 different companions, and there are only 8 others."),
            ([5, 5, 5, 5], 2, "The five people of one group cannot all part again with only four groups to go to."),
            ([6] * 6, 4, "Six groups of six can do without for three rounds at most: that has been proved."),
        ],
    )
    def test_gives_the_reason_and_the_number(self, sizes, rounds, reason):
        sentence = why_not_perfect(sizes, rounds)
        assert sentence.startswith(reason)
        assert "repeat" in sentence

    def test_says_nothing_where_nothing_stands_in_the_way(self):
        assert why_not_perfect([4] * 8, 10) is None
        assert why_not_perfect([], 3) is None

    def test_speaks_exactly_when_repeats_are_proven(self):
        for groups, size, rounds in product(range(1, 8), range(1, 8), range(1, 9)):
            sizes = [size] * groups
            assert (why_not_perfect(sizes, rounds) is None) == (fewest_repeats(sizes, rounds) == 0)
