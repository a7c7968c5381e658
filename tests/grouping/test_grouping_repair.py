"""Latecomers, leavers and merges: nobody moves who need not."""

from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from grouping import (
    History,
    ImpossibleRules,
    Person,
    Rules,
    apply_merge,
    draw,
    leave,
    merge_offers,
    seat_latecomer,
)


def crowd(*ids, **common):
    return [Person(id, **common) for id in ids]


def groups_of(*words):
    return tuple(tuple(word) for word in words)


def test_a_latecomer_joins_the_smallest_group():
    placed = seat_latecomer(groups_of("abcd", "efg", "hijk"), Person("z"), crowd(*"abcdefghijk"))
    assert placed.groups == groups_of("abcd", "efgz", "hijk")
    assert (placed.group, placed.opened, placed.sentence) == (1, False, "z joins group 2, now 4 people.")


def test_a_latecomer_avoids_colleagues_first_and_repeats_next():
    people = [*crowd(*"abcdefgh"), Person("i", "x"), Person("j"), Person("k")]
    groups, late = groups_of("abcd", "efgh", "ijk"), Person("z", "x")
    assert seat_latecomer(groups, late, people, history=History({("z", "a"): 1})).group == 1
    everywhere = History({("z", "a"): 1, ("z", "e"): 1})
    assert seat_latecomer(groups, late, people, history=everywhere).group == 0
    anybody = Rules(colleagues_apart=False)
    assert seat_latecomer(groups, late, people, history=everywhere, rules=anybody).group == 2


def test_a_latecomer_who_facilitates_goes_where_nobody_does():
    people = [Person("a", facilitator=True), *crowd(*"bcdefgh")]
    late = Person("z", facilitator=True)
    assert seat_latecomer(groups_of("abc", "defgh"[:4]), late, people).group == 1


def test_a_latecomer_keeps_to_wishes_before_sizes():
    people = crowd(*"abcdefghi")
    groups = groups_of("abcd", "efghi")
    assert seat_latecomer(groups, Person("z"), people, rules=Rules(apart=[("z", "a")])).group == 1
    assert seat_latecomer(groups, Person("z"), people, rules=Rules(together=[("z", "i")])).group == 1
    torn = Rules(apart=[("z", "a"), ("z", "e")])
    assert "could not be kept" in seat_latecomer(groups, Person("z"), people, rules=torn).sentence


def test_when_every_group_is_full_one_takes_one_more_and_it_is_said():
    placed = seat_latecomer(groups_of("abcde", "fghij"), Person("z"), crowd(*"abcdefghij"))
    assert placed.groups == groups_of("abcdez", "fghij")
    assert "was full at 5; open a new group" in placed.sentence


def test_a_group_that_is_full_is_passed_over_for_one_with_a_colleague():
    people = [Person("f", "x"), *crowd(*"abcdeghi")]
    assert seat_latecomer(groups_of("abcde", "fghi"), Person("z", "x"), people).group == 1


def test_the_first_of_a_kind_opens_a_group_and_the_next_joins_it():
    people = crowd(*"abc", kind="room")
    first = seat_latecomer(groups_of("abc"), Person("y", kind="online"), people)
    assert (first.groups, first.opened) == (groups_of("abc", "y"), True)
    second = seat_latecomer(first.groups, Person("z", kind="online"), [*people, Person("y", kind="online")])
    assert second.groups == groups_of("abc", "yz")
    mixed = seat_latecomer(groups_of("abc"), Person("y", kind="online"), people, rules=Rules(mix_kinds=True))
    assert mixed.groups == groups_of("abcy")


def test_a_closed_group_is_opened_again_before_a_new_one():
    placed = seat_latecomer(groups_of("abc", ""), Person("y", kind="online"), crowd(*"abc", kind="room"))
    assert placed.groups == groups_of("abc", "y")
    assert seat_latecomer((), Person("y"), []).groups == (("y",),)


def test_nobody_gets_a_second_seat():
    with pytest.raises(ImpossibleRules, match="already has a seat"):
        seat_latecomer(groups_of("abc"), Person("a"), crowd(*"abc"))


def test_who_leaves_leaves_and_group_numbers_stay():
    assert leave(groups_of("a", "bcd"), "a") == groups_of("", "bcd")
    with pytest.raises(ImpossibleRules, match="no seat"):
        leave(groups_of("a"), "b")


def test_a_group_below_three_is_offered_the_best_merge():
    people = [Person("a", "x"), *crowd(*"bcd"), Person("e", "x"), *crowd(*"fghijk")]
    groups = groups_of("ab", "cde", "fgh", "ijk")
    (offer,) = merge_offers(groups, people, history=History({("b", "f"): 1}))
    assert offer.moves == (("a", 3), ("b", 3))
    assert offer.sentence == "Group 1 has only two people and may join group 4, then 5 people."
    assert apply_merge(groups, offer) == groups_of("", "cde", "fgh", "ijkab")


