"""A rehearsal on the real database, through the real actions: it runs, it resumes, it leaves nothing behind."""

import threading
from datetime import timedelta

import pytest
from django.core import mail
from django.db import connections

from collective.ground.outbox.models import Letter
from collective.share.rehearsal import queries
from collective.share.rehearsal.actions import driving, performing, rehearsing
from collective.share.rehearsal.models import LIFE, Extra, Rehearsal
from collective.talk.conversations.actions import drawing
from collective.talk.conversations.models import Card, Group, Rating, Vote
from collective.talk.rooms.actions import answering, host, joining
from collective.talk.rooms.models import Answer, Participant, Prompt, Receipt, Room
from collective.talk.rooms.queries import answered, here, run_sheet
from tests.cast import NOON, an_organiser, somebody
from tests.share.rehearsal_kit import (
    a_planned_room,
    everything,
    fresh,
    go_on,
    rehearse,
    through_the_run_sheet,
    turn,
    until_quiet,
)

pytestmark = pytest.mark.django_db(transaction=True)

# What a rehearsal may fill; of these tables it touches only its own rows.
ITS_TABLES = ("rooms.", "conversations.", "rehearsal.")


@pytest.fixture(autouse=True)
def _writer_goes_home():
    """Its thread would keep a connection to the test database open for half a minute."""
    yield
    answering.writer.close()


def the_twin(room):
    return Room.objects.get(rehearsal_of=room)


class TestStart:
    def test_the_twin_is_open_and_the_audience_comes_by_the_same_door(self):
        rehearsal = rehearse(a_planned_room())
        until_quiet(rehearsal)
        people = Participant.objects.filter(room=rehearsal.room)
        assert people.count() == 12
        assert all(one.made_up and one.person_id is None and one.way == "online" for one in people)
        assert len({one.name for one in people}) == 12

    def test_its_plan_counts_from_now_and_not_from_the_day_of_the_gathering(self):
        room = a_planned_room()
        opened = NOON - timedelta(days=9)
        rehearsal = rehearsing.start(room=room, now=opened)
        assert run_sheet(rehearsal.room)[0].planned_at == opened
        assert run_sheet(room)[0].planned_at == room.gathering.starts_at

    def test_as_many_come_as_would_of_those_who_signed_up(self):
        assert rehearsing.usual_size(a_planned_room(signed_up=3)) == 12
        assert rehearsing.usual_size(a_planned_room(signed_up=50, title="Larger")) == 30
        assert rehearsing.usual_size(a_planned_room(signed_up=130, title="Largest")) == 60

    def test_starting_again_wipes_the_old_one(self):
        room = a_planned_room()
        first = rehearse(room)
        until_quiet(first)
        second = rehearse(room)
        assert list(Rehearsal.objects.all()) == [second]
        assert Participant.objects.filter(made_up=True).count() == 0

    def test_a_rehearsal_of_a_rehearsal_is_one_of_the_real_room(self):
        room = a_planned_room()
        again = rehearse(rehearse(room).room)
        assert again.room.rehearsal_of == room

    def test_who_is_online_and_who_in_the_room_is_mixed_where_the_gathering_is_both(self):
        rehearsal = rehearse(a_planned_room(way="both"), size=30)
        until_quiet(rehearsal)
        ways = set(Participant.objects.filter(room=rehearsal.room).values_list("way", flat=True))
        assert ways == {"room", "online"}


