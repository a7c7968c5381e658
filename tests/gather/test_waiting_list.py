"""The waiting list with its rows: who is offered what, what the letters say, and what comes of each answer."""

from datetime import timedelta

import pytest

from collective.gather.gatherings import actions, standings
from collective.gather.gatherings.actions import expecting, offering
from collective.gather.gatherings.models import Offer, OfferEnd, Pool, SignUp, Skip, Waiting, WaitingEnd
from collective.ground.outbox.models import Letter
from tests.gather import builders_seating as made
from tests.gather.builders_seating import NOON

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


class TestComingOntoTheList:
    def test_a_full_gathering_refuses_the_form_and_takes_them_on_the_list(self):
        lunch = made.full()
        with pytest.raises(actions.GatheringFull):
            made.seat(lunch, 11)
        place = made.place(lunch, 11)
        assert standings.standing_of(place, NOON).sentence == "You are 1st on the list."
        assert made.letters_to(11) == ["on_the_list"]

    def test_the_letter_has_no_link_and_no_calendar_file(self):
        made.place(made.full(), 11)
        letter = made.letter_to(11, "on_the_list")
        assert "meet.example.org" not in letter.text
        assert letter.calendar_text == ""
        assert "You have no seat yet" in letter.text
        assert "Friday 4 June 2027, 12:00 to 13:00 (BST)" in letter.text

    def test_twice_with_one_address_is_one_place_and_the_first_counts(self):
        lunch = made.full()
        first = made.place(lunch, 11)
        made.place(lunch, 12)
        assert made.place(lunch, 11, now=NOON).pk == first.pk
        assert standings.in_line(lunch, NOON)[0].waiting.pk == first.pk

    def test_who_has_a_seat_gets_its_letter_again_and_no_place(self):
        lunch = made.full()
        assert made.place(lunch, 1) is None
        assert made.letters_to(1)[-1] == "confirm"
        assert not lunch.waiting.exists()

    def test_who_left_comes_back_at_the_end(self):
        lunch = made.full()
        first, second = made.places(lunch, [11, 12])
        actions.leave_list(waiting=first, now=NOON)
        made.place(lunch, 11, now=NOON)
        assert [one.waiting.pk for one in standings.in_line(lunch, NOON)] == [second.pk, first.pk]

    def test_close_to_the_start_and_after_it_nobody_comes_onto_the_list(self):
        lunch = made.full()
        for late in (made.STARTS - 2 * HOUR, made.STARTS):
            with pytest.raises(actions.ListClosed):
                made.place(lunch, 11, now=late)


