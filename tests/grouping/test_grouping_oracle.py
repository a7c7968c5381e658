"""Two who judge the engine from outside: an exact solver on small cases, and the verdict the benchmarks use."""

from itertools import combinations
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bench.grouping.verdict import check
from grouping.measure import distance, numbers_of
from grouping.place import place
from grouping.problem import Problem, Round, even_sizes
from grouping.reading import read_problem
from tests.grouping.grouping_kit import TRAITS


def exact(problem, *, repeats=None):
    """The least cost CP-SAT can prove: fewest repeats; or with that many, the greatest (mixed) sum of distances x 1000."""
    cp_model = pytest.importorskip("ortools.sat.python.cp_model")
    model, n = cp_model.CpModel(), problem.people
    met = {}
    for r, one in enumerate(problem.rounds):
        sits = [[model.new_bool_var("") for _ in one.sizes] for _ in range(n)]
        for p in range(n):
            model.add_exactly_one(sits[p])
        for g, size in enumerate(one.sizes):
            model.add(sum(sits[p][g] for p in range(n)) == size)
        for i, j in combinations(range(n), 2):
            met[i, j, r] = model.new_bool_var("")
            for a, b in zip(sits[i], sits[j], strict=True):
                model.add_bool_or([a.negated(), b.negated(), met[i, j, r]])
        pairs = sum(size * (size - 1) // 2 for size in one.sizes)
        model.add(sum(met[i, j, r] for i, j in combinations(range(n), 2)) == pairs)
        for i, j in problem.apart:
            model.add(met[min(i, j), max(i, j), r] == 0)
    again = []
    known = {(min(i, j), max(i, j)) for i, j, _ in problem.history}
    for i, j in combinations(range(n), 2):
        times, extra = sum(met[i, j, r] for r in range(len(problem.rounds))), model.new_int_var(0, 9, "")
        model.add(extra >= times - (0 if (i, j) in known else 1))
        again.append(extra)
    if repeats is None:
        model.minimize(sum(again))
    else:
        model.add(sum(again) <= repeats)
        far = sum(round(1000 * distance(problem, i, j)) * var for (i, j, _), var in met.items())
        model.maximize(far) if problem.rounds[0].aim == "mixed" else model.minimize(far)
    solver = cp_model.CpSolver()
    solver.parameters.max_time_in_seconds, solver.parameters.num_workers = 60, 1
    assert solver.solve(model) == cp_model.OPTIMAL
    return round(solver.objective_value)


def room(seed, n, groups, rounds, aim):
    random = Random(seed)
    pairs = [tuple(random.sample(range(n), 2)) for _ in range(3)]
    return Problem(
        n,
        (Round(even_sizes(n, groups), aim),) * rounds,
        columns={
            "place": [random.choice("abc") for _ in range(n)],
            "maturity": [random.randrange(5) for _ in range(n)],
            "words": [tuple(random.sample("pqrs", 2)) for _ in range(n)],
        },
        traits=TRAITS,
        apart=pairs[:1],
        history=[(i, j, 1.0) for i, j in pairs[1:]],
    )


@pytest.mark.parametrize(
    ("n", "groups", "rounds", "aim"),
    [
        (6, 2, 1, "mixed"),
        (6, 3, 2, "mixed"),
        (8, 2, 1, "alike"),
        (8, 4, 2, "alike"),
        (9, 3, 1, "mixed"),
        (9, 3, 2, "mixed"),
    ],
)
def test_an_exact_solver_finds_nothing_better(n, groups, rounds, aim):
    problem = room(n * 10 + rounds, n, groups, rounds, aim)
    found = place(problem, seed=1, looks=12_000, fast=False).numbers
    assert found.broken == {}
    fewest = exact(problem)
    assert found.repeats == fewest
    best = exact(problem, repeats=fewest)
    assert abs(found.composition) == pytest.approx(best / 1000, abs=0.05)


@st.composite
def as_json(draw):
    """A problem as JSON has it, with an answer drawn at random."""
    n = draw(st.integers(3, 10))
    sizes = list(even_sizes(n, draw(st.integers(1, n))))
    rounds = draw(st.integers(1, 3))
    pair = st.tuples(st.integers(0, n - 1), st.integers(0, n - 1)).filter(lambda two: two[0] != two[1]).map(list)
    unlike = st.lists(pair, max_size=4, unique_by=lambda two: (min(two), max(two)))
    tongues = st.lists(st.sampled_from(["en", "cy", "fr"]), min_size=1, unique=True)
    people = [
        {
            "place": draw(st.sampled_from("abc")),
            "age": draw(st.integers(0, 9)),
            "tongues": draw(tongues),
            "facilitator": draw(st.booleans()),
        }
        for _ in range(n)
    ]
    attributes = [
        {"name": "place", "kind": "category", "weight": 2},
        {"name": "age", "kind": "number", "weight": 0.5, "range": 9},
        {"name": "tongues", "kind": "set", "weight": 1},
    ]
    pairs = n * (n - 1) // 2
    values = draw(st.lists(st.integers(0, 99), min_size=pairs, max_size=pairs))
    told = st.sampled_from(
        [None, {"kind": "attributes", "attributes": attributes}, {"kind": "condensed", "values": values}]
    )
    aims = st.sampled_from(["mixed", "alike", "random"])
    problem = {
        "n": n,
        "people": people,
        "rounds": [{"sizes": sizes, "composition": draw(aims)} for _ in range(rounds)],
        "distance": draw(told),
        "history": [[*two, draw(st.integers(1, 3))] for two in draw(unlike)],
        "apart": draw(unlike),
        "together": draw(unlike),
        "one_facilitator_per_group": draw(st.booleans()),
        "common": draw(st.sampled_from([[], ["tongues"]])),
        "not_alone": draw(st.sampled_from([[], [{"attribute": "place", "value": "a"}]])),
    }
    seats = [g for g, size in enumerate(sizes) for _ in range(size)]
    return problem, [draw(st.permutations(seats)) for _ in range(rounds)]


@settings(max_examples=100)
@given(as_json())
def test_the_verdict_of_the_benchmarks_and_the_measure_of_the_engine_agree(case):
    data, rounds = case
    verdict, numbers = check(data, {"rounds": rounds}), numbers_of(read_problem(data), rounds)
    assert verdict.misplaced == []
    for rule in ("apart", "together", "facilitator", "common", "not_alone"):
        assert getattr(verdict, rule) == numbers.broken.get(rule, 0), rule
    assert verdict.repeats == pytest.approx(numbers.repeats)
    assert verdict.value == pytest.approx(numbers.composition)
    mixed = all(one["composition"] == "mixed" for one in data["rounds"])
    if mixed and data["distance"] and data["distance"]["kind"] == "attributes" and verdict.ceiling:
        assert verdict.percent == pytest.approx(numbers.percent)
