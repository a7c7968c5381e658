"""Thousands of rows at once are the rows that objects would have made."""

import gc

import pytest
from django.db import IntegrityError, transaction

from collective.gather.gatherings.actions.many_rows import insert_many, uncollected
from collective.gather.gatherings.models import SignUp
from collective.ground.lib import clock
from collective.join.people.models import Person
from tests.gather.builders_gatherings import gathering

pytestmark = pytest.mark.django_db


def people(*names):
    now = clock.now()
    return [
        {"name": name, "email": f"{name}@example.org", "words": ["food", name], "created_at": now} for name in names
    ]


def test_each_row_holds_what_was_said_and_the_defaults_of_the_rest():
    insert_many(Person, people("cleo", "ben"))

    made = Person.objects.get(email="ben@example.org")
    assert (made.name, made.words, made.place, made.organisation, made.capacity_hours) == (
        "ben",
        ["food", "ben"],
        "",
        None,
        None,
    )
    assert made.created_at <= clock.now()


def test_a_default_that_is_made_anew_is_so_for_each_row():
    at = gathering()
    insert_many(Person, people("cleo", "ben"))
    rows = [{"gathering_id": at.pk, "person_id": pk, "made_at": clock.now(), "source": "file"} for pk in _keys()]
    insert_many(SignUp, rows)

    assert len({one.token for one in at.sign_ups.all()}) == 2
    assert {one.seat for one in at.sign_ups.all()} == {None}


def test_a_row_that_a_rule_refuses_breaks_off_or_is_passed_over_as_asked():
    insert_many(Person, people("cleo"))
    with pytest.raises(IntegrityError), transaction.atomic():
        insert_many(Person, people("cleo"))

    insert_many(Person, people("cleo", "ben"), passing_over=True)

    assert Person.objects.filter(email__in=["cleo@example.org", "ben@example.org"]).count() == 2


def test_the_search_for_garbage_begins_again_whatever_happens():
    searched = []

    @uncollected()
    def breaks_off():
        searched.append(gc.isenabled())
        raise ValueError

    with pytest.raises(ValueError, match=r"^$"):
        breaks_off()
    assert (searched, gc.isenabled()) == ([False], True)


def _keys():
    return Person.objects.filter(email__in=["cleo@example.org", "ben@example.org"]).values_list("pk", flat=True)
