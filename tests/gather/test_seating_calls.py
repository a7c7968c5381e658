"""When people are reminded: wall time in the gathering's zone, and never two letters on top of each other."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from collective.gather.gatherings.seating.calls import calls

LONDON, NEW_YORK = ZoneInfo("Europe/London"), ZoneInfo("America/New_York")


def said(starts_at, zone=LONDON, asks=True):
    return [(one.kind, f"{one.at.astimezone(zone):%a %H:%M}") for one in calls(starts_at, zone, asks=asks)]


def test_a_lunch_is_asked_about_at_ten_the_day_before_and_reminded_at_eight_and_an_hour_before():
    friday = datetime(2027, 6, 4, 11, 30, tzinfo=UTC)
    assert said(friday) == [("ask", "Thu 10:00"), ("morning", "Fri 08:00"), ("hour", "Fri 11:30")]


def test_without_the_question_it_is_a_plain_reminder():
    assert said(datetime(2027, 6, 4, 11, 30, tzinfo=UTC), asks=False)[0] == ("day", "Thu 10:00")


def test_a_gathering_early_in_the_day_has_no_letter_in_the_morning_beside_the_one_an_hour_before():
    assert [kind for kind, _ in said(datetime(2027, 6, 4, 9, 0, tzinfo=UTC))] == ["ask", "hour"]


def test_the_day_before_the_clocks_change_it_is_still_ten_o_clock():
    sunday = datetime(2027, 3, 28, 11, 0, tzinfo=UTC)
    first = calls(sunday, LONDON, asks=True)[0]
    assert first.at == datetime(2027, 3, 27, 10, 0, tzinfo=UTC)
    assert sunday - first.at == timedelta(hours=25)


def test_it_goes_by_the_zone_of_the_gathering():
    evening = datetime(2027, 6, 4, 22, 0, tzinfo=UTC)
    assert said(evening, NEW_YORK)[0] == ("ask", "Thu 10:00")


@given(
    st.integers(0, 60 * 24 * 365),
    st.sampled_from([LONDON, NEW_YORK, ZoneInfo("Asia/Kolkata"), ZoneInfo("Pacific/Apia")]),
)
def test_letters_come_one_after_the_other_before_the_start_and_each_ends_before_it_says_something_wrong(minute, zone):
    starts_at = datetime(2027, 1, 1, tzinfo=UTC) + timedelta(minutes=minute)
    made = calls(starts_at, zone, asks=True)
    assert [one.at for one in made] == sorted(one.at for one in made)
    for one in made:
        assert one.at < one.until <= starts_at
        assert one.not_since <= one.at
    day = starts_at.astimezone(zone).date()
    assert made[0].at.astimezone(zone).date() == (made[0].until - timedelta(minutes=1)).astimezone(zone).date() < day
