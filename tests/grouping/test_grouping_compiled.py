"""The kernel compiled by numba gives the same seats as plain Python, move for move. Compiling takes half a minute once."""

from dataclasses import replace
from random import Random

import pytest

from grouping import speed
from grouping.place import place
from grouping.problem import Problem, Round, even_sizes
from grouping.search import Budget, Search
from tests.grouping.grouping_kit import TRAITS

pytestmark = pytest.mark.skipif(
    not speed.can_compile(), reason="numba is not installed: there is nothing to compare with"
)


def room(seed, n=15, rounds=2, aim="mixed", *, rules=True, matrix=False):
    random = Random(seed)
    pairs = [tuple(random.sample(range(n), 2)) for _ in range(6)]
    return Problem(
        n,
        (Round(even_sizes(n, max(1, n // 4)), aim),) * rounds,
        columns={
            "place": [random.choice("abc") for _ in range(n)],
            "maturity": [random.randrange(5) for _ in range(n)],
            "words": [tuple(random.sample("pqrs", random.randrange(4))) for _ in range(n)],
            "organisation": [random.choice(["", "o1", "o2"]) for _ in range(n)],
            "tongues": [tuple(random.sample(["en", "cy", "fr"], 2)) for _ in range(n)],
            "role": [random.choice(["data", "lead"]) for _ in range(n)],
        },
        traits=() if matrix else TRAITS,
        distances=[float(random.randrange(100)) for _ in range(n * (n - 1) // 2)] if matrix else None,
        history=[(i, j, 0.5) for i, j in pairs[:2]],
        apart=pairs[2:3] if rules else [],
        together=pairs[3:4] if rules else [],
        apart_by=("organisation",) if rules else (),
        facilitators=frozenset([0, 1, 2]),
        one_facilitator=rules,
        common=("tongues",) if rules else (),
        not_alone=(("role", "data"),) if rules else (),
    )


def both(problem, seed, **how):
    return [Search(problem, seed=seed, fast=fast, **how) for fast in (False, True)]


def check_same(plain, compiled):
    assert plain.total == compiled.total
    for name in ("at", "seat", "who", "sums"):
        assert list(getattr(plain.seating, name)) == [int(value) for value in getattr(compiled.seating, name)], name
    assert [int(word) for word in plain.rng] == [int(word) for word in compiled.rng]


KINDS = [
    room(1),
    room(2, aim="alike"),
    room(3, rules=False),
    room(4, aim="random"),
    room(5, matrix=True),
    room(6, 11, 3, rules=False, matrix=True),
]


@pytest.mark.parametrize("problem", KINDS, ids=["rules", "alike", "traits", "lot", "matrix", "bare matrix"])
def test_cooling_makes_the_same_moves(problem):
    searches = both(problem, 7)
    check_same(*searches)
    for heat in (1e7, 1e5, 0.0):
        for search in searches:
            search.level(heat, 300, Budget(1_000))
        check_same(*searches)


@pytest.mark.parametrize("problem", KINDS[:4], ids=["rules", "alike", "traits", "lot"])
def test_mending_makes_the_same_moves(problem):
    searches = both(problem, 8)
    for search in searches:
        search.mend(free=False, most=2_000, budget=Budget(1_000))
    check_same(*searches)


@pytest.mark.parametrize("calm", [True, False])
def test_repairing_makes_the_same_moves(calm):
    problem = room(9, 14, 1)
    seats = [p % 3 if p < 12 else -1 for p in range(14)]
    asked = replace(
        problem,
        rounds=(Round((6, 6, 6), "mixed", 2),),
        prior=(tuple(seats),),
        absent=frozenset([3]),
        move_weight=1e6 if calm else 1.0,
    )
    searches = both(asked, 9)
    for free in (True, False):
        for search in searches:
            search.mend(free=free, most=2_000, budget=Budget(1_000))
        check_same(*searches)


@pytest.mark.parametrize("rules", [True, False])
def test_cooling_with_sums_makes_the_same_moves(rules):
    problem = room(10, 24, 1, rules=False, matrix=True)
    asked = replace(problem, rounds=(Round((12, 12), "mixed"),), apart=[(0, 1)] if rules else [])
    searches = both(asked, 10)
    assert all(search.made.by_sums for search in searches)
    for heat in (1e6, 1e5, 0.0):
        for search in searches:
            search.level(heat, 500, Budget(1_000))
        check_same(*searches)


def test_exchanging_names_makes_the_same_moves():
    searches = both(room(11, 16, 3, rules=False), 11, by_name=True)
    for heat in (1e7, 1e5):
        for search in searches:
            search.level(heat, 300, Budget(1_000))
        check_same(*searches)


@pytest.mark.parametrize("problem", KINDS, ids=["rules", "alike", "traits", "lot", "matrix", "bare matrix"])
def test_a_whole_answer_is_the_same(problem):
    plain, compiled = (place(problem, seed=3, looks=2_000, fast=fast) for fast in (False, True))
    assert plain == compiled


def test_large_differences_and_weights_do_not_overflow():
    random, n = Random(12), 24
    problem = Problem(
        n,
        (Round((12, 12), "alike"),),
        columns={"age": [random.choice([0, 10**11, 3]) for _ in range(n)], "firm": ["one"] * n},
        traits=(replace(TRAITS[1], name="age", span=1.0, weight=1e6),),
        apart_by=("firm",),
        history=[(i, j, 5.0) for i in range(n) for j in range(i)],
    )
    plain, compiled = (place(problem, seed=3, looks=500, fast=fast) for fast in (False, True))
    assert plain == compiled
