"""The desk as a host uses it: each button, what it leads to, and the way back from it."""

from datetime import timedelta

import pytest
from django.test import Client

from collective.talk.rooms import queries, screens
from collective.talk.rooms.actions import answering, host
from collective.talk.rooms.actions.answering import Submission
from collective.talk.rooms.models import Prompt, Room, RoomAct
from tests.cast import NOON, a_gathering, a_prompt_step, a_room, an_organiser, people_in

pytestmark = pytest.mark.django_db


class Desk:
    """An organiser's browser at the desk of one room."""

    def __init__(self, room: Room) -> None:
        self.room, self.client = room, Client()
        self.client.force_login(an_organiser())

    def page(self) -> str:
        return self.client.get(f"/desk/rooms/{self.room.pk}/").content.decode()

    def press(self, address: str, **facts: object) -> str:
        """Presses the button at `address` as the page shows it now; answers the page it leads to."""
        self.room.refresh_from_db()
        facts = {"seen": self.room.act} | facts
        return self.client.post(f"/desk/rooms/{self.room.pk}/{address}/", facts, follow=True).content.decode()

    def on_step(self, step, address: str, **facts: object) -> str:
        return self.press(f"steps/{step.pk}/{address}", **facts)


@pytest.fixture
def asked():
    """(desk, three steps, four people), the first question open with two answers."""
    room = a_room()
    steps = [a_prompt_step(room, title=f"Question {number}") for number in range(3)]
    people = people_in(room, 4)
    desk = Desk(room)
    desk.press("next")
    say(steps[0].prompt, people[:2], "food")
    return desk, steps, people


def say(prompt: Prompt, people, word: str, turn: int = 1) -> None:
    answering.store(
        [Submission(prompt.pk, turn, person.pk, f"{turn}-{word[:20]}-{person.pk}", (word,)) for person in people]
    )


def on_stage(room: Room) -> str:
    return screens.state(screens.load(room.pk), "stage", NOON).data


class TestWhatTheStageShows:
    def test_hiding_and_revealing(self, asked):
        desk, (step, *_), _ = asked
        assert "food" in on_stage(desk.room)
        page = desk.on_step(step, "results/removal")
        assert "The answers are hidden" in page
        assert "food" not in on_stage(desk.room)
        assert "Hide from stage" in desk.on_step(step, "results")
        assert "food" in on_stage(desk.room)

    def test_freezing_holds_the_picture_while_answers_count(self, asked):
        desk, (step, *_), people = asked
        assert "stands still" in desk.on_step(step, "freeze")
        say(step.prompt, people[2:], "housing")
        assert "housing" not in on_stage(desk.room)
        assert "4 of 4" in on_stage(desk.room)
        desk.on_step(step, "freeze/removal")
        assert "housing" in on_stage(desk.room)

    def test_a_word_is_taken_off_and_put_back(self, asked):
        desk, (step, *_), _ = asked
        page = desk.on_step(step, "terms", text="Food")
        assert "Tap to put back" in page
        assert "food" not in on_stage(desk.room)
        desk.on_step(step, "terms/removal", text="food")
        assert "food" in on_stage(desk.room)

    def test_a_word_leaves_a_frozen_picture_too_and_comes_back_to_it(self, asked):
        desk, (step, *_), _ = asked
        desk.on_step(step, "freeze")
        desk.on_step(step, "terms", text="food")
        assert "food" not in on_stage(desk.room)
        desk.on_step(step, "terms/removal", text="food")
        assert "food" in on_stage(desk.room)

    def test_a_long_sentence_can_be_taken_off(self):
        room = a_room()
        step = a_prompt_step(room, "text", title="What is hardest?")
        people = people_in(room, 2)
        desk = Desk(room)
        desk.press("next")
        long = "We count what nobody reads, " * 17
        say(step.prompt, people[:1], long.strip())
        desk.on_step(step, "terms", text=long.strip())
        assert "nobody reads" not in on_stage(room)


