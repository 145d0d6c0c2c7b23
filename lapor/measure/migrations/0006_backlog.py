"""What is late now, the backlog by day, figures by category and channel.

The reader of events begins again, so that the figures of older reports get these too: reading an event twice changes
nothing else. Pages are right again when it has caught up.
"""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("agencies", "0005_callback"),
        ("ledger", "0003_held_events"),
        ("measure", "0005_questioned"),
    ]

    operations = [
        migrations.AddField(
            model_name="reportfigure",
            name="category_id",
            field=models.UUIDField(null=True),
        ),
        migrations.AddField(
            model_name="reportfigure",
            name="channel",
            field=models.CharField(blank=True, default="", max_length=10),
        ),
        migrations.AddField(
            model_name="reportfigure",
            name="closed_on",
            field=models.DateField(null=True),
        ),
        migrations.AddField(
            model_name="reportfigure",
            name="due_on",
            field=models.DateField(null=True),
        ),
        migrations.AddField(
            model_name="reportfigure",
            name="first_response_on",
            field=models.DateField(null=True),
        ),
        migrations.AddField(
            model_name="reportfigure",
            name="is_check_overdue",
            field=models.BooleanField(default=False),
        ),
        migrations.AddField(
            model_name="reportfigure",
            name="is_overdue",
            field=models.BooleanField(default=False),
        ),
        migrations.AddField(
            model_name="reportfigure",
            name="supporters",
            field=models.PositiveIntegerField(default=0),
        ),
        migrations.CreateModel(
            name="DayCount",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("subject", models.CharField(max_length=50)),
                ("day", models.DateField()),
                ("measure", models.CharField(max_length=6)),
                ("reports", models.IntegerField(default=0)),
                (
                    "root",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="agencies.agency"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("root", "subject", "day", "measure"), name="day_count_row")
                ],
            },
        ),
        migrations.RunSQL("UPDATE ledger_cursor SET position = 0 WHERE consumer = 'measure'", migrations.RunSQL.noop),
    ]
