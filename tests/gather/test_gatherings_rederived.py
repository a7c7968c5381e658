"""A gathering keeps its hour on the wall when its zone's rules change."""

from __future__ import annotations

import zoneinfo
from datetime import UTC, datetime
from importlib import resources

import pytest

from collective.gather.diary import actions as diary
from collective.gather.diary import wall
from collective.gather.diary.ics import zones
from collective.gather.gatherings import actions
from collective.gather.gatherings.models import Move
from tests.gather import builders_gatherings as made


@pytest.fixture
def london_lives_by_paris(tmp_path):
    """From when it is called, the clocks in London are those of Paris."""

    def change() -> None:
        (tmp_path / "Europe").mkdir()
        rules = resources.files("tzdata.zoneinfo").joinpath("Europe", "Paris").read_bytes()
        (tmp_path / "Europe" / "London").write_bytes(rules)
        zoneinfo.reset_tzpath([str(tmp_path)])

    yield change
    zoneinfo.reset_tzpath()
    wall.forget()
    zones.forget()


@pytest.mark.django_db
def test_the_moment_follows_and_nobody_is_told_of_a_move(london_lives_by_paris):
    lunch = actions.plan(
        title="Lunch",
        now=made.LONG_AGO,
        zone="Europe/London",
        wall_start="2030-12-03T12:30",
        wall_end="2030-12-03T13:30",
    )
    made.seat(lunch)
    london_lives_by_paris()
    assert diary.rederive(now=made.LONG_AGO).moved == 1
    lunch.refresh_from_db()
    assert (lunch.wall_start, lunch.starts_at) == ("2030-12-03T12:30", datetime(2030, 12, 3, 11, 30, tzinfo=UTC))
    assert lunch.entry.starts_at == lunch.starts_at
    assert lunch.entry.sequence == 1
    assert not Move.objects.exists()
