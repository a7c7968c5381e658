"""The bench's own checker, bounds and peers: a benchmark that miscounts is worse than none."""

import gzip
from itertools import combinations, permutations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bench.grouping import instances
from bench.grouping.ceiling import ceiling
from bench.grouping.peers import exchange, iterated_maxima, random_lot, round_by_round
from bench.grouping.peers.pair_sums import add_up, as_round, gain, swap
from bench.grouping.verdict import check, distances, forced_moves

FOUR = {"n": 4, "rounds": [{"sizes": [2, 2], "composition": "mixed"}], "distance": None}
KINDS = [
    {"name": "place", "kind": "category", "weight": 2},
    {"name": "maturity", "kind": "number", "weight": 1, "range": 4},
    {"name": "words", "kind": "set", "weight": 1},
]


def four(**more: object) -> dict:
    return FOUR | more


class TestVerdict:
    def test_finds_nothing_in_a_plan_that_keeps_everything(self):
        problem = four(apart=[[0, 1]], together=[[0, 2]], history=[[0, 3, 1]])
        verdict = check(problem, {"rounds": [[0, 1, 0, 1]]})
        assert (verdict.hard, verdict.repeats) == (0, 0)

    @pytest.mark.parametrize(
        ("problem", "groups", "rule"),
        [
            (four(apart=[[0, 1]]), [0, 0, 1, 1], "apart"),
            (four(together=[[0, 2]]), [0, 0, 1, 1], "together"),
            (
                four(people=[{"facilitator": i < 2} for i in range(4)], one_facilitator_per_group=True),
                [0, 0, 1, 1],
                "facilitator",
            ),
            (four(people=[{"speaks": ["en", "cy"][i % 2 :]} for i in range(3)] + [{"speaks": ["en"]}], common=["speaks"]),
             [0, 1, 0, 1], "common"),
            (four(people=[{"kind": "online" if i == 0 else "room"} for i in range(4)],
                  not_alone=[{"attribute": "kind", "value": "online"}]), [0, 0, 1, 1], "not_alone"),
            (four(prior=[[0, 0, 1, 1]], frozen=[0]), [0, 1, 0, 1], "frozen"),
        ],
    )  # fmt: skip
    def test_counts_each_rule_that_is_broken(self, problem, groups, rule):
        verdict = check(problem, {"rounds": [groups]})
        assert getattr(verdict, rule) == verdict.hard == (2 if rule == "frozen" else 1)

    def test_sees_who_has_no_seat_and_which_group_has_the_wrong_size(self):
        verdict = check(four(absent=[3]), {"rounds": [[0, -1, 0, 0]]})
        assert len(verdict.misplaced) == 4  # two people, two groups

    def test_counts_meetings_beyond_the_first_and_history_with_them_but_not_friends(self):
        rounds = [{"sizes": [2, 2], "composition": "mixed"}] * 3
        problem = four(rounds=rounds, history=[[3, 2, 2]], together=[[0, 1]])
        assert check(problem, {"rounds": [[0, 0, 1, 1]] * 3}).repeats == 3

    def test_counts_moves_of_those_who_were_there_and_still_are(self):
        round_ = {"sizes": None, "groups": 2, "min_size": 1, "max_size": 3, "composition": "mixed"}
        problem = {"n": 5, "rounds": [round_], "distance": None, "prior": [[0, 0, 1, 1, -1]], "absent": [1]}
        verdict = check(problem, {"rounds": [[0, -1, 0, 1, 1]]})
        assert (verdict.hard, verdict.moves, verdict.forced_moves) == (0, 1, 0)

    def test_knows_the_moves_that_sizes_force(self):
        round_ = {"sizes": None, "groups": 2, "min_size": 2, "max_size": 3}
        assert forced_moves(round_, [0, 0, 0, 1], set()) == 1
        assert forced_moves(round_, [0, 0, 0, 1, -1], set()) == 0  # who is late fills up
        assert forced_moves(round_, [0, 0, 1, 2], set()) == 1  # the third group is closed

    def test_values_mixed_up_and_alike_down(self):
        told = {"kind": "condensed", "values": [1, 2, 3, 4, 5, 6]}
        for composition, value in (("mixed", 7), ("alike", -7), ("random", 0)):
            problem = four(distance=told, rounds=[{"sizes": [2, 2], "composition": composition}])
            assert check(problem, {"rounds": [[0, 0, 1, 1]]}).value == value

    def test_shares_words_by_jaccard(self):
        people = [{"words": ["a", "b", "c"]}, {"words": ["b", "c", "d"]}, {"words": []}, {"words": []}]
        told = {"kind": "attributes", "attributes": [{"name": "words", "kind": "set", "weight": 2}]}
        distance = distances(four(people=people, distance=told))
        assert (distance(0, 1), distance(0, 2), distance(2, 3)) == (1.0, 2.0, 0.0)


