"""Answers: counted once, changeable while open, untraceable after."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from collective.talk.rooms import queries
from collective.talk.rooms.actions import answering, host
from collective.talk.rooms.actions.answering import PromptClosed, Submission
from collective.talk.rooms.models import Answer, PromptKey
from collective.talk.rooms.prompts import BadAnswer, kind_named, tally
from collective.talk.rooms.prompts.kinds import WhichPlace
from tests.cast import NOON, a_prompt_step, a_room, people_in


@pytest.fixture
def asked(db):
    room = a_room()
    step = a_prompt_step(room)
    people = people_in(room, 3)
    host.go_to(room=room, step=step, now=NOON, by=None)
    step.prompt.refresh_from_db()
    return room, step, people


def say(prompt, person, *values, key=None, turn=1):
    return Submission(prompt.pk, turn, person.pk, key or f"{person.pk}-{'-'.join(values)}", values)


class TestStore:
    def test_counts_one_answer_each_and_the_last_word_counts(self, asked):
        _, step, (amy, bob, _) = asked

        outcomes = answering.store(
            [say(step.prompt, amy, "food"), say(step.prompt, bob, "housing"), say(step.prompt, amy, "arts")]
        )

        assert outcomes == [None, None, None]
        assert queries.live_tally(step.prompt).counts == {"arts": 1, "housing": 1}

    def test_counts_a_repeated_submission_once_even_after_a_change(self, asked):
        _, step, (amy, *_) = asked
        answering.store([say(step.prompt, amy, "food", key="one")])
        answering.store([say(step.prompt, amy, "arts", key="two")])

        answering.store(
            [say(step.prompt, amy, "food", key="one")]
        )  # the phone never heard the first answer and tries again

        assert queries.live_tally(step.prompt).counts == {"arts": 1}

    def test_takes_an_answer_back(self, asked):
        _, step, (amy, *_) = asked
        answering.store([say(step.prompt, amy, "food")])

        answering.store([say(step.prompt, amy, key="back")])

        assert queries.live_tally(step.prompt).people == 0

    def test_refuses_what_comes_after_the_close_but_not_a_repeat_of_what_was_counted(self, asked):
        room, step, (amy, bob, _) = asked
        answering.store([say(step.prompt, amy, "food", key="one")])
        host.close_prompt(room=room, step=step, now=NOON, by=None)

        late, repeat = answering.store([say(step.prompt, bob, "arts"), say(step.prompt, amy, "food", key="one")])

        assert isinstance(late, PromptClosed)
        assert repeat is None
        assert queries.live_tally(step.prompt).counts == {"food": 1}

    def test_an_answer_to_an_earlier_turn_is_not_counted_in_the_next(self, asked):
        room, step, (amy, *_) = asked
        host.close_prompt(room=room, step=step, now=NOON, by=None)
        host.open_prompt(room=room, step=step, now=NOON, by=None)

        (outcome,) = answering.store([say(step.prompt, amy, "food", turn=1)])

        assert isinstance(outcome, PromptClosed)


class TestAnonymity:
    def test_points_at_nobody_while_open(self, asked):
        _, step, (amy, *_) = asked
        answering.store([say(step.prompt, amy, "food")])

        row = Answer.objects.get()

        assert row.participant_id is None
        assert len(row.holder) == 64

    def test_the_person_sees_their_own_answer_while_open(self, asked):
        _, step, (amy, bob, _) = asked
        answering.store([say(step.prompt, amy, "food")])

        assert queries.own_answer(step.prompt, amy) == ["food"]
        assert queries.own_answer(step.prompt, bob) is None

    def test_close_destroys_the_key_the_times_and_the_order(self, asked):
        room, step, people = asked
        answering.store([say(step.prompt, person, f"word{person.pk}") for person in people])
        holders = set(Answer.objects.values_list("holder", flat=True))

        host.close_prompt(room=room, step=step, now=NOON, by=None)

        step.prompt.refresh_from_db()
        assert not PromptKey.objects.exists()
        assert set(Answer.objects.values_list("answered_at", flat=True)) == {None}
        assert not holders & set(Answer.objects.values_list("holder", flat=True))
        assert queries.own_answer(step.prompt, people[0]) is None
        assert queries.live_tally(step.prompt).people == 3

    def test_a_linked_answer_stays_with_the_person(self, db):
        room = a_room()
        step = a_prompt_step(room, "maturity")
        (amy,) = people_in(room, 1)
        host.go_to(room=room, step=step, now=NOON, by=None)
        answering.store([say(step.prompt, amy, "3")])

        host.close_prompt(room=room, step=step, now=NOON, by=None)

        assert queries.own_answer(step.prompt, amy) == ["3"]


class TestKinds:
    @pytest.mark.parametrize(
        ("kind", "texts", "values"),
        [
            ("words", ["food ", "", " Young  people"], ["food", "Young people"]),
            ("words", ["Food", "food"], ["Food"]),
            ("maturity", ["not-sure"], ["not-sure"]),
            ("choice", ["1"], ["1"]),
            ("choices", ["2", "0", "2"], ["0", "2"]),
            ("scale", ["5"], ["5"]),
            ("text", ["  a\tthought\n"], ["a thought"]),
            ("place", ["Hebden Bridge"], ["gb:hebden-bridge:2647207"]),
            ("place", ["", "online"], ["online"]),
        ],
    )
    def test_keeps(self, kind, texts, values):
        assert kind_named(kind).clean(texts, ["a", "b", "c"], 3) == values

    @pytest.mark.parametrize(
        ("kind", "texts"),
        [
            ("words", []),
            ("words", ["a", "b", "c", "d"]),
            ("words", ["x" * 41]),
            ("maturity", ["6"]),
            ("choice", ["0", "1"]),
            ("choices", ["7"]),
            ("scale", ["0"]),
            ("text", ["y" * 10_000]),
            ("text", [" \u202e "]),
            ("place", [""]),
        ],
    )
    def test_refuses_with_words(self, kind, texts):
        with pytest.raises(BadAnswer) as refused:
            kind_named(kind).clean(texts, ["a", "b", "c"], 3)
        assert str(refused.value).endswith((".", "below."))

    def test_asks_which_newport(self):
        with pytest.raises(WhichPlace) as asked:
            kind_named("place").clean(["Newport"], [], 1)
        assert ("gb:newport:2641598", "Newport, Wales") in asked.value.choices

    def test_asks_for_the_region_of_a_place_nobody_knows(self):
        with pytest.raises(WhichPlace) as asked:
            kind_named("place").clean(["Xyzzyville"], [], 1)
        assert ("region:wales", "Wales") in asked.value.choices

    @given(st.text(max_size=200), st.sampled_from(["words", "text", "place", "maturity", "choice", "choices", "scale"]))
    def test_any_text_is_an_answer_or_a_clear_no(self, text, kind):
        try:
            kept = kind_named(kind).clean([text], ["a", "b"], 3)
        except BadAnswer:
            return
        assert kept
        assert tally(kind, [kept], options=["a", "b"]).people == 1


class TestTally:
    def test_words_meet_across_case_accents_and_hyphens_and_keep_the_commonest_form(self):
        said = [["Young people"], ["young-people"], ["young people"], ["Café"], ["cafe"]]

        counted = tally("words", said)

        assert counted.counts == {"young people": 3, "cafe": 2}

    def test_one_person_counts_once_for_a_word(self):
        assert tally("words", [["food", "Food", "FOOD"]]).counts == {"food": 1}

    def test_hidden_words_are_left_out(self):
        assert tally("words", [["food"], ["rude"]], hidden=frozenset({"rude"})).counts == {"food": 1}

    def test_welsh_letters_are_shown_as_they_were_written(self):
        assert tally("words", [["dŵr"], ["dŵr"]]).counts == {"dŵr": 2}
