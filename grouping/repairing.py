"""A repair in numbers: how many groups there must be now, who has no home, and the search that moves nobody else."""

from __future__ import annotations

from dataclasses import replace

from grouping.numbering import numbered
from grouping.partition import Pool, pools, sizes
from grouping.place import How, place
from grouping.problem import Round
from grouping.roster import Groups, Roster, Rules

CALM, BETTER = 1e9, 1.0  # what a move weighs, in weights of traits


def repaired(groups: Groups, present: Roster, how: How, seed: int) -> Groups:
    """The groups for everybody present, kind by kind; numbers of groups stay, closed ones are empty, new ones last."""
    after: list[list[str]] = [[] for _ in groups]
    if not present.people:
        return tuple(() for _ in groups)
    for pool in pools(present, None):
        kept, opened = _open_groups(groups, pool, present.rules)
        numbers = [*kept, *range(len(after), len(after) + opened)]
        after += [[] for _ in range(opened)]
        row = _placed(groups, pool, numbers, present.rules, how, seed)
        for person, group in zip(pool.people, row, strict=True):
            after[numbers[group]].append(person.id)
    return tuple(_in_order(group, groups[number] if number < len(groups) else ()) for number, group in enumerate(after))


def _open_groups(groups: Groups, pool: Pool, rules: Rules) -> tuple[list[int], int]:
    """(numbers of the groups that stay open, how many are opened): as few changes as the sizes allow."""
    here = {person.id for person in pool.people}
    heads = {number: sum(id in here for id in group) for number, group in enumerate(groups)}
    having = sorted((number for number, count in heads.items() if count), key=lambda number: -heads[number])
    people = len(pool.people)
    usual = len(sizes(people, rules.size, rules.smallest, rules.largest))
    most, least = max(1, people // rules.smallest), -(-people // rules.largest)
    wanted = len(having)
    if not least <= wanted <= most:
        wanted = min(max(wanted, least), most) if least <= most else usual
    return sorted(having[:wanted]), max(0, wanted - len(having))


def _placed(groups: Groups, pool: Pool, numbers: list[int], rules: Rules, how: How, seed: int) -> tuple[int, ...]:
    at = {id: number for number, group in enumerate(groups) for id in group}
    place_of = {number: index for index, number in enumerate(numbers)}
    prior = [place_of.get(at.get(person.id, -1), -1) for person in pool.people]
    people, count = len(pool.people), len(numbers)
    # Newcomers even the groups out; a group that was larger keeps its people: nobody is sent away for being one too many.
    seats = tuple(max(prior.count(group), -(-people // count)) for group in range(count))
    least = rules.smallest if rules.smallest * count <= people else 0
    problem = replace(
        numbered(pool, prior=[prior]),
        rounds=(Round(seats, rules.aim, least),),
        move_weight=CALM if how == "calm" else BETTER,
    )
    return place(problem, seed=seed, how=how).rounds[0]


def _in_order(members: list[str], before: tuple[str, ...]) -> tuple[str, ...]:
    """Those who were there first, in the order they had, then the others."""
    kept = [id for id in before if id in members]
    return (*kept, *sorted(set(members) - set(kept)))
