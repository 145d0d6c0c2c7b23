"""A report can be with a team of its agency."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("agencies", "0006_teams"), ("reports", "0012_partners")]

    operations = [
        migrations.AddField(
            "report",
            "team",
            models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to="agencies.team",
            ),
        ),
        migrations.AddIndex(
            "report",
            models.Index(
                condition=models.Q(("team", None), _negated=True),
                fields=["team", "queue_key", "id"],
                name="report_by_team",
            ),
        ),
    ]
