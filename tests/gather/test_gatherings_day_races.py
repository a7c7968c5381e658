"""Two phones at one door, and a button that two people press: each act is done once."""

import pytest

from collective.gather.gatherings import actions
from collective.gather.gatherings.actions import attending, calendars, reporting, telling
from collective.gather.gatherings.models import Attendance, Broadcast, CheckIn, DoorAct, Gathering, Turnout
from collective.ground.lib import clock
from collective.ground.outbox.models import Letter
from collective.join.people.models import Person
from tests.gather import builders_gatherings as made
from tests.gather.test_gatherings_calendars import TWO
from tests.gather.test_gatherings_races import at_once

pytestmark = pytest.mark.django_db(transaction=True)
KEY = "0f8fad5b-d9cb-469f-a165-70867728950e"


def press(at, key=KEY, what="here", **facts):
    return lambda: actions.press(gathering=at, key=key, what=what, now=clock.now(), by=None, **facts)


def held():
    return made.gathering(starts_at=clock.now() - attending.SETTLED_AFTER / 84)  # two hours ago


def test_a_walk_in_that_is_sent_twice_at_once_is_one_person():
    at = held()
    at_once(*[press(at, what="walk_in", name="Wanda Walker") for _ in range(4)])

    assert (CheckIn.objects.count(), DoorAct.objects.count(), Person.objects.filter(name="Wanda Walker").count()) == (
        1,
        1,
        1,
    )


def test_two_phones_that_press_for_one_person_make_one_check_in():
    at = held()
    one = made.seat(at)
    at_once(*[press(at, key=f"{KEY[:-1]}{n}", person=one.person) for n in range(4)])

    assert (CheckIn.objects.count(), DoorAct.objects.count()) == (1, 4)


def test_a_message_that_two_presses_send_goes_out_once():
    at = made.gathering()
    made.seats(at, 5)
    said = {"to": "coming", "subject": "Room", "text": "Second floor.", "token": "t" * 20, "by": made.organiser()}
    at_once(*[lambda: telling.tell(gathering=at, now=clock.now(), **said) for _ in range(3)])
    at_once(*[lambda: telling.run(clock.now()) for _ in range(2)])

    assert (Broadcast.objects.count(), Letter.objects.filter(key__startswith="told:").count()) == (1, 5)


def test_a_report_that_two_organisers_confirm_marks_once():
    at = held()
    made.seat(at, "Femi Taylor", "femi@example.org")
    data = (made.FILES / "reports" / "zoom-unique.csv").read_bytes()
    ada = made.organiser()
    report = reporting.upload_report(gathering=at, data=data, filename="z.csv", now=clock.now(), by=ada)
    done = at_once(
        *[
            lambda: reporting.confirm_report(report=report, decisions={2: "new"}, now=clock.now(), by=ada)
            for _ in range(3)
        ]
    )

    assert sum(isinstance(one, reporting.ReportDecided) for one in done) == 2
    assert Attendance.objects.count() == 2
    assert Person.objects.filter(name="Ben Carr").count() == 1


def test_totals_that_are_counted_twice_at_once_are_one_row():
    at = held()
    at_once(*[lambda: attending.settle(gathering=at, now=clock.now()) for _ in range(3)])

    assert Turnout.objects.count() == 1


def test_a_calendar_that_two_presses_plan_from_is_planned_once():
    ada = made.organiser()
    file = calendars.upload(data=TWO, filename="c.ics", now=clock.now(), by=ada)
    at_once(*[lambda: calendars.apply(file=file, chosen={0, 1}, now=clock.now(), by=ada) for _ in range(3)])

    assert Gathering.objects.count() == 2


def test_two_copies_of_a_calendar_are_planned_from_once():
    ada = made.organiser()
    files = [calendars.upload(data=TWO, filename="c.ics", now=clock.now(), by=ada) for _ in range(2)]
    acts = [lambda file=file: calendars.apply(file=file, chosen={0, 1}, now=clock.now(), by=ada) for file in files]
    done = at_once(*acts)

    assert Gathering.objects.count() == 2
    assert sum(len(file.outcome["planned"]) for file in done) == 2