class TestOffers:
    def test_a_seat_that_is_given_back_is_offered_to_the_first_at_once(self):
        lunch = made.full()
        made.places(lunch, [12, 11])
        made.gone(lunch.sign_ups.first())
        assert made.offered(lunch) == ["Person 11"]
        letter = made.letter_to(11, "offer")
        assert "kept for you until Wednesday 2 June, 12:00 (BST)" in letter.text
        assert letter.not_after == NOON + timedelta(hours=24)
        assert "meet.example.org" not in letter.text

    def test_yes_makes_a_seat_with_its_confirmation_and_calendar_file(self):
        lunch = made.full()
        place = made.place(lunch, 11)
        made.gone(lunch.sign_ups.first())
        seat = actions.accept_offer(waiting=place, now=NOON + HOUR)
        assert actions.accept_offer(waiting=place, now=NOON + HOUR).pk == seat.pk, "twice is harmless"
        assert OfferEnd.objects.get().how == "taken"
        assert WaitingEnd.objects.get().how == "seated"
        confirm = made.letter_to(11, "confirm")
        assert "METHOD:REQUEST" in confirm.calendar_text
        assert "meet.example.org" in confirm.text
        made.is_sound(lunch)

    def test_no_passes_the_seat_on_at_once(self):
        lunch = made.full()
        first, _ = made.places(lunch, [11, 12])
        made.gone(lunch.sign_ups.first())
        actions.decline_offer(waiting=first, now=NOON + HOUR)
        assert made.offered(lunch) == ["Person 12"]
        assert WaitingEnd.objects.get(waiting=first).how == "left"

    def test_an_offer_that_runs_out_goes_to_the_next_and_the_person_stays_behind_who_was_not_asked(self):
        lunch = made.full()
        first, _ = made.places(lunch, [11, 12])
        made.gone(lunch.sign_ups.first())
        offering.run_lists(NOON + timedelta(hours=24))
        assert made.offered(lunch) == ["Person 12"]
        assert made.letters_to(11)[-1] == "offer_expired"
        assert standings.standing_of(first, NOON + timedelta(hours=24)).standing.place == 1
        with pytest.raises(actions.OfferGone):
            actions.accept_offer(waiting=first, now=NOON + timedelta(hours=24))

    def test_two_ticks_do_what_one_does(self):
        lunch = made.full()
        made.places(lunch, [11, 12])
        made.gone(lunch.sign_ups.first(), now=NOON.replace(hour=22))
        for _ in range(3):
            offering.run_lists(NOON.replace(hour=23))
        assert Skip.objects.count() == 1
        morning = NOON + timedelta(hours=20)
        for _ in range(3):
            offering.run_lists(morning)
        assert Offer.objects.count() == 1
        assert made.letters_to(11) == ["on_the_list", "offer"]

    def test_in_the_night_nothing_is_offered_and_the_reason_is_kept_in_words(self):
        lunch = made.full()
        made.place(lunch, 11)
        made.gone(lunch.sign_ups.first(), now=NOON.replace(hour=22))
        assert made.offered(lunch) == []
        skip = Skip.objects.get()
        assert skip.code == "quiet"
        assert skip.reason.startswith("A seat is free for you. We do not write in the night")
        offering.run_lists(NOON + timedelta(hours=20))
        assert made.offered(lunch) == ["Person 11"]

    def test_a_newcomer_does_not_take_the_seat_of_somebody_who_sleeps(self):
        lunch = made.full()
        made.place(lunch, 11)
        night = NOON.replace(hour=22)
        made.gone(lunch.sign_ups.first(), now=night)
        with pytest.raises(actions.GatheringFull):
            made.seat(lunch, 12, now=night)

    def test_nor_does_somebody_who_left_and_comes_back(self):
        lunch = made.full()
        made.place(lunch, 11)
        back = lunch.sign_ups.first()
        made.gone(back)
        with pytest.raises(actions.GatheringFull):
            actions.come_after_all(sign_up=back, now=NOON)

    def test_who_takes_the_form_instead_of_the_letter_gets_the_seat_that_is_kept_for_them(self):
        lunch = made.full()
        made.place(lunch, 11)
        made.gone(lunch.sign_ups.first())
        made.seat(lunch, 11, now=NOON + HOUR)
        assert OfferEnd.objects.get().how == "taken"
        made.is_sound(lunch)

    def test_after_the_cut_off_a_free_seat_is_for_the_quickest(self):
        lunch = made.full()
        first, second = made.places(lunch, [11, 12])
        late = made.STARTS - 2 * HOUR
        made.gone(lunch.sign_ups.first(), now=late)
        assert made.offered(lunch) == []
        assert standings.may_take_free_seat(second, late)
        actions.take_free_seat(waiting=second, now=late)
        with pytest.raises(actions.NoSeatFree):
            actions.take_free_seat(waiting=first, now=late)
        made.is_sound(lunch)

    def test_before_the_cut_off_nobody_takes_a_seat_past_the_order(self):
        lunch = made.full()
        _, second = made.places(lunch, [11, 12])
        made.gone(lunch.sign_ups.first(), now=NOON.replace(hour=22))
        with pytest.raises(actions.NoSeatFree):
            actions.take_free_seat(waiting=second, now=NOON.replace(hour=22))


class TestGivingBackAndComingAgain:
    def test_each_time_the_calendar_hears_of_it_even_within_the_hour(self):
        lunch = made.lunch(seats=3)
        seat = made.seat(lunch, 1, now=NOON)
        for minute in (1, 3):
            made.gone(seat, now=NOON + timedelta(minutes=minute))
            actions.come_after_all(sign_up=seat, now=NOON + timedelta(minutes=minute + 1))
        sent = Letter.objects.filter(to="p1@example.org").order_by("pk").values_list("kind", "calendar_method")
        assert list(sent) == [
            ("confirm", "REQUEST"),
            ("left", "CANCEL"),
            ("confirm", "REQUEST"),
            ("left", "CANCEL"),
            ("confirm", "REQUEST"),
        ]

    def test_the_form_sent_twice_within_the_hour_is_one_letter(self):
        lunch = made.lunch(seats=3)
        for minute in (0, 5):
            made.seat(lunch, 1, now=NOON + timedelta(minutes=minute))
        assert made.letters_to(1) == ["confirm"]