@st.composite
def small_rooms(draw):
    sizes = draw(st.sampled_from([[2, 2], [3, 2], [3, 3], [2, 2, 2], [4, 3]]))
    person = st.fixed_dictionaries(
        {
            "place": st.sampled_from("abc"),
            "maturity": st.integers(1, 5),
            "words": st.lists(st.sampled_from("uvwxyz"), min_size=1, max_size=3, unique=True),
        }
    )
    people = draw(st.lists(person, min_size=sum(sizes), max_size=sum(sizes)))
    told = {"kind": "attributes", "attributes": draw(st.lists(st.sampled_from(KINDS), min_size=1, unique_by=str))}
    rounds = [{"sizes": sizes, "composition": "mixed"}]
    return {"n": sum(sizes), "people": people, "rounds": rounds, "distance": told}


def plans(sizes: list[int]):
    seats = [group for group, size in enumerate(sizes) for _ in range(size)]
    return sorted(set(permutations(seats)))


class TestCeiling:
    @settings(max_examples=60, deadline=None)
    @given(small_rooms())
    def test_no_plan_beats_it(self, problem):
        sizes = problem["rounds"][0]["sizes"]
        distance = distances(problem)
        best = max(
            sum(distance(i, j) for i, j in combinations(range(problem["n"]), 2) if plan[i] == plan[j])
            for plan in plans(sizes)
        )
        assert ceiling(problem, [sizes]) >= best - 1e-9
        single = problem["distance"]["attributes"]
        if len(single) == 1 and single[0]["kind"] == "category":
            assert ceiling(problem, [sizes]) == pytest.approx(best)


class TestPeers:
    @pytest.mark.parametrize("fill", [exchange.fill, exchange.fill_by_members, iterated_maxima.fill])
    def test_find_the_best_of_a_tiny_room_and_keep_the_sizes(self, fill):
        stream = np.random.RandomState(7)
        worth = stream.uniform(0, 100, (7, 7))
        worth = worth + worth.T
        groups = fill(as_round(worth, [4, 3]), seed=1, seconds=0.05)
        assert sorted(np.bincount(groups)) == [3, 4]

        def value(plan):
            return sum(worth[i, j] for i, j in combinations(range(7), 2) if plan[i] == plan[j])

        assert value(groups) == pytest.approx(max(map(value, plans([4, 3]))))

    def test_know_the_gain_of_a_swap_before_they_make_it(self):
        round_ = as_round(some_worth(), [4, 4, 4])
        group = np.repeat(np.arange(3, dtype=np.int32), 4)
        sums, own = np.zeros((3, 12), np.int32), np.zeros(12, np.int32)
        add_up(round_.weights, group, sums, own)
        for x, y in ((0, 5), (1, 11), (6, 8)):
            before, promised = own.sum() // 2, gain(round_.weights, group, sums, own, x, y)
            swap(round_.weights, group, sums, own, x, y)
            fresh_sums, fresh_own = sums.copy(), own.copy()
            add_up(round_.weights, group, fresh_sums, fresh_own)
            assert (fresh_sums == sums).all()
            assert (fresh_own == own).all()
            assert own.sum() // 2 - before == promised

    def test_see_the_same_distances_as_the_verdict(self):
        problem = instances.community("cast", 30, 1, 4, words=True)
        far, distance = round_by_round.distance_matrix(problem), distances(problem)
        assert all(far[i, j] == pytest.approx(distance(i, j), abs=1e-5) for i, j in combinations(range(30), 2))


def some_worth() -> np.ndarray:
    worth = np.random.RandomState(3).randint(0, 50, (12, 12)).astype(float)
    return worth + worth.T


class TestProblems:
    def test_are_the_same_each_time(self):
        for name in ("30x3", "RanReal_n120_made_1", "repair-30", "golfer-3-3-4"):
            assert instances.named(name) == instances.named(name)

    def test_start_from_a_plan_without_fault_where_one_is_to_be_repaired(self):
        problem = instances.named("repair-300")
        late = [person for person, group in enumerate(problem["prior"][0]) if group < 0]
        before = problem | {"absent": late}
        verdict = check(before, {"rounds": problem["prior"]})
        assert (verdict.hard, verdict.repeats, verdict.moves) == (0, 0, 0)

    def test_can_be_kept_without_fault(self):
        problem = instances.named("30x3")
        verdict = check(problem, random_lot.guarded(problem, seed=1))
        assert (verdict.hard, verdict.repeats) == (0, 0)

    def test_read_a_public_file(self, tmp_path):
        lines = ["4 2 ss 2 2 2 2 ", *(f"{i} {j} {i + j}.5" for i, j in combinations(range(4), 2))]
        with gzip.open(tmp_path / "RanReal_n004_ss_01.txt.gz", "wt") as file:
            file.write("\n".join(lines) + "\n")
        problem = instances.named("RanReal_n004_ss_01", tmp_path)
        assert problem["distance"]["values"] == [1.5, 2.5, 3.5, 3.5, 4.5, 5.5]
        assert problem["rounds"] == [{"sizes": [2, 2], "composition": "mixed"}]
