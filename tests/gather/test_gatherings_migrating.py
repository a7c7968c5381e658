"""What was there before seats had numbers and times had walls is there afterwards, and fits the new rules."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

pytestmark = pytest.mark.django_db(transaction=True)

NOON = datetime(2026, 10, 25, 0, 30, tzinfo=UTC)  # half past one in London, the first of two that night


def migrated_to(*targets):
    executor = MigrationExecutor(connection)
    executor.migrate(list(targets))
    return executor.loader.project_state(list(targets)).apps


@pytest.fixture
def before():
    yield migrated_to(("gatherings", "0001_initial"), ("people", "0001_initial"))
    MigrationExecutor(connection).migrate(MigrationExecutor(connection).loader.graph.leaf_nodes())


class TestSeatsAndWalls:
    def test_each_who_comes_gets_a_number_in_order_and_who_left_none(self, before):
        people, gatherings = before.get_model("people", "Person"), before.get_model("gatherings", "Gathering")
        sign_ups, leavings = before.get_model("gatherings", "SignUp"), before.get_model("gatherings", "Leaving")
        facts = {"starts_at": NOON, "ends_at": NOON + timedelta(hours=2), "made_at": NOON}
        lunches = [gatherings.objects.create(slug=slug, title=slug, **facts) for slug in ("one", "two")]
        held = [people.objects.create(name=name, created_at=NOON) for name in ("Amina", "Ben", "Cleo")]
        made = [
            sign_ups.objects.create(gathering=lunch, person=one, made_at=NOON - timedelta(hours=hour), source="form")
            for lunch in lunches
            for hour, one in enumerate(held)
        ]
        leavings.objects.create(sign_up=made[1], at=NOON)
        after = migrated_to(("gatherings", "0003_seats_and_walls"))
        seats = dict(after.get_model("gatherings", "SignUp").objects.values_list("pk", "seat"))
        assert [seats[one.pk] for one in made] == [2, None, 1, 3, 2, 1]
        kept = list(after.get_model("gatherings", "Gathering").objects.order_by("pk"))
        assert [(one.zone, one.wall_start, one.wall_end) for one in kept] == [
            ("Europe/London", "2026-10-25T01:30+01:00", "2026-10-25T02:30")
        ] * 2
        assert len({one.key for one in kept}) == 2
