"""The one small table the kernel reads, and the seats it writes: whole numbers in flat rows."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from itertools import combinations
from typing import Any, NamedTuple

from grouping.prices import composes, prices
from grouping.problem import Problem

TYPES = 256  # more different people than this are compared column by column: a larger table leaves the fast memory
MATRIX = 4_096  # people in one round whose prices are kept as sums

Row = Any  # whole numbers, a list or an array


class Table(NamedTuple):
    """What does not change during a search. `n` people, of whom the first `real` are people and the rest empty seats.

    Rounds are numbered as in `Search.order`: those that may not change first, `moving` lists the others. Lists with
    `_first` hold the bounds of a person's part in the list that follows. Prices are whole numbers, see UNIT.
    """

    people: int
    real: int
    rounds: int
    groups: int
    first: Row  # round * (groups + 1) + group -> first seat of the group
    moving_rounds: int
    moving: Row
    keys: int  # different kinds of people; 0: compare the columns
    key: Row
    plane: Row  # round -> where its prices begin in `cost`
    cost: Row
    sign: Row  # round -> -1 differences are wanted, 1 not wanted, 0 all the same
    categories: int
    category: Row
    category_weight: Row
    numbers: int
    number: Row
    sets: int
    set_first: Row
    set_value: Row
    set_weight: Row
    crowd: Row  # person -> who are kept apart from each other; -1 nobody
    kin: int  # what two people of one crowd cost
    hard: int
    again: int
    dearest: int
    link_first: Row
    link_to: Row
    link_cost: Row
    pool_of: Row  # person -> who may exchange seats with each other; -1 nobody
    pool_first: Row
    pool: Row
    mate_first: Row
    mate: Row
    move: int
    home: Row  # person * rounds + round -> the group that leaving costs `move`; -1 none
    ruled: int
    least: Row  # round * groups + group -> fewest people
    shared_rules: int
    shared_first: Row
    shared_value: Row
    lone_rules: int
    lone: Row
    by_name: int


class Seating(NamedTuple):
    """Who sits where: `at[person * rounds + round]` group, `seat` the seat in the round, `who[round * n + seat]` the person.

    Somebody away has at = -1 - person and seat = -1. `sums`, `tally` and `log` are scratch paper of the kernel.
    """

    at: Any
    seat: Any
    who: Any
    sums: Any
    tally: Any
    log: Any


class Ranges:
    """Lists of lists laid end to end, with bounds."""

    def __init__(self, rows: Iterable[Sequence[int]]) -> None:
        self.first: list[int] = [0]
        self.values: list[Any] = []
        for row in rows:
            self.values.extend(row)
            self.first.append(len(self.values))


class Columns:
    """The traits as whole numbers, so that sums are exact and both ways of running agree to the last digit."""

    def __init__(self, problem: Problem, ghosts: int) -> None:
        unit = prices(problem).unit
        self.category: list[list[int]] = []
        self.category_weight: list[int] = []
        self.number: list[list[int]] = []
        self.set_rows: list[list[tuple[int, ...]]] = []
        self.set_weight: list[int] = []
        for trait in problem.traits if problem.distances is None else ():
            values = problem.columns[trait.name]
            if trait.kind == "category":
                self.category.append([*coded(values), *[-1] * ghosts])
                self.category_weight.append(round(trait.weight * unit))
            elif trait.kind == "number":
                factor = trait.weight * unit / (trait.span or 1)
                low = min((value or 0 for value in values), default=0)
                self.number.append([*(round(((value or 0) - low) * factor) for value in values), *[0] * ghosts])
            else:
                self.set_rows.append([*coded_sets(values), *[()] * ghosts])
                self.set_weight.append(round(trait.weight * unit))
        rows: list[Any] = [row for column in self.set_rows for row in column]
        self.sets = Ranges(rows)

    def keys(self, real: int) -> tuple[list[int], list[int]]:
        """(kind of each person, one person of each kind)."""
        columns: list[Any] = [*self.category, *self.number, *self.set_rows]
        parts = [column[:real] for column in columns]
        if not parts:
            return [0] * real, [0]
        found: dict[Any, int] = {}
        key: list[int] = [found.setdefault(one, len(found)) for one in zip(*parts, strict=True)]
        some = [0] * len(found)
        for person in range(real - 1, -1, -1):
            some[key[person]] = person
        return key, some


def across(columns: Sequence[Sequence[int]]) -> list[int]:
    """Columns as one list that goes person by person, so that what a look reads lies side by side."""
    return [value for row in zip(*columns, strict=True) for value in row]


def coded(values: Sequence[Any]) -> list[int]:
    """Values as whole numbers, in order of first sight."""
    seen: dict[Any, int] = {}
    return [seen.setdefault(value, len(seen)) for value in values]


def coded_sets(values: Sequence[Any]) -> list[tuple[int, ...]]:
    seen: dict[Any, int] = {}
    return [tuple(sorted({seen.setdefault(one, len(seen)) for one in value or ()})) for value in values]


class Made(NamedTuple):
    """A table with what leads back from it: internal round -> round of the problem, and whether sums pay."""

    table: Table
    order: list[int]
    by_sums: bool


def build(problem: Problem, kernel: Any, rows: Callable[..., Any], *, by_name: bool = False) -> Made:
    """The table of a problem. `rows(values, small)` makes what the kernel likes to read, lists or arrays."""
    n, rounds = problem.people, problem.rounds
    order = sorted(range(len(rounds)), key=lambda number: (number not in problem.frozen, number))
    moving = [place for place, number in enumerate(order) if number not in problem.frozen]
    ghosts = max((sum(rounds[order[place]].sizes) - len(problem.present) for place in moving), default=0)
    everybody, groups = n + ghosts, max(len(one.sizes) for one in rounds)
    columns, cost = Columns(problem, ghosts), prices(problem)
    big = len(moving) == len(order) == 1 and ghosts == 0 and everybody <= MATRIX
    by_sums = (
        big and composes(problem) and n >= 10 * groups and not (problem.common or problem.not_alone or problem.together)
    )
    by_sums = by_sums and not (problem.repairs or problem.absent or rounds[0].least)
    own = by_sums or problem.distances is not None
    key, some = (list(range(n)), list(range(n))) if own else columns.keys(n)
    tabled = own or len(some) <= TYPES
    keys = len(some) + (ghosts > 0) if tabled else 0
    signs = [{"mixed": -1, "alike": 1, "random": 0}[rounds[number].aim] for number in order]
    planes = sorted(set(signs))
    crowd, links = _crowds(problem, everybody), _links(problem, everybody)
    circles = mates(problem)
    pools = _pools(problem, everybody)
    shared = [coded_sets(problem.columns[name]) for name in problem.common]
    shared_rows = Ranges(row for one in shared for row in [*one, *[()] * ghosts])
    lone = [
        [int(holds(problem.columns[name][p], value)) if p < n else 0 for p in range(everybody)]
        for name, value in problem.not_alone
    ]
    least = [
        rounds[number].least if g < len(rounds[number].sizes) and rounds[number].sizes[g] else 0
        for number in order
        for g in range(groups)
    ]
    table = Table(
        people=everybody,
        real=n,
        rounds=len(order),
        groups=groups,
        first=rows([bound for number in order for bound in _bounds(rounds[number].sizes, groups)]),
        moving_rounds=len(moving),
        moving=rows(moving),
        keys=keys,
        key=rows([*key, *[keys - 1] * ghosts]),
        plane=rows([planes.index(sign) * keys * keys for sign in signs]),
        cost=rows([0] * (keys * keys * len(planes)), small=True),
        sign=rows(signs),
        categories=len(columns.category_weight),
        category=rows(across(columns.category), small=True),
        category_weight=rows(columns.category_weight),
        numbers=len(columns.number),
        number=rows(across(columns.number), small=True),
        sets=len(columns.set_weight),
        set_first=rows(_per_rule(columns.sets.first, len(columns.set_weight), everybody)),
        set_value=rows(columns.sets.values),
        set_weight=rows(columns.set_weight),
        crowd=rows([-1] * everybody if by_sums else crowd),
        kin=cost.kin,
        hard=cost.hard,
        again=cost.again,
        dearest=0,
        link_first=rows([0] * (everybody + 1) if by_sums else links.first),
        link_to=rows([] if by_sums else [to for to, _ in links.values]),
        link_cost=rows([] if by_sums else [cost for _, cost in links.values]),
        pool_of=rows(pools[0]),
        pool_first=rows(pools[1].first),
        pool=rows(pools[1].values),
        mate_first=rows(Ranges(circles.get(p, ()) for p in range(everybody)).first),
        mate=rows(Ranges(circles.get(p, ()) for p in range(everybody)).values),
        move=cost.move,
        home=rows(_homes(problem, order, everybody)),
        ruled=int(bool(shared or lone or any(least))),
        least=rows(least),
        shared_rules=len(shared),
        shared_first=rows(_per_rule(shared_rows.first, len(shared), everybody)),
        shared_value=rows(shared_rows.values),
        lone_rules=len(lone),
        lone=rows([one for row in lone for one in row]),
        by_name=int(by_name),
    )
    if keys:
        _price(table, kernel, rows, some, planes, problem)
    if by_sums:
        _fold(table, crowd, links)
        table = table._replace(dearest=2 * max(0, int(max(table.cost, default=0))))
    return Made(table, order, by_sums)


def _price(table: Table, kernel: Any, rows: Any, some: Sequence[int], planes: list[int], problem: Problem) -> None:
    """Fill in what each pair of kinds costs."""
    for number, sign in enumerate(planes):
        start = number * table.keys * table.keys
        if sign and problem.distances is None and problem.traits:
            kernel.fill(table, rows(some), sign, start, table.cost)
        elif sign and problem.distances is not None:
            unit, n, k = sign * prices(problem).unit, problem.people, 0
            for i in range(n):
                row = [round(unit * d) for d in problem.distances[k : k + n - 1 - i]]
                k += n - 1 - i
                at = start + i * table.keys
                table.cost[at + i + 1 : at + n] = row
                table.cost[start + (i + 1) * table.keys + i : start + n * table.keys : table.keys] = row


def _fold(table: Table, crowd: Row, links: Ranges) -> None:
    """One round of large groups: what else a pair costs goes into the table itself."""
    n = table.people
    together: dict[int, list[int]] = {}
    for p, who in enumerate(crowd):
        if who >= 0:
            together.setdefault(who, []).append(p)
    for ids in together.values():
        for p, q in combinations(ids, 2):
            table.cost[p * n + q] += table.kin
            table.cost[q * n + p] += table.kin
    for p in range(n):
        for to, cost in links.values[links.first[p] : links.first[p + 1]]:
            table.cost[p * n + to] += cost


def holds(value: Any, wanted: Any) -> bool:
    """Whether a person with this value is of the kind: equal, or one of several."""
    return wanted in value if isinstance(value, (list, tuple, set, frozenset)) else value == wanted


def mates(problem: Problem) -> dict[int, list[int]]:
    """Person -> everybody who is to sit with them, directly or by way of others. Absent people do not count."""
    circle: dict[int, list[int]] = {}
    for i, j in problem.together:
        if i in problem.absent or j in problem.absent:
            continue
        one, other = circle.get(i, [i]), circle.get(j, [j])
        if one is not other:
            joined = one + other
            for person in joined:
                circle[person] = joined
    return {person: sorted(set(members) - {person}) for person, members in circle.items()}


def _bounds(sizes: Sequence[int], groups: int) -> list[int]:
    bounds = [0]
    for g in range(groups):
        bounds.append(bounds[-1] + (sizes[g] if g < len(sizes) else 0))
    return bounds


def _per_rule(first: list[int], rules: int, people: int) -> list[int]:
    return [bound for rule in range(rules) for bound in first[rule * people : (rule + 1) * people + 1]]


def _crowds(problem: Problem, everybody: int) -> list[int]:
    """One crowd a person; further columns of `apart_by` are pairs (see `_links`)."""
    if not problem.apart_by:
        return [-1] * everybody
    return [*crowd_codes(problem.columns[problem.apart_by[0]]), *[-1] * (everybody - problem.people)]


def crowd_codes(values: Sequence[Any]) -> list[int]:
    """Whole numbers for equal values; -1 for an empty one, which keeps nobody apart."""
    seen: dict[Any, int] = {}
    return [-1 if value in (None, "") else seen.setdefault(value, len(seen)) for value in values]


def _links(problem: Problem, everybody: int) -> Ranges:
    """(person, price) for everybody whom a person pays for in particular: apart, together, met before."""
    found: list[dict[int, int]] = [{} for _ in range(everybody)]
    for i, j, price in _charges(problem):
        found[i][j] = found[i].get(j, 0) + price
        found[j][i] = found[j].get(i, 0) + price
    rows: list[list[Any]] = [sorted(row.items()) for row in found]
    return Ranges(rows)


def _charges(problem: Problem) -> Iterable[tuple[int, int, int]]:
    """Pairs that cost something in particular, once each for every reason."""
    again, hard = prices(problem).again, prices(problem).hard
    together = {(min(pair), max(pair)) for pair in problem.together}
    for i, j, times in problem.history:
        if times and (min(i, j), max(i, j)) not in together:
            yield i, j, round(again * min(times, 5.0))
    yield from ((i, j, hard) for i, j in {(min(pair), max(pair)) for pair in problem.apart})
    yield from ((i, j, -hard) for i, j in together)
    for name in problem.apart_by[1:]:
        alike: dict[int, list[int]] = {}
        for person, code in enumerate(crowd_codes(problem.columns[name])):
            if code >= 0:
                alike.setdefault(code, []).append(person)
        for members in alike.values():
            yield from ((i, j, hard) for i, j in combinations(members, 2))


def _pools(problem: Problem, everybody: int) -> tuple[list[int], Ranges]:
    """Facilitators exchange seats with facilitators only, so that each group keeps its own."""
    leads = problem.facilitators if problem.one_facilitator else frozenset()
    pool_of = [-1 if p in problem.absent else int(p in leads) for p in range(everybody)]
    return pool_of, Ranges([p for p in range(everybody) if pool_of[p] == pool] for pool in (0, 1))


def _homes(problem: Problem, order: Sequence[int], everybody: int) -> list[int]:
    homes = []
    for number in order:
        known = problem.prior[number] if number < len(problem.prior) else ()
        homes.append([*known, *[-1] * (everybody - len(known))])
    return across(homes)
