"""Plain words: what is to be said about a draw, and why somebody sits where they sit."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING

from grouping.roster import Groups, ImpossibleRules, Pair, Person, Roster, listing, pair

if TYPE_CHECKING:
    from grouping.score import Crowd, Report
    from grouping.solve import Drawing

NUMBERS = ("No", "One", "Two", "Three", "Four", "Five", "Six", "Seven", "Eight", "Nine")


def counted(number: int, one: str, many: str) -> str:
    """ "One pair of colleagues", "12 pairs of colleagues": fit to begin a sentence."""
    return f"{NUMBERS[number] if number < len(NUMBERS) else number} {one if number == 1 else many}"


def headline(report: Report) -> str:
    """The four numbers as one sentence."""
    parts = [
        "every rule is kept" if not report.hard else f"{counted(report.hard, 'rule is', 'rules are').lower()} broken"
    ]
    met = len(report.repeat_pairs)
    parts.append(
        "nobody meets anybody twice" if not met else counted(met, "pair meets again", "pairs meet again").lower()
    )
    if report.composition is not None:
        parts.append(f"the groups are {report.composition:.0f} % of the best that can be proved possible")
    if report.moves:
        parts.append(counted(report.moves, "person moves", "people move").lower())
    sentence = "; ".join(parts)
    return f"{sentence[0].upper()}{sentence[1:]}."


def sentences(report: Report, crowds: Sequence[Crowd], groups: Groups, roster: Roster) -> tuple[str, ...]:
    """The report in words fit for everybody in the room: numbers of people and groups, never a name."""
    seated = {id for group in groups for id in group}
    present = [person for person in roster.people if person.id in seated]
    said = [
        *_hard(report, seated, roster),
        _colleagues(report, crowds, present, roster),
        _repeats(report, seated, roster),
        _facilitators(report, groups, present, roster),
        *_size(report, groups, roster),
    ]
    return tuple(sentence for sentence in said if sentence)


def _hard(report: Report, seated: set[str], roster: Roster) -> list[str]:
    def about(wishes: Collection[Pair], broken: tuple[Pair, ...], kept: str, one: str, many: str) -> str:
        present = [key for key in wishes if seated.issuperset(key)]
        if broken:
            return f"{counted(len(broken), one, many)}: there is no room here to keep every wish."
        return kept if present else ""

    rules = roster.rules
    return [
        about(
            rules.apart,
            report.apart_broken,
            "Everybody to be kept apart is apart.",
            "pair to be kept apart shares a group",
            "pairs to be kept apart share a group",
        ),
        about(
            rules.together,
            report.together_broken,
            "Everybody to sit together sits together.",
            "pair to sit together is in two groups",
            "pairs to sit together are in two groups each",
        ),
        f"{_named(report.mixed_groups)} people who take part in different ways." if report.mixed_groups else "",
    ]


def _colleagues(report: Report, crowds: Sequence[Crowd], present: Sequence[Person], roster: Roster) -> str:
    found = len(report.colleague_pairs)
    if not found:
        organisations = [person.organisation for person in present if person.organisation is not None]
        several = roster.rules.colleagues_apart and len(set(organisations)) < len(organisations)
        return "No colleagues share a group." if several else ""
    who = "Two colleagues share a group" if found == 1 else counted(found, "", "pairs of colleagues share a group")
    if not report.colleague_pairs_forced:
        return f"{who}, as no arrangement was found that keeps them all apart."
    origins = [f"{crowd.heads} of {crowd.people} people came from one organisation" for crowd in crowds]
    why = f"{who} because {listing(origins)}"
    more = found - report.colleague_pairs_forced
    return (
        f"{why}." if more <= 0 else f"{why}; with this many groups {report.colleague_pairs_forced} cannot be avoided."
    )


def _repeats(report: Report, seated: set[str], roster: Roster) -> str:
    found = len(report.repeat_pairs)
    if found:
        return (
            "Two people who have met before meet again."
            if found == 1
            else counted(found, "", "pairs of people who have met before meet again.")
        )
    met_before = any(times > 0 and seated.issuperset(key) for key, times in roster.history.met.items())
    return "Nobody meets anybody twice." if met_before else ""


def _facilitators(report: Report, groups: Groups, present: Sequence[Person], roster: Roster) -> str:
    leading = sum(person.facilitator for person in present)
    if not leading or not roster.rules.one_facilitator:
        return ""
    if not report.groups_without_facilitator:
        return "Every group has a facilitator."
    have = sum(1 for group in groups if group)
    there_are = counted(leading, "facilitator", "facilitators")
    missing = f"{_named(report.groups_without_facilitator, ('has', 'have'))} none"
    return f"{there_are} for {have} groups: {missing[0].lower()}{missing[1:]}."


def _size(report: Report, groups: Groups, roster: Roster) -> list[str]:
    said = []
    for number in report.small_groups:
        people = "person" if len(groups[number]) == 1 else "people"
        said.append(f"Group {number + 1} has only {len(groups[number])} {people}.")
    for number in report.large_groups:
        said.append(
            f"Group {number + 1} has {len(groups[number])} people; {roster.rules.largest} is the most we plan for."
        )
    return said


def _named(numbers: Sequence[int], verbs: tuple[str, str] = ("holds", "hold")) -> str:
    """ "Group 3 holds", "Groups 1 and 3 hold": numbered from 1, as people count."""
    names = listing([str(number + 1) for number in numbers])
    return f"Group {names} {verbs[0]}" if len(numbers) == 1 else f"Groups {names} {verbs[1]}"


def explain(drawing: Drawing, person_id: str) -> str:
    """Why somebody sits where they sit, in sentences that name the people at their table.

    Raises ImpossibleRules when the person has no seat in this drawing.
    """
    roster = drawing.roster
    by_id = roster.by_id()
    number = next((number for number, group in enumerate(drawing.groups) if person_id in group), None)
    if number is None:
        raise ImpossibleRules(f"{person_id} has no seat in this draw.")
    person = by_id[person_id]
    others = [by_id[id] for id in drawing.groups[number] if id != person_id]
    if not others:
        return f"{person.called} is alone in group {number + 1}. {drawing.lot_sentence}"
    company = listing([other.called for other in others])
    said = [f"{person.called} is in group {number + 1} with {company}."]
    colleagues = [other.called for other in others if roster.are_colleagues(person, other)]
    met, together = roster.history.times, roster.rules.together
    again = [
        other.called for other in others if met(person.id, other.id) > 0 and pair(person.id, other.id) not in together
    ]
    if colleagues:
        said.append(f"{listing(colleagues)} {_is(colleagues)} from the same organisation.")
    if again:
        said.append(f"They have met {listing(again)} before.")
    if colleagues or again:
        said.append("No arrangement was found that is better for everybody together.")
    else:
        said.append("Nobody there is a colleague or somebody they have met in a group before.")
    return " ".join([*said, _next_best(drawing, person_id), drawing.lot_sentence])


def _next_best(drawing: Drawing, person_id: str) -> str:
    """What changing places with the best other person would have cost, by the numbers of the whole draw."""
    here = next(number for number, group in enumerate(drawing.groups) if person_id in group)
    by_id = drawing.roster.by_id()
    best: tuple[tuple[float, ...], str, int] | None = None
    for number, group in enumerate(drawing.groups):
        for id in group if number != here else ():
            report = drawing.rated(_exchanged(drawing.groups, person_id, id))
            cost = _worth(report)
            if best is None or cost < best[0]:
                best = cost, id, number
    if best is None:
        return ""
    worse = [after - before for after, before in zip(best[0], _worth(drawing.report), strict=True)]
    place = f"The next best place would have been {by_id[best[1]].called}'s in group {best[2] + 1}"
    if worse[0] > 0:
        return f"{place}, at the price of {counted(int(worse[0]), 'rule', 'rules').lower()} broken."
    if worse[0] == 0 and worse[1] > 0:
        return f"{place}, at the price of people meeting again."
    if worse[0] == 0 and worse[1] == 0 and worse[2] > 0.05:
        return f"{place}, with groups {worse[2]:.1f} points further from the best that can be proved."
    return f"{place}: just as good." if worse[0] == 0 and worse[1] == 0 else f"{place}, which would have been better."


def _exchanged(groups: Groups, one: str, other: str) -> Groups:
    names = {one: other, other: one}
    return tuple(tuple(names.get(id, id) for id in group) for group in groups)


def _worth(report: Report) -> tuple[float, ...]:
    return report.hard, report.repeats, -(report.composition or 0.0)


def _is(names: Sequence[str]) -> str:
    return "is" if len(names) == 1 else "are"
