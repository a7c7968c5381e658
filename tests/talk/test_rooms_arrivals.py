"""The sign-up list and the room agree on who is here."""

import pytest

from collective.gather.gatherings import actions as gatherings
from collective.gather.gatherings.models import CheckIn
from collective.talk.rooms.actions import host, joining
from collective.talk.rooms.models import Room
from tests.cast import NOON, a_gathering, a_room

pytestmark = pytest.mark.django_db


@pytest.fixture
def lunch():
    """A gathering with two sign-ups."""
    gathering = a_gathering()
    people = []
    for name in ("Amina Yusuf", "Ben Carr"):
        gatherings.sign_up(gathering=gathering, now=NOON, name=name, email=f"{name[:3].lower()}@example.org")
        people.append(gathering.sign_ups.get(person__name=name).person)
    return gathering, people


def here(room: Room) -> set[str]:
    return set(room.participants.here().values_list("name", flat=True))


def test_somebody_marked_on_the_list_is_in_the_open_room(lunch, django_capture_on_commit_callbacks):
    gathering, (amina, _) = lunch
    room = a_room(gathering)
    with django_capture_on_commit_callbacks(execute=True):
        gatherings.check_in(gathering=gathering, person=amina, how="hand", now=NOON)
    assert here(room) == {"Amina Yusuf"}
    assert CheckIn.objects.get().how == "hand"


def test_joining_by_phone_makes_one_participant_and_one_check_in(lunch, django_capture_on_commit_callbacks):
    gathering, _ = lunch
    room = a_room(gathering)
    with django_capture_on_commit_callbacks(execute=True):
        joining.join(room=room, name="Amina Yusuf", now=NOON)
    assert room.participants.count() == 1
    assert CheckIn.objects.get().how == "room"


def test_opening_brings_in_whoever_was_checked_in_before(lunch, django_capture_on_commit_callbacks):
    gathering, (amina, ben) = lunch
    room = a_room(gathering, opened=False)
    with django_capture_on_commit_callbacks(execute=True):
        for person in (amina, ben):
            gatherings.check_in(gathering=gathering, person=person, how="hand", now=NOON)
    assert here(room) == set()
    with django_capture_on_commit_callbacks(execute=True):
        host.open_room(room=room, now=NOON, by=None)
    assert here(room) == {"Amina Yusuf", "Ben Carr"}
    assert CheckIn.objects.count() == 2


def test_a_mark_taken_back_takes_the_person_out_and_a_second_mark_brings_them_back(
    lunch, django_capture_on_commit_callbacks
):
    gathering, (amina, _) = lunch
    room = a_room(gathering)
    for _ in range(2):
        with django_capture_on_commit_callbacks(execute=True):
            gatherings.check_in(gathering=gathering, person=amina, how="hand", now=NOON)
        assert here(room) == {"Amina Yusuf"}
        with django_capture_on_commit_callbacks(execute=True):
            gatherings.undo_check_in(gathering=gathering, person=amina, now=NOON)
        assert here(room) == set()
    assert room.participants.count() == 1


def test_a_phone_keeps_its_seat_when_the_list_is_corrected(lunch, django_capture_on_commit_callbacks):
    gathering, (amina, _) = lunch
    room = a_room(gathering)
    with django_capture_on_commit_callbacks(execute=True):
        joining.join(room=room, name="Amina Yusuf", now=NOON)
        gatherings.undo_check_in(gathering=gathering, person=amina, now=NOON)
    assert here(room) == {"Amina Yusuf"}


def test_paper_is_taken_in_after_the_room_has_closed_and_a_mark_by_hand_is_not(
    lunch, django_capture_on_commit_callbacks
):
    gathering, (amina, ben) = lunch
    room = a_room(gathering)
    host.close_room(room=room, now=NOON, by=None)
    with django_capture_on_commit_callbacks(execute=True):
        gatherings.check_in(gathering=gathering, person=amina, how="paper", now=NOON)
        gatherings.check_in(gathering=gathering, person=ben, how="hand", now=NOON)
    assert here(room) == {"Amina Yusuf"}


def test_a_rehearsal_never_hears_of_the_list(lunch, django_capture_on_commit_callbacks):
    from collective.talk.rooms.actions import planning

    gathering, (amina, _) = lunch
    room = a_room(gathering)
    twin = planning.twin(room=room, now=NOON)
    with django_capture_on_commit_callbacks(execute=True):
        gatherings.check_in(gathering=gathering, person=amina, how="hand", now=NOON)
        host.open_room(room=twin, now=NOON, by=None)
    assert here(twin) == set()
    assert here(room) == {"Amina Yusuf"}


@pytest.mark.parametrize(("gathering_is", "they_are"), [("online", "online"), ("room", "room"), ("both", "room")])
def test_a_mark_by_hand_takes_part_as_the_gathering_takes_place(db, gathering_is, they_are):
    gathering = a_gathering(way=gathering_is)
    person = gatherings.add_by_hand(gathering=gathering, name="Amina Yusuf", now=NOON).person
    assert joining.mark_here(room=a_room(gathering), person=person, now=NOON).way == they_are
