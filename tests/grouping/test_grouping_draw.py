"""One round, several rounds: what always holds, what is best on tiny cases, and that a lot is a lot."""

from collections import Counter
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from grouping import History, Person, Rules, draw, plan, score


def room(n, organisations=None, **common):
    return [
        Person(f"p{number:02}", organisation=f"o{number % organisations}" if organisations else None, **common)
        for number in range(n)
    ]


@st.composite
def cases(draw_from):
    count = draw_from(st.integers(1, 24))
    organisation = st.sampled_from([None, "a", "b", "c", "d"])
    kind = draw_from(st.sampled_from([st.none(), st.sampled_from(["online", "room"])]))
    people = [
        Person(f"p{number:02}", draw_from(organisation), draw_from(kind), draw_from(st.booleans()))
        for number in range(count)
    ]
    ids = st.sampled_from([person.id for person in people])
    pairs = (
        st.lists(st.tuples(ids, ids).filter(lambda pair: pair[0] != pair[1]), max_size=10) if count > 1 else st.just([])
    )
    history = History(dict.fromkeys(draw_from(pairs), 1))
    return people, draw_from(pairs), history, draw_from(st.integers(0, 2**32))


@settings(max_examples=80, deadline=None)
@given(cases())
def test_everybody_is_placed_once_kinds_never_mix_and_the_seed_repeats_it(case):
    people, apart, history, seed = case
    rules = Rules(apart=apart)
    drawn = draw(people, rules=rules, history=history, seed=seed)
    assert sorted(id for group in drawn.groups for id in group) == sorted(person.id for person in people)
    kinds = {person.id: person.kind for person in people}
    assert all(len({kinds[id] for id in group}) == 1 for group in drawn.groups)
    for kind in set(kinds.values()):
        heads = sum(other == kind for other in kinds.values())
        lengths = [len(group) for group in drawn.groups if kinds[group[0]] == kind]
        assert max(lengths) - min(lengths) <= 1
        assert heads < 3 or all(3 <= length <= 5 for length in lengths)
    assert draw(list(reversed(people)), rules=rules, history=history, seed=seed) == drawn
    assert score(drawn.groups, people, rules=rules, history=history) == drawn.report


@settings(max_examples=80, deadline=None)
@given(cases())
def test_facilitators_are_spread_as_evenly_as_they_can_be(case):
    people, _, history, seed = case
    leading = {person.id for person in people if person.facilitator}
    kinds = {person.id: person.kind for person in people}
    drawn = draw(people, history=history, seed=seed)
    for kind in set(kinds.values()):
        counts = [len(leading & set(group)) for group in drawn.groups if kinds[group[0]] == kind]
        assert max(counts) - min(counts) <= 1


def partitions(ids, sizes):
    """Every way to fill groups of these sizes (groups of one size may come in any order, each order once or more)."""
    if not sizes:
        yield ()
        return
    for group in combinations(ids, sizes[0]):
        rest = [id for id in ids if id not in group]
        for others in partitions(rest, sizes[1:]):
            yield (group, *others)


def cost(report, history):
    hard = len(report.apart_broken) + len(report.together_broken)
    return hard, len(report.colleague_pairs), sum(history.times(*pair) for pair in report.repeat_pairs)


@st.composite
def tiny(draw_from):
    count = draw_from(st.integers(6, 7))
    people = [Person(f"p{number}", draw_from(st.sampled_from([None, "a", "b", "c"]))) for number in range(count)]
    every = [(one.id, other.id) for one, other in combinations(people, 2)]
    some = st.lists(st.sampled_from(every), unique=True, max_size=6)
    together = draw_from(st.sampled_from([(), ("p0", "p1"), ("p2", "p5")]))
    apart = [pair for pair in draw_from(some) if pair != together]
    history = History({pair: draw_from(st.integers(1, 3)) for pair in draw_from(some)})
    return people, Rules(apart=apart, together=[together] if together else []), history, draw_from(st.integers(0, 999))


@settings(max_examples=40, deadline=None)
@given(tiny())
def test_on_tiny_cases_no_partition_at_all_is_better(case):
    people, rules, history, seed = case
    drawn = draw(people, rules=rules, history=history, seed=seed)
    ids = [person.id for person in people]
    best = min(
        cost(score(groups, people, rules=rules, history=history), history)
        for groups in partitions(ids, [len(group) for group in drawn.groups])
    )
    assert cost(drawn.report, history) == best


def chi_square(counts, outcomes, draws):
    expected = draws / outcomes
    assert len(counts) <= outcomes
    return sum((count - expected) ** 2 for count in counts.values()) / expected + (outcomes - len(counts)) * expected


def unordered(groups):
    return frozenset(frozenset(group) for group in groups)


def test_a_lot_without_rules_gives_every_partition_the_same_chance():
    draws = 3000
    counts = Counter(unordered(draw(room(6), seed=seed).groups) for seed in range(draws))
    assert chi_square(counts, 10, draws) < 27.9  # 9 degrees of freedom, 1 in 1,000


