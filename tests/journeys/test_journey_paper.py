"""Story 13: the Wi-Fi fails, and the workshop does not."""

import pytest

from collective.gather.gatherings.models import CheckIn
from tests.journeys.visitor import Visitor
from tests.journeys.workshop import KINDS, the_sign_ups

pytestmark = pytest.mark.django_db(transaction=True)

STAGES = ["Learning"] * 4 + ["Emerging"] * 3


@pytest.fixture
def planned(organiser):
    organiser.plan("Workshop without Wi-Fi")
    organiser.take_in_the_pilots_list()
    organiser.lay_out()
    return organiser


def test_the_pack_prints_before_with_everything_that_the_day_needs(planned):
    planned.open(f"/desk/gatherings/{planned.slug}/paper/")

    planned.sees("When the Wi-Fi fails", "Run-sheet", "Who signed up", planned_code(planned))
    planned.sees(*(one.name for one in the_sign_ups()))
    planned.sees(*KINDS, "Slips, packet 1", "How does your organisation use data?", "Our name:")
    assert "QR code that opens the room" in planned.page.html


def planned_code(organiser) -> str:
    here = organiser.answer.path
    code = organiser.code
    organiser.open(here)
    return f"{code[:3]} {code[3:]}"


def test_the_wifi_fails_after_the_room_opened_and_paper_counts_as_if_it_had_not(planned):
    planned.open_room()
    _type_everything_in(planned)
    planned.close_room()

    _publishes_what_was_on_paper(planned)


def test_the_wifi_failed_before_anybody_could_open_the_room(planned):
    """Nothing was touched on the day. Afterwards the organiser opens the room for a moment, types in, closes it."""
    _tick_people_off(planned)
    planned.open_room()
    _everybody_is_in_the_room(planned)
    _type_answers_in(planned)
    planned.close_room()

    _publishes_what_was_on_paper(planned)


def test_cards_answers_and_names_are_typed_in_after_the_room_has_closed(planned):
    planned.open_room()
    _tick_people_off(planned)
    planned.begin()
    for _ in range(4):
        planned.go_on()
    planned.draw_and_show()
    planned.close_room()

    _type_answers_in(planned)
    _type_card(planned, "Need", "Somebody to ask", table="Table 1")
    planned.press("Keep this name", {"Table": "Table 2", "What it is called": "The Outliers"})

    planned.sees("Table 2 is called The Outliers.")
    planned.open(f"/desk/rooms/{planned.room}/cards/")
    planned.sees("Somebody to ask", "From paper")
    _publishes_what_was_on_paper(planned)


def _tick_people_off(organiser) -> None:
    organiser.open(f"/desk/gatherings/{organiser.slug}/people/")
    for one in the_sign_ups()[:11]:
        organiser.press(f"Here: {one.name}")
    organiser.press("Add to the list", {"Name": "Walk In", "They are here now": True})
    organiser.sees("Walk In is on the list, and here.")
    assert CheckIn.objects.count() == 12


def _everybody_is_in_the_room(organiser) -> None:
    organiser.open(f"/desk/rooms/{organiser.room}/people/")
    organiser.sees("12 here now, of 53 who signed up.")


def _type_everything_in(organiser) -> None:
    _tick_people_off(organiser)
    _everybody_is_in_the_room(organiser)
    _type_answers_in(organiser)


def _type_answers_in(organiser) -> None:
    organiser.open(f"/desk/rooms/{organiser.room}/typing-in/")
    organiser.press("Choose", {"Question": "Where are you today?"})
    for town in ["Leeds"] * 6 + ["Cardiff"] * 5:
        organiser.press("Count this answer", {"Town": town})
        organiser.sees("The answer is counted.")
    organiser.press("Choose", {"Question": "How does your organisation use data?"})
    for one, stage in zip(the_sign_ups(), STAGES, strict=False):
        organiser.press("Count this answer", {"Whose answer": one.name, stage: True})
        organiser.sees("The answer is counted.")
    for at in range(6):
        _type_card(organiser, "Concern", f"Concern on paper, {'abcdef'[at]}")


def _type_card(organiser, kind: str, text: str, table: str = "Without a table") -> None:
    organiser.open(f"/desk/rooms/{organiser.room}/typing-in/")
    organiser.press(
        "Keep this card",
        {"Table": table, kind: True, "What is on the card": text, "The people at this table agreed": True},
    )
    organiser.sees(text)


def _publishes_what_was_on_paper(organiser) -> None:
    organiser.open(f"/desk/gatherings/{organiser.slug}/result/")
    organiser.sees("The room: 11 answered", "The room: 7 answered", "Concern on paper, a")
    organiser.press("Publish", {"Concern on paper, a": True})
    reader = Visitor()
    reader.open(organiser.result)
    reader.sees("Where are you today?", "Concern on paper, a")
    reader.sees_not("Concern on paper, b")
