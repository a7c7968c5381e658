"""Two people press at the same moment: one seat is one seat, and nobody is on a list twice."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from django.db import connection
from django.test import Client

from collective.gather.diary.models import Entry, Invitation
from collective.gather.gatherings import actions, signals
from collective.gather.gatherings.actions import asking, importing, series, setting_up
from collective.gather.gatherings.models import CheckIn, ImportBatch, Invite, Move, SignUp
from collective.ground.lib import clock
from collective.ground.lib.errors import Refused
from collective.ground.outbox.models import Letter
from collective.join.people import actions as people
from collective.join.people.models import Consent, Member, Person, Role
from tests.gather import builders_gatherings as made

pytestmark = pytest.mark.django_db(transaction=True)


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


def form(of, number: int):
    return lambda: actions.sign_up(
        gathering=of, now=clock.now(), name=f"Person {number}", email=f"p{number}@example.org", consents=["gathering"]
    )


def kept(of, data: bytes) -> ImportBatch:
    return importing.upload(gathering=of, data=data, filename="guests.csv", now=clock.now(), by=made.organiser())


def apply(batch):
    return lambda: importing.apply(batch=batch, decisions={}, now=clock.now())


def test_the_last_seat_is_taken_once():
    small = made.gathering(seats=3)
    made.seats(small, 2)
    said = at_once(*[form(small, number) for number in range(10, 14)])
    assert small.sign_ups.coming().count() == 3
    assert sum(isinstance(one, actions.GatheringFull) for one in said) == 3
    assert not Person.objects.filter(sign_ups=None, member=None).exists(), "who found no seat is not held either"


def test_the_seat_that_was_given_back_goes_to_one_of_two():
    small = made.gathering(seats=1)
    gone = made.seat(small)
    actions.leave(sign_up=gone, now=clock.now())
    at_once(lambda: actions.come_after_all(sign_up=gone, now=clock.now()), form(small, 9))
    assert small.sign_ups.coming().count() == 1


def test_a_form_that_is_sent_twice_at_once_is_one_seat_and_one_yes():
    lunch = made.gathering()
    first, second = at_once(form(lunch, 1), form(lunch, 1))
    assert first.pk == second.pk
    assert Consent.objects.count() == 1


def test_one_list_that_two_organisers_take_in_is_taken_in_once():
    lunch = made.gathering()
    batch = made.uploaded(lunch)
    said = at_once(apply(batch), apply(batch))
    assert sorted(type(one).__name__ for one in said) == ["AlreadyDone", "ImportBatch"]
    assert lunch.sign_ups.count() == 52


def test_two_lists_with_the_same_people_seat_each_of_them_once():
    data = (made.FILES / "eventbrite-attendees.csv").read_bytes()
    apply(kept(made.gathering("Before"), data))()  # so that all of them are people we hold
    lunch = made.gathering()
    said = at_once(*[apply(kept(lunch, data)) for _ in range(2)])
    assert sorted(one.outcome["taken"] for one in said) == [0, 52]
    assert (lunch.sign_ups.count(), Person.objects.filter(member=None).count()) == (52, 52)


def test_a_list_and_the_form_seat_one_person_once():
    lunch = made.gathering()
    made.seat(made.gathering("Before"), "Person 1", "p1@example.org")
    batch = kept(lunch, b"Name,Email\nPerson 1,p1@example.org\nPerson 2,p2@example.org\n")
    at_once(apply(batch), form(lunch, 1))
    assert lunch.sign_ups.count() == 2


def test_a_list_that_is_taken_in_and_thrown_away_at_once_is_one_of_both():
    lunch = made.gathering()
    batch = kept(lunch, b"Name,Email\nPerson 1,p1@example.org\n")
    said = at_once(apply(batch), lambda: importing.discard(batch=batch))
    assert sum(isinstance(one, Refused) for one in said) == 1
    assert lunch.sign_ups.count() == ImportBatch.objects.count()


def test_a_list_is_undone_once():
    lunch = made.gathering()
    batch = importing.apply(batch=made.uploaded(lunch), decisions={}, now=clock.now())
    said = at_once(*[lambda: importing.undo(batch=batch, now=clock.now()) for _ in range(2)])
    assert sum(isinstance(one, importing.AlreadyDone) for one in said) == 1
    assert not SignUp.objects.exists()


def test_two_marks_by_hand_are_one_and_are_told_once():
    lunch = made.gathering()
    person = made.seat(lunch).person
    told = []

    def hear(sender, **facts):
        told.append(facts["person"])

    signals.person_checked_in.connect(hear)
    try:
        at_once(*[lambda: actions.check_in(gathering=lunch, person=person, how="hand", now=clock.now())] * 3)
    finally:
        signals.person_checked_in.disconnect(hear)
    assert CheckIn.objects.count() == 1
    assert told == [person]


def test_one_address_that_comes_in_twice_at_once_is_one_person():
    facts = {"email": "amina@example.org", "now": clock.now(), "consents": ["membership"]}
    at_once(*[lambda: people.join_community(name="Amina Yusuf", **facts)] * 3)
    assert Person.objects.count() == Consent.objects.count() == 1


def test_two_organisers_name_each_other_at_once():
    at_once(*[lambda: people.make_organiser(email="ada@example.org", name="Ada Hussain", now=clock.now())] * 2)
    assert Person.objects.count() == 1
    assert Role.objects.count() == 1


def test_a_sign_in_that_is_made_twice_at_once_is_one_and_nobody_sees_a_fault():
    def send():
        return Client().post("/sign-up/", {"name": "Cleo Mbeki", "email": "cleo@example.org"}).status_code

    assert set(at_once(send, send)) <= {302, 409, 429}
    assert Member.objects.get().person == Person.objects.get()


def test_somebody_who_is_asked_along_twice_at_once_gets_one_letter():
    lunch = made.gathering()
    mine = made.seat(lunch)
    facts = {"gathering": lunch, "email": "cleo@example.org", "from_sign_up": mine, "now": clock.now()}
    at_once(*[lambda: asking.invite(**facts)] * 3)
    assert Invite.objects.count() == Letter.objects.filter(to="cleo@example.org").count() == 1


def test_two_organisers_add_the_same_time_to_a_series():
    lunch = made.gathering()
    row = series.put_in_series(gathering=lunch, now=clock.now())
    when = {"zone": "Europe/London", "wall_start": "2031-07-01T12:00", "wall_end": "2031-07-01T13:00"}
    at_once(*[lambda: series.add_gathering(series=row, now=clock.now(), **when)] * 2)
    assert row.gatherings.count() == 2


def test_a_gathering_that_is_called_off_while_somebody_signs_up_leaves_no_diary_wrong():
    lunch = made.gathering()
    ada = made.organiser()
    said = at_once(form(lunch, 1), lambda: actions.cancel(gathering=lunch, now=clock.now(), by=ada), form(lunch, 2))
    assert Entry.objects.get().status == "cancelled"
    assert lunch.sign_ups.count() == sum(isinstance(one, SignUp) for one in said)


def test_a_gathering_that_moves_while_somebody_signs_up_is_one_or_the_other():
    lunch = made.gathering()
    later = lunch.starts_at + timedelta(hours=3)
    when = {"starts_at": later, "ends_at": later + timedelta(hours=1)}
    at_once(
        form(lunch, 1), lambda: actions.change(gathering=lunch, now=clock.now(), **when), form(lunch, 2), form(lunch, 3)
    )
    assert Entry.objects.get().starts_at == later
    assert Invitation.objects.standing().count() == lunch.sign_ups.coming().count() == 3
    assert Move.objects.count() <= 1


def test_a_pool_and_the_open_seats_are_never_oversold_together():
    lunch = made.gathering(seats=4)
    setting_up.keep_seats(gathering=lunch, name="Small charities", seats=2)
    at_once(*[form(lunch, number) for number in range(5)])
    assert lunch.sign_ups.coming().count() == 2
    assert lunch.sign_ups.coming().values("pool", "seat").distinct().count() == 2
