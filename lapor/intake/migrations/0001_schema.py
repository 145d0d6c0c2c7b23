import django.contrib.postgres.fields
import django.db.models.deletion
import django.db.models.functions.text
from django.conf import settings
from django.db import migrations, models

import lapor.core.ids


class Migration(migrations.Migration):
    initial = True
    replaces = [
        ("intake", "0001_initial"),
        ("intake", "0002_files_of_every_kind"),
        ("intake", "0003_conversations"),
        ("intake", "0004_shut_out"),
        ("intake", "0005_news"),
        ("intake", "0006_outlets"),
        ("intake", "0007_imports"),
        ("intake", "0008_no_first_at"),
        ("intake", "0009_sealed_file_names"),
        ("intake", "0010_words_of_a_key"),
    ]

    dependencies = [
        ("agencies", "0001_schema"),
        ("gateway", "0001_schema"),
        ("reporters", "0001_schema"),
        ("reports", "0001_schema"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Upload",
            fields=[
                ("id", models.UUIDField(primary_key=True, serialize=False)),
                ("draft_key", models.BinaryField(db_index=True)),
                (
                    "kind",
                    models.CharField(
                        choices=[("photo", "photo"), ("pdf", "PDF"), ("audio", "sound"), ("video", "video")],
                        default="photo",
                        max_length=5,
                    ),
                ),
                ("sha256", models.CharField(blank=True, max_length=64)),
                ("original_sha256", models.CharField(max_length=64)),
                ("width", models.PositiveIntegerField()),
                ("height", models.PositiveIntegerField()),
                ("seconds", models.PositiveSmallIntegerField(default=0)),
                ("pages", models.PositiveSmallIntegerField(default=0)),
                ("place", models.BinaryField(default=b"")),
                ("name", models.BinaryField(default=b"")),
                ("print_words", models.BinaryField(default=b"")),
                ("print_read_at", models.DateTimeField(null=True)),
                ("created_at", models.DateTimeField(db_index=True)),
            ],
        ),
        migrations.CreateModel(
            name="ImportRun",
            fields=[
                ("id", models.UUIDField(default=lapor.core.ids.new_id, primary_key=True, serialize=False)),
                ("file_name", models.CharField(max_length=120)),
                ("profile", models.CharField(default="table", max_length=10)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("reading", "Reading"),
                            ("mapping", "Mapping"),
                            ("checking", "Checking"),
                            ("checked", "Checked"),
                            ("importing", "Importing"),
                            ("imported", "Imported"),
                            ("undoing", "Undoing"),
                            ("undone", "Undone"),
                            ("failed", "Failed"),
                        ],
                        default="reading",
                        max_length=9,
                    ),
                ),
                ("header", models.JSONField(default=list)),
                ("sample", models.BinaryField(default=b"")),
                ("mapping", models.JSONField(default=dict)),
                ("words", models.JSONField(default=dict)),
                ("rows_read", models.PositiveIntegerField(default=0)),
                ("imported", models.PositiveIntegerField(default=0)),
                ("unchanged", models.PositiveIntegerField(default=0)),
                ("failed", models.PositiveIntegerField(default=0)),
                ("left", models.PositiveIntegerField(default=0)),
                ("error", models.CharField(blank=True, max_length=500)),
                ("made_at", models.DateTimeField()),
                ("changed_at", models.DateTimeField()),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "root",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="agencies.agency"
                    ),
                ),
            ],
            options={
                "ordering": ["-made_at"],
            },
        ),
        migrations.CreateModel(
            name="ImportedReport",
            fields=[
                (
                    "report",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="+",
                        serialize=False,
                        to="reports.report",
                    ),
                ),
                (
                    "run",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="reports", to="intake.importrun"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Outlet",
            fields=[
                ("id", models.UUIDField(default=lapor.core.ids.new_id, primary_key=True, serialize=False)),
                ("kind", models.CharField(max_length=10)),
                ("name", models.CharField(max_length=80)),
                ("email", models.EmailField(blank=True, max_length=254)),
                ("made_at", models.DateTimeField()),
                (
                    "root",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="agencies.agency"
                    ),
                ),
            ],
            options={
                "ordering": ["kind", "name"],
            },
        ),
        migrations.CreateModel(
            name="Coverage",
            fields=[
                ("id", models.UUIDField(default=lapor.core.ids.new_id, primary_key=True, serialize=False)),
                ("place", models.CharField(max_length=200)),
                ("said_on", models.DateField()),
                (
                    "report",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="coverages", to="reports.report"
                    ),
                ),
                (
                    "outlet",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="coverages", to="intake.outlet"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Submission",
            fields=[
                ("id", models.UUIDField(default=lapor.core.ids.new_id, primary_key=True, serialize=False)),
                ("key", models.BinaryField(unique=True)),
                ("digest", models.BinaryField(default=b"")),
                (
                    "report",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, related_name="submission", to="reports.report"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Conversation",
            fields=[
                ("id", models.UUIDField(default=lapor.core.ids.new_id, primary_key=True, serialize=False)),
                ("lookup", models.BinaryField()),
                ("sender", models.BinaryField()),
                ("name", models.BinaryField(default=b"")),
                ("language", models.CharField(default="id", max_length=5)),
                ("draft", models.BinaryField(default=b"")),
                ("draft_at", models.DateTimeField(null=True)),
                ("asked", models.CharField(blank=True, max_length=60)),
                ("report_at", models.DateTimeField(null=True)),
                ("stopped_at", models.DateTimeField(null=True)),
                ("last_at", models.DateTimeField()),
                ("blocked_at", models.DateTimeField(null=True)),
                ("blocked_reason", models.CharField(blank=True, max_length=300)),
                ("heard_count", models.PositiveIntegerField(default=0)),
                ("heard_since", models.DateTimeField(null=True)),
                ("answers_count", models.PositiveIntegerField(default=0)),
                ("answers_since", models.DateTimeField(null=True)),
                (
                    "account",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="gateway.channelaccount"
                    ),
                ),
                (
                    "blocked_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "report",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to="reports.report"
                    ),
                ),
                (
                    "reporter",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="reporters.reporter",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("blocked_at", None), _negated=True),
                        fields=["account", "-blocked_at"],
                        name="conversation_blocked",
                    ),
                    models.Index(
                        condition=models.Q(("draft_at", None), _negated=True), fields=["draft_at"], name="draft_silent"
                    ),
                ],
                "constraints": [models.UniqueConstraint(fields=("account", "lookup"), name="conversation_of_a_sender")],
            },
        ),
        migrations.CreateModel(
            name="ImportProfile",
            fields=[
                ("id", models.UUIDField(default=lapor.core.ids.new_id, primary_key=True, serialize=False)),
                ("name", models.CharField(max_length=60)),
                ("mapping", models.JSONField(default=dict)),
                (
                    "root",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="agencies.agency"
                    ),
                ),
            ],
            options={
                "ordering": ["name"],
                "constraints": [models.UniqueConstraint(fields=("root", "name"), name="import_profile_once")],
            },
        ),
        migrations.CreateModel(
            name="NewsItem",
            fields=[
                (
                    "message",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="news",
                        serialize=False,
                        to="gateway.inboundmessage",
                    ),
                ),
                ("story", models.UUIDField(db_index=True)),
                (
                    "words",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.BigIntegerField(), default=list, size=None
                    ),
                ),
                ("came_at", models.DateTimeField()),
                ("changed_at", models.DateTimeField(null=True)),
                ("before", models.BinaryField(default=b"")),
                (
                    "root",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="agencies.agency"
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["root", "-came_at"], name="news_recent")],
            },
        ),
        migrations.AddConstraint(
            model_name="outlet",
            constraint=models.UniqueConstraint(
                models.F("root"), models.F("kind"), django.db.models.functions.text.Lower("name"), name="outlet_once"
            ),
        ),
        migrations.AddIndex(
            model_name="coverage",
            index=models.Index(fields=["outlet", "-id"], name="coverage_newest"),
        ),
        migrations.AddConstraint(
            model_name="coverage",
            constraint=models.UniqueConstraint(fields=("outlet", "report"), name="coverage_once"),
        ),
    ]