class TestTheNight:
    def test_that_an_offer_has_run_out_is_not_said_in_the_night(self):
        """A breakfast at half past eight: offers stop at half past five, when people sleep."""
        breakfast = made.full(starts_at=made.STARTS.replace(hour=7, minute=30), offer_hours=48)
        made.place(breakfast, 11)
        made.gone(breakfast.sign_ups.first(), now=NOON + timedelta(days=2))
        end = Offer.objects.get().expires_at
        assert f"{end:%H:%M}" == "04:30", "half past five in London"
        offering.run_lists(end)
        letter = made.letter_to(11, "offer_expired")
        assert f"{letter.due_at:%H:%M}" == "07:00", "eight in London"
        assert letter.not_after == breakfast.starts_at


class TestWhatTheOrganiserDoes:
    def test_more_seats_are_offered_at_the_next_tick(self):
        lunch = made.full()
        made.places(lunch, [11, 12, 13])
        actions.change(gathering=lunch, seats=4, now=NOON)
        offering.run_lists(NOON)
        assert made.offered(lunch) == ["Person 11", "Person 12"]

    def test_fewer_seats_take_the_newest_offer_back_with_a_letter_and_keep_the_place(self):
        lunch = made.full(seats=4)
        _, second = made.places(lunch, [11, 12])
        for one in lunch.sign_ups.order_by("pk")[:2]:
            made.gone(one)
        actions.change(gathering=lunch, seats=3, now=NOON)
        offering.run_lists(NOON)
        assert made.offered(lunch) == ["Person 11"]
        assert made.letters_to(12)[-1] == "offer_withdrawn"
        assert "You have your old place" in made.letter_to(12, "offer_withdrawn").text
        assert standings.standing_of(Waiting.objects.get(pk=second.pk), NOON).standing.place == 1

    def test_by_hand_somebody_is_offered_a_seat_before_their_turn_and_at_night(self):
        lunch = made.full(offers_by_hand=True)
        _, second = made.places(lunch, [11, 12])
        made.gone(lunch.sign_ups.first())
        assert made.offered(lunch) == []
        assert Skip.objects.get().code == "by_hand"
        actions.offer_by_hand(waiting=second, now=NOON.replace(hour=23))
        assert made.offered(lunch) == ["Person 12"]

    def test_by_hand_nobody_is_seated_on_a_seat_that_is_not_there(self):
        lunch = made.full()
        place = made.place(lunch, 11)
        for act in (actions.offer_by_hand, actions.seat_by_hand):
            with pytest.raises(actions.NoSeatFree, match="Raise the number of seats"):
                act(waiting=place, now=NOON)

    def test_by_hand_somebody_is_seated_and_told(self):
        lunch = made.full()
        first, second = made.places(lunch, [11, 12])
        made.gone(lunch.sign_ups.first())
        actions.withdraw_offer(waiting=first, now=NOON)
        actions.seat_by_hand(waiting=second, now=NOON)
        assert made.letters_to(12)[-1] == "confirm"
        offering.run_lists(NOON)
        assert made.offered(lunch) == []
        made.is_sound(lunch)

    def test_whoever_is_added_to_the_list_of_people_by_hand_waits_no_more(self):
        lunch = made.full()
        made.place(lunch, 11)
        actions.add_by_hand(gathering=lunch, name="Person 11", email="p11@example.org", now=NOON)
        assert not lunch.waiting.standing().exists()

    def test_whom_the_organiser_put_there_beyond_the_seats_leaves_no_seat_for_an_open_offer(self):
        lunch = made.full()
        place = made.place(lunch, 11)
        made.gone(lunch.sign_ups.first())
        actions.add_by_hand(gathering=lunch, name="Person 41", email="p41@example.org", now=NOON)
        with pytest.raises(actions.OfferGone):
            actions.accept_offer(waiting=place, now=NOON)
        offering.run_lists(NOON)
        assert made.letters_to(11)[-1] == "offer_withdrawn"
        assert lunch.sign_ups.coming().count() == 2

    def test_calling_it_off_closes_the_list_and_takes_offers_back(self):
        lunch = made.full()
        made.places(lunch, [11, 12])
        made.gone(lunch.sign_ups.first())
        actions.cancel(gathering=lunch, now=NOON, by=made.organiser())
        offering.run_lists(NOON)
        assert OfferEnd.objects.get().how == "withdrawn"
        assert set(WaitingEnd.objects.values_list("how", flat=True)) == {"closed"}
        assert "offer_withdrawn" not in made.letters_to(11), "the letter that it is called off says enough"

    def test_a_move_keeps_open_offers(self):
        lunch = made.full()
        place = made.place(lunch, 11)
        made.gone(lunch.sign_ups.first())
        later = made.STARTS + timedelta(days=7)
        actions.change(gathering=lunch, starts_at=later, ends_at=later + HOUR, now=NOON)
        offering.run_lists(NOON + HOUR)
        assert actions.accept_offer(waiting=place, now=NOON + 2 * HOUR).seat


