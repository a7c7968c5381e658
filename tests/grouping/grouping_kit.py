"""Problems of every kind for the tests of the engine: small ones by Hypothesis, and every way to divide a few people."""

from collections.abc import Iterator
from itertools import combinations

from hypothesis import strategies as st

from grouping.problem import Problem, Round, Trait, even_sizes

TONGUES = ("en", "cy", "fr")
TRAITS = (Trait("place", "category", 2.0), Trait("maturity", "number", 1.5, 4.0), Trait("words", "set", 1.0))


def columns_of(draw, n):
    """Every kind of column for n people."""

    def each(one):
        return draw(st.lists(one, min_size=n, max_size=n))

    return {
        "place": each(st.sampled_from("abc")),
        "maturity": each(st.integers(0, 4)),
        "words": each(st.lists(st.sampled_from("pqrs"), max_size=3).map(tuple)),
        "organisation": each(st.sampled_from(["", "o1", "o2", "o3"])),
        "team": each(st.sampled_from([None, "t1", "t2"])),
        "tongues": each(st.lists(st.sampled_from(TONGUES), min_size=1, max_size=2, unique=True).map(tuple)),
        "role": each(st.sampled_from(["data", "lead"])),
    }


def pairs_of(n, most=4):
    pair = st.tuples(st.integers(0, n - 1), st.integers(0, n - 1)).filter(lambda pair: pair[0] != pair[1])
    return st.lists(pair, max_size=most)


@st.composite
def problems(draw, most=13, rounds=3):
    """A problem to be placed from nothing: any mixture of rules, which need not be possible."""
    n = draw(st.integers(3, most))
    sizes = even_sizes(n, draw(st.integers(1, max(1, n // 2))))
    aims = draw(st.lists(st.sampled_from(["mixed", "alike", "random"]), min_size=1, max_size=rounds))
    several = len(aims) > 1 and draw(st.booleans())
    prior = [draw(st.permutations([g for g, size in enumerate(sizes) for _ in range(size)]))] if several else []
    leads = draw(st.frozensets(st.integers(0, n - 1), min_size=1, max_size=4))
    matrix = draw(st.integers(0, 3)) == 0
    values = (
        draw(st.lists(st.integers(0, 50), min_size=n * (n - 1) // 2, max_size=n * (n - 1) // 2)) if matrix else None
    )
    return Problem(
        people=n,
        rounds=tuple(Round(sizes, aim) for aim in aims),
        columns=columns_of(draw, n),
        traits=TRAITS if not matrix and draw(st.booleans()) else (),
        distances=values,
        history=[(i, j, draw(st.sampled_from([0.25, 1.0, 2.0]))) for i, j in draw(pairs_of(n))],
        apart=draw(pairs_of(n, 2)),
        together=draw(pairs_of(n, 2)),
        apart_by=draw(st.sampled_from([(), ("organisation",), ("organisation", "team")])),
        facilitators=leads,
        one_facilitator=draw(st.booleans()),
        common=draw(st.sampled_from([(), ("tongues",)])),
        not_alone=draw(st.sampled_from([(), (("role", "data"),)])),
        frozen=frozenset([0]) if prior else frozenset(),
        prior=tuple(tuple(row) for row in prior),
    )


@st.composite
def repairs(draw, most=12, rounds=2, *, calm=None):
    """A problem in which people have groups already, some stay away and some come late."""
    n = draw(st.integers(4, most))
    count = draw(st.integers(1, rounds))
    groups = draw(st.integers(2, max(2, n // 2)))
    absent = draw(st.frozensets(st.integers(0, n - 1), max_size=n // 3))
    late = draw(st.frozensets(st.integers(0, n - 1), max_size=n // 3))
    prior = []
    for _ in range(count):
        seats = draw(st.permutations([p % groups for p in range(n)]))
        prior.append(tuple(-1 if p in late else g for p, g in enumerate(seats)))
    seats = -(-n // groups) + draw(st.integers(0, 1))
    least = draw(st.integers(0, max(0, min(2, (n - len(absent)) // groups))))
    still = calm if calm is not None else draw(st.booleans())
    return Problem(
        people=n,
        rounds=tuple(Round((seats,) * groups, draw(st.sampled_from(["mixed", "alike"])), least) for _ in range(count)),
        columns=columns_of(draw, n),
        traits=TRAITS if draw(st.booleans()) else (),
        apart=draw(pairs_of(n, 2)),
        together=draw(pairs_of(n, 2)),
        apart_by=draw(st.sampled_from([(), ("organisation",)])),
        common=draw(st.sampled_from([(), ("tongues",)])),
        not_alone=draw(st.sampled_from([(), (("role", "data"),)])),
        prior=tuple(prior),
        absent=absent,
        move_weight=1e6 if still else 1.0,
    )


def divisions(sizes: tuple[int, ...]) -> Iterator[list[int]]:
    """Every way to divide sum(sizes) people into groups of these sizes, as the group of each; equal groups once."""
    n, row = sum(sizes), [-1] * sum(sizes)

    def fill(g: int) -> Iterator[list[int]]:
        if g == len(sizes):
            yield row[:]
            return
        free = [p for p in range(n) if row[p] < 0]
        first = g > 0 and sizes[g] == sizes[g - 1]
        floor = min(p for p in range(n) if row[p] == g - 1) if first else -1
        for chosen in combinations(free, sizes[g]):
            if chosen[0] < floor:
                continue
            for p in chosen:
                row[p] = g
            yield from fill(g + 1)
            for p in chosen:
                row[p] = -1

    return fill(0)