def test_members_are_shared_out_when_no_group_has_room_for_all():
    groups = groups_of("ab", "cdef", "ghij")
    (offer,) = merge_offers(groups, crowd(*"abcdefghij"))
    assert sorted(target for _, target in offer.moves) == [1, 2]
    assert sorted(len(group) for group in apply_merge(groups, offer)) == [0, 5, 5]


def test_no_room_anywhere_is_said_and_cannot_be_applied():
    groups = groups_of("ab", "cdefg")
    (offer,) = merge_offers(groups, crowd(*"abcdefg"))
    assert offer.moves == ()
    assert "no other group has room" in offer.sentence
    with pytest.raises(ImpossibleRules):
        apply_merge(groups, offer)


def test_merges_never_mix_kinds():
    people = [*crowd(*"ab", kind="online"), *crowd(*"cde", kind="room")]
    groups = groups_of("ab", "cde")
    assert merge_offers(groups, people)[0].moves == ()
    assert merge_offers(groups, people, rules=Rules(mix_kinds=True))[0].moves == (("a", 1), ("b", 1))


def test_an_offer_that_is_out_of_date_is_refused():
    groups = groups_of("ab", "cde")
    (offer,) = merge_offers(groups, crowd(*"abcde"))
    for changed in [groups_of("a", "cde"), groups_of("ab", "cdef"), groups_of("ab", ""), groups_of("ab")]:
        with pytest.raises(ImpossibleRules, match="have changed"):
            apply_merge(changed, offer)


@st.composite
def rooms(draw_from):
    people = [
        Person(f"p{number:02}", draw_from(st.sampled_from([None, "a", "b"])), draw_from(st.sampled_from(["o", "r"])))
        for number in range(draw_from(st.integers(3, 25)))
    ]
    groups = draw(people, seed=draw_from(st.integers(0, 999))).groups
    for person in draw_from(st.lists(st.sampled_from(people), unique=True, max_size=8)):
        groups = leave(groups, person.id)
    return people, groups


@settings(max_examples=100, deadline=None)
@given(rooms(), st.sampled_from([None, "a"]), st.sampled_from(["o", "r", "new"]))
def test_a_latecomer_moves_nobody_and_never_mixes_kinds(case, organisation, kind):
    people, groups = case
    late = Person("late", organisation, kind)
    placed = seat_latecomer(groups, late, people)
    assert placed.groups[placed.group][-1] == "late"
    assert tuple(tuple(id for id in group if id != "late") for group in placed.groups)[: len(groups)] == groups
    kinds = {person.id: person.kind for person in [*people, late]}
    assert {kinds[id] for id in placed.groups[placed.group]} == {kind}


@settings(max_examples=100, deadline=None)
@given(rooms())
def test_a_merge_moves_only_the_members_of_the_small_group(case):
    people, groups = case
    kinds = {person.id: person.kind for person in people}
    offers = merge_offers(groups, people)
    assert {offer.group for offer in offers} == {number for number, group in enumerate(groups) if 0 < len(group) < 3}
    for offer in offers:
        if offer.moves:
            merged = apply_merge(groups, offer)
            movers = set(groups[offer.group])
            assert merged[offer.group] == ()
            assert sorted(id for group in merged for id in group) == sorted(id for group in groups for id in group)
            for before, after in zip(groups, merged, strict=True):
                assert set(before) - movers == set(after) - movers
                assert len(after) <= 5 or after == before
                assert len({kinds[id] for id in after}) <= 1


def test_fifty_two_sign_up_thirty_come_three_are_late_two_leave_and_all_groups_hold_three_to_five():
    signed_up = [Person(f"p{number:02}", f"o{number // 2}") for number in range(52)]
    for seed in range(40):
        shuffled = Random(seed).sample(signed_up, 52)
        present, late = shuffled[:30], shuffled[30:33]
        groups = draw(present, seed=seed).groups
        for person in late:
            groups = seat_latecomer(groups, person, signed_up).groups
        where = {id: number for number, group in enumerate(groups) for id in group}
        for person in Random(seed).sample(present + late, 2):
            groups = leave(groups, person.id)
        moved = set()
        while any(0 < len(group) < 3 for group in groups):
            offer = merge_offers(groups, signed_up)[0]
            moved |= set(dict(offer.moves))
            groups = apply_merge(groups, offer)
        assert sum(len(group) for group in groups) == 31
        assert all(3 <= len(group) <= 5 for group in groups if group)
        assert all(id in groups[number] for id, number in where.items() if id not in moved and id in sum(groups, ()))
