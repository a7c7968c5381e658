"""How a peer that knows one round and pair weights only takes on a whole problem: one round after another.

A round becomes worths of pairs: the distance (alike: less it), less a price for each time the two have met before, less a
far greater one for apart, plus one for together; facilitators are kept apart from each other, so that as many as there are
groups go one to each. The time is shared out evenly over the rounds. Prices as the problem states them (`repeat_weight`),
hard rules ten times that. A dense matrix: up to a few thousand people.
"""

from collections.abc import Callable
from itertools import combinations

import numpy as np

from bench.grouping.peers.pair_sums import Round, as_round
from bench.grouping.verdict import members

MOST_PEOPLE = 6_000
Fill = Callable[..., np.ndarray]


def solve(fill: Fill, problem: dict, *, seed: int, seconds: float) -> dict:
    """All rounds by `fill(round, seed=, seconds=)`. Group sizes must be given."""
    far = distance_matrix(problem)
    price = float(problem.get("repeat_weight") or 1)
    rules = _rules(problem, 10 * price)
    met = np.zeros((problem["n"], problem["n"]), np.float32)
    for i, j, times in problem.get("history") or ():
        met[[i, j], [j, i]] += times
    exempt = [list(pair) for pair in problem.get("together") or ()]
    rounds = []
    for number, round_ in enumerate(problem["rounds"]):
        for i, j in exempt:
            met[[i, j], [j, i]] = 0
        sign = {"mixed": 1, "alike": -1, "random": 0}[round_["composition"]]
        groups = fill(
            as_round(sign * far + rules - price * met, round_["sizes"]),
            seed=seed + 1000 * number,
            seconds=seconds / len(problem["rounds"]),
        )
        rounds.append([int(group) for group in groups])
        for group in members(rounds[-1]).values():
            met[np.ix_(group, group)] += 1
    return {"rounds": rounds}


def _rules(problem: dict, price: float) -> np.ndarray:
    worth = np.zeros((problem["n"], problem["n"]), np.float32)
    for sign, pairs in ((-1, problem.get("apart") or ()), (1, problem.get("together") or ())):
        for i, j in pairs:
            worth[[i, j], [j, i]] += sign * price
    if problem.get("one_facilitator_per_group"):
        leaders = [number for number, person in enumerate(problem["people"]) if person["facilitator"]]
        for i, j in combinations(leaders, 2):
            worth[[i, j], [j, i]] -= price
    return worth


def distance_matrix(problem: dict) -> np.ndarray:
    """n x n distances, 32-bit."""
    people, told = problem["n"], problem.get("distance")
    far = np.zeros((people, people), np.float32)
    if told is None:
        return far
    if told["kind"] == "condensed":
        one, other = np.triu_indices(people, 1)
        far[one, other] = far[other, one] = told["values"]
        return far
    for attribute in told["attributes"]:
        held = [person[attribute["name"]] for person in problem["people"]]
        far += attribute["weight"] * _apart(attribute, held)
    return far


def _apart(attribute: dict, held: list) -> np.ndarray:
    if attribute["kind"] == "number":
        value = np.asarray(held, np.float32)
        return np.abs(value[:, None] - value) / np.float32(attribute["range"])
    if attribute["kind"] == "category":
        _, code = np.unique(np.asarray(held), return_inverse=True)
        return (code[:, None] != code).astype(np.float32)
    words = sorted({word for own in held for word in own})
    has = np.array([[word in own for word in words] for own in held], np.float32)
    shared = has @ has.T
    size = has.sum(1)
    return 1 - shared / np.maximum(size[:, None] + size - shared, 1)


def prepared(fill: Fill, problem: dict) -> Callable[..., dict]:
    """For a problem of one round without rules, the matrix made beforehand, so that all the time is search."""
    ready: Round = as_round(distance_matrix(problem), problem["rounds"][0]["sizes"])
    return lambda *, seed, seconds: {"rounds": [[int(group) for group in fill(ready, seed=seed, seconds=seconds)]]}
