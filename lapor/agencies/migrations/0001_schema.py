import django.contrib.auth.models
import django.contrib.postgres.fields
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import lapor.agencies.roles
import lapor.core.ids


class Migration(migrations.Migration):
    initial = True
    replaces = [
        ("agencies", "0001_initial"),
        ("agencies", "0002_area_place"),
        ("agencies", "0003_approves_answers"),
        ("agencies", "0004_boundaries"),
        ("agencies", "0005_calendars_and_questions"),
        ("agencies", "0006_delegations"),
        ("agencies", "0007_hosts"),
        ("agencies", "0008_private_categories"),
        ("agencies", "0009_page_texts"),
        ("agencies", "0010_session_epoch"),
        ("agencies", "0011_token_ends"),
        ("agencies", "0012_words_without_a_migration"),
    ]

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Agency",
            fields=[
                ("id", models.UUIDField(default=lapor.core.ids.new_id, primary_key=True, serialize=False)),
                (
                    "path",
                    django.contrib.postgres.fields.ArrayField(base_field=models.UUIDField(), default=list, size=None),
                ),
                ("code", models.SlugField(max_length=60)),
                ("kind", models.CharField(max_length=24)),
                ("name", models.CharField(max_length=120)),
                ("email", models.EmailField(blank=True, max_length=254)),
                ("area_code", models.CharField(blank=True, max_length=16)),
                ("brand", models.JSONField(default=dict)),
                (
                    "hosts",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=120), blank=True, default=list, size=None
                    ),
                ),
                ("timezone", models.CharField(default="Asia/Jakarta", max_length=40)),
                ("boundaries_version", models.PositiveIntegerField(default=0)),
                ("approves_answers", models.BooleanField(default=False)),
                ("calendar", models.SlugField(blank=True, default="", max_length=40)),
                ("policy", models.SlugField(blank=True, default="", max_length=40)),
                ("is_active", models.BooleanField(default=True)),
                (
                    "parent",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="units",
                        to="agencies.agency",
                    ),
                ),
                (
                    "root",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="agencies.agency"
                    ),
                ),
            ],
            options={
                "ordering": ["name"],
            },
        ),
        migrations.CreateModel(
            name="Officer",
            fields=[
                ("password", models.CharField(max_length=128, verbose_name="password")),
                ("last_login", models.DateTimeField(blank=True, null=True, verbose_name="last login")),
                ("id", models.UUIDField(default=lapor.core.ids.new_id, primary_key=True, serialize=False)),
                ("username", models.CharField(max_length=60, unique=True)),
                ("name", models.CharField(max_length=120)),
                ("email", models.EmailField(blank=True, max_length=254)),
                ("role", models.CharField(choices=lapor.agencies.roles.role_choices, max_length=24)),
                ("is_active", models.BooleanField(default=True)),
                ("date_joined", models.DateTimeField(auto_now_add=True)),
                ("session_epoch", models.PositiveIntegerField(default=0)),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="officers", to="agencies.agency"
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
            managers=[
                ("objects", django.contrib.auth.models.UserManager()),
            ],
        ),
        migrations.CreateModel(
            name="ApiToken",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("token_hash", models.BinaryField(unique=True)),
                ("created_at", models.DateTimeField()),
                ("expires_at", models.DateTimeField()),
                ("last_used_on", models.DateField(null=True)),
                (
                    "officer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="tokens", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Area",
            fields=[
                ("code", models.CharField(max_length=16, primary_key=True, serialize=False)),
                ("level", models.CharField(max_length=10)),
                ("name", models.CharField(max_length=80)),
                ("latitude", models.FloatField()),
                ("longitude", models.FloatField()),
                ("cell", models.JSONField(null=True)),
                ("boundary", models.JSONField(null=True)),
                (
                    "parent",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="parts", to="agencies.area"
                    ),
                ),
                (
                    "root",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="areas", to="agencies.agency"
                    ),
                ),
            ],
            options={
                "ordering": ["code"],
            },
        ),
        migrations.CreateModel(
            name="Category",
            fields=[
                ("id", models.UUIDField(default=lapor.core.ids.new_id, primary_key=True, serialize=False)),
                ("code", models.SlugField(max_length=60)),
                ("group_code", models.SlugField(max_length=40)),
                ("group_name", models.CharField(max_length=80)),
                ("group_name_en", models.CharField(max_length=80)),
                ("name", models.CharField(max_length=100)),
                ("name_en", models.CharField(max_length=100)),
                ("deadline_class", models.CharField(max_length=12)),
                ("by_area", models.BooleanField(default=False)),
                ("is_urgent", models.BooleanField(default=False)),
                ("is_protected", models.BooleanField(default=False)),
                ("needs_evidence", models.BooleanField(default=False)),
                ("is_private", models.BooleanField(default=False)),
                ("duplicate_radius", models.PositiveSmallIntegerField(default=100)),
                ("duplicate_days", models.PositiveSmallIntegerField(default=30)),
                ("questions", models.JSONField(default=list)),
                ("position", models.PositiveSmallIntegerField(default=0)),
                ("is_active", models.BooleanField(default=True)),
                (
                    "agency",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="agencies.agency"
                    ),
                ),
                (
                    "root",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="categories", to="agencies.agency"
                    ),
                ),
            ],
            options={
                "ordering": ["position"],
            },
        ),
        migrations.CreateModel(
            name="Delegation",
            fields=[
                ("id", models.UUIDField(default=lapor.core.ids.new_id, primary_key=True, serialize=False)),
                ("made_at", models.DateTimeField()),
                ("starts_at", models.DateTimeField()),
                ("ends_at", models.DateTimeField()),
                ("ended_at", models.DateTimeField(null=True)),
                (
                    "made_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "officer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "substitute",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="PageText",
            fields=[
                ("id", models.UUIDField(default=lapor.core.ids.new_id, primary_key=True, serialize=False)),
                ("name", models.SlugField(max_length=40)),
                ("language", models.CharField(max_length=5)),
                ("title", models.CharField(blank=True, max_length=120)),
                ("body", models.TextField(blank=True)),
                ("made_at", models.DateTimeField()),
                (
                    "made_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "root",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="agencies.agency"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="RuleSet",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[("calendar", "Calendar"), ("policy", "Policy"), ("words", "Words")], max_length=10
                    ),
                ),
                ("name", models.SlugField(blank=True, default="", max_length=40)),
                ("version", models.CharField(max_length=40)),
                ("content", models.JSONField()),
                ("valid_from", models.DateTimeField()),
                (
                    "root",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="rule_sets", to="agencies.agency"
                    ),
                ),
            ],
        ),
        migrations.AddConstraint(
            model_name="agency",
            constraint=models.UniqueConstraint(
                fields=("root", "code"), name="agency_code_in_root", nulls_distinct=False
            ),
        ),
        migrations.AddConstraint(
            model_name="category",
            constraint=models.UniqueConstraint(fields=("root", "code"), name="category_code_in_root"),
        ),
        migrations.AddIndex(
            model_name="delegation",
            index=models.Index(fields=["substitute", "ends_at"], name="delegation_to"),
        ),
        migrations.AddIndex(
            model_name="delegation",
            index=models.Index(fields=["officer", "ends_at"], name="delegation_of"),
        ),
        migrations.AddIndex(
            model_name="pagetext",
            index=models.Index(fields=["root", "name", "language", "-made_at"], name="page_text_newest"),
        ),
        migrations.AddConstraint(
            model_name="ruleset",
            constraint=models.UniqueConstraint(fields=("root", "kind", "version"), name="rule_set_version"),
        ),
        # Nearest-neighbour look-ups of areas; the cache table that sign-in limits share between processes.
        migrations.RunSQL("CREATE INDEX area_place ON agencies_area USING gist (point(longitude, latitude))"),
        migrations.RunSQL(
            "CREATE UNLOGGED TABLE lapor_cache"
            " (cache_key varchar(255) PRIMARY KEY, value text NOT NULL, expires timestamptz NOT NULL);"
            "CREATE INDEX lapor_cache_expires ON lapor_cache (expires);"
        ),
    ]
