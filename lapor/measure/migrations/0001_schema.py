import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True
    replaces = [
        ("measure", "0001_initial"),
        ("measure", "0002_protected_apart"),
        ("measure", "0003_scores"),
        ("measure", "0004_due"),
        ("measure", "0005_hidden_apart"),
    ]

    dependencies = [
        ("agencies", "0001_schema"),
    ]

    operations = [
        migrations.CreateModel(
            name="ReportFigure",
            fields=[
                ("id", models.UUIDField(primary_key=True, serialize=False)),
                ("root_id", models.UUIDField()),
                ("agency_id", models.UUIDField(null=True)),
                ("state", models.CharField(max_length=20)),
                ("filed_on", models.DateField()),
                ("outcome", models.CharField(blank=True, max_length=14)),
                ("is_answered", models.BooleanField()),
                ("is_answered_in_time", models.BooleanField()),
                ("is_due", models.BooleanField(default=False)),
                ("is_protected", models.BooleanField()),
                ("is_hidden", models.BooleanField(default=False)),
                ("is_unreachable", models.BooleanField(default=False)),
                ("area_code", models.CharField(blank=True, max_length=16)),
                ("district_code", models.CharField(blank=True, max_length=16)),
                ("rejected", models.PositiveSmallIntegerField(default=0)),
                ("reopened", models.PositiveSmallIntegerField(default=0)),
                ("returned", models.JSONField(default=dict)),
                ("rating", models.PositiveSmallIntegerField(default=0)),
                ("verify_days", models.PositiveSmallIntegerField(null=True)),
                ("response_days", models.PositiveSmallIntegerField(null=True)),
                ("answer_days", models.PositiveSmallIntegerField(null=True)),
                ("whole_days", models.PositiveSmallIntegerField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name="ScoreCount",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("subject", models.CharField(max_length=50)),
                ("month", models.DateField()),
                ("measure", models.CharField(max_length=20)),
                ("is_hidden", models.BooleanField()),
                ("reports", models.IntegerField(default=0)),
                (
                    "root",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="agencies.agency"
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["root", "measure", "month"], name="score_of_a_measure")],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("root", "subject", "month", "measure", "is_hidden"), name="score_count_row"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="StateCount",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("received", "Not yet verified"),
                            ("awaiting_reporter", "Waiting for the reporter"),
                            ("forwarded", "Not yet followed up"),
                            ("in_progress", "In progress"),
                            ("scheduled", "Scheduled"),
                            ("answered", "Answered, waiting for confirmation"),
                            ("resolved", "Resolved, confirmed"),
                            ("closed_unconfirmed", "Closed without confirmation"),
                            ("merged", "Merged"),
                            ("archived", "Archived"),
                            ("referred", "Referred outside"),
                        ],
                        max_length=20,
                    ),
                ),
                ("is_protected", models.BooleanField()),
                ("reports", models.IntegerField(default=0)),
                (
                    "agency",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.CASCADE, related_name="+", to="agencies.agency"
                    ),
                ),
                (
                    "root",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="agencies.agency"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("root", "agency", "state", "is_protected"), name="state_count_row", nulls_distinct=False
                    )
                ],
            },
        ),
    ]
