"""Repairs of numbered problems: nobody moves who need not, latecomers sit down, and better groups break no rule."""

from hypothesis import given, settings
from hypothesis import strategies as st

from grouping.measure import numbers_of
from grouping.place import place
from grouping.prices import is_calm
from grouping.problem import Problem, Round
from tests.grouping.grouping_kit import TRAITS, repairs


def placed(problem, seed=0, how="calm", looks=600):
    return place(problem, seed=seed, looks=looks, how=how, fast=False)


def moves(problem, rounds):
    return numbers_of(problem, rounds).moves


def forced(one, before, absent):
    """How many must change groups for the sizes' sake alone: out of groups too full, or into groups too small."""
    left = [sum(g == group and p not in absent for p, g in enumerate(before)) for group in range(len(one.sizes))]
    late = sum(g < 0 and p not in absent for p, g in enumerate(before))
    over = sum(max(0, heads - size) for heads, size in zip(left, one.sizes, strict=True))
    return max(over, sum(max(0, one.least - heads) for heads in left) - late)


@settings(max_examples=60)
@given(repairs(), st.integers(0, 9), st.sampled_from(["calm", "better"]))
def test_everybody_who_is_there_sits_and_nobody_else(problem, seed, how):
    for one, row in zip(problem.rounds, placed(problem, seed, how).rounds, strict=True):
        assert [p for p, g in enumerate(row) if g < 0] == sorted(problem.absent)
        for g, seats in enumerate(one.sizes):
            assert row.count(g) <= seats


def bare(problem):
    """The same people and sizes, with traits but without rules, and one round."""
    return Problem(
        problem.people,
        problem.rounds[:1],
        columns=problem.columns,
        traits=TRAITS,
        prior=problem.prior[:1],
        absent=problem.absent,
        move_weight=problem.move_weight,
    )


@settings(max_examples=60)
@given(repairs(calm=True), st.integers(0, 9))
def test_without_rules_only_forced_moves_are_made(problem, seed):
    asked = bare(problem)
    found = placed(asked, seed)
    assert found.numbers.broken == {}
    assert found.numbers.moves == forced(asked.rounds[0], asked.prior[0], asked.absent)


@settings(max_examples=40)
@given(repairs(calm=False), st.integers(0, 9))
def test_better_groups_never_break_what_calm_ones_keep(problem, seed):
    calm = placed(bare(problem), seed, "calm")
    better = placed(bare(problem), seed, "better", 2_000)
    assert calm.numbers.broken == better.numbers.broken == {}


@settings(max_examples=40)
@given(repairs(), st.integers(0, 9))
def test_a_repair_gives_the_same_answer_again(problem, seed):
    assert placed(problem, seed) == placed(problem, seed)


@settings(max_examples=40)
@given(repairs(calm=True), st.integers(0, 9))
def test_groups_that_are_in_order_stay_as_they_are(problem, seed):
    settled = placed(bare(problem), seed)
    again = Problem(
        problem.people,
        problem.rounds[:1],
        columns=problem.columns,
        traits=TRAITS,
        prior=settled.rounds,
        absent=problem.absent,
        move_weight=1e6,
    )
    assert is_calm(again)
    assert placed(again, seed + 1).rounds == settled.rounds


def trio(**rules):
    """Three groups of three or four; person 9 comes late."""
    prior = ((0, 0, 0, 1, 1, 1, 2, 2, 2, -1),)
    return Problem(10, (Round((4, 4, 4), "mixed", 2),), prior=prior, move_weight=1e6, **rules)


def test_a_latecomer_sits_where_no_rule_is_broken_and_nobody_moves():
    found = placed(trio(apart=[(9, 0), (9, 4)]))
    assert found.rounds[0][9] == 2
    assert (found.numbers.moves, found.numbers.broken) == (0, {})


def test_a_latecomer_sits_with_whom_they_are_to_sit():
    found = placed(trio(together=[(9, 4)]))
    assert found.rounds[0][9] == 1
    assert found.numbers.moves == 0


def test_two_who_are_now_to_be_kept_apart_cost_one_move():
    found = placed(trio(apart=[(0, 1)]))
    assert (found.numbers.moves, found.numbers.broken) == (1, {})


def test_a_group_too_small_is_filled_by_latecomers_first():
    problem = Problem(
        9,
        (Round((4, 4, 4), "mixed", 3),),
        prior=((0, 0, 0, 1, 1, 1, 2, 2, -1),),
        move_weight=1e6,
    )
    found = placed(problem)
    assert found.rounds[0][8] == 2
    assert found.numbers.moves == 0


def test_a_group_left_with_one_is_filled_by_as_few_moves_as_can_be():
    prior = ((0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2),)
    problem = Problem(12, (Round((5, 5, 5), "mixed", 2),), prior=prior, absent=frozenset([9, 10, 11]), move_weight=1e6)
    found = placed(problem)
    assert (found.numbers.moves, found.numbers.broken) == (1, {})


def test_a_published_round_stays_while_the_next_is_repaired():
    prior = ((0, 0, 1, 1, 2, 2), (0, 1, 1, 2, 2, 0))
    problem = Problem(
        6,
        (Round((2, 2, 2), "random"), Round((3, 3, 3), "random", 1)),
        prior=prior,
        frozen=frozenset([0]),
        absent=frozenset([5]),
        move_weight=1e6,
    )
    found = placed(problem)
    assert found.rounds == ((0, 0, 1, 1, 2, 2), (0, 1, 1, 2, 2, -1))


def test_a_published_round_may_have_any_sizes_it_had():
    prior = ((1, 1, 1, 1, 1, 0), (0, 0, 0, 1, 1, 1))
    problem = Problem(6, (Round((3, 3), "random"),) * 2, prior=prior[:1], frozen=frozenset([0]))
    found = placed(problem)
    assert found.rounds[0] == prior[0]
    assert sorted(found.rounds[1]) == [0, 0, 0, 1, 1, 1]
