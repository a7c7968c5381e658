"""A problem as JSON has it, read and checked: every refusal names the part that does not fit."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from grouping.problem import ImpossibleRules, Problem, Round, Trait, even_sizes

AIMS, KINDS = ("mixed", "alike", "random"), ("category", "number", "set")
MOST_PEOPLE, MOST_ROUNDS, MOST_SEATS = 1_000_000, 1_000, 20_000_000
NOTHING = 1e-12  # what is smaller counts as 0


def read_problem(data: Mapping[str, Any]) -> Problem:
    """The problem of a JSON object (README.md lists its fields). Raises ImpossibleRules for whatever does not fit."""
    if not isinstance(data, Mapping):
        raise ImpossibleRules("A problem is a JSON object with at least n and rounds.")
    n = _whole(data.get("n"), "n, the number of people,", 1, MOST_PEOPLE)
    absent = frozenset(_people(data.get("absent"), n, "absent"))
    asked = _list(data.get("rounds"), "rounds")
    if not 1 <= len(asked) <= MOST_ROUNDS:
        raise ImpossibleRules(f"There must be between 1 and {MOST_ROUNDS:,} rounds; here are {len(asked):,}.")
    if n * len(asked) > MOST_SEATS:
        raise ImpossibleRules(
            f"{n:,} people in {len(asked):,} rounds are more than {MOST_SEATS:,} seats, which is too many."
        )
    rounds = tuple(_round(one, number, n, n - len(absent)) for number, one in enumerate(asked))
    columns = _columns(data.get("people"), n)
    distances, traits = _distance(data.get("distance"), n, columns)
    frozen = frozenset(_whole(one, "frozen", 0, len(rounds) - 1) for one in _list(data.get("frozen"), "frozen"))
    return Problem(
        people=n,
        rounds=rounds,
        columns=columns,
        traits=traits,
        distances=distances,
        history=_history(data.get("history"), n),
        apart=_pairs(data.get("apart"), n, "apart"),
        together=_pairs(data.get("together"), n, "together"),
        apart_by=tuple(_named(one, columns, "apart_by") for one in _list(data.get("apart_by"), "apart_by")),
        facilitators=frozenset(p for p, leads in enumerate(columns.get("facilitator", ())) if leads),
        one_facilitator=bool(data.get("one_facilitator_per_group", False)),
        common=tuple(_collection(one, columns) for one in _list(data.get("common"), "common")),
        not_alone=_not_alone(data.get("not_alone"), columns),
        frozen=frozen,
        prior=_prior(data.get("prior"), n, rounds, frozen, absent),
        absent=absent,
        move_weight=_real(data.get("move_weight", 0), "move_weight"),
    )


def _round(one: Any, number: int, n: int, present: int) -> Round:
    what = f"round {number + 1}"
    if not isinstance(one, Mapping):
        raise ImpossibleRules(f"{what.capitalize()} must be an object with sizes and composition.")
    aim = one.get("composition", "mixed")
    if aim not in AIMS:
        raise ImpossibleRules(
            f"{what.capitalize()} asks for composition {aim!r:.40}; it can be mixed, alike or random."
        )
    if one.get("sizes") is None:
        groups = _whole(one.get("groups"), f"groups of {what}", 1, n)
        least = _whole(one.get("min_size", 0), f"min_size of {what}", 0, MOST_PEOPLE)
        most = _whole(one.get("max_size", -(-present // groups)), f"max_size of {what}", max(1, least), MOST_PEOPLE)
        if groups * most < present:
            raise ImpossibleRules(f"{present} people do not fit into {groups} groups of at most {most} in {what}.")
        most = min(most, max(1, present))
        if groups * most > 4 * n + 1_000:
            raise ImpossibleRules(
                f"{groups:,} groups of up to {most:,} in {what} are far more seats than {present:,} people need; "
                "give a smaller max_size or fewer groups."
            )
        return Round((most,) * groups, aim, least)
    sizes = tuple(_whole(size, f"a size in {what}", 1, MOST_PEOPLE) for size in _list(one["sizes"], "sizes"))
    return Round(sizes, aim)


def _columns(people: Any, n: int) -> dict[str, list[Any]]:
    listed = _list(people, "people")
    if not listed:
        return {}
    if len(listed) != n:
        raise ImpossibleRules(f"n says {n} people, but people lists {len(listed)}.")
    if not all(isinstance(one, Mapping) for one in listed):
        raise ImpossibleRules("Each of people must be an object of names and values.")
    names = dict.fromkeys(name for one in listed for name in one)
    return {name: [_plain(one.get(name), name) for one in listed] for name in names}


def _plain(value: Any, name: str) -> Any:
    if isinstance(value, list):
        if all(isinstance(one, (str, int, float, bool)) for one in value):
            return tuple(value)
    elif value is None or isinstance(value, (str, int, float, bool)):
        return value
    raise ImpossibleRules(f"{name} of people must be text, a number, or a list of those.")


def _distance(data: Any, n: int, columns: Mapping[str, Sequence[Any]]) -> tuple[list[float] | None, tuple[Trait, ...]]:
    if data is None:
        return None, ()
    if not isinstance(data, Mapping) or data.get("kind") not in ("condensed", "attributes"):
        raise ImpossibleRules("distance must be null, or an object of kind condensed or attributes.")
    if data["kind"] == "condensed":
        values = [_real(value, "a distance") for value in _list(data.get("values"), "values of distance")]
        if len(values) != n * (n - 1) // 2:
            raise ImpossibleRules(
                f"{n} people make {n * (n - 1) // 2:,} pairs, but distance has {len(values):,} values."
            )
        return values, ()
    return None, tuple(_trait(one, columns) for one in _list(data.get("attributes"), "attributes of distance"))


def _trait(one: Any, columns: Mapping[str, Sequence[Any]]) -> Trait:
    if not isinstance(one, Mapping):
        raise ImpossibleRules("Each attribute of distance must be an object with name, kind and weight.")
    name, kind = _named(one.get("name"), columns, "distance"), one.get("kind", "category")
    if kind not in KINDS:
        raise ImpossibleRules(f"The kind of {name} is {kind!r:.40}; it can be category, number or set.")
    weight = _real(one.get("weight", 1), f"the weight of {name}")
    if weight < 0:
        raise ImpossibleRules(f"The weight of {name} is negative; give 0 to leave it out.")
    if kind == "number":
        _check(columns[name], name, "a number", lambda value: value is None or _is_number(value))
    if kind == "set":
        _check(columns[name], name, "a list", lambda value: value is None or isinstance(value, tuple))
    if kind == "category":
        _check(columns[name], name, "one value", lambda value: not isinstance(value, tuple))
    numbers = [value for value in columns[name] if _is_number(value)] if kind == "number" else []
    span = _real(one.get("range") or (max(numbers, default=0) - min(numbers, default=0)) or 1, f"the range of {name}")
    if span <= 0:
        raise ImpossibleRules(f"The range of {name} must be more than 0.")
    return Trait(name, kind, weight, span)


def _prior(
    data: Any, n: int, rounds: tuple[Round, ...], frozen: frozenset[int], absent: frozenset[int]
) -> tuple[tuple[int, ...], ...]:
    prior = []
    for number, row in enumerate(_list(data, "prior")[: len(rounds)]):
        listed, groups = _list(row, "prior"), len(rounds[number].sizes)
        if len(listed) != n:
            raise ImpossibleRules(f"prior of round {number + 1} has {len(listed)} entries for {n} people.")
        prior.append(tuple(_whole(g, f"a group in prior of round {number + 1}", -1, groups - 1) for g in listed))
    if any(number >= len(prior) for number in frozen):
        raise ImpossibleRules("A frozen round needs its groups in prior.")
    return tuple(prior)


def _history(data: Any, n: int) -> list[tuple[int, int, float]]:
    found = []
    for one in _list(data, "history"):
        if not isinstance(one, (list, tuple)) or len(one) not in (2, 3):
            raise ImpossibleRules("Each of history must be [person, person, times met].")
        i, j = _pair(one[:2], n, "history")
        times = _real(one[2], "times met") if len(one) == 3 else 1.0
        if times < 0:
            raise ImpossibleRules("Nobody can have met a negative number of times.")
        found.append((i, j, times))
    return found


def _pairs(data: Any, n: int, what: str) -> list[tuple[int, int]]:
    return [_pair(one, n, what) for one in _list(data, what)]


def _pair(one: Any, n: int, what: str) -> tuple[int, int]:
    if not isinstance(one, (list, tuple)) or len(one) != 2:
        raise ImpossibleRules(f"Each of {what} must be a pair of people.")
    i, j = _people(one, n, what)
    if i == j:
        raise ImpossibleRules(f"{what} names person {i} twice in one pair; a pair needs two people.")
    return i, j


def _people(data: Any, n: int, what: str) -> list[int]:
    return [_whole(one, f"a person in {what}", 0, n - 1) for one in _list(data, what)]


def _collection(name: Any, columns: Mapping[str, Sequence[Any]]) -> str:
    found = _named(name, columns, "common")
    _check(columns[found], found, "a list", lambda value: value is None or isinstance(value, tuple))
    return found


def _not_alone(data: Any, columns: Mapping[str, Sequence[Any]]) -> tuple[tuple[str, Any], ...]:
    rules = []
    for one in _list(data, "not_alone"):
        if not isinstance(one, Mapping) or "value" not in one:
            raise ImpossibleRules("Each of not_alone must be an object with attribute and value.")
        rules.append((_named(one.get("attribute"), columns, "not_alone"), _plain(one["value"], "value")))
    return tuple(rules)


def _named(name: Any, columns: Mapping[str, Sequence[Any]], what: str) -> str:
    if not isinstance(name, str) or name not in columns:
        raise ImpossibleRules(f"{what} names {name!r:.40}, but people have no such value.")
    return name


def _check(values: Sequence[Any], name: str, what: str, fits: Callable[[Any], bool]) -> None:
    for person, value in enumerate(values):
        if not fits(value):
            raise ImpossibleRules(f"{name} of person {person} must be {what}; it is {value!r:.40}.")


def _list(data: Any, what: str) -> Sequence[Any]:
    if data is None:
        return ()
    if not isinstance(data, (list, tuple)):
        raise ImpossibleRules(f"{what} must be a list.")
    return data


def _is_number(value: Any) -> bool:
    """Whether it is a number that can be reckoned with; a whole number may be too large for that."""
    return isinstance(value, (int, float)) and not isinstance(value, bool) and -1e300 < value < 1e300


def _whole(value: Any, what: str, least: int, most: int) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or not least <= value <= most:
        raise ImpossibleRules(f"{what} must be a whole number from {least} to {most:,}; it is {value!r:.40}.")
    return value


def _real(value: Any, what: str) -> float:
    if not _is_number(value) or abs(value) > 1e12:
        raise ImpossibleRules(f"{what} must be a number; it is {value!r:.40}.")
    return float(value) if abs(value) > NOTHING else 0.0


def check_sizes(problem: Problem) -> None:
    """Raises ImpossibleRules when a round's sizes do not hold exactly the people present; says what would fit."""
    present = len(problem.present)
    for number in problem.open_rounds:
        one = problem.rounds[number]
        seats = sum(one.sizes)
        if (
            one.least * len(one.sizes) > present
            or seats < present
            or (seats > present and not problem.repairs and not one.least)
        ):
            fit = even_sizes(present, max(1, len(one.sizes)))
            raise ImpossibleRules(
                f"Round {number + 1} has {seats} seats in {len(one.sizes)} groups for {present} people. "
                f"Groups of {', '.join(map(str, fit[:12]))}{' ...' if len(fit) > 12 else ''} would fit."
            )
