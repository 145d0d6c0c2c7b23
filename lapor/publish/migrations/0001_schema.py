import django.contrib.postgres.indexes
import django.contrib.postgres.search
import django.db.models.deletion
import django.db.models.expressions
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True
    replaces = [
        ("publish", "0001_initial"),
        ("publish", "0002_point"),
        ("publish", "0003_map_and_words"),
    ]

    dependencies = [
        ("agencies", "0001_schema"),
    ]

    operations = [
        migrations.RunSQL("CREATE EXTENSION IF NOT EXISTS pg_trgm"),  # trusted: the owner of the database may
        migrations.CreateModel(
            name="MapCell",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("level", models.PositiveSmallIntegerField()),
                ("facet", models.CharField(max_length=8)),
                ("value", models.CharField(max_length=36)),
                ("x", models.PositiveIntegerField()),
                ("y", models.PositiveIntegerField()),
                ("opened", models.IntegerField(default=0)),
                ("closed", models.IntegerField(default=0)),
                ("latitudes", models.BigIntegerField(default=0)),
                ("longitudes", models.BigIntegerField(default=0)),
                (
                    "root",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="agencies.agency"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("root", "level", "facet", "value", "x", "y"), name="map_cell_row")
                ],
            },
        ),
        migrations.CreateModel(
            name="PublicReport",
            fields=[
                ("id", models.UUIDField(primary_key=True, serialize=False)),
                ("tracking_id", models.CharField(max_length=10, unique=True)),
                ("former_number", models.CharField(blank=True, max_length=40)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("complaint", "Complaint"),
                            ("aspiration", "Aspiration"),
                            ("information_request", "Information request"),
                        ],
                        max_length=20,
                    ),
                ),
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
                (
                    "publication",
                    models.CharField(
                        choices=[
                            ("pending", "Waiting for the privacy check"),
                            ("published", "Published"),
                            ("withheld", "Withheld"),
                        ],
                        max_length=10,
                    ),
                ),
                ("title", models.CharField(blank=True, max_length=200)),
                ("text", models.TextField(blank=True)),
                ("category_text", models.CharField(blank=True, max_length=200)),
                ("agency_text", models.CharField(blank=True, max_length=200)),
                ("area_text", models.CharField(blank=True, max_length=200)),
                ("latitude", models.FloatField(null=True)),
                ("longitude", models.FloatField(null=True)),
                ("channel", models.CharField(max_length=10)),
                ("filed_at", models.DateTimeField()),
                ("closed_at", models.DateTimeField(null=True)),
                (
                    "search",
                    models.GeneratedField(
                        db_persist=True,
                        expression=django.contrib.postgres.search.SearchVector(
                            "title", "text", config=django.db.models.expressions.RawSQL("'indonesian'::regconfig", [])
                        ),
                        output_field=django.contrib.postgres.search.SearchVectorField(),
                    ),
                ),
                (
                    "agency",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to="agencies.agency"
                    ),
                ),
                (
                    "area",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to="agencies.area"
                    ),
                ),
                (
                    "category",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="agencies.category",
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
                    models.Index(fields=["root", "-filed_at", "-id"], name="public_recent"),
                    models.Index(fields=["root", "state", "-filed_at", "-id"], name="public_by_state"),
                    models.Index(fields=["root", "category", "-filed_at", "-id"], name="public_by_category"),
                    models.Index(fields=["root", "agency", "-filed_at", "-id"], name="public_by_agency"),
                    models.Index(fields=["root", "area", "-filed_at", "-id"], name="public_by_area"),
                    models.Index(
                        condition=models.Q(("former_number", ""), _negated=True),
                        fields=["former_number"],
                        name="public_former",
                    ),
                    django.contrib.postgres.indexes.GinIndex(fields=["search"], name="public_search"),
                ],
            },
        ),
        migrations.CreateModel(
            name="PublicWord",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("word", models.CharField(max_length=30)),
                ("stem", models.CharField(max_length=30)),
                ("documents", models.IntegerField()),
                (
                    "root",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="agencies.agency"
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["root", "stem"], name="public_word_stem"),
                    django.contrib.postgres.indexes.GistIndex(
                        django.contrib.postgres.indexes.OpClass("word", name="gist_trgm_ops"),
                        name="public_word_likeness",
                    ),
                ],
                "constraints": [models.UniqueConstraint(fields=("root", "word"), name="public_word_row")],
            },
        ),
        migrations.RunSQL(
            "CREATE INDEX public_point ON publish_publicreport USING gist (point(longitude, latitude))"
            " WHERE latitude IS NOT NULL AND longitude IS NOT NULL"
        ),
    ]
