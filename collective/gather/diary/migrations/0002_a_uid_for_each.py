from django.conf import settings
from django.db import migrations, models
from urllib.parse import urlsplit

from collective.ground.lib import ids


def give_each_its_own(apps, schema_editor):
    host = urlsplit(settings.SITE_URL).hostname or "localhost"
    for invitation in apps.get_model("diary", "Invitation").objects.filter(uid=None).iterator():
        invitation.uid = f"{ids.new_token()}@{host}"
        invitation.save(update_fields=["uid"])


class Migration(migrations.Migration):
    dependencies = [("diary", "0001_entries_invitations_feeds")]

    operations = [
        migrations.AddField("invitation", "uid", models.CharField(editable=False, max_length=160, null=True)),
        migrations.RunPython(give_each_its_own, migrations.RunPython.noop),
        migrations.AlterField(
            "invitation", "uid", models.CharField(editable=False, max_length=160, unique=True)
        ),
    ]
