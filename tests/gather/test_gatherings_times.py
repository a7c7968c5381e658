"""A time is what the wall says in a zone: what cannot be is told in words, and nothing that was typed is lost."""

from datetime import UTC, datetime

import pytest

from collective.gather.gatherings.models import Gathering
from tests.gather.builders_gatherings import PLAN, organiser, signed_in

pytestmark = pytest.mark.django_db

NEW = "/desk/gatherings/new/"
SPRING, AUTUMN = "2031-03-30", "2031-10-26"  # the clocks in London go forward, and back


def text(answer) -> str:
    return answer.content.decode()


@pytest.fixture
def desk(client):
    return signed_in(client, organiser())


def refused(desk, **changes) -> str:
    answer = desk.post(NEW, {**PLAN, **changes})
    assert answer.status_code == 400
    assert not Gathering.objects.exists()
    assert "Bring a sandwich" in text(answer), "what was typed is still there"
    return text(answer)


class TestWhatCannotBe:
    def test_it_ends_after_it_starts(self, desk):
        assert "It starts at 12:30, so it has to end later" in refused(desk, ends="12:00")

    def test_the_last_day_is_not_before_the_first(self, desk):
        assert "so it has to end later" in refused(desk, last_day="2030-12-02")

    def test_an_hour_that_the_clocks_pass_over(self, desk):
        page = refused(desk, day=SPRING, starts="01:30", ends="03:30")
        assert "The clocks in Europe/London go forward on Sunday 30 March 2031, from 01:00 to 02:00" in page

    def test_a_zone_that_nobody_knows(self, desk):
        assert "We do not know the time zone" in refused(desk, zone="Europe/Lodnon")
        assert "Europe/London" in refused(desk, zone="Europe/Lodnon")

    @pytest.mark.parametrize("zone", ["../../etc/passwd", "posix/Europe/London", "x" * 80, "Factory"])
    def test_what_is_no_zone_is_no_fault_of_ours(self, desk, zone):
        assert "zone" in refused(desk, zone=zone)


class TestAnHourThatComesTwice:
    def test_the_form_asks_which_of_the_two(self, desk):
        page = refused(desk, day=AUTUMN, starts="01:30", ends="04:00")
        assert "comes twice" in page
        assert "The first 01:30, before the clocks go back" in page

    @pytest.mark.parametrize(("offset", "hour"), [("+01:00", 0), ("+00:00", 1)])
    def test_the_answer_is_kept_and_asked_again_on_the_next_change(self, desk, offset, hour):
        wall = f"{AUTUMN}T01:30{offset}"
        desk.post(NEW, {**PLAN, "day": AUTUMN, "starts": "01:30", "ends": "04:00", "which_starts": wall})
        made = Gathering.objects.get()
        assert (made.wall_start, made.starts_at) == (wall, datetime(2031, 10, 26, hour, 30, tzinfo=UTC))
        page = text(desk.get(f"/desk/gatherings/{made.slug}/edit/"))
        assert f'value="{wall}" id="id_which_starts_{hour}" checked' in page or "checked" in page.split(wall)[1][:80]

    def test_an_answer_about_another_hour_is_no_answer(self, desk):
        wall = f"{AUTUMN}T01:45+01:00"
        assert "comes twice" in refused(desk, day=AUTUMN, starts="01:30", ends="04:00", which_starts=wall)


class TestElsewhere:
    def test_the_hours_are_those_of_the_zone_and_the_page_names_the_town(self, desk):
        desk.post(NEW, {**PLAN, "zone": "America/New_York", "day": "2030-07-03"})
        made = Gathering.objects.get()
        assert made.starts_at == datetime(2030, 7, 3, 16, 30, tzinfo=UTC)
        page = text(desk.get(f"/gatherings/{made.slug}/"))
        assert "on the clock in New York" in page
        assert "12:30" in page

    def test_it_may_end_on_another_day(self, desk):
        desk.post(NEW, {**PLAN, "starts": "20:00", "ends": "01:00", "last_day": "2030-12-04"})
        made = Gathering.objects.get()
        assert (made.wall_start, made.wall_end) == ("2030-12-03T20:00", "2030-12-04T01:00")
        page = text(desk.get(f"/desk/gatherings/{made.slug}/edit/"))
        assert 'value="2030-12-04"' in page
