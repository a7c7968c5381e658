"""Wall time: hours that do not exist, that come twice, and zones that nobody knows."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from collective.gather.diary import wall

MOMENTS = st.datetimes(datetime(1975, 1, 1), datetime(2090, 1, 1)).map(  # noqa: DTZ001
    lambda moment: moment.replace(second=0, microsecond=0, tzinfo=UTC)
)


class TestResolve:
    @pytest.mark.parametrize(
        ("shown", "zone", "meant"),
        [
            ("2026-12-03T18:00", "Europe/London", "2026-12-03T18:00"),
            ("2026-07-03T18:00", "Europe/London", "2026-07-03T17:00"),
            ("2026-07-03 18:00:00", "Europe/London", "2026-07-03T17:00"),
            ("2026-12-03T18:00", "Asia/Kathmandu", "2026-12-03T12:15"),
            ("2026-03-29T02:00", "Europe/London", "2026-03-29T01:00"),
            ("2026-10-25T02:00", "Europe/London", "2026-10-25T02:00"),
            ("2026-10-25T01:30+01:00", "Europe/London", "2026-10-25T00:30"),
            ("2026-10-25T01:30+00:00", "Europe/London", "2026-10-25T01:30"),
        ],
    )
    def test_is_the_moment_at_which_the_clocks_there_show_it(self, shown, zone, meant):
        assert wall.resolve(shown, zone) == datetime.fromisoformat(meant).replace(tzinfo=UTC)

    @pytest.mark.parametrize(
        ("shown", "zone", "words"),
        [
            (
                "2026-03-29T01:30",
                "Europe/London",
                "on Sunday 29 March 2026, from 01:00 to 02:00, so 01:30 does not exist",
            ),
            ("2026-10-04T02:15", "Australia/Lord_Howe", "from 02:00 to 02:30"),
            ("2011-12-30T12:00", "Pacific/Apia", "to 00:00 on Saturday 31 December 2011"),
        ],
    )
    def test_refuses_an_hour_that_does_not_exist_and_says_which_ones_do(self, shown, zone, words):
        with pytest.raises(wall.NoSuchHour, match=words):
            wall.resolve(shown, zone)

    def test_asks_which_when_an_hour_comes_twice_and_takes_either_answer(self):
        with pytest.raises(wall.ComesTwice, match="Say which of the two") as asked:
            wall.resolve("2026-10-25T01:30", "Europe/London")
        first, second = (wall.resolve(choice.wall, "Europe/London") for choice in asked.value.choices)
        assert second - first == timedelta(hours=1)
        assert asked.value.choices[0].label == "The first 01:30, before the clocks go back (UTC+01:00)"

    def test_asks_again_when_the_answer_fits_neither(self):
        with pytest.raises(wall.ComesTwice):
            wall.resolve("2026-10-25T01:30+05:00", "Europe/London")

    def test_passes_over_an_offset_that_is_not_needed_any_more(self):
        assert wall.resolve("2026-10-24T01:30+05:00", "Europe/London") == datetime(2026, 10, 24, 0, 30, tzinfo=UTC)

    @pytest.mark.parametrize(
        ("zone", "words"),
        [
            ("Europe/Londn", "Did you mean Europe/London"),
            ("london", "Did you mean Europe/London"),
            ("New York", "Did you mean America/New_York"),
            ("Mars/Olympus", "Choose one such as"),
            ("", "Choose one such as"),
            ("../../etc/passwd", "do not know the time zone"),
            ("posix/Europe/London", "do not know"),
            ("x" * 5000, "do not know"),
        ],
    )
    def test_refuses_a_zone_that_nobody_knows_in_words(self, zone, words):
        with pytest.raises(wall.UnknownZone, match=words) as refused:
            wall.resolve("2026-12-03T18:00", zone)
        assert len(str(refused.value)) < 200

    @pytest.mark.parametrize(
        "shown",
        [
            "",
            "tomorrow",
            "2026-12-03",
            "2026-13-03T18:00",
            "2026-12-03T24:30",
            "0001-01-01T00:00",
            "2026-12-03T18:00Z\r\n",
        ],
    )
    def test_refuses_what_is_no_time(self, shown):
        with pytest.raises(wall.NotATime):
            wall.resolve(shown, "Europe/London")

    @given(MOMENTS, st.sampled_from(sorted(wall.zones())))
    def test_takes_back_what_it_wrote_for_any_moment_in_any_zone(self, moment, zone):
        if moment.astimezone(ZoneInfo(zone)).utcoffset().total_seconds() % 60:
            return  # local mean time had seconds, long ago
        assert wall.resolve(wall.shown(moment, zone), zone) == moment

    @given(st.text(max_size=40), st.text(max_size=40))
    def test_answers_or_refuses_whatever_it_is_asked(self, shown, zone):
        with pytest.raises(wall.Refused):
            wall.resolve(shown, zone)


class TestSpan:
    def test_may_run_over_the_hour_that_is_skipped_and_through_the_one_that_comes_twice(self):
        begins, ends = wall.span("2026-03-29T00:30", "2026-03-29T02:30", "Europe/London")
        assert ends - begins == timedelta(hours=1)
        begins, ends = wall.span("2026-10-25T01:45+01:00", "2026-10-25T01:15+00:00", "Europe/London")
        assert ends - begins == timedelta(minutes=30)

    @pytest.mark.parametrize("end", ["2026-12-03T18:00", "2026-12-03T17:00"])
    def test_ends_after_it_starts(self, end):
        with pytest.raises(wall.EndsTooSoon, match="past midnight"):
            wall.span("2026-12-03T18:00", end, "Europe/London")


class TestTidy:
    def test_is_the_text_as_it_is_kept(self):
        assert wall.tidy(" 2026-10-25 01:30:00+01:00 ") == "2026-10-25T01:30+01:00"
        assert wall.plain("2026-10-25T01:30+01:00") == datetime(2026, 10, 25, 1, 30)  # noqa: DTZ001