class TestRun:
    def test_the_whole_run_sheet_is_played(self):
        rehearsal = rehearse(a_planned_room(), size=20, pace="quick", hosted=True)
        at = through_the_run_sheet(rehearsal)
        room = fresh(rehearsal).room
        assert room.closed_at is not None
        assert turn(rehearsal, at) == 0
        assert fresh(rehearsal).stopped_at is not None
        for prompt in Prompt.objects.filter(step__room=room):
            assert answered(prompt) >= 14, prompt.kind
        assert Card.objects.filter(room=room).count() >= 20
        assert not Group.objects.filter(draw__round__step__room=room, name="", merged_into=None).exists()
        assert Vote.objects.filter(step__room=room).count() >= 10
        assert Rating.objects.filter(group__draw__round__step__room=room).count() >= 10
        assert 0 < here(room) < 20

    def test_a_prompt_is_answered_once_by_each_and_again_when_asked_afresh(self):
        rehearsal = rehearse(a_planned_room())
        until_quiet(rehearsal)
        go_on(rehearsal)
        step = go_on(rehearsal).current
        until_quiet(rehearsal)
        first = answered(Prompt.objects.get(step=step))
        host.close_prompt(room=fresh(rehearsal).room, step=step, now=NOON, by=None)
        until_quiet(rehearsal)
        prompt = host.open_prompt(room=fresh(rehearsal).room, step=step, now=NOON, by=None)
        until_quiet(rehearsal)
        assert first >= 9
        assert answered(Prompt.objects.get(pk=prompt.pk)) >= 9
        assert Answer.objects.filter(prompt=prompt).count() == Receipt.objects.filter(prompt=prompt).count()

    def test_latecomers_find_a_seat_at_tables_that_are_shown(self):
        rehearsal = rehearse(a_planned_room(), size=30, pace="human")
        turn(rehearsal, NOON + timedelta(seconds=45))
        seated = Extra.objects.count()
        room = fresh(rehearsal).room
        step = room.steps.filter(kind="tables").first()
        host.go_to(room=room, step=step, now=NOON + timedelta(seconds=50), by=None)
        drawing.propose(round=step.round, now=NOON + timedelta(seconds=51), by=None, seed=1)
        drawing.publish(round=step.round, now=NOON + timedelta(seconds=52), by=None)
        until_quiet(rehearsal, NOON + timedelta(minutes=4))
        assert seated < Extra.objects.count() == 30
        scene = queries.scene(fresh(rehearsal))
        assert set(scene.places) == {number for number, one in scene.seated.items() if one.here}

    def test_who_leaves_does_nothing_more_even_when_the_desk_says_they_are_here_again(self):
        rehearsal = rehearse(a_planned_room(), size=40)
        room = the_twin(rehearsal.room.rehearsal_of)
        until_quiet(rehearsal)
        host.go_to(room=room, step=room.steps.get(kind="rating"), now=NOON, by=None)
        until_quiet(rehearsal)
        gone = Extra.objects.filter(went_at__isnull=False)
        assert gone.exists()
        joining.come_back(participant=gone.first().participant, now=NOON)
        until_quiet(rehearsal)
        assert Participant.objects.get(extra=gone.first()).left_at is None

    def test_somebody_marked_as_gone_at_the_desk_is_quiet(self):
        rehearsal = rehearse(a_planned_room())
        until_quiet(rehearsal)
        for one in Participant.objects.filter(room=rehearsal.room):
            joining.leave(participant=one, now=NOON)
        go_on(rehearsal)
        go_on(rehearsal)
        assert turn(rehearsal) == 0
        assert Answer.objects.count() == 0

    def test_a_real_phone_can_play_along(self):
        rehearsal = rehearse(a_planned_room())
        me = somebody(fresh(rehearsal).room, "A visitor")
        assert not me.made_up
        assert me.person is None
        until_quiet(rehearsal)
        assert here(rehearsal.room) == 13

    def test_a_button_pressed_by_somebody_real_sends_the_made_up_host_home(self):
        rehearsal = rehearse(a_planned_room(), pace="human", hosted=True)
        at = NOON + timedelta(minutes=1)
        turn(rehearsal, at)
        assert fresh(rehearsal).room.current.title == "Welcome"
        host.next_step(room=fresh(rehearsal).room, now=at, by=an_organiser())
        act = fresh(rehearsal).room.act
        for minutes in range(2, 30):
            turn(rehearsal, NOON + timedelta(minutes=minutes))
        assert fresh(rehearsal).room.act == act

    def test_the_audience_goes_home_after_two_hours(self):
        rehearsal = rehearse(a_planned_room(), pace="human")
        assert turn(rehearsal, NOON + LIFE) == 0
        assert fresh(rehearsal).stopped_at == NOON + LIFE
        assert not Rehearsal.objects.running().exists()

    def test_the_driver_finds_what_runs_and_rests_when_nothing_does(self):
        assert driving.once(NOON) is None
        rehearse(a_planned_room())
        assert driving.once(NOON) == 12