class TestAnswers:
    def test_closing_and_asking_again_starts_from_nothing(self, asked):
        desk, (step, *_), people = asked
        assert "Ask again from nothing" in desk.on_step(step, "answers/closing")
        page = desk.on_step(step, "answers")
        assert "0 of 4 have answered" in page
        assert "Bring the earlier answers back" in page
        say(step.prompt, people[:1], "arts", turn=2)
        assert queries.live_tally(Prompt.objects.get(step=step)).counts == {"arts": 1}

    def test_what_was_there_before_can_be_brought_back_and_nothing_is_lost(self, asked):
        desk, (step, *_), people = asked
        desk.on_step(step, "answers/closing")
        desk.on_step(step, "answers")
        say(step.prompt, people[:1], "arts", turn=2)
        page = desk.on_step(step, "answers/earlier")
        assert "Answers are closed." in page
        assert queries.live_tally(Prompt.objects.get(step=step)).counts == {"food": 2}
        desk.on_step(step, "answers")
        prompt = Prompt.objects.get(step=step)
        assert prompt.turn == 3  # a third start is empty, whatever the second turn holds
        assert queries.live_tally(prompt).people == 0

    def test_with_nothing_before_the_button_says_so(self, asked):
        desk, (step, *_), _ = asked
        assert "There are no earlier answers" in desk.on_step(step, "answers/earlier")

    def test_more_answers_than_people_here_is_never_said(self, asked):
        from collective.talk.rooms.actions import joining

        desk, _, people = asked
        for person in people[:3]:
            joining.leave(participant=person, now=NOON)
        assert "2 of 2 have answered" in desk.page()


class TestGoingOn:
    def test_on_and_back(self, asked):
        desk, steps, _ = asked
        assert "Question 1" in desk.press("next")
        desk.room.refresh_from_db()
        assert desk.room.current == steps[1]
        desk.press("previous")
        desk.room.refresh_from_db()
        assert desk.room.current == steps[0]
        assert "This is the first step." in desk.press("previous")

    def test_a_double_tap_goes_on_once_and_says_so(self, asked):
        desk, steps, _ = asked
        desk.room.refresh_from_db()
        seen = desk.room.act
        desk.press("next", seen=seen)
        page = desk.press("next", seen=seen)
        desk.room.refresh_from_db()
        assert desk.room.current == steps[1]
        assert "You pressed twice, and it counted once. The room is now at “Question 1”." in page

    def test_a_step_is_skipped_and_taken_in_again(self, asked):
        desk, steps, _ = asked
        desk.on_step(steps[1], "skipping")
        assert [line.state for line in queries.run_sheet(desk.room)] == ["now", "skipped", "ahead"]
        desk.on_step(steps[1], "skipping/removal")
        assert [line.state for line in queries.run_sheet(desk.room)] == ["now", "ahead", "ahead"]

    def test_skipping_the_step_that_is_on_goes_to_the_next(self, asked):
        desk, steps, _ = asked
        desk.on_step(steps[0], "skipping")
        desk.room.refresh_from_db()
        assert desk.room.current == steps[1]

    def test_minutes_are_given_and_taken(self, asked):
        desk, (step, *_), _ = asked
        before = queries.ends_at(step)
        desk.on_step(step, "minutes")
        desk.on_step(step, "minutes")
        desk.on_step(step, "minutes/removal")
        step.refresh_from_db()
        assert queries.ends_at(step) - before == timedelta(minutes=1)

    def test_after_the_last_step_the_big_button_closes_the_room(self, asked):
        desk, _, _ = asked
        desk.press("next")
        page = desk.press("next")
        assert "Close the room" in page
        assert "That was the last step" in page


class TestClosingAndOpening:
    def test_closing_is_undone_with_everybody_where_they_were(self, asked):
        desk, steps, people = asked
        page = desk.press("closing")
        assert "The room has closed" in page
        page = desk.press("closing/removal")
        desk.room.refresh_from_db()
        assert desk.room.is_open
        assert desk.room.current == steps[0]
        assert "Answers are closed." in page
        assert queries.here(desk.room) == len(people)
        assert queries.live_tally(Prompt.objects.get(step=steps[0])).counts == {"food": 2}

    def test_opening_again_twice_is_harmless(self, asked):
        desk, _, _ = asked
        desk.press("closing")
        desk.press("closing/removal")
        desk.press("closing/removal")
        assert RoomAct.objects.filter(room=desk.room, kind="reopened").count() == 1

    def test_it_is_refused_when_the_code_has_gone_to_another_room(self, asked):
        desk, _, _ = asked
        desk.press("closing")
        Room.objects.create(gathering=a_gathering("Another"), code=desk.room.code, title="Another", made_at=NOON)
        assert "Another room has this code by now" in desk.press("closing/removal")

    def test_each_page_of_a_room_s_life_has_one_loud_button(self):
        room = a_room(opened=False)
        desk = Desk(room)
        assert desk.page().count('class="btn go"') == 1
        assert "Open the room" in desk.page()
        assert "The run-sheet is empty" in desk.press("opening")
        a_prompt_step(room)
        assert desk.page().count('class="btn go"') == 1