class TestPools:
    def test_places_that_are_held_go_to_small_charities_until_the_stated_time(self):
        lunch = made.lunch(seats=2)
        Pool.objects.create(gathering=lunch, name="Small charities", seats=1, small_only=True, held_until=NOON)
        made.seat(lunch, 1)
        with pytest.raises(actions.GatheringFull):
            made.seat(lunch, 2)
        other = made.place(lunch, 11)
        assert (
            "up to 10 people (Small charities) until"
            in standings.standing_of(other, NOON - HOUR).standing.reason.person
        )
        made.place(lunch, 12, organisation_size="2-10")
        offering.run_lists(NOON - HOUR)
        assert made.offered(lunch) == ["Person 12"]

    def test_the_size_decides_and_who_did_not_say_it_reads_how_to_and_keeps_the_place(self):
        lunch = made.lunch(seats=2)
        small = Pool.objects.create(gathering=lunch, name="Small charities", seats=1, small_only=True, held_until=NOON)
        made.seat(lunch, 1)
        large = made.place(lunch, 11, pool=small.pk, organisation_size="51-250")
        silent = made.place(lunch, 12)
        offering.run_lists(NOON - HOUR)
        assert made.offered(lunch) == []
        said = [standings.standing_of(one, NOON - HOUR).standing.reason for one in (large, silent)]
        assert "You said that yours is larger." in said[0].person
        assert "say its size" in said[1].person
        assert all(len(one.person) <= 400 and one.code == "held" for one in said)
        made.place(lunch, 12, organisation_size="1")
        offering.run_lists(NOON - HOUR)
        assert made.offered(lunch) == ["Person 12"]

    def test_what_is_left_of_them_is_then_open_in_the_order_of_the_list(self):
        lunch = made.lunch(seats=2)
        Pool.objects.create(gathering=lunch, name="Small charities", seats=1, small_only=True, held_until=NOON)
        made.seat(lunch, 1)
        made.places(lunch, [11, 12])
        offering.run_lists(NOON)
        assert made.offered(lunch) == ["Person 11"]

    def test_room_and_online_are_two_lists_and_one_may_change_over_without_losing_the_place(self):
        lunch = made.lunch(seats=2, way="both", place="The Old Library")
        for way in ("room", "online"):
            Pool.objects.create(gathering=lunch, name=f"By {way}", seats=1, way=way)
        made.seat(lunch, 1, way="room")
        made.seat(lunch, 2, way="online")
        first, second = made.place(lunch, 11, way="online"), made.place(lunch, 12, way="room")
        made.gone(lunch.sign_ups.get(way="room"))
        assert made.offered(lunch) == ["Person 12"]
        actions.decline_offer(waiting=second, now=NOON)
        actions.change_wishes(waiting=first, not_after=None, way="room", now=NOON)
        assert made.offered(lunch) == ["Person 11"]


class TestWhatStaffSeeBeforehand:
    def test_what_will_happen_and_why_not(self):
        lunch = made.full(seats=3)
        made.places(lunch, [11, 12])
        made.gone(lunch.sign_ups.order_by("pk")[0])
        made.gone(lunch.sign_ups.order_by("pk")[1], now=NOON.replace(hour=22))
        said = list(expecting.expected(NOON.replace(hour=22), NOON + timedelta(days=2)))
        assert [(one.to, one.held) for one in said] == [("Person 11", ""), ("Person 12", "")]
        assert said[1].what == "Seat offered: Winter lunch"
        assert f"{said[1].at:%H:%M}" == "07:00", "eight in London"

    def test_what_stands_in_the_way_is_said(self):
        lunch = made.full(offers_by_hand=True)
        made.place(lunch, 11)
        made.gone(lunch.sign_ups.first())
        said = list(expecting.expected(NOON, NOON + timedelta(days=9)))
        assert [one.held for one in said] == ["A seat is free. Seats are offered by hand here: you decide who is next."]


def test_what_is_looked_at_does_not_grow_with_gatherings_that_have_nothing_to_do(django_assert_num_queries):
    for _ in range(3):
        lunch = made.full()
        made.place(lunch, 11)
    assert SignUp.objects.count() == 6
    Letter.objects.all().delete()
    with django_assert_num_queries(1):
        offering.run_lists(NOON)
