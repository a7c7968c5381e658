"""Groups by lot: a plain one, and one with guards that asks conflicts to change seats until none is left."""

from itertools import combinations
from random import Random


def deal(sizes: list[int], people: list[int], random: Random) -> dict[int, int]:
    """The group of each of these people, every arrangement equally likely."""
    seats = [group for group, size in enumerate(sizes) for _ in range(size)]
    random.shuffle(seats)
    return dict(zip(people, seats, strict=True))


def solve(problem: dict, *, seed: int, seconds: float | None = None) -> dict:
    """Every round dealt out with no look at rules or people; rounds whose sizes are open get sizes as even as can be."""
    random = Random(seed)
    absent = set(problem.get("absent") or ())
    people = [person for person in range(problem["n"]) if person not in absent]
    rounds = []
    for round_ in problem["rounds"]:
        dealt = deal(round_.get("sizes") or even(len(people), round_["groups"]), people, random)
        rounds.append([dealt.get(person, -1) for person in range(problem["n"])])
    return {"rounds": rounds}


def even(people: int, groups: int) -> list[int]:
    """Sizes that differ by one at most, the larger first."""
    least, larger = divmod(people, groups)
    return [least + 1] * larger + [least] * (groups - larger)


def guarded(problem: dict, *, seed: int, present: list[int] | None = None) -> dict:
    """Rounds dealt one after another: pairs to be together and one facilitator a group first; then whoever sits with
    somebody they should not (apart, met before, met in an earlier round) changes places with a random person, if that
    leaves both at peace. Raises RuntimeError where this does not get there: it makes plans to be repaired, it is no peer."""
    random = Random(seed)
    people = list(range(problem["n"])) if present is None else present
    for _ in range(50):
        rounds = _guarded_rounds(problem, people, random)
        if rounds is not None:
            return {"rounds": rounds}
    raise RuntimeError("No lot without conflicts was found; draw the problem with another seed.")


def _guarded_rounds(problem, people, random) -> list[list[int]] | None:
    never: dict[int, set[int]] = {person: set() for person in people}
    wanted = {frozenset(pair) for pair in problem.get("together") or ()}
    known = [*(problem.get("apart") or ()), *((i, j) for i, j, _ in problem.get("history") or ())]
    _forbid(never, known, wanted)
    rounds = []
    for round_ in problem["rounds"]:
        groups = None
        for _ in range(5):
            groups = groups or _guarded_round(problem, round_["sizes"], people, never, random)
        if groups is None:
            return None
        rounds.append([groups.get(person, -1) for person in range(problem["n"])])
        seated: dict[int, list[int]] = {}
        for person, group in groups.items():
            seated.setdefault(group, []).append(person)
        _forbid(never, (pair for table in seated.values() for pair in combinations(table, 2)), wanted)
    return rounds


def _forbid(never, pairs, wanted) -> None:
    for i, j in pairs:
        if i in never and j in never and frozenset((i, j)) not in wanted:
            never[i].add(j)
            never[j].add(i)


def _guarded_round(problem, sizes, people, never, random) -> dict[int, int] | None:
    groups, free = _dealt_with_the_bound(problem, sizes, people, random)
    tables: list[set[int]] = [set() for _ in sizes]
    for person, group in groups.items():
        tables[group].add(person)
    may_move = set(free)
    for _ in range(200):
        unhappy = [person for person in people if never[person] & tables[groups[person]]]
        if not unhappy:
            return groups
        for one in unhappy:
            for other in random.sample(free, min(50, len(free))) if one in may_move else ():
                here, there = groups[one], groups[other]
                if never[one] & (tables[there] - {other}) or never[other] & (tables[here] - {one}):
                    continue
                tables[here] ^= {one, other}
                tables[there] ^= {one, other}
                groups[one], groups[other] = there, here
                break
    return None


def _dealt_with_the_bound(problem, sizes, people, random) -> tuple[dict[int, int], list[int]]:
    """A lot that keeps pairs together and facilitators one a group; and who of them is free to change places."""
    room = list(sizes)
    groups: dict[int, int] = {}
    here = set(people)

    def seat(person: int, group: int) -> None:
        groups[person] = group
        room[group] -= 1

    if problem.get("one_facilitator_per_group"):
        leaders = [person for person in people if problem["people"][person].get("facilitator")]
        random.shuffle(leaders)
        for place, person in enumerate(leaders):
            seat(person, place % len(sizes))
    for i, j in problem.get("together") or ():
        if {i, j} <= here:
            if i in groups or j in groups:
                group = groups[i] if i in groups else groups[j]
            else:
                group = random.choice([group for group, left in enumerate(room) if left >= 2])
            for person in (i, j):
                if person not in groups:
                    seat(person, group)
    free = [person for person in people if person not in groups]
    return groups | deal(room, free, random), free


def stay_put(problem: dict) -> dict:
    """The least a repair can do: everybody keeps their place, and who is late joins the smallest group."""
    absent = set(problem.get("absent") or ())
    rounds = []
    for round_, before in zip(problem["rounds"], problem["prior"], strict=True):
        groups = [-1 if person in absent else group for person, group in enumerate(before)]
        filled = [groups.count(group) for group in range(round_.get("groups") or len(round_["sizes"]))]
        for person in range(problem["n"]):
            if person not in absent and groups[person] < 0:
                groups[person] = filled.index(min(filled))
                filled[groups[person]] += 1
        rounds.append(groups)
    return {"rounds": rounds}
