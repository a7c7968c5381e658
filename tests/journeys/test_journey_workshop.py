"""Stories 1 and 2: fifty-two sign up, thirty come; tables stay right as people come and go, and nobody meets twice."""

import re

import pytest

from collective.gather.gatherings.models import CheckIn, SignUp
from collective.talk.rooms.models import Answer
from tests.journeys.workshop import (
    Guest,
    a_workshop,
    answer_three_questions,
    crowd,
    pairs,
    the_sign_ups,
    thirty_who_come,
)

pytestmark = pytest.mark.django_db(transaction=True)


def test_fifty_two_sign_up_thirty_come_three_are_late_and_two_leave(organiser):
    listed = the_sign_ups()
    code = a_workshop(organiser)
    here = thirty_who_come(listed)
    guests = crowd(code, here)
    works_for = {guest.name: one.organisation for guest, one in zip(guests, here, strict=True)}
    organiser.open(f"/desk/gatherings/{organiser.slug}/people/")
    organiser.sees("52 signed up, 30 here")
    answer_three_questions(organiser, guests)
    organiser.sees("30 people are in the room.")

    drawn = organiser.draw_and_show()

    assert sum(map(len, drawn.values())) == 30
    assert {len(members) for members in drawn.values()} <= {3, 4, 5}
    assert not any(len({works_for[one] for one in pair}) == 1 for pair in pairs(drawn))
    for guest in guests:
        assert guest.name in drawn[guest.table]
        guest.sees("What do you need from other people who work with data?")

    late = crowd(code, [one for one in listed if one not in here][:3])
    after = organiser.tables()
    assert sum(map(len, after.values())) == 33
    assert {len(members) for members in after.values()} <= {3, 4, 5}
    assert all(drawn[table] <= after[table] for table in drawn), "somebody who sat was moved"
    assert all(guest.name in after[guest.table] for guest in late)

    smallest = min(after, key=lambda table: len(after[table]))
    goes = [guest for guest in [*guests, *late] if guest.name in after[smallest]][: len(after[smallest]) - 2]
    goes[0].leave()
    for guest in goes[1:]:
        organiser.mark_gone(guest.name)
    stay = after[smallest] - {guest.name for guest in goes}
    before_merging = organiser.tables()
    assert before_merging[smallest] == stay
    assert {table: who for table, who in before_merging.items() if table != smallest} == {
        table: who for table, who in after.items() if table != smallest
    }

    organiser.desk()
    organiser.press("Do that")
    merged = organiser.tables()
    assert smallest not in merged
    assert {len(members) for members in merged.values()} <= {3, 4, 5}
    moved = {name for table, who in merged.items() for name in who - before_merging.get(table, set())}
    assert moved == stay
    for guest in [*guests, *late]:
        if guest.name in stay:
            assert guest.name in merged[guest.table]

    assert SignUp.objects.count() == 52
    assert CheckIn.objects.count() == 33
    assert not Answer.objects.filter(anonymous=True, participant__isnull=False).exists()


def test_two_who_leave_from_different_tables_move_nobody(organiser):
    code = a_workshop(organiser)
    guests = crowd(code, thirty_who_come(the_sign_ups())[:13])
    organiser.begin()
    for _ in range(4):
        organiser.go_on()
    drawn = organiser.draw_and_show()
    first = next(guest for guest in guests if guest.name in max(drawn.values(), key=len))
    other = next(guest for guest in guests if guest.name not in drawn[first.table])

    first.leave()
    other.leave()

    gone = {first.name, other.name}
    assert organiser.tables() == {table: who - gone for table, who in drawn.items()}


def test_three_rounds_with_thirty_people_and_nobody_meets_anybody_twice(organiser):
    organiser.plan("Three rounds")
    organiser.open("/desk/")
    organiser.press("Lay out the room")
    organiser.room = re.search(r"/desk/rooms/(\d+)/", organiser.answer.path)[1]
    questions = ["Which number did you stop reporting?", "What would you count instead?", "Who should hear it?"]
    for question in questions:
        organiser.open(f"/desk/rooms/{organiser.room}/plan/")
        organiser.press("Add the step", {"Small tables": True, "What people read": question, "Minutes": "15"})
    organiser.open_room()
    code = organiser.code
    guests = [Guest() for _ in range(30)]
    for at, guest in enumerate(guests):
        guest.join(code, f"Person {at:02d}", organisation=f"Charity {at % 12}")
    met: set[frozenset[str]] = set()
    organiser.begin()
    for at, question in enumerate(questions):
        if at:
            organiser.go_on(question)
        tables = organiser.draw_and_show()
        assert sum(map(len, tables.values())) == 30
        assert {len(who) for who in tables.values()} <= {3, 4, 5}
        again = pairs(tables) & met
        assert not again
        met |= pairs(tables)
        guests[at].look()
        guests[at].sees(question)


def test_a_draw_is_undone_sizes_change_and_a_round_is_skipped_two_minutes_before(organiser):
    code = a_workshop(organiser)
    crowd(code, thirty_who_come(the_sign_ups())[:12])
    organiser.begin()
    for _ in range(4):
        organiser.go_on()
    first = organiser.draw_and_show()
    assert {len(who) for who in first.values()} == {4}

    organiser.desk()
    organiser.press("Undo these tables")
    organiser.follow("Sizes and video links of this round")
    organiser.press("Keep this", {"People at a table": "3", "Fewest": "2", "Most": "4"})
    again = organiser.draw_and_show()
    assert {len(who) for who in again.values()} == {3}

    organiser.desk()
    organiser.press("Skip this step")
    assert organiser.on_now == "Which table has the best name?"
