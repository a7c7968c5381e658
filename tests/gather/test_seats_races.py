"""Many people, one seat, at the same moment, in real threads on a real database: it is never sold twice."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from django.db import IntegrityError, connection, transaction

from collective.gather.gatherings import actions
from collective.gather.gatherings.actions import announcing, offering, reminding
from collective.gather.gatherings.models import Offer, OfferEnd, SignUp, Told
from collective.ground.lib.errors import Refused
from collective.ground.outbox.models import Letter
from tests.gather import builders_seating as made
from tests.gather.builders_seating import NOON

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(*acts):
    """Do all of it in threads that start together; what each gave back, or the refusal it met."""
    ready = Barrier(len(acts))

    def run(act):
        ready.wait(timeout=30)
        try:
            return act()
        except Refused as refused:
            return refused
        finally:
            connection.close()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts))


def form(of, number):
    return lambda: made.seat(of, number, now=NOON)


def test_twelve_people_for_the_last_three_seats_and_the_rest_wait():
    lunch = made.full(seats=4)
    for one in lunch.sign_ups.order_by("pk")[:3]:
        made.gone(one)

    def seat_or_wait(number):
        def act():
            try:
                return made.seat(lunch, number, now=NOON)
            except actions.GatheringFull:
                return made.place(lunch, number, now=NOON)

        return act

    said = at_once(*[seat_or_wait(number) for number in range(11, 23)])
    assert sum(isinstance(one, SignUp) for one in said) == 3
    assert lunch.sign_ups.coming().count() == 4
    assert lunch.waiting.standing().count() == 9
    made.is_sound(lunch)


def test_offers_are_taken_and_refused_while_others_sign_up_leave_and_the_organiser_lowers_the_seats():
    lunch = made.full(seats=6)
    places = made.places(lunch, range(11, 17))
    gone = list(lunch.sign_ups.order_by("pk"))
    for one in gone[:3]:
        made.gone(one)
    at_once(
        lambda: actions.accept_offer(waiting=places[0], now=NOON),
        lambda: actions.accept_offer(waiting=places[1], now=NOON),
        lambda: actions.decline_offer(waiting=places[2], now=NOON),
        lambda: actions.change(gathering=lunch, seats=4, now=NOON),
        lambda: actions.leave(sign_up=gone[3], now=NOON),
        lambda: offering.run_lists(NOON),
        form(lunch, 31),
        form(lunch, 32),
        lambda: actions.come_after_all(sign_up=gone[0], now=NOON),
    )
    offering.run_lists(NOON)
    lunch.refresh_from_db()
    assert lunch.seats == 4
    taken, promised = lunch.sign_ups.coming().count(), Offer.objects.filter(seat__isnull=False).count()
    assert promised == 0 or taken + promised <= 4, "nothing is promised beyond what there is"
    assert taken <= 5, "who took a seat before there were fewer keeps it; nobody after"
    assert not SignUp.objects.coming().filter(person__email__in=["p31@example.org", "p32@example.org"]).exists()


def test_the_same_offer_taken_twice_at_once_is_one_seat():
    lunch = made.full()
    place = made.place(lunch, 11)
    made.gone(lunch.sign_ups.first())
    seats = at_once(*[lambda: actions.accept_offer(waiting=place, now=NOON)] * 4)
    assert len({one.pk for one in seats}) == 1
    assert OfferEnd.objects.count() == 1
    made.is_sound(lunch)


def test_an_offer_that_is_taken_in_the_moment_it_runs_out_is_one_of_both():
    lunch = made.full()
    first, _ = made.places(lunch, [11, 12])
    made.gone(lunch.sign_ups.first())
    end = Offer.objects.get().expires_at
    at_once(
        lambda: actions.accept_offer(waiting=first, now=end - timedelta(seconds=1)),
        lambda: offering.run_lists(end),
    )
    assert OfferEnd.objects.filter(offer__waiting=first).count() == 1
    made.is_sound(lunch)


def test_two_ticks_and_a_leaving_at_once_offer_each_seat_once_in_order():
    lunch = made.full(seats=3)
    made.places(lunch, range(11, 16))
    seats = list(lunch.sign_ups.all())
    leave = [lambda one=one: actions.leave(sign_up=one, now=NOON) for one in seats[:2]]
    at_once(*leave, *[lambda: offering.run_lists(NOON)] * 3)
    assert made.offered(lunch) == ["Person 11", "Person 12"]
    made.is_sound(lunch)


def test_two_people_press_for_the_one_seat_that_is_free_after_the_cut_off():
    lunch = made.full()
    places = made.places(lunch, [11, 12, 13])
    late = made.STARTS - timedelta(hours=2)
    made.gone(lunch.sign_ups.first(), now=late)
    said = at_once(*[lambda one=one: actions.take_free_seat(waiting=one, now=late) for one in places], form(lunch, 14))
    assert sum(isinstance(one, SignUp) for one in said) == 1
    made.is_sound(lunch)


def test_two_organisers_seat_two_people_on_one_seat():
    lunch = made.full(offers_by_hand=True)
    places = made.places(lunch, [11, 12])
    made.gone(lunch.sign_ups.first())
    said = at_once(
        lambda: actions.seat_by_hand(waiting=places[0], now=NOON),
        lambda: actions.offer_by_hand(waiting=places[1], now=NOON),
    )
    assert sum(isinstance(one, actions.NoSeatFree) for one in said) == 1
    made.is_sound(lunch)


def test_one_address_that_comes_onto_the_list_twice_at_once_is_one_place():
    lunch = made.full()
    at_once(*[lambda: made.place(lunch, 11, now=NOON)] * 4)
    assert lunch.waiting.count() == 1


def test_two_ticks_at_once_remind_everybody_once():
    lunch = made.lunch(seats=None)
    for number in range(1, 31):
        made.seat(lunch, number)
    day_before = made.STARTS - timedelta(hours=24)
    at_once(*[lambda: reminding.run(day_before)] * 3)
    assert Letter.objects.filter(kind="still_coming").count() == Told.objects.count() == 30


def test_a_cancellation_and_a_reminder_at_once_never_remind_after_it():
    lunch = made.lunch(seats=None)
    made.seat(lunch, 1)
    day_before = made.STARTS - timedelta(hours=24)
    by = made.organiser()
    at_once(lambda: actions.cancel(gathering=lunch, now=day_before, by=by), lambda: reminding.run(day_before))
    before = Letter.objects.filter(kind="still_coming").count()
    at_once(*[lambda: (reminding.run(day_before), announcing.run(day_before))] * 2)
    assert Letter.objects.filter(kind="still_coming").count() == before
    assert Letter.objects.filter(kind="called_off").count() == 1


def test_the_database_itself_refuses_one_seat_to_two_people_and_one_promise_to_two():
    lunch = made.full()
    first, second = made.places(lunch, [11, 12])
    taken = lunch.sign_ups.first()
    with pytest.raises(IntegrityError), transaction.atomic():
        SignUp.objects.filter(pk=lunch.sign_ups.last().pk).update(seat=taken.seat)
    facts = {"gathering": lunch, "seat": 9, "at": NOON, "expires_at": NOON + timedelta(hours=1)}
    Offer.objects.create(waiting=first, **facts)
    with pytest.raises(IntegrityError), transaction.atomic():
        Offer.objects.create(waiting=second, **facts)
    with pytest.raises(IntegrityError), transaction.atomic():
        Offer.objects.create(waiting=first, **(facts | {"seat": 10}))