class TestPace:
    def room_at(self, begun, *, minutes=(10, 20, 30)):
        room = a_room(a_gathering("Timed"))
        steps = [a_prompt_step(room, title=f"Step {number}") for number in range(len(minutes))]
        for step, length in zip(steps, minutes, strict=True):
            step.minutes = length
            step.save()
        host.go_to(room=room, step=steps[0], now=begun, by=None)
        return Room.objects.get(pk=room.pk), steps

    @pytest.mark.parametrize(
        ("begun_after", "looked_after", "behind"), [(0, 1, 0), (3, 4, 3), (-2, 5, -2), (0, 14, 4), (3, 20, 10)]
    )
    def test_is_as_late_as_the_step_began_and_grows_when_it_runs_over(self, begun_after, looked_after, behind):
        room, _ = self.room_at(NOON + timedelta(minutes=begun_after))
        pace = queries.pace(queries.run_sheet(room), NOON + timedelta(minutes=looked_after))
        assert pace.minutes == behind
        assert pace.planned_end == NOON + timedelta(minutes=60)
        assert pace.ends_at == NOON + timedelta(minutes=60 + behind)

    def test_time_given_counts_and_a_skipped_step_shortens_the_plan(self):
        room, steps = self.room_at(NOON)
        host.give_time(room=room, step=steps[0], seconds=120, now=NOON, by=None)
        host.skip_step(room=room, step=steps[1], now=NOON, by=None)
        pace = queries.pace(queries.run_sheet(Room.objects.get(pk=room.pk)), NOON)
        assert pace.minutes == 2
        assert pace.planned_end == NOON + timedelta(minutes=40)

    def test_before_the_first_step_there_is_none(self):
        room = a_room(a_gathering("Timed"))
        a_prompt_step(room)
        assert queries.pace(queries.run_sheet(room), NOON) is None

    def test_the_desk_says_it_in_words(self):
        room, _ = self.room_at(NOON + timedelta(minutes=3))
        desk_part = screens.state(screens.load(room.pk), "desk", NOON + timedelta(minutes=4)).data
        assert "3 minutes behind the plan." in desk_part
        assert "13:33, not 13:30" in desk_part


class TestLiveParts:
    def test_an_answer_changes_the_desk_s_parts_and_leaves_its_buttons_alone(self, asked):
        desk, (step, *_), people = asked
        before = screens.state(screens.load(desk.room.pk), "desk", NOON)
        act = screens.act_of(screens.load(desk.room.pk), "desk")
        say(step.prompt, people[2:], "sculpture")
        after = screens.state(screens.load(desk.room.pk), "desk", NOON)
        assert before.version != after.version
        assert screens.act_of(screens.load(desk.room.pk), "desk") == act
        assert "sculpture" in after.data
        assert "4 of 4 have answered" in after.data

    @pytest.mark.parametrize("screen", screens.SCREENS)
    def test_parts_hold_no_form_and_no_secret_of_one_person(self, asked, screen):
        desk, _, _ = asked
        data = screens.state(screens.load(desk.room.pk), screen, NOON).data
        assert "<form" not in data
        assert "csrf" not in data

    @pytest.mark.parametrize("screen", ["phone", "stage"])
    def test_time_alone_makes_no_new_version_but_the_clock_is_told(self, screen):
        room = a_room(a_gathering("Timed"))
        from collective.talk.rooms.actions import planning

        step = planning.add_step(room=room, kind="activity", title="Draw", minutes=10)
        host.go_to(room=room, step=step, now=NOON, by=None)
        first = screens.state(screens.load(room.pk), screen, NOON)
        later = screens.state(screens.load(room.pk), screen, NOON + timedelta(minutes=2))
        assert first.version == later.version
        assert f'"now":{int(NOON.timestamp()) * 1000 + 120_000}' in later.data
