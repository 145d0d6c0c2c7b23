"""After a restore nothing is sent until a person says so (outbound.hold)."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("gateway", "0001_schema")]

    operations = [
        migrations.CreateModel(
            name="OutboundHold",
            fields=[
                ("id", models.PositiveSmallIntegerField(default=1, primary_key=True, serialize=False)),
                ("since", models.DateTimeField()),
            ],
        ),
    ]
