"""What an answer is worth, worked out from the problem and the answer alone: plain Python, nothing of the engine.

Problem and answer are the dicts of the engine's file format: people numbered from 0, an answer `{"rounds": [[group of
person 0, ...], ...]}` with -1 for who is absent. Read a verdict from the top: only where everybody is placed do the broken
rules count, only where none is broken the repeats, and so on.
"""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import combinations

from bench.grouping.ceiling import ceiling

Problem = dict
Members = dict[int, list[int]]


@dataclass
class Verdict:
    """`misplaced` are sentences about people and sizes; the rules are counts (pairs, groups, people moved from frozen
    rounds); `repeats` counts meetings beyond a pair's first, history included, pairs asked together excepted; `value` sums
    the distances inside groups (mixed +, alike -); `ceiling` is a proven upper bound on it, or None; `moves` are people
    (one a round) who sit elsewhere than in `prior`, `forced_moves` what the sizes alone make necessary."""

    misplaced: list[str] = field(default_factory=list)
    apart: int = 0
    together: int = 0
    facilitator: int = 0
    common: int = 0
    not_alone: int = 0
    frozen: int = 0
    repeats: float = 0.0
    value: float = 0.0
    ceiling: float | None = None
    moves: int = 0
    forced_moves: int = 0

    @property
    def hard(self) -> int:
        """Rules broken, everybody misplaced among them."""
        rules = self.apart + self.together + self.facilitator + self.common + self.not_alone + self.frozen
        return len(self.misplaced) + rules

    @property
    def percent(self) -> float | None:
        return 100 * self.value / self.ceiling if self.ceiling else None


def check(problem: Problem, answer: dict) -> Verdict:
    """The verdict on an answer."""
    verdict = Verdict()
    rounds = answer["rounds"]
    if len(rounds) != len(problem["rounds"]) or any(len(groups) != problem["n"] for groups in rounds):
        verdict.misplaced.append("The answer has another number of rounds or people than the problem.")
        return verdict
    tables = [members(groups) for groups in rounds]
    for number, seated in enumerate(tables):
        _count_placing(problem, number, rounds[number], seated, verdict)
        _count_rules(problem, rounds[number], seated, verdict)
    distance = distances(problem)
    for round_, seated in zip(problem["rounds"], tables, strict=True):
        sign = {"mixed": 1, "alike": -1, "random": 0}[round_["composition"]]
        if sign:
            verdict.value += sign * sum(distance(i, j) for group in seated.values() for i, j in combinations(group, 2))
    verdict.repeats = _repeats(problem, tables)
    verdict.ceiling = ceiling(problem, [[len(group) for group in seated.values()] for seated in tables])
    _count_moves(problem, rounds, verdict)
    return verdict


def members(groups: list[int]) -> Members:
    """The people of each group that has any."""
    seated: Members = {}
    for person, group in enumerate(groups):
        if group >= 0:
            seated.setdefault(group, []).append(person)
    return seated


