"""What goes by itself to those with a seat: to whom, to whom not and why, once, and from how things stand when it goes."""

from datetime import timedelta

import pytest

from collective.gather.gatherings import actions, standings
from collective.gather.gatherings.actions import announcing, offering, reminding
from collective.gather.gatherings.models import CheckIn, Material, StillComing, Told
from collective.gather.gatherings.seating import calls
from collective.ground.outbox.models import Letter
from collective.join.people import actions as people
from collective.join.people.models import Consent
from tests.gather import builders_seating as made
from tests.gather.builders_seating import NOON, STARTS

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)
DAY_BEFORE = STARTS - timedelta(hours=26) + timedelta(minutes=1)  # a minute past ten in London
MORNING = STARTS - timedelta(hours=4) + timedelta(minutes=1)
HOUR_BEFORE = STARTS - HOUR + timedelta(minutes=1)


def went(kind: str) -> list[str]:
    return sorted(Letter.objects.filter(kind=kind).values_list("to", flat=True))


class TestReminders:
    def test_each_goes_once_at_its_time_to_everybody_with_a_seat(self):
        lunch = made.lunch(seats=None)
        for number in (1, 2):
            made.seat(lunch, number)
        for now in (NOON, DAY_BEFORE, DAY_BEFORE + HOUR, MORNING, MORNING + HOUR, HOUR_BEFORE, STARTS, STARTS + HOUR):
            reminding.run(now)
            reminding.run(now)
        kinds = ["confirm", "still_coming", "on_the_morning", "before_the_start"]
        assert made.letters_to(1) == made.letters_to(2) == kinds

    def test_what_is_late_goes_while_it_is_true_and_never_after(self):
        """The server was off: at a quarter to midnight it is still the day before; after midnight "tomorrow" is wrong."""
        lunch = made.lunch(seats=None)
        made.seat(lunch, 1)
        midnight = STARTS - timedelta(hours=12)
        reminding.run(midnight)
        assert went("still_coming") == []
        reminding.run(midnight - timedelta(minutes=15))
        assert made.letter_to(1, "still_coming").not_after == midnight

    def test_without_the_question_the_day_before_brings_a_plain_reminder(self):
        lunch = made.lunch(seats=None, asks_still_coming=False)
        made.seat(lunch, 1)
        reminding.run(DAY_BEFORE)
        assert made.letters_to(1) == ["confirm", "day_before"]

    def test_who_left_is_not_reminded_nor_is_anybody_of_what_is_called_off(self):
        lunch = made.lunch(seats=None)
        made.gone(made.seat(lunch, 1))
        made.seat(lunch, 2)
        actions.cancel(gathering=lunch, now=DAY_BEFORE, by=made.organiser())
        reminding.run(DAY_BEFORE)
        assert went("still_coming") == []

    def test_who_signed_up_just_now_is_not_asked_but_gets_the_link(self):
        lunch = made.lunch(seats=None, link_from=15)
        made.seat(lunch, 1, now=DAY_BEFORE - HOUR)
        made.seat(lunch, 2, now=HOUR_BEFORE + timedelta(minutes=10))
        reminding.run(DAY_BEFORE)
        assert went("still_coming") == []
        reminding.run(HOUR_BEFORE + timedelta(minutes=15))
        assert went("before_the_start") == ["p1@example.org", "p2@example.org"]

    def test_the_link_is_in_the_letter_an_hour_before_even_where_it_shows_late_and_not_before(self):
        lunch = made.lunch(seats=None, link_from=15)
        made.seat(lunch, 1)
        reminding.run(MORNING)
        reminding.run(HOUR_BEFORE)
        assert "meet.example.org" not in made.letter_to(1, "confirm").text
        assert "meet.example.org" not in made.letter_to(1, "on_the_morning").text
        assert "https://meet.example.org/lunch" in made.letter_to(1, "before_the_start").text

    def test_who_comes_to_the_room_gets_the_place_and_not_the_link(self):
        lunch = made.lunch(seats=None, way="both", place="The Old Library, Sheffield")
        made.seat(lunch, 1, way="room")
        reminding.run(HOUR_BEFORE)
        text = made.letter_to(1, "before_the_start").text
        assert "The Old Library, Sheffield" in text
        assert "meet.example.org" not in text

    def test_who_waits_is_not_reminded(self):
        lunch = made.full()
        made.place(lunch, 11)
        reminding.run(DAY_BEFORE)
        assert made.letters_to(11) == ["on_the_list"]

    def test_who_took_the_yes_back_is_not_written_to_and_staff_see_why(self):
        lunch = made.lunch(seats=None)
        seat = made.seat(lunch, 1)
        made.seat(lunch, 2)
        people.withdraw_consent(person=seat.person, purpose="gathering", now=NOON)
        said = [(one.to, one.held) for one in reminding.expected(NOON, DAY_BEFORE)]
        assert said[0] == ("one person with a seat", "")
        assert said[1][1].startswith("They came in a list from another tool, or took their yes back")
        reminding.run(DAY_BEFORE)
        assert went("still_coming") == ["p2@example.org"]

    def test_whom_an_organiser_put_on_the_list_is_reminded_and_told_who_did_it(self):
        lunch = made.lunch(seats=None)
        actions.add_by_hand(gathering=lunch, name="Cleo Mbeki", email="p7@example.org", now=NOON - timedelta(days=9))
        actions.add_by_hand(gathering=lunch, name="Nobody Home", now=NOON - timedelta(days=9))
        reminding.run(DAY_BEFORE)
        assert made.letter_to(7, "still_coming").why == "An organiser gave you a seat at Winter lunch."
        assert {one.held for one in reminding.expected(NOON, DAY_BEFORE)} == {"", "We hold no address of theirs."}

    def test_a_batch_that_is_killed_is_done_again_whole(self, monkeypatch):
        lunch = made.lunch(seats=None)
        for number in range(1, 6):
            made.seat(lunch, number)
        monkeypatch.setattr(reminding, "BATCH", 2)
        written = []

        def dies_at_the_fourth(one, now, until):
            written.append(one)
            if len(written) == 4:
                raise KeyboardInterrupt
            letter(one, now, until)

        letter = reminding._LETTERS[calls.ASK]
        monkeypatch.setitem(reminding._LETTERS, calls.ASK, dies_at_the_fourth)
        with pytest.raises(KeyboardInterrupt):
            reminding.run(DAY_BEFORE)
        assert Letter.objects.filter(kind="still_coming").count() == Told.objects.count() == 2
        monkeypatch.setitem(reminding._LETTERS, calls.ASK, letter)
        reminding.run(DAY_BEFORE)
        assert Letter.objects.filter(kind="still_coming").count() == Told.objects.count() == 5