def test_a_lot_with_colleagues_and_history_is_even_over_what_is_allowed():
    people, history, draws = room(8, organisations=5), History({("p00", "p01"): 1}), 4000
    first = draw(people, history=history, seed=0)
    allowed = {
        unordered(groups)
        for groups in partitions([person.id for person in people], [4, 4])
        if cost(score(groups, people, rules=Rules(), history=history), history) == (0, 0, 0)
    }
    assert first.method == "rejection"
    counts = Counter(unordered(draw(people, history=history, seed=seed).groups) for seed in range(draws))
    assert set(counts) <= allowed
    assert len(allowed) == 4
    assert chi_square(counts, len(allowed), draws) < 16.3  # 3 degrees of freedom, 1 in 1,000


def test_a_lot_that_must_break_something_is_even_over_the_least_harm():
    people = room(6)
    history = History({(one.id, other.id): 1 for one, other in combinations(people, 2)})
    drawn = [draw(people, history=history, seed=seed) for seed in range(120)]
    assert {one.method for one in drawn} == {"rejection"}
    assert chi_square(Counter(unordered(one.groups) for one in drawn), 10, 120) < 27.9


def test_one_facilitator_lands_in_the_larger_group_as_often_as_fairness_asks():
    people, draws = [*room(6), Person("lead", facilitator=True)], 7000
    counts = Counter(unordered(draw(people, seed=seed).groups) for seed in range(draws))
    assert chi_square(counts, 35, draws) < 65.2  # 34 degrees of freedom, 1 in 1,000
    in_four = sum(count for groups, count in counts.items() for group in groups if len(group) == 4 and "lead" in group)
    assert abs(in_four / draws - 4 / 7) < 0.02


def test_every_pair_of_thirty_is_about_equally_likely_to_meet():
    draws = 2000
    counts = Counter(
        pair for seed in range(draws) for group in draw(room(30), seed=seed).groups for pair in combinations(group, 2)
    )
    expected = draws * 42 / 435
    assert len(counts) == 435
    assert max(abs(count - expected) for count in counts.values()) < 4.5 * expected**0.5


def test_thirty_people_meet_nobody_twice_in_three_planned_rounds_whatever_the_seed():
    people = room(30, organisations=13)
    for seed in range(40):
        for drawing in plan(people, rounds=3, seed=seed):
            assert drawing.report.repeat_pairs == drawing.report.colleague_pairs == ()


def test_thirty_people_meet_nobody_twice_when_each_round_is_drawn_after_the_one_before():
    people = room(30, organisations=13)
    for seed in range(15):
        history = History()
        for number in range(3):
            drawn = draw(people, history=history, seed=1000 * seed + number)
            assert drawn.report.repeat_pairs == drawn.report.colleague_pairs == ()
            history = history.after(drawn.groups)


@pytest.mark.parametrize("n", [52, 37, 25, 20])
def test_a_plan_of_three_rounds_has_no_repeats(n):
    for seed in range(4):
        planned = plan(room(n, organisations=n // 2), rounds=3, seed=seed)
        history = History()
        for drawing in planned:
            assert drawing.report == score(
                drawing.groups, room(n, organisations=n // 2), rules=Rules(), history=history
            )
            assert drawing.report.repeat_pairs == drawing.report.colleague_pairs == ()
            history = history.after(drawing.groups)


def test_a_plan_searches_all_rounds_together_where_one_after_the_other_gets_stuck():
    nine = room(9)
    planned = plan(nine, rounds=4, seed=2, rules=Rules(size=3))  # the affine plane of order 3: 4 rounds, each pair once
    assert [drawing.report.repeat_pairs for drawing in planned] == [()] * 4
    assert plan(nine, rounds=4, seed=2, rules=Rules(size=3)) == planned


def test_a_plan_for_two_kinds_keeps_them_apart_and_repeats_nobody():
    people = room(16, kind="room") + [Person(f"o{number:02}", kind="online") for number in range(9)]
    for drawing in plan(people, rounds=2, seed=5):
        assert drawing.report.mixed_groups == drawing.report.repeat_pairs == ()


def test_a_plan_of_no_rounds_is_refused():
    with pytest.raises(ValueError, match="at least 1 round"):
        plan(room(8), rounds=0, seed=1)


def test_many_wishes_at_once_are_all_kept():
    people = room(60, organisations=29)
    together = [(f"p{number:02}", f"p{number + 1:02}") for number in range(0, 24, 3)]
    apart = [(f"p{number:02}", f"p{number + 30:02}") for number in range(30)]
    for seed in range(5):
        drawn = draw(people, rules=Rules(apart=apart, together=together), seed=seed)
        assert cost(drawn.report, History()) == (0, 0, 0)


def test_three_hundred_people_with_facilitators_and_history_break_nothing():
    people = [Person(f"p{number:03}", f"o{number // 3}", facilitator=number % 4 == 1) for number in range(300)]
    history = History()
    for number in range(4):
        drawn = draw(people, history=history, seed=number)
        assert cost(drawn.report, history) == (0, 0, 0)
        assert drawn.report.groups_without_facilitator == ()
        history = history.after(drawn.groups)


def test_nobody_at_all_is_no_groups():
    drawn = draw([], seed=1)
    assert (drawn.groups, drawn.report.sentences) == ((), ())
    assert draw([], seed=1, group_count=3).groups == ()
