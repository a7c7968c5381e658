"""New zone data on the disk: wall times stay, moments follow."""

from __future__ import annotations

import zoneinfo
from datetime import UTC, datetime, timedelta
from importlib import resources

import builders_diary as made
import pytest
import tzdata

from collective.gather.diary import actions, wall
from collective.gather.diary.actions.rederiving import rederive_after_new_zone_data, zone_data_version
from collective.gather.diary.ics import zones
from collective.gather.diary.models import Entry, ZoneData
from collective.gather.diary.signals import entry_rederived
from collective.ground.outbox import tick

NOW = made.LONG_AGO + timedelta(days=1)
pytestmark = pytest.mark.django_db


def rules_of(name: str) -> bytes:
    return resources.files("tzdata.zoneinfo").joinpath(*name.split("/")).read_bytes()


@pytest.fixture
def disk(tmp_path):
    """A folder of zones of our own: London as the package has it, until a test writes another there."""

    def write(london: str, version: str) -> None:
        (tmp_path / "Europe").mkdir(exist_ok=True)
        (tmp_path / "Europe" / "London").write_bytes(rules_of(london))
        (tmp_path / "tzdata.zi").write_text(f"# version {version}\n")

    write("Europe/London", "2026a")
    zoneinfo.reset_tzpath([str(tmp_path)])
    wall.forget()
    zones.forget()
    yield write
    zoneinfo.reset_tzpath()
    wall.forget()
    zones.forget()


class TestRederive:
    def test_keeps_the_wall_time_and_moves_the_moment_and_says_so(self, disk):
        heard = []

        def listen(entry: Entry, **_rest: object) -> None:
            heard.append(entry.pk)

        entry = made.entry()
        held = made.invitation(entry)
        actions.calendar_for(invitation=held, now=NOW)
        disk("Europe/Paris", "2026b")
        entry_rederived.connect(listen)
        try:
            assert actions.rederive(now=NOW) == actions.Rederived(1, ())
            assert actions.rederive(now=NOW) == actions.Rederived(0, ())
        finally:
            entry_rederived.disconnect(listen)
        entry.refresh_from_db()
        assert (entry.wall_start, entry.starts_at) == ("2030-12-03T12:30", datetime(2030, 12, 3, 11, 30, tzinfo=UTC))
        assert (entry.sequence, heard) == (1, [entry.pk])
        text = actions.calendar_for(invitation=held, now=NOW).text
        assert "DTSTART;TZID=Europe/London:20301203T123000\r\n" in text
        assert "TZOFFSETTO:+0200" in text

    def test_leaves_alone_what_is_over_or_called_off(self, disk):
        made.entry()
        off = made.entry()
        actions.cancel_entry(entry=off, now=NOW)
        disk("Europe/Paris", "2026b")
        after = off.ends_at + timedelta(days=1)
        assert actions.rederive(now=after).moved == 0
        assert actions.rederive(now=NOW).moved == 1

    def test_names_what_needs_a_look_because_its_hour_is_gone(self, disk):
        entry = made.entry(
            wall_start="2030-03-31T02:30", wall_end="2030-03-31T03:30"
        )  # skipped in Paris, not in London
        disk("Europe/Paris", "2026b")
        assert actions.rederive(now=NOW) == actions.Rederived(0, (entry.pk,))
        assert Entry.objects.get().starts_at == entry.starts_at

    def test_names_what_needs_a_look_because_its_hour_comes_twice_and_neither_is_the_one(self, disk):
        entry = made.entry(wall_start="2030-10-27T02:30", wall_end="2030-10-27T04:30")
        disk("Europe/Paris", "2026b")
        assert actions.rederive(now=NOW) == actions.Rederived(0, (entry.pk,))

    def test_takes_the_one_that_people_know_when_an_hour_comes_twice_from_now_on(self, disk):
        disk("Atlantic/Reykjavik", "2026a")  # no summer time
        wall.forget()
        entry = made.entry(wall_start="2030-10-27T01:30", wall_end="2030-10-27T02:30")
        disk("Europe/London", "2026b")
        assert actions.rederive(now=NOW) == actions.Rederived(0, ())
        moments = (entry.starts_at, entry.ends_at, entry.sequence)
        entry.refresh_from_db()
        assert entry.wall_start == "2030-10-27T01:30+00:00"
        assert (entry.starts_at, entry.ends_at, entry.sequence) == moments


class TestTheTick:
    def test_does_it_once_for_each_newer_release_and_never_for_an_older_one(self, disk):
        entry = made.entry()

        def after(london: str, version: str) -> int:
            disk(london, version)
            rederive_after_new_zone_data(NOW)
            entry.refresh_from_db()
            return entry.sequence

        assert after("Europe/London", "2026a") == 0
        assert after("Europe/Paris", "2026a") == 0
        assert after("Europe/Paris", "2026b") == 1
        assert after("Europe/London", "2026a") == 1
        assert after("Europe/London", "2026c") == 2
        assert list(ZoneData.objects.values_list("version", flat=True).order_by("version")) == [
            "2026a",
            "2026b",
            "2026c",
        ]

    def test_names_in_the_log_by_number_whose_hour_is_gone(self, disk, caplog):
        rederive_after_new_zone_data(NOW)
        entry = made.entry(wall_start="2030-03-31T02:30", wall_end="2030-03-31T03:30")
        disk("Europe/Paris", "2026b")
        rederive_after_new_zone_data(NOW)
        said = "New time zone data (2026b): 0 entries moved, 1 need a look: numbers"
        assert caplog.messages == [f"{said} {entry.pk}."]

    def test_takes_the_release_of_the_package_where_the_system_has_no_zones(self, disk):
        zoneinfo.reset_tzpath([])
        assert zone_data_version() == tzdata.IANA_VERSION

    def test_is_what_runs_it(self):
        assert rederive_after_new_zone_data in tick._JOBS
