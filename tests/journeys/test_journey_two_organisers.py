"""Two organisers at two desks: one act takes effect, and the other is told."""

import pytest

from tests.journeys.workshop import a_workshop, crowd, the_sign_ups

pytestmark = pytest.mark.django_db(transaction=True)

BEFORE_YOU = "Somebody pressed a button a moment before you."


@pytest.fixture
def both(organiser, second_organiser):
    code = a_workshop(organiser)
    second_organiser.slug, second_organiser.room = organiser.slug, organiser.room
    crowd(code, the_sign_ups()[:8])
    return organiser, second_organiser


def test_both_press_go_on_and_the_room_goes_one_step(both):
    first, second = both
    first.desk()
    second.desk()

    first.press("Begin")
    second.press("Begin")

    second.sees(BEFORE_YOU, "The room is now at “Welcome”.")
    assert second.on_now == "Welcome"


def test_both_draw_and_both_show_and_there_is_one_set_of_tables(both):
    first, second = both
    first.begin()
    for _ in range(4):
        first.go_on()
    second.desk()
    first.draw()
    second.press("Draw the tables")
    second.sees(BEFORE_YOU)

    first.desk()
    second.desk()
    first.press("Show the tables to the room")
    second.press("Draw again")

    second.sees(BEFORE_YOU, "The room sees these tables.")
    assert first.tables() == second.tables()


def test_both_take_the_same_list_in_and_nobody_is_there_twice(organiser, second_organiser):
    organiser.plan("Winter lunch")
    organiser.upload("guests.csv", b"Name,Email\nAmina Yusuf,amina@example.org\nBen Carr,ben@example.org\n")
    second_organiser.open(organiser.answer.path)

    organiser.press("Take in two people")
    second_organiser.press("Take in two people", status=409)

    second_organiser.sees("Somebody has taken this list in already", "Nothing was done twice.")
    organiser.open(f"/desk/gatherings/{organiser.slug}/people/")
    organiser.sees("2 signed up")


def test_both_publish_and_the_second_looks_again(both):
    first, second = both
    first.begin()
    first.close_room()
    second.open(f"/desk/gatherings/{first.slug}/result/")
    first.publish_result()

    second.press("Publish", status=409)

    second.sees("Somebody published or changed this result a moment before you.")