def distances(problem: Problem) -> Callable[[int, int], float]:
    """How far two people (i < j) are apart."""
    told = problem.get("distance")
    if told is None:
        return lambda i, j: 0.0
    if told["kind"] == "condensed":
        n, values = problem["n"], told["values"]
        return lambda i, j: values[i * n - i * (i + 1) // 2 + j - i - 1]
    people, attributes = problem["people"], told["attributes"]
    return lambda i, j: sum(_differ(attribute, people[i], people[j]) for attribute in attributes)


def _differ(attribute: dict, one: dict, other: dict) -> float:
    a, b = one[attribute["name"]], other[attribute["name"]]
    if attribute["kind"] == "number":
        return attribute["weight"] * abs(a - b) / attribute["range"]
    if attribute["kind"] == "category":
        return attribute["weight"] * (a != b)
    either = set(a) | set(b)
    return attribute["weight"] * (1 - len(set(a) & set(b)) / len(either)) if either else 0.0


def _count_placing(problem: Problem, number: int, groups: list[int], seated: Members, verdict: Verdict) -> None:
    absent = set(problem.get("absent") or ())
    for person, group in enumerate(groups):
        if (group < 0) != (person in absent):
            verdict.misplaced.append(f"Round {number}: person {person} is in group {group}.")
    round_ = problem["rounds"][number]
    sizes = {group: len(people) for group, people in seated.items()}
    if round_.get("sizes") is not None:
        wanted = dict(enumerate(round_["sizes"]))
        wrong = [group for group in wanted.keys() | sizes.keys() if wanted.get(group) != sizes.get(group)]
    else:
        least, most = round_["min_size"], round_["max_size"]
        known = range(round_["groups"])
        wrong = [group for group in known if not least <= sizes.get(group, 0) <= most]
        wrong += [group for group in sizes if group not in known]
    verdict.misplaced += [f"Round {number}: group {group} has {sizes.get(group, 0)} people." for group in wrong]


def _count_rules(problem: Problem, groups: list[int], seated: Members, verdict: Verdict) -> None:
    def present(pair: list[int]) -> bool:
        return groups[pair[0]] >= 0 and groups[pair[1]] >= 0

    verdict.apart += sum(groups[i] == groups[j] for i, j in problem.get("apart") or () if present([i, j]))
    verdict.together += sum(groups[i] != groups[j] for i, j in problem.get("together") or () if present([i, j]))
    people = problem.get("people") or [{}] * problem["n"]
    for group in seated.values():
        there = [people[person] for person in group]
        if problem.get("one_facilitator_per_group"):
            verdict.facilitator += not any(person.get("facilitator") for person in there)
        for name in problem.get("common") or ():
            verdict.common += not set.intersection(*(set(person[name]) for person in there))
        for kind in problem.get("not_alone") or ():
            verdict.not_alone += sum(_is_of(person[kind["attribute"]], kind["value"]) for person in there) == 1


def _is_of(held: object, value: object) -> bool:
    return value in held if isinstance(held, list) else held == value


def _repeats(problem: Problem, tables: list[Members]) -> float:
    now: Counter[tuple[int, int]] = Counter()
    for seated in tables:
        for group in seated.values():
            now.update(combinations(group, 2))  # members are in rising order, hence so is each pair
    before: Counter[tuple[int, int]] = Counter()
    for i, j, times in problem.get("history") or ():
        before[min(i, j), max(i, j)] += times
    wanted = {(min(pair), max(pair)) for pair in problem.get("together") or ()}
    return sum(
        max(0, before[pair] + times - 1) - max(0, before[pair] - 1) for pair, times in now.items() if pair not in wanted
    )


def _count_moves(problem: Problem, rounds: list[list[int]], verdict: Verdict) -> None:
    prior = problem.get("prior")
    if prior is None:
        return
    absent = set(problem.get("absent") or ())
    frozen = set(problem.get("frozen") or ())
    for number, (before, after) in enumerate(zip(prior, rounds, strict=True)):
        moved = sum(was >= 0 and person not in absent and was != after[person] for person, was in enumerate(before))
        verdict.moves += moved
        if number in frozen:
            verdict.frozen += moved
        verdict.forced_moves += forced_moves(problem["rounds"][number], before, absent)


def forced_moves(round_: dict, before: list[int], absent: set[int]) -> int:
    """How many of those who stay must change groups for the sizes' sake alone, the same groups being kept."""
    left = Counter(group for person, group in enumerate(before) if group >= 0 and person not in absent)
    late = sum(group < 0 and person not in absent for person, group in enumerate(before))
    if round_.get("sizes") is not None:
        limits = [(size, size) for size in round_["sizes"]]
    else:
        limits = [(round_["min_size"], round_["max_size"])] * round_["groups"]
    closed = sum(count for group, count in left.items() if group >= len(limits))
    over = closed + sum(max(0, left[group] - most) for group, (_, most) in enumerate(limits))
    missing = sum(max(0, least - left[group]) for group, (least, _) in enumerate(limits))
    return max(over, missing - late)
