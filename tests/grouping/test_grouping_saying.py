"""What is said about an answer: one sentence, what collides by name, and why somebody is where they are."""

from grouping.measure import numbers_of
from grouping.problem import Problem, Round, Trait
from grouping.saying import collisions, headline, reasons, said

NAMES = ["Ada", "Ben", "Cleo", "Dee", "Eva", "Finn"]
PAIRED = [0, 0, 1, 1, 2, 2]


def room(sizes=(2, 2, 2), rounds=1, aim="random", **rules):
    return Problem(6, (Round(sizes, aim),) * rounds, **rules)


def test_an_answer_in_order_is_one_short_sentence():
    problem = room(rounds=2)
    assert headline(problem, numbers_of(problem, [PAIRED, [0, 1, 1, 2, 2, 0]])) == (
        "Every rule is kept; nobody meets anybody twice."
    )


def test_broken_rules_and_repeats_are_counted_in_words():
    problem = room(rounds=2, apart=[(0, 1)], together=[(2, 4)])
    assert headline(problem, numbers_of(problem, [PAIRED, PAIRED])) == (
        "2 pairs to be kept apart share a group and 2 pairs to sit together do not; 3 meetings are repeats."
    )


def test_composition_is_told_as_a_share_of_what_can_be_proved_and_moves_as_seats():
    problem = room(
        aim="mixed", columns={"place": list("aabbcc")}, traits=(Trait("place"),), prior=((0, 1, 1, 2, 2, 0),)
    )
    told = headline(problem, numbers_of(problem, [[0, 1, 2, 0, 1, 2]]))
    assert (
        told == "Every rule is kept; the groups are 100.0 % of the best that can be proved possible; 4 seats changed."
    )


def test_apart_and_together_at_once_are_named():
    (told,) = collisions(room(apart=[(0, 2)], together=[(0, 1), (1, 2)], sizes=(3, 3)), NAMES)
    assert told.startswith("Ada and Cleo are to be kept apart, but Ada, Ben and Cleo are to sit together.")
    assert told.endswith("take one back.")


def test_more_people_together_than_a_group_has_seats_are_named():
    told = collisions(room(together=[(0, 1), (1, 2)]), NAMES)
    assert told == ["Ada, Ben and Cleo are to sit together: 3 people, but the largest group has 2 seats."]


def test_too_few_facilitators_are_counted_with_what_would_do():
    (told,) = collisions(room(facilitators=frozenset([0, 1]), one_facilitator=True), NAMES)
    assert told.startswith("There are 2 facilitators for 3 groups: 1 group goes without.")


def test_more_who_are_all_apart_than_there_are_groups_are_named():
    (told,) = collisions(room(sizes=(3, 3), apart=[(0, 1), (1, 2), (0, 2)]), NAMES)
    assert "only 2 groups" in told
    assert all(name in told for name in NAMES[:3])


def test_too_many_of_one_organisation_are_counted():
    (told,) = collisions(room(columns={"organisation": ["A"] * 4 + ["B", "C"]}, apart_by=("organisation",)), NAMES)
    assert told == "4 of 6 people are from one organisation, and there are 3 groups: some of them share a group."


def test_who_shares_nothing_and_who_is_the_only_one_are_named():
    columns = {"tongues": [()] + [("en",)] * 5, "role": ["data"] + ["lead"] * 5}
    told = collisions(room(columns=columns, common=("tongues",), not_alone=(("role", "data"),)), NAMES)
    assert told[0].startswith("Ada ")
    assert told[0].endswith(" nothing that a group could share.")
    assert told[1].startswith("Ada is the only person of their kind (data)")


def test_nothing_collides_where_everything_can_be_kept():
    assert collisions(room(apart=[(0, 1)], together=[(2, 3)]), NAMES) == []


def test_repeats_that_cannot_be_avoided_are_said_with_the_reason():
    problem = room(sizes=(3, 3), rounds=2)
    (told,) = said(problem, numbers_of(problem, [[0, 0, 0, 1, 1, 1], [0, 0, 1, 0, 1, 1]]), NAMES)
    assert "cannot all part again" in told
    assert told.endswith("meetings must be repeats.")


def test_why_somebody_is_where_they_are_and_what_the_next_best_would_break():
    problem = room(apart=[(0, 2), (0, 3), (0, 4), (0, 5)])
    told = reasons(problem, [PAIRED], 0, NAMES)
    assert told[0] == "Ada is in group 1 with Ben."
    assert told[1].endswith(": that would break 1 rule.")
    assert reasons(problem, [[-1, 0, 1, 1, 2, 2]], 0, NAMES) == ["Ada is away."]
