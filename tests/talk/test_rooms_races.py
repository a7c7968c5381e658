"""Many people at the same moment: what was acknowledged is counted, once, and nothing else is."""

import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import connections

from collective.gather.gatherings import actions as gatherings
from collective.gather.gatherings.models import CheckIn
from collective.talk.rooms import queries
from collective.talk.rooms.actions import answering, host, joining
from collective.talk.rooms.actions.answering import PromptClosed
from collective.talk.rooms.actions.host import MovedOn
from collective.talk.rooms.models import Answer, Participant, PromptKey, RoomAct
from tests.cast import NOON, a_gathering, a_member, a_prompt_step, a_room, people_in

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _writer_at_rest() -> Iterator[None]:
    """The writer's thread gives its connection back, or the test database could not be dropped."""
    yield
    answering.writer.close()


def at_once(*acts: Callable[[], Any]) -> list[Any]:
    """Does all acts as nearly at the same moment as threads can; answers what each gave or raised, in order."""
    ready = threading.Barrier(min(len(acts), 16))

    def run(number: int, act: Callable[[], Any]) -> Any:
        if number < ready.parties:
            ready.wait()
        try:
            return act()
        except Exception as problem:
            return problem
        finally:
            connections.close_all()

    with ThreadPoolExecutor(16) as pool:
        return [future.result() for future in [pool.submit(run, n, act) for n, act in enumerate(acts)]]


def test_two_hundred_answers_while_the_question_closes_are_counted_if_and_only_if_acknowledged():
    room = a_room()
    step = a_prompt_step(room, "choice", options=["Tea", "Coffee"])
    people = people_in(room, 200)
    host.go_to(room=room, step=step, now=NOON, by=None)
    prompt = step.prompt
    prompt.refresh_from_db()

    def answer(person: Participant) -> Callable[[], Any]:
        return lambda: answering.answer(
            prompt=prompt, turn=1, participant=person, key=f"key-{person.pk}", texts=[str(person.pk % 2)]
        )

    acts = [answer(person) for person in people]
    acts.insert(100, lambda: host.close_prompt(room=room, step=step, now=NOON, by=None))
    results = at_once(*acts)
    results.pop(100)

    acknowledged = [result for result in results if isinstance(result, list)]
    refused = [result for result in results if isinstance(result, PromptClosed)]
    assert len(acknowledged) + len(refused) == 200
    assert queries.answered(prompt) == len(acknowledged)
    for option in ("0", "1"):
        assert queries.live_tally(prompt).counts[option] == acknowledged.count([option])
    assert not PromptKey.objects.exists()
    assert not Answer.objects.filter(answered_at__isnull=False).exists()


def test_the_same_answer_sent_by_an_impatient_phone_eight_times_counts_once():
    room = a_room()
    step = a_prompt_step(room)
    (amy,) = people_in(room, 1)
    host.go_to(room=room, step=step, now=NOON, by=None)
    step.prompt.refresh_from_db()

    results = at_once(
        *[
            lambda: answering.answer(prompt=step.prompt, turn=1, participant=amy, key="one", texts=["food"])
            for _ in range(8)
        ]
    )

    assert results == [["food"]] * 8
    assert queries.live_tally(step.prompt).counts == {"food": 1}


def test_the_same_sign_up_on_two_phones_is_one_person_in_one_seat():
    gathering = a_gathering()
    gatherings.sign_up(gathering=gathering, now=NOON, name="Amina Yusuf", email="amina@example.org")
    signed = gathering.sign_ups.get()
    room = a_room(gathering)

    def join() -> tuple[Participant, str]:
        return joining.join(room=room, name="Amina", now=NOON, sign_up=signed)

    results = at_once(join, join)

    assert {participant.pk for participant, _ in results} == {room.participants.get().pk}
    holders = [joining.seated(room, token) for _, token in results]
    assert [holder is not None for holder in holders].count(True) == 1  # the phone that came last holds the seat
    assert CheckIn.objects.filter(gathering=gathering).count() == 1


def test_two_hosts_who_press_next_together_make_one_act():
    ada = a_member()
    room = a_room()
    for number in range(3):
        a_prompt_step(room, title=f"Question {number}")
    room.refresh_from_db()
    seen, acts = room.act, RoomAct.objects.filter(room=room).count()

    def press() -> object:
        return host.next_step(room=room, now=NOON, by=ada, seen=seen)

    results = at_once(press, press)

    room.refresh_from_db()
    assert room.current is not None
    assert room.current.title == "Question 0"
    assert [type(result) for result in results].count(MovedOn) == 1
    assert RoomAct.objects.filter(room=room).count() == acts + 1


def test_people_who_come_and_a_room_that_closes_agree_on_who_is_in():
    room = a_room()

    results = at_once(
        *[(lambda n: lambda: joining.join(room=room, name=f"Person {n}", now=NOON))(number) for number in range(12)],
        lambda: host.close_room(room=room, now=NOON, by=None),
    )[:12]

    let_in = [result for result in results if isinstance(result, tuple)]
    assert room.participants.count() == len(let_in)
    assert all(isinstance(result, host.RoomClosed) for result in results if result not in let_in)
