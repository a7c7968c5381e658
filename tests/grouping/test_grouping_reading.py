"""Whatever JSON comes in: a problem, or a sentence that says which part does not fit. Never anything else."""

import json
from copy import deepcopy

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from grouping.place import solve_problem
from grouping.problem import ImpossibleRules, Problem
from grouping.reading import read_problem

ANYTHING = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-3, 12)
    | st.sampled_from([10**400, -(10**400), 2**63, 10**12, -1])
    | st.floats(allow_nan=True, allow_infinity=True)
    | st.text(max_size=4)
    | st.sampled_from(["place", "tongues", "mixed", "category", "number", "set", "condensed"]),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.sampled_from(
                ["n", "rounds", "sizes", "kind", "name", "value", "attribute", "weight", "values", "groups"]
            ),
            inner,
            max_size=4,
        )
    ),
    max_leaves=12,
)
VALID = {
    "n": 6,
    "seed": 3,
    "people": [
        {"place": "abc"[p % 3], "age": 20 + p, "tongues": ["en", "cy"][: 1 + p % 2], "facilitator": p < 2}
        for p in range(6)
    ],
    "rounds": [
        {"sizes": [3, 3], "composition": "mixed"},
        {"sizes": None, "groups": 2, "min_size": 2, "max_size": 4, "composition": "alike"},
    ],
    "distance": {
        "kind": "attributes",
        "attributes": [
            {"name": "place", "kind": "category", "weight": 1},
            {"name": "age", "kind": "number", "weight": 0.5, "range": 10},
            {"name": "tongues", "kind": "set", "weight": 2},
        ],
    },
    "history": [[0, 1, 2], [2, 3, 0.5]],
    "apart": [[0, 1]],
    "together": [[2, 3]],
    "apart_by": ["place"],
    "common": ["tongues"],
    "not_alone": [{"attribute": "place", "value": "a"}],
    "one_facilitator_per_group": True,
    "frozen": [0],
    "prior": [[0, 0, 0, 1, 1, 1], [0, 1, 0, 1, 0, -1]],
    "absent": [5],
    "move_weight": 2,
}


def read(data):
    """The problem, or None if it was refused with a sentence."""
    try:
        problem = read_problem(data)
    except ImpossibleRules as refusal:
        said = str(refusal)
        assert said.endswith("."), said
        assert len(said) < 400
        return None
    assert isinstance(problem, Problem)
    return problem


def answered(data):
    try:
        return solve_problem(data, steps=60)
    except ImpossibleRules as refusal:
        assert str(refusal).endswith(".")  # noqa: PT017 - a refusal is as good as an answer
        return None


def places(data, path=()):
    """Every place inside a JSON value, as the way that leads there."""
    yield path
    inner = data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ()
    for key, value in inner:
        yield from places(value, (*path, key))


def changed(data, path, value):
    if not path:
        return value
    copy = deepcopy(data)
    at = copy
    for key in path[:-1]:
        at = at[key]
    at[path[-1]] = value
    return copy


def test_a_valid_problem_with_everything_in_it_is_read_and_answered():
    assert read(VALID).people == 6
    answer = answered(VALID)
    assert answer["rounds"][0] == VALID["prior"][0]
    assert answer["rounds"][1][5] == -1


@settings(max_examples=150)
@given(ANYTHING)
def test_any_json_is_read_or_refused_with_a_sentence(data):
    read(data)


@settings(max_examples=250)
@given(st.data(), ANYTHING)
def test_a_problem_with_one_field_changed_is_answered_or_refused_with_a_sentence(data, value):
    path = data.draw(st.sampled_from(list(places(VALID))))
    problem = changed(VALID, path, value)
    if isinstance(problem, dict) and read(problem) is not None:
        answered(problem)


@settings(max_examples=60)
@given(st.data())
def test_a_problem_with_one_field_left_out_is_answered_or_refused_with_a_sentence(data):
    path = data.draw(st.sampled_from([path for path in places(VALID) if path]))
    problem = deepcopy(VALID)
    at = problem
    for key in path[:-1]:
        at = at[key]
    del at[path[-1]]
    if read(problem) is not None:
        answered(problem)


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (("rounds", 1, "groups"), 10**6),
        (("rounds", 1, "max_size"), 10**6),
        (("n",), 10**6),
        (("n",), 10**400),
        (("move_weight",), 10**400),
        (("history", 0, 2), 10**400),
        (("people", 0, "age"), 10**400),
        (("people", 0, "age"), 1e12),
        (("distance", "attributes", 1, "range"), 1e-300),
        (("distance", "attributes", 0, "weight"), 1e-320),
        (("distance", "attributes", 1, "weight"), 1e12),
        (("seed",), "a"),
        (("seed",), [1]),
        (("seed",), float("inf")),
        (("seed",), 10**400),
        (("people", 0, "place"), float("nan")),
        (("prior", 1), [0] * 6),
        (("prior", 0), [1] * 6),
        (("rounds", 0, "sizes"), [10**6] * 1000),
    ],
)
def test_huge_tiny_and_strange_values_are_answered_or_refused(path, value):
    problem = changed(VALID, path, value)
    if read(problem) is not None:
        answered(problem)


@pytest.mark.parametrize(
    ("path", "value", "said"),
    [
        (("n",), 0, "n, the number of people, must be a whole number from 1"),
        (("n",), True, "it is True."),
        (("people",), [{}], "n says 6 people, but people lists 1."),
        (("rounds",), [], "There must be between 1 and"),
        (("rounds", 0, "composition"), "mixture", "Round 1 asks for composition 'mixture'"),
        (("rounds", 1, "max_size"), 2, "5 people do not fit into 2 groups of at most 2 in round 2."),
        (("apart", 0), [4, 4], "apart names person 4 twice"),
        (("together", 0), [4, 9], "a person in together must be a whole number from 0 to 5; it is 9."),
        (("apart_by",), ["firm"], "apart_by names 'firm', but people have no such value."),
        (("common",), ["place"], "place of person 0 must be a list; it is 'a'."),
        (("distance", "attributes", 0, "kind"), "colour", "The kind of place is 'colour'"),
        (("distance", "attributes", 0, "weight"), -1, "The weight of place is negative"),
        (("history", 0), [1], "Each of history must be"),
        (("history", 0, 2), -1, "negative number of times"),
        (("prior",), [], "A frozen round needs its groups in prior."),
        (("prior", 1), [0], "prior of round 2 has 1 entries for 6 people."),
    ],
)
def test_a_refusal_names_the_part_that_does_not_fit(path, value, said):
    with pytest.raises(ImpossibleRules, match=r"\.$") as refusal:
        read_problem(changed(VALID, path, value))
    assert said in str(refusal.value)


def test_rounds_and_people_together_have_a_limit():
    rounds = [{"sizes": [10**6], "composition": "random"}] * 1000
    with pytest.raises(ImpossibleRules, match=r"\.$"):
        read_problem({"n": 10**6, "rounds": rounds})


def test_an_answer_is_plain_json():
    assert json.loads(json.dumps(answered(VALID))) == answered(VALID)
