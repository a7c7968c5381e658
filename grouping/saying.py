"""What there is to say about an answer in numbers: the one sentence, what collides, and why somebody is where they are."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import combinations

from grouping.limits import why_not_perfect
from grouping.measure import Numbers, distance, members
from grouping.problem import Problem
from grouping.roster import listing
from grouping.table import crowd_codes, holds, mates

RULES = {
    "apart": ("pair to be kept apart shares a group", "pairs to be kept apart share a group"),
    "together": ("pair to sit together does not", "pairs to sit together do not"),
    "colleagues": ("pair of colleagues shares a group", "pairs of colleagues share a group"),
    "facilitator": ("group has no facilitator", "groups have no facilitator"),
    "common": ("group has nothing that all of it share", "groups have nothing that all of them share"),
    "not_alone": ("group has somebody who is the only one of their kind", "groups have somebody alone of their kind"),
    "sizes": ("group is too small", "groups are too small"),
}


def headline(problem: Problem, numbers: Numbers) -> str:
    """The four numbers as one sentence."""
    parts = ["every rule is kept" if not numbers.hard else f"{listing(broken_words(numbers))}"]
    if len(problem.rounds) > 1 or problem.history:
        times = int(numbers.repeats) if numbers.repeats == int(numbers.repeats) else round(numbers.repeats, 1)
        parts.append(
            "nobody meets anybody twice"
            if not numbers.repeats
            else f"{_count(times, 'meeting is a repeat', 'meetings are repeats')}"
        )
    if numbers.percent is not None:
        parts.append(f"the groups are {numbers.percent:.1f} % of the best that can be proved possible")
    if numbers.moves:
        parts.append(f"{_count(numbers.moves, 'seat', 'seats')} changed")
    sentence = "; ".join(parts)
    return f"{sentence[0].upper()}{sentence[1:]}."


def broken_words(numbers: Numbers) -> list[str]:
    return [_count(times, *RULES[rule]) for rule, times in numbers.broken.items()]


def said(problem: Problem, numbers: Numbers, names: Sequence[str]) -> list[str]:
    """What the organiser should know besides: rules that cannot all be kept, and repeats that cannot be avoided."""
    told = collisions(problem, names)
    if numbers.repeats_forced and len(problem.rounds) > 1:
        why = why_not_perfect(problem.rounds[0].sizes, len(problem.rounds))
        told.append(why or f"At least {numbers.repeats_forced} repeats cannot be avoided.")
    return told


def collisions(problem: Problem, names: Sequence[str]) -> list[str]:
    """Which rules cannot all be kept, by name, each with the nearest thing that can be done. Empty when none is found.

    What is found is certain; that nothing is found proves nothing.
    """
    told: list[str] = []
    groups = max(len(problem.rounds[number].sizes) for number in problem.open_rounds) if problem.open_rounds else 0
    largest = max((max(problem.rounds[number].sizes) for number in problem.open_rounds), default=0)
    told += _circles(problem, names, largest)
    if problem.one_facilitator:
        leads = len(problem.facilitators - problem.absent)
        if leads < groups:
            short = groups - leads
            told.append(
                f"There are {leads} facilitators for {groups} groups: {_count(short, 'group goes', 'groups go')} "
                f"without. {leads or 'No'} groups, or {short} more who facilitate, would keep the rule."
            )
    for name in problem.apart_by:
        told += _crowds(problem, name, groups)
    crowd = _clique(problem, groups)
    if crowd:
        told.append(
            f"{listing([names[p] for p in crowd])} are all to be kept apart from each other, but there are only "
            f"{groups} groups. Take back a wish, or have {len(crowd)} groups."
        )
    for name in problem.common:
        empty = [p for p in problem.present if not problem.columns[name][p]]
        if empty:
            told.append(f"{listing([names[p] for p in empty[:3]])} named nothing that a group could share.")
    for name, value in problem.not_alone:
        kin = [p for p in problem.present if holds(problem.columns[name][p], value)]
        if len(kin) == 1:
            told.append(f"{names[kin[0]]} is the only person of their kind ({value}), and so will be in any group.")
    return told


def _circles(problem: Problem, names: Sequence[str], largest: int) -> list[str]:
    told = []
    seen: set[int] = set()
    apart = {(min(pair), max(pair)) for pair in problem.apart}
    for person, others in sorted(mates(problem).items()):
        if person in seen:
            continue
        circle = sorted({person, *others})
        seen |= set(circle)
        who = listing([names[p] for p in circle])
        if len(circle) > largest:
            told.append(f"{who} are to sit together: {len(circle)} people, but the largest group has {largest} seats.")
        for pair in combinations(circle, 2):
            if pair in apart:
                told.append(
                    f"{names[pair[0]]} and {names[pair[1]]} are to be kept apart, but {who} are to sit together. "
                    "One of the two wishes is not kept; take one back."
                )
    return told


def _crowds(problem: Problem, name: str, groups: int) -> list[str]:
    codes = crowd_codes(problem.columns[name])
    heads = Counter(codes[p] for p in problem.present if codes[p] >= 0)
    return [
        f"{count} of {len(problem.present)} people are from one {_plain(name)}, and there are {groups} groups: "
        "some of them share a group."
        for count in sorted(heads.values(), reverse=True)
        if count > groups
    ]


def _plain(name: str) -> str:
    return name.removeprefix("apart ")


def _clique(problem: Problem, groups: int) -> list[int]:
    """More people than groups who are all to be apart from each other, if a quick look finds such."""
    wishes: dict[int, set[int]] = {}
    for i, j in problem.apart:
        if i not in problem.absent and j not in problem.absent:
            wishes.setdefault(i, set()).add(j)
            wishes.setdefault(j, set()).add(i)
    for person in sorted(wishes, key=lambda p: -len(wishes[p]))[:50]:
        found, left = [person], set(wishes[person])
        while left:
            best = max(sorted(left), key=lambda p: len(wishes[p] & left))
            found.append(best)
            left &= wishes[best]
        if len(found) > groups:
            return found
    return []


def reasons(problem: Problem, rounds: Sequence[Sequence[int]], person: int, names: Sequence[str]) -> list[str]:
    """Why somebody is where they are in each round, and what the next best group would have cost them and others."""
    told = []
    for number, row in enumerate(rounds):
        g = row[person]
        groups = members(row)
        where = f"In round {number + 1} " if len(rounds) > 1 else ""
        if g < 0:
            told.append(f"{where}{names[person]} is away." if where else f"{names[person]} is away.")
            continue
        company = [p for p in groups[g] if p != person]
        told.append(
            f"{where}{names[person]} is in group {g + 1} with {listing([names[p] for p in company])}."
            if company
            else f"{where}{names[person]} is alone in group {g + 1}."
        )
        told.append(_next_best(problem, rounds, number, person, names))
    return told


def _next_best(
    problem: Problem, rounds: Sequence[Sequence[int]], number: int, person: int, names: Sequence[str]
) -> str:
    """The best exchange of seats for this person, in words: what it would break, repeat, and change."""
    row = rounds[number]
    groups = members(row)
    here = _stand(problem, rounds, number, groups, person, row[person], skip=person)
    best: tuple[tuple[float, ...], int] | None = None
    for other in range(problem.people):
        if row[other] < 0 or row[other] == row[person]:
            continue
        if problem.one_facilitator and (other in problem.facilitators) != (person in problem.facilitators):
            continue
        there = _stand(problem, rounds, number, groups, person, row[other], skip=other)
        theirs = _stand(problem, rounds, number, groups, other, row[person], skip=person)
        before = _stand(problem, rounds, number, groups, other, row[other], skip=other)
        cost = tuple(a + b - c - d for a, b, c, d in zip(there, theirs, here, before, strict=True))
        if best is None or cost < best[0]:
            best = cost, other
    if best is None:
        return "There is nobody to change places with."
    (rules, repeats, loss), other = best
    place = f"The next best would be to change places with {names[other]} in group {row[other] + 1}"
    if rules > 0:
        return f"{place}: that would break {_count(int(rules), 'rule', 'rules')}."
    if repeats > 0:
        return f"{place}: {_count(int(repeats), 'meeting', 'meetings')} would be a repeat."
    if loss > 1e-9:
        return f"{place}: the groups would be worse by {loss:.2f} (in weights of what is asked for)."
    if rules < 0 or repeats < 0 or loss < -1e-9:
        return f"{place}: that would even be better; the search did not find it."
    return f"{place}: just as good."


def _stand(
    problem: Problem,
    rounds: Sequence[Sequence[int]],
    number: int,
    groups: dict[int, list[int]],
    person: int,
    g: int,
    skip: int,
) -> tuple[float, float, float]:
    """(rules broken, repeats, what composition loses) by this person in that group, `skip` not being there."""
    crowds = [crowd_codes(problem.columns[name]) for name in problem.apart_by]
    apart = {(min(pair), max(pair)) for pair in problem.apart}
    asked = {(min(pair), max(pair)) for pair in problem.together}
    met = {(min(i, j), max(i, j)) for i, j, times in problem.history if times}
    sign = {"mixed": -1.0, "alike": 1.0, "random": 0.0}[problem.rounds[number].aim]
    rules = repeats = loss = 0.0
    company = [p for p in groups[g] if p not in (person, skip)]
    for other in company:
        pair = (min(person, other), max(person, other))
        loss += sign * distance(problem, person, other)
        if pair in asked:
            rules -= 1
            continue
        rules += pair in apart
        rules += any(codes[person] >= 0 and codes[person] == codes[other] for codes in crowds)
        elsewhere = any(row[person] >= 0 and row[person] == row[other] for at, row in enumerate(rounds) if at != number)
        repeats += elsewhere or pair in met
    return rules, repeats, loss


def _count(number: float, one: str, many: str) -> str:
    return f"{number} {one if number == 1 else many}"
