"""Gives the gatherings there are what the clock on the wall says, and the people on their lists a number each."""

from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import migrations

from collective.ground.lib import ids

CHUNK = 500


def wall_of(moment):
    """What the clock says, with the offset where the hour comes twice."""
    wall = moment.astimezone(ZoneInfo(settings.TIME_ZONE))
    comes_twice = wall.replace(fold=0).utcoffset() != wall.replace(fold=1).utcoffset()
    return wall.isoformat(timespec="minutes")[: None if comes_twice else len("2026-12-03T12:30")]


def put_on_the_wall(apps, schema_editor):
    Gathering = apps.get_model("gatherings", "Gathering")
    for one in Gathering.objects.filter(wall_start="").iterator(CHUNK):
        one.zone = settings.TIME_ZONE
        one.wall_start, one.wall_end = wall_of(one.starts_at), wall_of(one.ends_at)
        one.key = ids.new_token()
        one.save(update_fields=["zone", "wall_start", "wall_end", "key"])


def number_seats(apps, schema_editor):
    """From 1 in each gathering, in the order of signing up. Who cannot come holds no seat."""
    SignUp = apps.get_model("gatherings", "SignUp")
    coming = SignUp.objects.filter(leaving__isnull=True, seat__isnull=True)
    last, number, chunk = None, 0, []
    for one in coming.order_by("gathering", "made_at", "pk").only("pk", "gathering_id").iterator(CHUNK):
        number = number + 1 if one.gathering_id == last else 1
        last, one.seat = one.gathering_id, number
        chunk.append(one)
        if len(chunk) == CHUNK:
            SignUp.objects.bulk_update(chunk, ["seat"])
            chunk = []
    SignUp.objects.bulk_update(chunk, ["seat"])


class Migration(migrations.Migration):
    dependencies = [("gatherings", "0002_time_that_holds")]

    operations = [
        migrations.RunPython(put_on_the_wall, migrations.RunPython.noop),
        migrations.RunPython(number_seats, migrations.RunPython.noop),
    ]
