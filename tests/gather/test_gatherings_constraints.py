"""What the database itself refuses, whatever a program would write."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from collective.gather.gatherings.models import (
    Account,
    Attendance,
    Card,
    Gathering,
    Host,
    Invite,
    Material,
    Offer,
    Pool,
    Report,
    SignUp,
    Waiting,
)
from collective.ground.lib import clock
from collective.join.people.models import Person
from tests.gather.builders_gatherings import gathering, member, organiser, seat

pytestmark = pytest.mark.django_db


def refused(model, **facts) -> bool:
    try:
        with transaction.atomic():
            model.objects.create(**facts)
    except IntegrityError:
        return True
    return False


def somebody(name: str) -> Person:
    return Person.objects.create(name=name, created_at=clock.now())


class TestASeat:
    def test_is_one_persons(self):
        one = gathering()
        taken = seat(one)
        facts = {"gathering": one, "person": somebody("Ben"), "made_at": clock.now(), "source": "form"}
        assert refused(SignUp, seat=taken.seat, **facts)
        assert refused(SignUp, seat=0, **facts)
        assert not refused(SignUp, seat=None, **facts), "who has left holds none"

    def test_of_a_pool_is_one_persons_too_and_not_that_of_the_same_number_outside(self):
        one = gathering(seats=9)
        pool = Pool.objects.create(gathering=one, name="Small", seats=3)
        made = {"gathering": one, "made_at": clock.now(), "source": "form"}
        assert not refused(SignUp, person=somebody("Ada"), seat=1, **made)
        assert not refused(SignUp, person=somebody("Ben"), pool=pool, seat=1, **made)
        assert refused(SignUp, person=somebody("Cleo"), pool=pool, seat=1, **made)

    def test_is_offered_to_one_at_a_time_and_each_has_one_offer(self):
        one, now = gathering(seats=9), clock.now()
        queue = [Waiting.objects.create(gathering=one, person=somebody(name), made_at=now) for name in ("Ada", "Ben")]
        facts = {"gathering": one, "at": now, "expires_at": now + timedelta(hours=1)}
        assert not refused(Offer, waiting=queue[0], seat=1, **facts)
        assert refused(Offer, waiting=queue[1], seat=1, **facts)
        assert refused(Offer, waiting=queue[0], seat=2, **facts)
        assert refused(Offer, waiting=queue[1], seat=2, **(facts | {"expires_at": now}))


class TestAGathering:
    @pytest.mark.parametrize(
        "facts", [{"kind": "party"}, {"audience": "friends"}, {"wall_start": ""}, {"zone": ""}, {"offer_hours": 0}]
    )
    def test_is_of_a_known_kind_at_a_time_on_a_wall(self, facts):
        made = gathering()
        with pytest.raises(IntegrityError), transaction.atomic():
            Gathering.objects.filter(pk=made.pk).update(**facts)

    def test_what_belongs_to_it_makes_sense(self):
        one, now = gathering(), clock.now()
        assert refused(Account, gathering=one, text="", at=now)
        assert refused(Card, gathering=one, media_type="image/png", data=b"x", width=1, height=1, alt="", at=now)
        assert refused(Material, gathering=one, title="Neither", at=now)
        assert refused(Material, gathering=one, title="Both", url="https://example.org", data=b"x", at=now)
        assert refused(Pool, gathering=one, name="Nobody", seats=0)
        assert refused(Report, gathering=one, tool="zoom", rows=[["Ada"]], uploaded_at=now, decided_at=now)
        assert not refused(Report, gathering=one, tool="zoom", rows=[], uploaded_at=now, decided_at=now)

    def test_each_is_named_asked_and_marked_once(self):
        one, now = gathering(), clock.now()
        them = member()
        assert not refused(Host, gathering=one, member=them, at=now)
        assert refused(Host, gathering=one, member=them, at=now)
        assert not refused(Invite, gathering=one, email="cleo@example.org", at=now)
        assert refused(Invite, gathering=one, email="CLEO@example.org", at=now)
        mark = {"gathering": one, "person": them.person, "source": "hand", "at": now}
        assert refused(Attendance, state="late", **mark)
        assert not refused(Attendance, state="came", **mark)
        assert refused(Attendance, state="told", **mark)

    def test_goes_with_everything_that_hangs_on_it(self):
        one = gathering(seats=9)
        pool = Pool.objects.create(gathering=one, name="Small", seats=3)
        theirs = seat(one)
        SignUp.objects.filter(pk=theirs.pk).update(pool=pool)
        Host.objects.create(gathering=one, member=organiser(), at=clock.now())
        one.delete()
        assert not SignUp.objects.exists()
        assert not Pool.objects.exists()
