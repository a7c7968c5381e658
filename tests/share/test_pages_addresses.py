"""The front page, the desk, and what the site says about itself."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from collective.gather.gatherings import actions as gatherings
from collective.gather.gatherings import doors
from collective.ground.community import actions as community
from collective.ground.community.cloth import HardToRead, checked, contrast, style_sheet
from collective.ground.community.models import Community
from collective.ground.lib import clock
from collective.talk.rooms.actions import host, planning
from tests import cast

if TYPE_CHECKING:
    from django.test import Client

    from collective.gather.gatherings.models import Gathering

pytestmark = pytest.mark.django_db


def soon(title: str = "Winter lunch", **facts: object) -> Gathering:
    return cast.a_gathering(title, starts_at=clock.now() + timedelta(days=5), **facts)


def signed_up(gathering: Gathering, number: int) -> None:
    for n in range(number):
        gatherings.add_by_hand(gathering=gathering, name=f"Person {n:02d}", organisation="Pantry", now=clock.now())


PUBLIC = ["/", "/help/", "/shared-question/", "/about/data/", "/about/accessibility/", "/community.css"]


@pytest.mark.parametrize("address", PUBLIC)
def test_everybody_may_read(client: Client, address: str) -> None:
    assert client.get(address).status_code == 200
    assert client.head(address).status_code == 200
    assert client.post(address).status_code == 405


def test_the_front_page_says_what_this_is_and_opens_three_doors(client: Client) -> None:
    page = client.get("/").content.decode()
    for text in ("Sit down with three people", "Meet people", "Get help", "Work on a shared question", "Join the room"):
        assert text in page
    assert 'action="/join/"' in page
    assert "No gathering in the diary" in page
    assert "Not enough yet" in page


def test_a_code_typed_on_the_front_page_leads_into_the_room(client: Client) -> None:
    room = cast.a_room(soon())
    assert client.post("/join/", {"code": room.code.lower()}).headers["Location"] == f"/r/{room.code}/"


@pytest.mark.parametrize("people", [0, 1, 4])
def test_few_people_are_not_counted_on_the_front_page(client: Client, people: int) -> None:
    gathering = soon(seats=20)
    signed_up(gathering, people)
    page = client.get("/").content.decode()
    assert "Seats are open." in page
    assert "of 20 seats" not in page


def test_many_people_are_drawn_as_tables(client: Client) -> None:
    gathering = soon(seats=20)
    signed_up(gathering, 11)
    page = client.get("/").content.decode()
    assert "11 of 20 seats are taken." in page
    assert f"/gatherings/{gathering.slug}/sign-up/" in page


def test_a_gathering_that_nobody_may_see_is_not_on_the_front_page(client: Client) -> None:
    soon("Secret lunch", listed=False)
    assert "Secret lunch" not in client.get("/").content.decode()


def test_help_says_honestly_how_to_ask_now(client: Client) -> None:
    assert "mailto:" not in client.get("/help/").content.decode()
    community.describe(contact="hello@example.org")
    page = client.get("/help/").content.decode()
    assert "mailto:hello@example.org" in page
    assert "no form for this on the site yet" in page


def test_the_seven_questions_stand_in_a_list(client: Client) -> None:
    assert client.get("/shared-question/").content.decode().count('<span class="q">') == 7


def test_the_desk_is_for_organisers_and_leads_others_home(client: Client) -> None:
    assert client.get("/desk/").headers["Location"].startswith("/sign-in/")
    client.force_login(cast.a_member())
    assert client.get("/desk/").headers["Location"] == "/me/"
    assert client.get("/desk/community/").status_code == 404
    client.force_login(cast.an_organiser())
    assert "Plan one" in client.get("/desk/").content.decode()


def test_the_desk_shows_the_next_gathering_and_its_next_step(client: Client) -> None:
    gathering = soon()
    signed_up(gathering, 52)
    client.force_login(cast.an_organiser())
    page = client.get("/desk/").content.decode()
    assert "of 52 with a seat" in page
    assert "Lay out the room" in page
    room = planning.lay_out(gathering=gathering, now=clock.now())
    planning.lay_pilot(room)
    page = client.get("/desk/").content.decode()
    assert "9 steps" in page
    assert f"/desk/rooms/{room.pk}/plan/" in page
    assert page.count('aria-current="step"') == 1


def test_the_desk_asks_few_questions_of_the_database(client: Client, django_assert_max_num_queries: object) -> None:
    for number in range(6):
        signed_up(soon(f"Lunch {number}"), 3)
    client.force_login(cast.an_organiser())
    with django_assert_max_num_queries(36):  # type: ignore[operator]
        client.get("/desk/")


def test_an_organiser_changes_the_words_of_the_site(client: Client) -> None:
    client.force_login(cast.an_organiser())
    words = {"name": "Numbers in Wales", "promise": "Four at a table.", "lede": "An hour.", "cloth": "#B7E4C7"}
    assert client.post("/desk/community/", words).status_code == 302
    page = client.get("/").content.decode()
    assert "Numbers in Wales" in page
    assert 'href="/community.css?b7e4c7"' in page
    assert "--cloth:#b7e4c7" in client.get("/community.css").content.decode()
    assert Community.objects.count() == 1


def test_a_colour_nobody_can_read_on_is_refused_in_words(client: Client) -> None:
    client.force_login(cast.an_organiser())
    words = {"name": "Numbers", "promise": "Four.", "lede": "An hour.", "cloth": "#5a3a8a"}
    answer = client.post("/desk/community/", words)
    assert answer.status_code == 400
    assert "hard to read on #5a3a8a" in answer.content.decode()
    assert Community.objects.count() == 0


def test_without_a_colour_no_second_style_sheet_is_asked_for(client: Client) -> None:
    assert b"community.css" not in client.get("/").content
    assert client.get("/community.css").content == b""


def test_contrast_is_that_of_the_guidelines() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.478, abs=0.001)
    assert checked(" #FFC33D ") == "#ffc33d"
    for bad in ("red", "#fff", "#12345g", "#ffc33d;}"):
        with pytest.raises(HardToRead):
            checked(bad)
    assert "--cloth-soft:#0f2b28" in style_sheet("#8f8f8f")


def test_a_private_seat_leads_into_the_open_room() -> None:
    gathering = soon()
    seat = gatherings.add_by_hand(gathering=gathering, name="Amina", now=clock.now())
    assert doors.open_for(seat) is None
    room = planning.lay_out(gathering=gathering, now=clock.now())
    host.open_room(room=room, now=clock.now(), by=None)
    assert doors.open_for(seat) == f"/r/{room.code}/?from={seat.token}"


def test_every_gathering_has_its_own_overview_from_which_its_room_is_laid_out(client: Client) -> None:
    cast.a_gathering("First lunch")
    later = cast.a_gathering("Second lunch", starts_at=cast.NOON + timedelta(days=7))
    address = f"/desk/gatherings/{later.slug}/overview/"
    assert client.get(address).headers["Location"].startswith("/sign-in/")
    client.force_login(cast.a_member())
    assert client.get(address).status_code == 404
    client.force_login(cast.an_organiser())

    assert f'href="{address}"' in client.get("/desk/").content.decode()
    assert f'action="/desk/gatherings/{later.slug}/room/"' in client.get(address).content.decode()
    assert client.get("/desk/gatherings/nowhere/overview/").status_code == 404
    assert client.post(address).status_code == 405


def test_the_menu_leads_organisers_to_their_desk_and_members_to_their_page(client: Client) -> None:
    client.force_login(cast.a_member())
    page = client.get("/gatherings/").content.decode()
    assert "Your page" in page
    assert "Your desk" not in page
    client.force_login(cast.an_organiser())
    assert "Your desk" in client.get("/gatherings/").content.decode()
