"""An index for what is old enough to go; letters from before get a time and a kind."""

from django.db import migrations, models
from django.db.models import F


def fill(apps, schema_editor):
    letters = apps.get_model("outbox", "Letter").objects
    letters.filter(posted_at__isnull=True).update(posted_at=F("due_at"))
    for pk, key in letters.filter(kind="").values_list("pk", "key").iterator():
        letters.filter(pk=pk).update(kind=key.partition(":")[0][:60])


class Migration(migrations.Migration):
    dependencies = [("outbox", "0002_what_becomes_of_letters")]

    operations = [
        migrations.RunPython(fill, migrations.RunPython.noop),
        migrations.AddIndex("letter", models.Index(fields=["posted_at"], name="letters_posted")),
    ]
