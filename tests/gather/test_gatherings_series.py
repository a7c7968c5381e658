"""Gatherings that repeat: each its own, moved and never made anew, changed together when the organiser says so."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from collective.gather.diary.models import Entry
from collective.gather.gatherings import actions
from collective.gather.gatherings.actions import copying, hosting, series, setting_up
from collective.gather.gatherings.core import repeated
from collective.gather.gatherings.models import Gathering, Move, Pool, Series
from collective.ground.lib import clock
from tests.gather.builders_gatherings import PLAN, gathering, member, organiser, seat, signed_in

JULY = {"zone": "Europe/London", "wall_start": "2031-07-01T18:00", "wall_end": "2031-07-01T19:30"}  # a Tuesday


def text(answer) -> str:
    return answer.content.decode()


def planned(rule="month", times=6, **facts):
    return series.plan_series(
        title="Evening circle", rule=rule, times=times, now=clock.now(), by=organiser(), **(JULY | facts)
    )


class TestTheDays:
    def test_a_month_keeps_its_weekday(self):
        days = repeated(date(2026, 12, 2), "month", 3)  # the first Wednesday
        assert days == [date(2026, 12, 2), date(2027, 1, 6), date(2027, 2, 3)]

    def test_the_fifth_is_the_last(self):
        assert repeated(date(2026, 7, 29), "month", 3)[1:] == [date(2026, 8, 26), date(2026, 9, 30)]

    @given(st.dates(date(2000, 1, 1), date(2090, 1, 1)), st.sampled_from(["week", "fortnight", "month"]))
    def test_every_day_is_the_same_weekday_and_later_than_the_one_before(self, first, rule):
        days = repeated(first, rule, 15)
        assert days[0] == first
        assert {day.weekday() for day in days} == {first.weekday()}
        gaps = {(after - before).days for before, after in pairwise(days)}
        assert gaps <= {"week": {7}, "fortnight": {14}, "month": {28, 35}}[rule]


@pytest.mark.django_db
class TestPlanning:
    def test_each_is_a_gathering_with_its_own_entry_at_the_same_hour_on_the_wall(self):
        made = planned()
        assert [one.wall_start[:16] for one in made][::5] == ["2031-07-01T18:00", "2031-12-02T18:00"]
        assert made[0].starts_at.hour == 17
        assert made[5].starts_at.hour == 18, "winter time: the wall is the truth"
        assert Entry.objects.values("uid").distinct().count() == 6
        assert {one.series for one in made} == {Series.objects.get()}

    def test_a_day_without_that_hour_is_named_and_nothing_is_made(self):
        with pytest.raises(series.BadDay, match="Sunday 30 March 2031"):
            planned("week", 8, wall_start="2031-03-02T01:30", wall_end="2031-03-02T03:00")

    def test_nothing_is_left_of_a_series_that_failed(self, client):
        desk = signed_in(client, organiser())
        sent = {**PLAN, "day": "2031-03-02", "starts": "01:30", "ends": "03:00", "repeats": "week", "times": "8"}
        answer = desk.post("/desk/gatherings/new/", sent)
        assert answer.status_code == 400
        assert "30 March 2031" in text(answer)
        assert not Gathering.objects.exists()

    def test_the_form_plans_a_series_once(self, client):
        desk = signed_in(client, organiser())
        for _ in range(2):
            desk.post("/desk/gatherings/new/", {**PLAN, "repeats": "fortnight", "times": "4"})
        assert Gathering.objects.count() == 4
        assert Series.objects.count() == 1

    @pytest.mark.parametrize(("times", "words"), [("", "Say how many"), ("1", "two gatherings or more"), ("61", "60")])
    def test_how_many_has_to_be_said(self, client, times, words):
        answer = signed_in(client, organiser()).post(
            "/desk/gatherings/new/", {**PLAN, "repeats": "week", "times": times}
        )
        assert answer.status_code == 400
        assert words in text(answer)


@pytest.mark.django_db
class TestMovingOneAndAll:
    def test_one_is_moved_and_the_others_stay(self):
        second = planned(times=3)[1]
        actions.change(
            gathering=second,
            now=clock.now(),
            wall_start=second.wall_start.replace("18:00", "19:00"),
            wall_end=second.wall_end.replace("19:30", "20:30"),
        )
        hours = [one.wall_start[11:] for one in Gathering.objects.order_by("starts_at")]
        assert hours == ["18:00", "19:00", "18:00"]
        assert Gathering.objects.count() == Entry.objects.count() == 3

    def test_all_that_follow_move_alike_and_keep_their_entries(self):
        made = planned("week", 4)
        uids = list(Entry.objects.order_by("pk").values_list("uid", flat=True))
        seat(made[2])
        day = date.fromisoformat(made[1].wall_start[:10]) + timedelta(days=1)
        when = {"zone": "Europe/London", "wall_start": f"{day}T12:00", "wall_end": f"{day}T13:00"}
        assert series.change_following(gathering=made[1], now=clock.now(), by=organiser(), place="Hall", **when) == 3
        rows = list(Gathering.objects.order_by("starts_at"))
        assert [one.wall_start for one in rows] == [
            "2031-07-01T18:00",
            "2031-07-09T12:00",
            "2031-07-16T12:00",
            "2031-07-23T12:00",
        ]
        assert [one.place for one in rows] == ["", "Hall", "Hall", "Hall"]
        assert list(Entry.objects.order_by("pk").values_list("uid", flat=True)) == uids
        assert list(Entry.objects.order_by("pk").values_list("sequence", flat=True)) == [0, 1, 1, 1]
        assert Move.objects.get().gathering == made[2], "who has a seat is told; where nobody has one, nobody is"

    def test_what_is_called_off_stays_where_it_was(self):
        made = planned("week", 3)
        actions.cancel(gathering=made[2], now=clock.now(), by=organiser())
        series.change_following(
            gathering=made[0],
            now=clock.now(),
            zone="Europe/London",
            wall_start="2031-07-01T12:00",
            wall_end="2031-07-01T13:00",
        )
        assert Gathering.objects.get(pk=made[2].pk).wall_start.endswith("18:00")

    def test_one_or_all_that_follow_are_called_off(self):
        made = planned("week", 4)
        actions.cancel(gathering=made[0], now=clock.now(), by=organiser())
        assert series.cancel_following(gathering=made[2], now=clock.now(), by=organiser(), reason="Summer") == 2
        off = [one.is_cancelled for one in Gathering.objects.select_related("cancellation").order_by("starts_at")]
        assert off == [True, False, True, True]
        assert Entry.objects.filter(status="cancelled").count() == 3

    def test_the_form_changes_one_unless_it_is_told_otherwise(self, client):
        made = planned("week", 3, way="online")
        desk = signed_in(client, organiser())
        begin = {
            name: value
            for name, value in desk.get(f"/desk/gatherings/{made[0].slug}/edit/").context["form"].initial.items()
            if value not in (None, "", False)
        }
        desk.post(f"/desk/gatherings/{made[0].slug}/edit/", {**begin, "title": "One", "scope": "one"})
        assert Gathering.objects.filter(title="One").count() == 1
        page = desk.post(f"/desk/gatherings/{made[0].slug}/edit/", {**begin, "title": "All", "scope": "following"})
        assert page.status_code == 302
        assert Gathering.objects.filter(title="All").count() == 3
        desk.post(f"/desk/gatherings/{made[1].slug}/cancellation/", {"off-reason": "", "off-following": "on"})
        assert Gathering.objects.filter(cancellation__isnull=False).count() == 2

    def test_a_gathering_that_stands_alone_has_no_followers(self):
        with pytest.raises(series.NotInASeries):
            series.change_following(gathering=gathering(), now=clock.now(), title="x")


@pytest.mark.django_db
class TestAdding:
    def test_one_more_is_as_the_latest_and_the_same_time_twice_is_one(self, client):
        made = planned("week", 2, place="Hall", way="room")
        desk = signed_in(client, organiser())
        sent = {"new-day": "2031-09-02", "new-starts": "18:00", "new-ends": "19:30", "new-zone": "Europe/London"}
        for _ in range(2):
            assert desk.post(f"/desk/series/{made[0].series.slug}/gatherings/", sent).status_code == 302
        assert Gathering.objects.count() == 3
        assert Gathering.objects.latest("starts_at").place == "Hall"

    def test_a_bad_time_comes_back_with_words(self, client):
        made = planned("week", 2)
        sent = {"new-day": "2031-09-02", "new-starts": "18:00", "new-ends": "17:00", "new-zone": "Europe/London"}
        answer = signed_in(client, organiser()).post(f"/desk/series/{made[0].series.slug}/gatherings/", sent)
        assert answer.status_code == 400
        assert "so it has to end later" in text(answer)

    def test_all_drafts_are_published_at_once_and_twice_is_harmless(self, client):
        made = planned("week", 3)
        desk = signed_in(client, organiser())
        for _ in range(2):
            desk.post(f"/desk/series/{made[0].series.slug}/listing/")
        assert Gathering.objects.public().count() == 3
        assert Entry.objects.filter(audience="public").count() == 3

    def test_a_series_begins_with_one_gathering(self, client):
        one = gathering()
        desk = signed_in(client, organiser())
        for _ in range(2):
            answer = desk.post(f"/desk/gatherings/{one.slug}/series/")
        assert answer["Location"] == "/desk/series/winter-lunch/"
        assert Series.objects.count() == 1


@pytest.mark.django_db
class TestItsPage:
    def test_a_stranger_sees_what_is_published_of_it_and_nothing_before(self, client):
        made = planned("week", 3)
        address = f"/series/{made[0].series.slug}/"
        assert client.get(address).status_code == 404
        actions.list_publicly(gathering=made[1], now=clock.now(), by=organiser())
        page = text(client.get(address))
        assert made[1].slug in page
        assert made[0].slug not in page

    def test_its_words_are_changed_by_organisers_only(self, client):
        made = planned("week", 2)
        address = f"/desk/series/{made[0].series.slug}/"
        assert client.get(address).status_code == 302
        assert signed_in(client, member()).get(address).status_code == 404
        desk = signed_in(client, organiser())
        assert desk.post(address, {"title": "", "summary": ""}).status_code == 400
        assert desk.post(address, {"title": "Circle", "summary": "Each *month*"}).status_code == 302
        assert "<em>month</em>" in text(desk.get(f"/series/{made[0].series.slug}/"))

    def test_a_long_series_comes_in_pages_with_as_many_queries(self, client, django_assert_max_num_queries):
        made = planned("week", 40)
        series.publish_all(series=made[0].series, now=clock.now(), by=organiser())
        for page in ("1", "2"):
            with django_assert_max_num_queries(8):
                assert client.get(f"/series/{made[0].series.slug}/", {"page": page}).status_code == 200
        with django_assert_max_num_queries(8):
            assert "Page 2 of 2" in text(client.get("/gatherings/", {"coming": "2"}))


@pytest.mark.django_db
class TestCopying:
    def test_takes_everything_but_the_people(self, client):
        one = gathering(seats=20, way="both", place="Hall", access_notes="Step-free", topic="Why?", kind="talk")
        hosting.name_host(gathering=one, member=member(), now=clock.now())
        setting_up.ask_question(gathering=one, text="What do you eat?", remember_as="food")
        setting_up.keep_seats(gathering=one, name="Small charities", seats=5, days_before=3)
        seat(one)
        sent = {"title": "Spring lunch", "day": "2031-03-04", "starts": "12:00", "ends": "13:00", "zone": ""}
        desk = signed_in(client, organiser())
        for _ in range(2):
            assert desk.post(f"/desk/gatherings/{one.slug}/copies/", sent).status_code == 302
        made = Gathering.objects.get(title="Spring lunch")
        assert [getattr(made, name) for name in copying.KEPT] == [getattr(one, name) for name in copying.KEPT]
        assert not made.is_listed
        assert not made.sign_ups.exists()
        assert [host.member for host in made.hosts.all()] == [host.member for host in one.hosts.all()]
        assert made.questions.get().remember_as == "food"
        assert made.pools.get().held_until == made.starts_at - timedelta(days=3)
        assert Pool.objects.count() == 2
