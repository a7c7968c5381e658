from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('gatherings', '0006_seats_in_order'),
    ]

    operations = [
        migrations.AddField(
            model_name='turnout',
            name='walked_in',
            field=models.PositiveIntegerField(default=0),
        ),
    ]
