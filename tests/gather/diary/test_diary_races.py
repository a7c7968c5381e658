"""Two acts at the same moment: a sequence never falls and never stands for two things, and one feed is one feed."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import builders_diary as made
import pytest
from django.db import connection

from collective.gather.diary import actions
from collective.gather.diary.models import Entry, FeedToken, Invitation
from collective.ground.lib.errors import Refused

pytestmark = pytest.mark.django_db(transaction=True)
LATER = made.LONG_AGO + timedelta(days=2)


def at_once(*acts):
    """Do all of it in threads that start together; what each gave back, or the refusal it met."""
    ready = Barrier(len(acts))

    def run(act):
        ready.wait(timeout=20)
        try:
            return act()
        except Refused as refused:
            return refused
        finally:
            connection.close()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts))


def test_each_move_raises_the_sequence():
    entry = made.entry()
    starts = [f"2030-12-03T{hour:02d}:00" for hour in (8, 9, 10, 11)]
    at_once(*[lambda start=start: made.again(entry, wall_start=start) for start in starts])
    assert Entry.objects.get().sequence == 4


def test_called_off_by_two_is_called_off_once():
    entry = made.entry()
    at_once(*[lambda: actions.cancel_entry(entry=entry, now=LATER)] * 3)
    assert Entry.objects.get().sequence == 1


def test_asked_by_two_is_asked_once():
    entry, amina = made.entry(), made.person()
    single = [lambda: actions.invite(entry=entry, person=amina, now=LATER)] * 2
    whole = [lambda: actions.invite_all(entry=entry, people=[(amina, "")], now=LATER)] * 2
    said = at_once(*single, *whole)
    assert not [each for each in said if isinstance(each, Exception)]
    assert Invitation.objects.count() == 1


def test_taken_off_while_a_letter_is_written_the_calendar_hears_the_end_last():
    held = made.invitation()
    at_once(
        lambda: actions.calendar_for(invitation=held, now=LATER),
        lambda: actions.uninvite(entry=held.entry, person=held.person, now=LATER),
    )
    held.refresh_from_db()
    assert held.ended_at is not None
    part = actions.calendar_for(invitation=held, now=LATER)
    assert part is None if held.sequence_sent is None else part.method == "CANCEL"


def test_renewed_twice_at_once_one_feed_stands():
    amina = made.person()
    at_once(*[lambda: actions.renew_feed(person=amina, now=LATER)] * 4)
    assert FeedToken.objects.standing().count() == 1


def test_a_guests_link_is_one_link():
    amina = made.person()
    assert len(set(at_once(*[lambda: actions.guest_key(person=amina, now=LATER)] * 4))) == 1


def test_a_week_painted_twice_at_once_is_one_of_the_two():
    amina = made.person()
    weeks = [{0: {24, 25}}, {1: {30}}]
    at_once(
        *[
            lambda week=week: actions.paint_week(person=amina, zone="Europe/London", painted=week, now=LATER)
            for week in weeks
        ]
    )
    found = list(amina.availability.weekly.values_list("weekday", "first", "last"))
    assert found in [[(0, 24, 26)], [(1, 30, 31)]]
