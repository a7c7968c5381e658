"""What is said about a draw, and why somebody sits where they sit."""

import pytest

from grouping import History, ImpossibleRules, Person, Rules, Trait, draw, explain, score


def said(groups, people, rules=None, history=None):
    return score(groups, people, rules=rules or Rules(), history=history or History()).sentences


def plain(*ids):
    return [Person(id) for id in ids]


def test_forced_colleagues_are_said_with_the_reason():
    people = [Person(f"p{number:02}", "charity" if number < 9 else None) for number in range(12)]
    drawn = draw(people, seed=4)
    assert drawn.report.colleague_pairs_forced == len(drawn.report.colleague_pairs) == 9
    assert drawn.method == "rejection"
    assert "Nine pairs of colleagues share a group because 9 of 12 people came from one organisation." in (
        drawn.report.sentences
    )


def test_colleagues_who_need_not_share_a_group_are_not_excused():
    people = [Person("a", "x"), Person("b", "x"), *plain("c", "d", "e", "f")]
    assert "Two colleagues share a group, as no arrangement was found that keeps them all apart." in said(
        (("a", "b", "c"), ("d", "e", "f")), people
    )
    assert said((("a", "c", "d"), ("b", "e", "f")), people) == ("No colleagues share a group.",)
    assert said((("a", "b", "c"), ("d", "e", "f")), people, Rules(colleagues_apart=False)) == ()


def test_colleagues_asked_together_are_neither_colleagues_nor_repeats():
    people = [Person("a", "x"), Person("b", "x"), Person("c")]
    report = score((("a", "b", "c"),), people, rules=Rules(together=[("a", "b")]), history=History({("a", "b"): 2}))
    assert (report.colleague_pairs, report.colleague_pairs_forced, report.repeat_pairs) == ((), 0, ())
    three = [*people[:2], Person("c", "x")]
    report = score((("a", "b", "c"),), three, rules=Rules(together=[("a", "b")]), history=History())
    assert (report.colleague_pairs, report.colleague_pairs_forced) == ((("a", "c"), ("b", "c")), 2)


def test_repeats_are_counted_or_said_not_to_be():
    people = plain("a", "b", "c", "d", "e", "f")
    groups = (("a", "b", "c"), ("d", "e", "f"))
    assert said(groups, people, history=History({("a", "d"): 1})) == ("Nobody meets anybody twice.",)
    assert said(groups, people, history=History({("a", "b"): 1})) == ("Two people who have met before meet again.",)
    assert said(groups, people, history=History({("a", "b"): 1, ("f", "e"): 3})) == (
        "Two pairs of people who have met before meet again.",
    )


def test_too_few_facilitators_is_a_sentence_and_not_an_error():
    people = [Person(f"p{number:02}", facilitator=number < 3) for number in range(16)]
    drawn = draw(people, seed=1)
    empty = drawn.report.groups_without_facilitator
    assert len(empty) == 1
    assert f"Three facilitators for 4 groups: group {empty[0] + 1} has none." in drawn.report.sentences
    full = draw([Person(f"p{number:02}", facilitator=number < 6) for number in range(16)], seed=1)
    assert "Every group has a facilitator." in full.report.sentences


def test_wishes_that_cannot_all_be_kept_are_counted():
    people = plain("a", "b", "c", "d", "e", "f")
    everybody = Rules(apart=[("a", "b"), ("a", "c"), ("b", "c")])
    drawn = draw(people, rules=everybody, seed=1)
    assert len(drawn.report.apart_broken) == 1
    assert "One pair to be kept apart shares a group: there is no room here to keep every wish." in (
        drawn.report.sentences
    )
    parted = score((("a", "b", "c"), ("d", "e", "f")), people, rules=Rules(together=[("a", "d")]), history=History())
    assert parted.together_broken == (("a", "d"),)


def test_small_large_and_mixed_groups_are_named_as_people_count():
    people = [Person("a", kind="room"), Person("b", kind="online"), *[Person(f"p{number}") for number in range(6)]]
    sentences = said((("a", "b"), tuple(f"p{number}" for number in range(6)), ()), people)
    assert sentences == (
        "Group 1 holds people who take part in different ways.",
        "Group 1 has only 2 people.",
        "Group 2 has 6 people; 5 is the most we plan for.",
    )
    assert "Group 1 has only 1 person." in draw(plain("a"), seed=1).report.sentences


def test_somebody_unknown_or_with_two_seats_is_refused():
    with pytest.raises(ImpossibleRules, match="z has a seat but is not on the list"):
        said((("a", "z"),), plain("a"))
    with pytest.raises(ImpossibleRules, match="a has two seats"):
        said((("a",), ("a",)), plain("a"))


def test_explain_names_the_company_and_what_could_not_be_avoided():
    ada, ben, cy = Person("1", "x", name="Ada"), Person("2", "x", name="Ben"), Person("3", name="Cy")
    drawn = draw([ada, ben, cy], history=History({("1", "3"): 1}), seed=1)
    words = explain(drawn, "1")
    assert words.startswith("Ada is in group 1 with Ben and Cy. Ben is from the same organisation")
    assert "They have met Cy before. No arrangement was found that is better" in words
    assert explain(draw([ada, cy], seed=1), "3").endswith("was equally likely.")
    assert explain(draw([cy], seed=1), "3").startswith("Cy is alone in group 1.")
    with pytest.raises(ImpossibleRules, match="no seat"):
        explain(drawn, "9")


def test_a_walk_and_a_search_are_not_called_a_lot():
    people = [Person(f"p{number:02}") for number in range(30)]
    history = History()
    for seed in range(5):
        drawn = draw(people, history=history, seed=seed)
        history = history.after(drawn.groups)
    assert drawn.method == "chain"
    assert "exchanged at random" in explain(drawn, "p00")
    some = [Person(f"p{number}", traits={"place": "ab"[number % 2]}) for number in range(8)]
    mixed = draw(some, rules=Rules(aim="mixed", traits=(Trait("place"),)), seed=1)
    assert mixed.method == "search"
    assert "found by a search" in explain(mixed, "p0")
