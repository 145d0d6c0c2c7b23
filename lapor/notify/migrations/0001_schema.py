import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import lapor.core.ids


class Migration(migrations.Migration):
    initial = True
    replaces = [
        ("notify", "0001_public_news"),
        ("notify", "0002_officer_notices"),
    ]

    dependencies = [
        ("agencies", "0001_schema"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="OfficerChoice",
            fields=[
                (
                    "officer",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="+",
                        serialize=False,
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "rhythm",
                    models.CharField(
                        choices=[("at_once", "At once"), ("digest", "Twice a day, at 7 and at 13 o'clock")],
                        default="at_once",
                        max_length=8,
                    ),
                ),
                ("quiet_from", models.PositiveSmallIntegerField(null=True)),
                ("quiet_until", models.PositiveSmallIntegerField(null=True)),
                ("by_mail", models.BooleanField(default=True)),
            ],
        ),
        migrations.CreateModel(
            name="OfficerNotice",
            fields=[
                ("id", models.UUIDField(default=lapor.core.ids.new_id, primary_key=True, serialize=False)),
                ("report_id", models.UUIDField(null=True)),
                ("kind", models.CharField(max_length=24)),
                ("facts", models.JSONField(default=dict)),
                ("page", models.CharField(max_length=200)),
                ("at", models.DateTimeField()),
                ("read_at", models.DateTimeField(null=True)),
                ("waits_for_digest", models.BooleanField(default=False)),
                ("dedupe_key", models.CharField(max_length=120, unique=True)),
                (
                    "officer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL
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
                "indexes": [
                    models.Index(fields=["officer", "-at"], name="notice_of_officer"),
                    models.Index(
                        condition=models.Q(("read_at", None)), fields=["officer", "report_id"], name="notice_unread"
                    ),
                    models.Index(
                        condition=models.Q(("waits_for_digest", True)),
                        fields=["officer", "at"],
                        name="notice_for_digest",
                    ),
                    models.Index(fields=["at"], name="notice_old"),
                ],
            },
        ),
        migrations.CreateModel(
            name="PublicNews",
            fields=[
                ("id", models.UUIDField(default=lapor.core.ids.new_id, primary_key=True, serialize=False)),
                ("report_id", models.UUIDField()),
                ("is_new", models.BooleanField()),
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
                ("category_id", models.UUIDField(null=True)),
                ("area_code", models.CharField(blank=True, max_length=16)),
                ("district_code", models.CharField(blank=True, max_length=16)),
                ("latitude", models.FloatField(null=True)),
                ("longitude", models.FloatField(null=True)),
                ("at", models.DateTimeField()),
                ("dedupe_key", models.CharField(max_length=80, unique=True)),
                (
                    "root",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="agencies.agency"
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["root", "at"], name="news_of_a_time"),
                    models.Index(fields=["at"], name="news_old"),
                ],
            },
        ),
    ]
