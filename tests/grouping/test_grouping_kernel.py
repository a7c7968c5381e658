"""The kernel keeps its books: the total it changes swap by swap is the total counted from scratch, and seats agree."""

from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from grouping.measure import numbers_of
from grouping.prices import prices
from grouping.problem import Problem, Round
from grouping.search import Budget, Search
from tests.grouping.grouping_kit import problems, repairs


def searched(problem, seed, **how):
    return Search(problem, seed=seed, fast=False, **how)


def check_books(search):
    """at, seat and who say the same, everybody has one seat, and the total is what it is from scratch."""
    table, seating = search.table, search.seating
    n, rounds = table.people, table.rounds
    for k in range(table.moving_rounds):
        r = table.moving[k]
        taken = []
        for p in range(n):
            g, seat = seating.at[p * rounds + r], seating.seat[p * rounds + r]
            if g < 0:
                assert g == -1 - p
                assert seat == -1
                continue
            edge = r * (table.groups + 1) + g
            assert table.first[edge] <= seat < table.first[edge + 1]
            assert seating.who[r * n + seat] == p
            taken.append(seat)
        assert len(set(taken)) == len(taken)
    assert all(count == 0 for count in seating.tally)
    assert search.total == search.kernel.whole(table, seating)


@settings(max_examples=60)
@given(problems(), st.integers(0, 99), st.sampled_from([0.0, 1e4, 1e6, 1e9]))
def test_after_any_cooling_the_total_is_what_it_is_from_scratch(problem, seed, heat):
    search = searched(problem, seed)
    check_books(search)
    if search.movers:
        search.level(heat, 200, Budget(1_000))
        check_books(search)
        search.mend(free=False, most=300, budget=Budget(1_000))
        check_books(search)


@settings(max_examples=60)
@given(repairs(), st.integers(0, 99), st.sampled_from([0.0, 1e5, 1e8]))
def test_empty_seats_late_and_absent_people_do_not_muddle_the_books(problem, seed, heat):
    search = searched(problem, seed)
    check_books(search)
    search.mend(free=True, most=300, budget=Budget(1_000))
    check_books(search)
    search.level(heat, 200, Budget(1_000))
    check_books(search)
    away = set(problem.absent)
    for row in search.groups():
        assert {p for p, g in enumerate(row) if g < 0} == away


@settings(max_examples=40)
@given(problems(most=10), st.integers(0, 99))
def test_a_look_foretells_exactly_what_the_swap_does(problem, seed):
    search, random = searched(problem, seed), Random(seed)
    table, seating, kernel = search.table, search.seating, search.kernel
    for _ in range(30):
        r = table.moving[random.randrange(table.moving_rounds)] if table.moving_rounds else None
        p, q = random.randrange(table.people), random.randrange(table.people)
        if r is None or seating.at[p * table.rounds + r] == seating.at[q * table.rounds + r]:
            continue
        before = kernel.whole(table, seating)
        told = kernel.change(table, seating, r, p, q)
        kernel.swap(table, seating, r, p, q)
        assert kernel.whole(table, seating) == before + told
    search.total = kernel.whole(table, seating)
    check_books(search)


@settings(max_examples=30)
@given(st.integers(0, 999), st.sampled_from(["mixed", "alike"]), st.booleans())
def test_sums_of_large_groups_stay_right(seed, aim, rules):
    random, n = Random(seed), 24
    problem = Problem(
        people=n,
        rounds=(Round((12, 12), aim),),
        columns={"organisation": [random.choice(["", "a", "b"]) for _ in range(n)]},
        distances=[random.randrange(100) for _ in range(n * (n - 1) // 2)],
        apart=[(0, 1)] if rules else [],
        history=[(2, 3, 1.0)] if rules else [],
        apart_by=("organisation",) if rules else (),
        facilitators=frozenset([4, 5]),
        one_facilitator=rules,
    )
    search = searched(problem, seed)
    assert search.made.by_sums
    search.level(3e5, 400, Budget(1_000))
    check_books(search)
    sums = list(search.seating.sums)
    search.seating.sums[:] = [0] * len(sums)
    search.kernel.add_up(search.table, search.seating)
    assert list(search.seating.sums) == sums


@settings(max_examples=30)
@given(problems(most=12), st.integers(0, 99), st.sampled_from([0.0, 1e6]))
def test_exchanging_names_keeps_the_books_and_who_meets_whom(problem, seed, heat):
    search = searched(problem, seed, by_name=True)
    if not search.movers or problem.frozen or (problem.one_facilitator and problem.facilitators):
        return
    before = meetings(search.groups())
    search.level(heat, 150, Budget(1_000))
    check_books(search)
    assert meetings(search.groups()) == before


def meetings(rounds):
    """How often two people meet, without their names: the sorted list of counts of all pairs."""
    n = len(rounds[0])
    return sorted(sum(row[i] == row[j] for row in rounds) for i in range(n) for j in range(i))


@settings(max_examples=40)
@given(problems(most=11), st.integers(0, 99))
def test_an_annealing_leaves_the_best_it_found_and_never_less_than_it_began_with(problem, seed):
    search = searched(problem, seed)
    began, totals = search.total, []
    search.anneal(Budget(800, tell=lambda share: totals.append(search.total)))
    check_books(search)
    assert search.total <= began
    assert not totals or search.total <= totals[-1]


@settings(max_examples=40)
@given(problems(most=11), st.integers(0, 99))
def test_what_the_kernel_says_of_composition_is_what_the_measure_says(problem, seed):
    search = searched(problem, seed)
    if not search.composes:
        return
    told, rounds = 0.0, search.groups()
    for place, number in enumerate(search.made.order):
        if number not in problem.frozen and not search.made.by_sums:
            told -= int(search.kernel.composed(search.table, search.seating, place)) / prices(problem).unit
    assert abs(told - numbers_of(problem, rounds).composition) < 1e-3 * problem.people**2
