"""The clocks change while people talk: minutes stay minutes, and the wall clock is only for reading."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.test import Client

from collective.talk.rooms import queries, screens
from collective.talk.rooms.actions import host, planning
from tests.cast import a_gathering, a_room, an_organiser

pytestmark = pytest.mark.django_db
LONDON = ZoneInfo("Europe/London")
# (start on the wall clock, what the run-sheet says on the wall for each of four steps of 20 minutes)
NIGHTS = [
    (datetime(2026, 10, 25, 1, 20, tzinfo=LONDON), ["01:20", "01:40", "01:00", "01:20"]),
    (datetime(2027, 3, 28, 0, 20, tzinfo=LONDON), ["00:20", "00:40", "02:00", "02:20"]),
]


@pytest.fixture(params=NIGHTS, ids=["back in October", "on in March"])
def night(request):
    """(room, its four steps, start, what the wall says)."""
    start, wall = request.param
    gathering = a_gathering(starts_at=start)
    room = a_room(gathering, now=start.astimezone(UTC))
    room.gathering = gathering  # as made, with the wall clock's own zone
    steps = [planning.add_step(room=room, kind="activity", title=f"Step {n}", minutes=20) for n in range(4)]
    return room, steps, start.astimezone(UTC), wall


def test_planned_times_are_twenty_minutes_apart(night):
    room, _, start, _ = night
    planned = [line.planned_at for line in queries.run_sheet(room)]
    assert planned == [start + timedelta(minutes=20 * number) for number in range(4)]


def test_the_desk_reads_them_off_the_wall(night):
    room, _, _, wall = night
    desk = Client()
    desk.force_login(an_organiser())
    page = desk.get(f"/desk/rooms/{room.pk}/").content.decode()
    at = 0
    for time in wall:
        at = page.index(f"{time}, 20 minutes", at) + 1


def test_a_countdown_that_spans_the_change_is_right(night):
    room, steps, start, _ = night
    begun = start + timedelta(minutes=35)  # five minutes before the clocks change
    host.go_to(room=room, step=steps[1], now=begun, by=None)
    assert queries.ends_at(steps[1]) == begun + timedelta(minutes=20)
    page = screens.stage_html(screens.load(room.pk), begun + timedelta(minutes=8))
    assert "12 minutes left" in page
    assert f'data-ends="{int((begun + timedelta(minutes=20)).timestamp()) * 1000}"' in page


def test_the_pace_does_not_jump_by_an_hour(night):
    room, steps, start, _ = night
    host.go_to(room=room, step=steps[2], now=start + timedelta(minutes=43), by=None)
    pace = queries.pace(queries.run_sheet(screens.load(room.pk)), start + timedelta(minutes=45))
    assert pace is not None
    assert pace.minutes == 3
    assert pace.planned_end == start + timedelta(minutes=80)