class TestNothingElse:
    def test_nothing_outside_the_twin_changes_and_no_letter_is_written(self):
        room = a_planned_room()
        before, letters = everything(), Letter.objects.count()
        rehearsal = rehearse(room, size=20, pace="quick", hosted=True)
        through_the_run_sheet(rehearsal)
        after = everything()
        for table, rows in before.items():
            assert {key: after[table].get(key) for key in rows} == rows, table
            if not table.startswith(ITS_TABLES):
                assert after[table] == rows, table
        assert Letter.objects.count() == letters
        assert mail.outbox == []

    def test_wiping_leaves_the_database_as_it_was(self):
        room = a_planned_room()
        before = everything()
        rehearsal = rehearse(room, size=20, pace="quick", hosted=True)
        somebody(fresh(rehearsal).room, "A visitor")
        through_the_run_sheet(rehearsal)
        assert everything() != before
        rehearsing.wipe(room=room)
        assert everything() == before

    def test_wiping_in_the_middle_is_borne_by_the_audience(self):
        room = a_planned_room()
        rehearsal = fresh(rehearse(room))
        rehearsing.wipe(room=room)
        assert performing.turn(rehearsal=rehearsal, now=NOON) == 0
        assert Participant.objects.filter(room__rehearsal_of__isnull=False).count() == 0

    def test_wiping_twice_is_harmless(self):
        room = a_planned_room()
        rehearse(room)
        rehearsing.wipe(room=room)
        rehearsing.wipe(room=room)
        assert Room.objects.filter(pk=room.pk).exists()


class TestResume:
    def test_killed_in_the_middle_it_goes_on_and_nothing_is_done_twice(self):
        room = a_planned_room()
        rehearsal = rehearse(room, size=20, pace="human")
        turn(rehearsal, NOON + timedelta(seconds=20))
        there = Extra.objects.count()
        assert 3 < there < 20
        # The process died while it held the claim; nothing but rows is left.
        at = NOON + timedelta(seconds=60)
        Rehearsal.objects.update(claimed_until=at + performing.CLAIM)
        assert turn(rehearsal, at) == 0
        at += performing.CLAIM + timedelta(seconds=1)
        assert turn(rehearsal, at) > 0
        go_on(rehearsal, at)
        step = go_on(rehearsal, at).current
        for seconds in (8, 16, 40, 200):
            until_quiet(rehearsal, at + timedelta(seconds=seconds))
        assert Extra.objects.count() == Participant.objects.filter(made_up=True).count() == 20
        assert Answer.objects.filter(prompt__step=step).count() == Receipt.objects.filter(prompt__step=step).count()

    def test_two_processes_at_once_do_everything_once(self):
        rehearsal = rehearse(a_planned_room(), size=20)
        for _ in range(3):
            together(2, lambda: [turn(rehearsal) for _ in range(3)])
        assert Extra.objects.count() == Participant.objects.filter(made_up=True).count() == 20
        go_on(rehearsal)
        step = go_on(rehearsal).current
        together(2, lambda: [turn(rehearsal) for _ in range(3)])
        until_quiet(rehearsal)
        prompt = Prompt.objects.get(step=step)
        assert answered(prompt) == Receipt.objects.filter(prompt=prompt).count() >= 15

    def test_the_thread_in_the_server_is_one_and_can_be_stopped_and_started(self):
        rehearse(a_planned_room())
        driver = driving.Driver()
        for _ in range(2):
            driver.start()
            driver.start()
            assert sum(thread.name == "rehearsal" for thread in threading.enumerate()) == 1
            driver.stop()
        assert not any(thread.name == "rehearsal" for thread in threading.enumerate())


def together(number, work):
    """Run `work` in so many threads at once; whatever one raises is raised here."""
    trouble, gate = [], threading.Barrier(number)

    def run():
        try:
            gate.wait(10)
            work()
        except Exception as problem:
            trouble.append(problem)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run) for _ in range(number)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert trouble == []
