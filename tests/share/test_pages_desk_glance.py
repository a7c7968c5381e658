"""The next gathering at a glance, and one page to run its day."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from collective.gather.gatherings import actions
from collective.gather.gatherings.models import SignUp
from collective.ground.figures.drawings.over_time import over_time
from collective.ground.lib import clock
from collective.share.pages.queries.at_a_glance import at_a_glance, growth, left_to_do
from collective.share.pages.queries.day import day_of
from tests.cast import NOON, a_gathering, a_member, a_room, an_organiser

pytestmark = pytest.mark.django_db


def sit(at, number, **facts):
    made = []
    for n in range(number):
        said = {"name": f"Person {n:02d}", "email": f"p{n}@example.org", "consents": ["gathering"], **facts}
        made.append(actions.sign_up(gathering=at, now=min(clock.now(), at.starts_at - timedelta(hours=1)), **said))
    return made


def todo(at, now=None):
    return [point.text for point in left_to_do(at, now or clock.now())]


class TestGrowth:
    def test_is_a_picture_a_sentence_and_a_table_that_say_the_same(self):
        at = a_gathering()
        seats = sit(at, 5)
        day = NOON - timedelta(days=9)
        for seat, days in zip(seats, (0, 0, 2, 5, 8), strict=True):
            SignUp.objects.filter(pk=seat.pk).update(made_at=day + timedelta(days=days))

        found = growth(at, NOON - timedelta(days=1))

        assert [(new, total) for _, new, total in found.rows] == [(2, 2), (1, 3), (1, 4), (1, 5)]
        assert found.sentence == f"5 signed up, the first on {day.day} {day:%B}; 3 in the last week."
        assert found.sentence in found.svg
        assert ">5</text>" in found.svg

    def test_before_anybody_is_nothing(self):
        assert growth(a_gathering(), NOON) is None

    def test_of_one_day_is_drawn_too(self):
        drawn = over_time([(NOON.date(), 3)], NOON.date(), key="one", title="Sign-ups", description="Three.")

        assert "nan" not in drawn
        assert ">3</text>" in drawn


class TestWhoAndWhatIsLeft:
    def test_who_comes_is_counted_exactly_for_organisers(self):
        at = a_gathering()
        sit(at, 6, place="Leeds", maturity="3", organisation="Usk Valley Pantry", organisation_size="2-10")
        past = a_gathering("Autumn lunch", starts_at=NOON - timedelta(days=60))
        actions.check_in(gathering=past, person=at.sign_ups.first().person, how="room", now=NOON)

        found = at_a_glance(at, clock.now())

        assert dict(found.who.lines)["Data maturity"] == (("Learning", 6),)
        assert dict(found.who.lines)["Size of organisation"] == (("2 to 10 people", 6),)
        assert "Five people come for the first time." in found.who.sentences
        assert "Six people named one organisation; the most, 6, are from Usk Valley Pantry." in found.who.sentences
        assert found.forecast.of == 6

    def test_what_is_left_goes_when_it_is_there(self):
        at = a_gathering(way="both")
        assert "There is no video link yet" in todo(at)
        assert "It does not say where the room is" in todo(at)
        assert "Nobody is named as its host" in todo(at)

        actions.change(
            gathering=at, now=clock.now(), link="https://meet.example.org/1", place="Room 4", access_notes="Lift."
        )
        at.refresh_from_db()
        assert todo(at) == ["Nobody is named as its host"]

    def test_afterwards_it_asks_who_came(self):
        at = a_gathering(starts_at=clock.now() - timedelta(hours=3))
        sit(at, 3)

        assert "Of three people we do not know whether they came" in todo(at)

    def test_of_a_gathering_that_is_called_off_nothing_is_left(self):
        at = a_gathering()
        actions.cancel(gathering=at, now=clock.now(), by=an_organiser())
        at.refresh_from_db()

        assert todo(at) == []


class TestTheDay:
    def test_says_who_is_late_only_once_it_has_begun(self):
        at = a_gathering()
        one, two = sit(at, 2)
        actions.check_in(gathering=at, person=one.person, how="room", now=NOON)

        assert day_of(at, NOON).late == ()
        assert [late.person for late in day_of(at, NOON + timedelta(minutes=6)).late] == [two.person]
        assert day_of(at, NOON + timedelta(hours=2)).late == ()

    def test_shows_room_code_link_hosts_and_notes(self, client):
        at = a_gathering(link="https://meet.example.org/1", access_notes="There is a lift.")
        room = a_room(at)
        (one,) = sit(at, 1)
        SignUp.objects.filter(pk=one.pk).update(note="I use a wheelchair")
        client.force_login(an_organiser())

        page = client.get(reverse("gathering-day", args=[at.slug])).content.decode()

        for said in (
            room.code[:3],
            "https://meet.example.org/1",
            "There is a lift.",
            "I use a wheelchair",
            "Check people in",
        ):
            assert said in page

    def test_pages_are_nothing_to_others_and_change_nothing(self, client):
        at = a_gathering()
        for name in ("gathering-day", "gathering-overview"):
            assert client.get(reverse(name, args=[at.slug])).status_code == 302
        client.force_login(a_member())
        for name in ("gathering-day", "gathering-overview"):
            assert client.get(reverse(name, args=[at.slug])).status_code == 404
            assert client.post(reverse(name, args=[at.slug])).status_code == 405

    @pytest.mark.parametrize("name", ["gathering-day", "gathering-overview"])
    def test_pages_ask_the_database_no_more_for_more_people(self, client, name):
        at = a_gathering()
        client.force_login(an_organiser())
        asked = []
        for number in (6, 30):
            sit(at, number, place="Leeds", maturity="3", organisation="Usk Valley Pantry")
            with CaptureQueriesContext(connection) as seen:
                client.get(reverse(name, args=[at.slug]))
            asked.append(len(seen))

        assert asked[0] == asked[1]