class TestStillComing:
    def test_the_letter_has_one_page_with_the_question_and_no_answer_costs_nothing(self):
        lunch = made.lunch(seats=None)
        seat = made.seat(lunch, 1)
        reminding.run(DAY_BEFORE)
        letter = made.letter_to(1, "still_coming")
        assert f"/seat/{seat.token}/still-coming/" in letter.text
        assert letter.text.count("http") == 1
        assert "If you do not answer, your seat stays yours." in letter.text
        assert StillComing.objects.get().about_start == STARTS

    def test_yes_is_kept_and_twice_is_harmless(self):
        seat = made.seat(made.lunch(seats=None), 1)
        for _ in range(2):
            actions.confirm_coming(sign_up=seat, now=DAY_BEFORE)
        seat.refresh_from_db()
        assert standings.has_confirmed(seat)

    def test_no_passes_the_seat_on_at_once(self):
        lunch = made.full()
        made.place(lunch, 11)
        reminding.run(DAY_BEFORE)
        made.gone(lunch.sign_ups.first(), now=DAY_BEFORE + HOUR)
        assert made.offered(lunch) == ["Person 11"]

    def test_after_giving_the_seat_back_there_is_nothing_to_confirm(self):
        seat = made.seat(made.lunch(seats=None), 1)
        made.gone(seat)
        with pytest.raises(actions.NoSeatToConfirm):
            actions.confirm_coming(sign_up=seat, now=DAY_BEFORE)

    def test_after_a_move_the_yes_is_void_and_it_is_asked_again(self):
        lunch = made.lunch(seats=None)
        seat = made.seat(lunch, 1)
        reminding.run(DAY_BEFORE)
        actions.confirm_coming(sign_up=seat, now=DAY_BEFORE)
        later = STARTS + timedelta(days=7)
        actions.change(gathering=lunch, starts_at=later, ends_at=later + HOUR, now=DAY_BEFORE + HOUR)
        seat = type(seat).objects.get(pk=seat.pk)
        assert not standings.has_confirmed(seat)
        reminding.run(DAY_BEFORE + timedelta(days=7))
        assert StillComing.objects.count() == 2
        assert Letter.objects.filter(kind="still_coming").count() == 2


