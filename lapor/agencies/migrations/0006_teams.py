"""Teams of officers and their shifts."""

import datetime

import django.contrib.postgres.fields
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import lapor.core.ids


class Migration(migrations.Migration):
    dependencies = [("agencies", "0005_callback")]

    operations = [
        migrations.CreateModel(
            "Team",
            [
                ("id", models.UUIDField(default=lapor.core.ids.new_id, primary_key=True, serialize=False)),
                ("name", models.CharField(max_length=60)),
                (
                    "weekdays",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.PositiveSmallIntegerField(), blank=True, default=list, size=None
                    ),
                ),
                ("begins", models.TimeField(default=datetime.time.min)),
                ("ends", models.TimeField(default=datetime.time.min)),
                ("is_active", models.BooleanField(default=True)),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="teams", to="agencies.agency"
                    ),
                ),
                ("members", models.ManyToManyField(related_name="teams", to=settings.AUTH_USER_MODEL)),
            ],
            options={"ordering": ["name"]},
        ),
        migrations.AddConstraint(
            "team",
            models.UniqueConstraint(
                condition=models.Q(("is_active", True)), fields=("agency", "name"), name="team_name_in_agency"
            ),
        ),
    ]
