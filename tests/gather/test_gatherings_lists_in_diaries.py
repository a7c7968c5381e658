"""A list that is taken in stands in the diaries of its people, and goes from them when it is taken back."""

import pytest

from collective.gather.diary.models import Invitation
from collective.gather.gatherings.actions import importing
from collective.ground.lib import clock
from collective.join.people.models import Person
from tests.gather.builders_gatherings import gathering, seat, uploaded

pytestmark = pytest.mark.django_db


def taken_in(lunch):
    """Taken in, and the tick has come by: twice, which is harmless."""
    batch = importing.apply(batch=uploaded(lunch), decisions={}, now=clock.now())
    importing.put_in_diaries(clock.now())
    importing.put_in_diaries(clock.now())
    return batch


def test_everybody_on_the_list_is_asked_once_with_their_own_page():
    lunch = gathering()
    taken_in(lunch)
    asked = Invitation.objects.all()
    assert asked.count() == lunch.sign_ups.count() == 52
    tokens = set(lunch.sign_ups.values_list("token", flat=True))
    assert {one.url.rstrip("/").rpartition("/")[2] for one in asked} == tokens


def test_a_list_taken_back_leaves_nothing_in_diaries_and_nobody_behind():
    lunch = gathering()
    batch = taken_in(lunch)
    importing.undo(batch=batch, now=clock.now())
    assert not Invitation.objects.exists()
    assert not Person.objects.filter(member=None).exists()


def test_who_signed_up_before_the_list_stays_asked():
    lunch = gathering()
    mine = seat(lunch, "Somebody Else", "else@example.org")
    batch = taken_in(lunch)
    importing.undo(batch=batch, now=clock.now())
    assert Invitation.objects.get().person == mine.person


def test_a_calendar_that_has_heard_of_it_is_told_that_it_is_off():
    lunch = gathering()
    batch = taken_in(lunch)
    told = Invitation.objects.first()
    Invitation.objects.filter(pk=told.pk).update(sequence_sent=0)
    importing.undo(batch=batch, now=clock.now())
    assert Invitation.objects.get().ended_at is not None
    assert Invitation.objects.behind().count() == 1


def test_a_list_that_was_taken_back_before_the_tick_asks_nobody():
    lunch = gathering()
    batch = importing.apply(batch=uploaded(lunch), decisions={}, now=clock.now())
    importing.undo(batch=batch, now=clock.now())
    importing.put_in_diaries(clock.now())
    assert not Invitation.objects.exists()
