"""Free together: across zones, across clock changes, and never at an hour that somebody has not painted."""

from __future__ import annotations

import itertools
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from collective.gather.diary.free import Hours, OneDay, Spell, common, spells

MONDAY = datetime(2026, 12, 7, tzinfo=UTC)
WEEK = timedelta(days=7)
LUNCH = {0: [Spell(24, 28)]}  # Mondays, 12:00 to 14:00


def times(
    people: dict, *, start: datetime = MONDAY, end: datetime | None = None, minutes: int = 60, **more
) -> list[str]:
    found = common(people, start=start, end=end or start + WEEK, minutes=minutes, **more)
    return [f"{each.starts_at:%a %d %b %H:%M}" for each in found]


class TestCommonTimes:
    def test_are_those_at_which_everybody_is_free(self):
        people = {"amina": Hours("Europe/London", LUNCH), "ben": Hours("Europe/London", {0: [Spell(25, 28)]})}
        assert times(people) == ["Mon 07 Dec 12:30", "Mon 07 Dec 13:00"]

    def test_are_on_each_persons_own_clock(self):
        people = {
            "amina": Hours("Europe/London", {0: [Spell(24, 36)]}),
            "joao": Hours("America/Sao_Paulo", {0: [Spell(18, 22)]}),
        }
        assert times(people) == ["Mon 07 Dec 12:00", "Mon 07 Dec 12:30", "Mon 07 Dec 13:00"]

    def test_may_be_on_another_day_over_there(self):
        people = {
            "amina": Hours("Europe/London", {0: [Spell(40, 44)]}),
            "mele": Hours("Pacific/Auckland", {1: [Spell(18, 22)]}),
        }
        assert times(people) == ["Mon 07 Dec 20:00", "Mon 07 Dec 20:30", "Mon 07 Dec 21:00"]

    def test_are_found_with_a_zone_that_is_off_by_a_quarter(self):
        people = {"amina": Hours("Europe/London", LUNCH), "sita": Hours("Asia/Kathmandu", {0: [Spell(36, 38)]})}
        assert times(people) == ["Mon 07 Dec 12:15"]

    def test_follow_the_clock_through_the_change_and_not_universal_time(self):
        people = {"amina": Hours("Europe/London", LUNCH)}
        march = datetime(2026, 3, 23, tzinfo=UTC)
        assert times(people, start=march, end=march + 2 * WEEK, minutes=120) == ["Mon 23 Mar 12:00", "Mon 30 Mar 11:00"]

    def test_leave_out_the_hour_that_the_clocks_skip(self):
        people = {"amina": Hours("Europe/London", {6: [Spell(2, 4)]})}  # Sundays, 01:00 to 02:00
        march = datetime(2026, 3, 28, tzinfo=UTC)
        assert times(people, start=march, end=march + WEEK, minutes=30) == []

    def test_have_the_hour_that_comes_twice_twice(self):
        people = {"amina": Hours("Europe/London", {6: [Spell(2, 4)]})}
        october = datetime(2026, 10, 24, tzinfo=UTC)
        assert times(people, start=october, minutes=120) == ["Sun 25 Oct 00:00"]

    def test_know_exceptions_and_let_the_later_one_hold(self):
        away = OneDay(date(2026, 12, 7), Spell(0, 48), free=False)
        back = OneDay(date(2026, 12, 7), Spell(26, 28), free=True)
        assert times({"amina": Hours("Europe/London", LUNCH, [away])}) == []
        assert times({"amina": Hours("Europe/London", LUNCH, [away, back])}) == ["Mon 07 Dec 13:00"]
        assert times({"amina": Hours("Europe/London", LUNCH, [back, away])}) == []

    def test_leave_out_what_is_in_the_diary_already(self):
        busy = [(MONDAY + timedelta(hours=12, minutes=10), MONDAY + timedelta(hours=12, minutes=40))]
        assert times({"amina": Hours("Europe/London", LUNCH, busy=busy)}, minutes=30) == [
            "Mon 07 Dec 13:00",
            "Mon 07 Dec 13:30",
        ]

    def test_may_do_without_somebody_when_asked_to_and_say_who_is_free(self):
        people = {name: Hours("Europe/London", LUNCH) for name in ("amina", "ben", "cy")} | {
            "dee": Hours("Europe/London")
        }
        assert times(people) == []
        found = common(people, start=MONDAY, end=MONDAY + WEEK, minutes=120, at_least=3)
        assert [each.who for each in found] == [{"amina", "ben", "cy"}]

    def test_are_none_for_nobody(self):
        assert times({}) == []

    def test_are_not_looked_for_over_a_year_nor_for_no_time_at_all(self):
        for wrong in ({"end": MONDAY + timedelta(days=93)}, {"minutes": 0}):
            with pytest.raises(ValueError, match="92 days"):
                times({"amina": Hours("Europe/London", LUNCH)}, **wrong)

    @given(
        st.dictionaries(
            st.sampled_from("abcd"),
            st.tuples(
                st.sampled_from(
                    ["Europe/London", "America/New_York", "Asia/Kathmandu", "Pacific/Apia", "Australia/Lord_Howe"]
                ),
                st.dictionaries(st.integers(0, 6), st.sets(st.integers(0, 47), max_size=30).map(spells), max_size=7),
            ),
            min_size=1,
        ),
        st.sampled_from([datetime(2026, month, 22, tzinfo=UTC) for month in (3, 4, 9, 10, 12)]),
        st.sampled_from([30, 45, 60, 90]),
    )
    def test_are_free_on_every_clock_in_every_minute(self, painted, start, minutes):
        people = {who: Hours(*told) for who, told in painted.items()}
        for meeting in common(people, start=start, end=start + WEEK, minutes=minutes):
            for zone, weekly in painted.values():
                for minute in range(0, minutes, 15):
                    shown = (meeting.starts_at + timedelta(minutes=minute)).astimezone(ZoneInfo(zone))
                    half_hour = shown.hour * 2 + shown.minute // 30
                    assert any(spell.holds(half_hour) for spell in weekly.get(shown.weekday(), []))


class TestSpells:
    @given(st.sets(st.integers(0, 47)))
    def test_hold_exactly_what_was_painted_and_do_not_touch(self, painted):
        found = spells(painted)
        assert {half_hour for spell in found for half_hour in range(spell.first, spell.last)} == painted
        assert all(one.last < other.first for one, other in itertools.pairwise(found))