class TestMovesAndCancellations:
    def move(self, lunch, by=timedelta(days=7), **facts):
        start = lunch.starts_at + by
        actions.change(gathering=lunch, starts_at=start, ends_at=start + HOUR, now=NOON, **facts)

    def test_everybody_is_told_once_with_the_new_time_and_the_old(self):
        lunch = made.full()
        place = made.place(lunch, 11)
        self.move(lunch)
        for _ in range(2):
            announcing.run(NOON)
        text = made.letter_to(1, "moved").text
        assert "Friday 11 June 2027, 12:00 to 13:00 (BST)" in text
        assert "It was Friday 4 June, 12:00 (BST)." in text
        assert "METHOD:REQUEST" in made.letter_to(1, "moved").calendar_text
        waits = made.letter_to(11, "moved_for_waiting")
        assert waits.calendar_text == ""
        assert place.token in waits.text
        assert Letter.objects.filter(kind__startswith="moved").count() == 3

    def test_who_had_said_no_is_asked_again_because_that_was_about_another_time(self):
        lunch = made.lunch(seats=5)
        made.gone(made.seat(lunch, 1), now=NOON - HOUR)
        made.seat(lunch, 2)
        self.move(lunch)
        announcing.run(NOON)
        letter = made.letter_to(1, "moved_for_left")
        assert "It has moved, so we ask again." in letter.text
        assert letter.calendar_text == "", "it is a question, and takes nothing from their calendar"

    def test_another_place_alone_asks_nobody_who_cannot_come_at_that_time(self):
        lunch = made.lunch(seats=5, way="room", place="The Old Library")
        made.gone(made.seat(lunch, 1), now=NOON - HOUR)
        made.seat(lunch, 2)
        actions.change(gathering=lunch, place="The New Library", now=NOON)
        announcing.run(NOON)
        assert went("moved_for_left") == []
        assert "Where: The New Library" in made.letter_to(2, "moved").text

    def test_of_two_moves_in_a_row_the_last_is_told(self):
        lunch = made.lunch(seats=5)
        made.seat(lunch, 1)
        self.move(lunch)
        lunch.refresh_from_db()
        self.move(lunch)
        announcing.run(NOON)
        assert went("moved") == ["p1@example.org"]
        text = made.letter_to(1, "moved").text
        assert "Friday 18 June 2027" in text
        assert "It was Friday 4 June" in text, "what they knew, not what was for a moment"

    def test_a_new_link_straight_after_a_move_hides_nothing_of_the_move(self):
        lunch = made.lunch(seats=5)
        made.seat(lunch, 1)
        self.move(lunch)
        actions.change(gathering=lunch, link="https://meet.example.org/new", now=NOON + timedelta(seconds=2))
        announcing.run(NOON + timedelta(seconds=5))
        assert "It was Friday 4 June" in made.letter_to(1, "moved").text

    def test_another_link_alone_is_a_change_and_not_a_move(self):
        lunch = made.full()
        made.place(lunch, 11)
        actions.change(gathering=lunch, link="https://meet.example.org/new", now=NOON)
        announcing.run(NOON)
        letter = made.letter_to(1, "moved")
        assert letter.subject == "Changed: Winter lunch"
        assert "It was" not in letter.text
        assert "https://meet.example.org/new" in letter.text
        assert made.letters_to(11) == ["on_the_list"], "who waits has no link to lose"

    def test_the_second_move_tells_what_was_told_first(self):
        lunch = made.lunch(seats=5)
        made.seat(lunch, 1)
        self.move(lunch)
        announcing.run(NOON)
        start = STARTS + timedelta(days=8)
        actions.change(gathering=lunch, starts_at=start, ends_at=start + HOUR, now=NOON + HOUR)
        announcing.run(NOON + HOUR)
        assert "It was Friday 11 June" in made.letter_to(1, "moved").text

    def test_what_is_of_use_until_a_day_before_moves_with_the_day(self):
        lunch = made.full()
        place = made.place(lunch, 11, not_after=STARTS - timedelta(days=1))
        self.move(lunch)
        announcing.run(NOON)
        place.refresh_from_db()
        assert place.not_after == STARTS + timedelta(days=6)

    def test_a_cancellation_takes_it_out_of_calendars_and_tells_those_who_wait_without_one(self):
        lunch = made.full()
        made.gone(made.seat(made.lunch(seats=9), 3))
        made.place(lunch, 11)
        actions.cancel(gathering=lunch, now=NOON, by=made.organiser(), reason="The trains are on strike.")
        offering.run_lists(NOON)
        for _ in range(2):
            announcing.run(NOON)
        assert went("called_off") == ["p1@example.org", "p2@example.org"]
        letter = made.letter_to(1, "called_off")
        assert "METHOD:CANCEL" in letter.calendar_text
        assert "The trains are on strike." in letter.text
        assert made.letter_to(11, "called_off_for_waiting").calendar_text == ""

    def test_who_still_waits_at_the_cut_off_is_told_once_and_not_at_night(self):
        lunch = made.full()
        made.place(lunch, 11)
        late = STARTS - 3 * HOUR
        for now in (late - HOUR, late, late + HOUR):
            announcing.run(now)
        assert made.letters_to(11) == ["on_the_list", "list_over"]


