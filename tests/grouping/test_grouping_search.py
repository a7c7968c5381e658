"""The search: its books stay true, and it finds what swaps alone would not."""

from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from grouping import History, Person, Rules, draw, plan
from grouping.partition import Lot, pools
from grouping.roster import Roster
from grouping.solve import Seating


def room(n, organisations):
    return [Person(f"p{number:02}", f"o{number % organisations}") for number in range(n)]


@settings(max_examples=40, deadline=None)
@given(st.integers(6, 14), st.integers(1, 3), st.integers(0, 999))
def test_after_any_swaps_the_books_are_those_of_a_fresh_start(n, rounds, seed):
    rules = Rules(apart=[("p00", "p01")], together=[("p02", "p03"), ("p03", "p04")])
    roster = Roster.of(room(n, 5), rules, History({("p01", "p05"): 2, ("p02", "p03"): 1}))
    (pool,) = pools(roster, None, rounds)
    random = Random(seed)
    lot = Lot(pool, random)
    seating = Seating(pool, [lot.any() for _ in range(rounds)], random)
    for _ in range(12):
        r = random.randrange(rounds)
        one, other = random.sample(range(n), 2)
        if seating.at[r][one] != seating.at[r][other]:
            seating._swap(r, one, other)
    fresh = Seating(pool, seating.rounds, random)
    assert (seating.total, seating.cost, seating.at) == (fresh.total, fresh.cost, fresh.at)
    kept = [{other: price for other, price in row.items() if price} for row in seating.price]
    assert kept == [{other: price for other, price in row.items() if price} for row in fresh.price]
    assert sum(map(sum, seating.cost)) >= seating.total >= 0


def test_the_search_never_ends_worse_than_it_began():
    for seed in range(20):
        (pool,) = pools(Roster.of(room(12, 3), Rules(), History()), None, 3)
        random = Random(seed)
        lot = Lot(pool, random)
        seating = Seating(pool, [lot.any() for _ in range(3)], random)
        before = seating.total
        seating.improve(40, 0)
        assert seating.total <= before
        assert Seating(pool, seating.rounds, random).total == seating.total


def test_people_who_sit_together_are_moved_together_where_repeats_ask_for_it():
    for seed in range(3):
        random = Random(seed)
        people = room(60, 15)
        ids = [person.id for person in people]
        random.shuffle(ids)
        together = [(ids[2 * circle], ids[2 * circle + 1]) for circle in range(25)]
        bound = {tuple(sorted(pair)) for pair in together}
        wishes = [tuple(sorted(random.sample(ids, 2))) for _ in people]
        rules = Rules(apart=[pair for pair in wishes if pair not in bound], together=together)
        history = History().after(draw(people, seed=seed).groups)
        history = history.after(draw(people, seed=seed, history=history).groups)
        report = draw(people, rules=rules, history=history, seed=seed).report
        assert report.apart_broken == report.together_broken == report.colleague_pairs == report.repeat_pairs == ()


def test_a_plan_with_room_to_spare_stays_a_fair_lot():
    planned = plan(room(30, 30), rounds=2, seed=1)
    assert [drawing.method for drawing in planned] == ["rejection", "rejection"]
