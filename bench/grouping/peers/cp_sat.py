"""OR-Tools CP-SAT with a plain model and one worker, for small problems: a literal for each person, group and round.

A pair gets a literal "both in group g in round r" (implied both ways), hence one "together in round r" by adding up. Apart
and together are constraints; a meeting beyond the first costs `repeat_weight`; the distances are the objective in thousandths.
No symmetry is broken, no hint given: it is what somebody writes in an afternoon.
"""

from itertools import combinations
from time import process_time

from ortools.sat.python import cp_model

from bench.grouping.verdict import distances

MOST_LITERALS = 400_000  # above this the building alone would take the time


def can(problem: dict) -> bool:
    """Whether the model is small enough to be worth building."""
    groups = sum(len(round_["sizes"] or ()) for round_ in problem["rounds"])
    return 0 < groups * problem["n"] * (problem["n"] - 1) // 2 <= MOST_LITERALS and "prior" not in problem


def solve(problem: dict, *, seed: int, seconds: float) -> dict | None:
    """The best plan found in that many seconds, the building included; None where none is found."""
    start = process_time()
    model = cp_model.CpModel()
    sits = [
        [[model.new_bool_var("") for _ in round_["sizes"]] for _ in range(problem["n"])] for round_ in problem["rounds"]
    ]
    _seat(model, problem, sits)
    together = [_pairs(model, problem["n"], seats) for seats in sits]
    _keep_rules(model, problem, together)
    model.maximize(_worth(model, problem, together))
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    solver.parameters.random_seed = seed
    solver.parameters.max_time_in_seconds = max(0.1, seconds - (process_time() - start))
    if solver.solve(model) not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        return None
    return {"rounds": [[[solver.value(seat) for seat in person].index(1) for person in seats] for seats in sits]}


def _seat(model, problem, sits) -> None:
    for round_, seats in zip(problem["rounds"], sits, strict=True):
        for person in seats:
            model.add_exactly_one(person)
        for group, size in enumerate(round_["sizes"]):
            model.add(sum(person[group] for person in seats) == size)
            if problem.get("one_facilitator_per_group"):
                leads = [seats[number] for number, person in enumerate(problem["people"]) if person["facilitator"]]
                model.add_at_least_one(person[group] for person in leads)


def _pairs(model, people, seats) -> dict:
    """For each pair the sum that is 1 when they share a group of this round."""
    together = {}
    for i, j in combinations(range(people), 2):
        both = []
        for one, other in zip(seats[i], seats[j], strict=True):
            literal = model.new_bool_var("")
            model.add_bool_or([one.negated(), other.negated(), literal])
            model.add_implication(literal, one)
            model.add_implication(literal, other)
            both.append(literal)
        together[i, j] = sum(both)
    return together


def _keep_rules(model, problem, together) -> None:
    for number, pairs in enumerate([problem.get("apart") or (), problem.get("together") or ()]):
        for i, j in pairs:
            for round_ in together:
                model.add(round_[min(i, j), max(i, j)] == number)


def _worth(model, problem, together):
    distance = distances(problem)
    price = round(1000 * (problem.get("repeat_weight") or 1))
    before = {(min(i, j), max(i, j)): times for i, j, times in problem.get("history") or ()}
    wanted = {(min(pair), max(pair)) for pair in problem.get("together") or ()}
    worth = []
    for pair in combinations(range(problem["n"]), 2):
        for round_, told in zip(together, problem["rounds"], strict=True):
            sign = {"mixed": 1, "alike": -1, "random": 0}[told["composition"]]
            if weight := sign * round(1000 * distance(*pair)):
                worth.append(weight * round_[pair])
        met = sum(round_[pair] for round_ in together)
        met_before = round(before.get(pair, 0))
        if pair not in wanted and (met_before or len(together) > 1):
            again = model.new_int_var(0, len(together), "")
            model.add(again >= met - 1 if not met_before else again >= met)
            worth.append(-price * again)
    return sum(worth)
