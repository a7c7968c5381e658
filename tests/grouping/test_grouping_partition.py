"""How many groups, how large, and which rules cannot stand side by side."""

import pytest

from grouping import History, ImpossibleRules, Person, Rules, draw, sizes


@pytest.mark.parametrize(
    ("n", "expected"),
    [
        (0, ()),
        (1, (1,)),
        (2, (2,)),
        (3, (3,)),
        (4, (4,)),
        (5, (5,)),
        (6, (3, 3)),
        (7, (4, 3)),
        (9, (3, 3, 3)),
        (30, (4, 4, 4, 4, 4, 4, 3, 3)),
        (52, (4,) * 13),
    ],
)
def test_sizes_are_the_known_ones(n, expected):
    assert sizes(n) == expected


def test_sizes_up_to_500_use_fours_then_threes_and_a_five_only_for_five_people():
    for n in range(501):
        found = sizes(n)
        assert sum(found) == n
        assert list(found) == sorted(found, reverse=True)
        if n >= 3 and n != 5:
            assert set(found) <= {3, 4}
            assert found.count(3) <= 3


def test_sizes_of_other_limits_stay_inside_them_whenever_any_number_of_groups_does():
    for size, smallest, largest in [(2, 2, 3), (3, 2, 4), (5, 4, 6), (6, 5, 8), (4, 4, 4), (1, 1, 1)]:
        for n in range(1, 120):
            found = sizes(n, size, smallest, largest)
            assert sum(found) == n
            assert max(found) - min(found) <= 1
            possible = any(smallest * groups <= n <= largest * groups for groups in range(1, n + 1))
            assert possible == all(smallest <= one <= largest for one in found)


def test_sizes_refuse_nonsense():
    with pytest.raises(ImpossibleRules, match="usual size must lie between"):
        sizes(10, 4, 5, 6)
    with pytest.raises(ValueError, match="fewer than 0"):
        sizes(-1)


def people(n, **common):
    return [Person(f"p{number:02}", **common) for number in range(n)]


def test_rules_refuse_a_pair_of_one_person():
    with pytest.raises(ImpossibleRules, match="needs two people"):
        Rules(apart=[("a", "a")])


def test_apart_and_together_at_once_names_the_two():
    ada, ben, cy = Person("1", name="Ada"), Person("2", name="Ben"), Person("3", name="Cy")
    direct = Rules(apart=[("2", "1")], together=[("1", "2")])
    with pytest.raises(ImpossibleRules, match=r"Ada and Ben are to be kept apart, but Ada and Ben are to sit together"):
        draw([ada, ben, cy], rules=direct, seed=1)
    by_way_of_another = Rules(apart=[("1", "3")], together=[("1", "2"), ("2", "3")])
    with pytest.raises(ImpossibleRules, match=r"Ada and Cy .* but Ada, Ben and Cy"):
        draw([ada, ben, cy], rules=by_way_of_another, seed=1)


def test_wishes_about_people_who_did_not_come_are_passed_over():
    rules = Rules(apart=[("p00", "absent")], together=[("absent", "p01"), ("absent", "p00")])
    assert draw(people(8), rules=rules, seed=1).report.together_broken == ()


def test_together_across_kinds_collides_unless_kinds_may_mix():
    crowd = [*people(4, kind="room"), Person("on", kind="online")]
    with pytest.raises(ImpossibleRules, match="take part in different ways"):
        draw(crowd, rules=Rules(together=[("on", "p00")]), seed=1)
    mixed = draw(crowd, rules=Rules(together=[("on", "p00")], mix_kinds=True), seed=1)
    assert mixed.groups == (("on", "p00", "p01", "p02", "p03"),)


def test_a_circle_larger_than_every_group_is_refused():
    circle = [("p00", f"p0{number}") for number in range(1, 5)]
    with pytest.raises(ImpossibleRules, match="5 people, but the largest group has 4 seats"):
        draw(people(12), rules=Rules(together=circle), seed=1)


def test_two_facilitators_together_collide_with_one_a_group():
    crowd = [*people(6), Person("f1", facilitator=True), Person("f2", facilitator=True)]
    with pytest.raises(ImpossibleRules, match="f1 and f2 are facilitators"):
        draw(crowd, rules=Rules(together=[("f1", "f2")]), seed=1)
    anywhere = Rules(together=[("f1", "f2")], one_facilitator=False)
    assert draw(crowd, rules=anywhere, seed=1).report.together_broken == ()


def test_the_same_person_twice_is_refused():
    with pytest.raises(ImpossibleRules, match="on the list twice"):
        draw([Person("a"), Person("a")], seed=1)


def test_a_wished_number_of_groups_is_kept_and_shared_out_over_kinds():
    crowd = people(20, kind="room") + [Person(f"o{number}", kind="online") for number in range(6)]
    found = draw(crowd, seed=3, group_count=5)
    assert [len(group) for group in found.groups] == [6, 5, 5, 5, 5]
    assert found.report.large_groups == (0,)
    with pytest.raises(ImpossibleRules, match="too few"):
        draw(crowd, seed=3, group_count=1)
    with pytest.raises(ImpossibleRules, match="too many for 26 people"):
        draw(crowd, seed=3, group_count=27)


def test_history_adds_up_and_does_not_mind_the_order_of_a_pair():
    history = History({("b", "a"): 1, ("a", "b"): 0.5}).after([("a", "b", "c")], [("c", "d")])
    assert history.times("a", "b") == history.times("b", "a") == 2.5
    assert (history.times("a", "c"), history.times("c", "d"), history.times("a", "d")) == (1, 1, 0)
    with pytest.raises(ValueError, match="negative"):
        History({("a", "b"): -1})