class TestThanks:
    def test_the_day_after_those_who_came_are_thanked_with_what_there_is_to_read(self):
        lunch = made.lunch(seats=None)
        came, away = made.seat(lunch, 1), made.seat(lunch, 2)
        CheckIn.objects.create(gathering=lunch, person=came.person, at=STARTS, how="room")
        ten = STARTS + timedelta(hours=22)
        announcing.run(ten)
        assert went("thanks") == [], "there is nothing to read yet"
        said = list(announcing.expected(ten - timedelta(days=2), ten))
        assert said[0].held.startswith("There is nothing to read yet")
        Material.objects.create(gathering=lunch, title="Slides", url="https://example.org/slides", at=ten)
        for _ in range(2):
            announcing.run(ten)
        assert went("thanks") == ["p1@example.org"]
        assert "Slides: https://example.org/slides" in made.letter_to(1, "thanks").text
        assert away.pk


def test_a_no_in_the_calendar_gives_the_seat_back():
    from collective.gather.diary import actions as diary

    lunch = made.full()
    made.place(lunch, 11)
    invitation = lunch.entry.invitations.get(person=lunch.sign_ups.first().person)
    diary.answer(invitation=invitation, said="declined", now=NOON)
    assert made.offered(lunch) == ["Person 11"]


def test_what_is_looked_at_for_staff_does_not_grow_with_gatherings(django_assert_num_queries):
    for _ in range(3):
        made.seat(made.lunch(seats=None), 1)
    assert Consent.objects.exists()
    with django_assert_num_queries(2):
        assert len(list(reminding.expected(NOON, STARTS))) == 9


class TestAPlaceThatIsHidden:
    def test_is_in_no_letter_to_who_has_no_seat(self):
        lunch = made.lunch(seats=1, way="room", place="The Old Library", hides_place=True)
        seat = made.seat(lunch, 1)
        made.place(lunch, 11)
        actions.change(gathering=lunch, place="The New Library", now=NOON)
        announcing.run(NOON)
        assert "Where: The New Library" in made.letter_to(1, "moved").text
        made.gone(seat, now=NOON + HOUR)
        assert not any("Library" in one.text for one in Letter.objects.filter(to="p11@example.org"))
        assert "Library" not in made.letter_to(1, "left").text


class TestHosts:
    def test_a_host_gets_plain_notices_and_no_invitation_to_what_they_host(self):
        from collective.gather.gatherings.actions import hosting

        lunch = made.lunch(seats=None)
        ada = made.organiser()
        hosting.name_host(gathering=lunch, member=ada, now=NOON)
        actions.list_publicly(gathering=lunch, now=NOON, by=ada)
        actions.sign_up(gathering=lunch, now=NOON, name="Ada Hussain", email="ada@example.org", consents=["gathering"])
        later = STARTS + HOUR
        actions.change(gathering=lunch, starts_at=later, ends_at=later + HOUR, now=NOON + HOUR)
        actions.cancel(gathering=lunch, now=NOON + 2 * HOUR, by=ada)
        sent = Letter.objects.filter(to="ada@example.org").order_by("pk")
        assert [one.kind for one in sent] == ["hosting", "confirm", "hosting_moved", "hosting_called_off"]
        assert not any(one.calendar_text for one in sent)
        assert "not an invitation" in sent[0].text
