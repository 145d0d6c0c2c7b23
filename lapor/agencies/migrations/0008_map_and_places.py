"""What lies below the reports on a city's maps, and its gazetteer."""

import django.contrib.postgres.indexes
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import lapor.core.ids


class Migration(migrations.Migration):
    dependencies = [
        ("agencies", "0007_brand"),
    ]

    operations = [
        migrations.RunSQL("CREATE EXTENSION IF NOT EXISTS pg_trgm", migrations.RunSQL.noop),  # trusted: as in publish
        migrations.CreateModel(
            name="BaseMap",
            fields=[
                ("id", models.UUIDField(default=lapor.core.ids.new_id, primary_key=True, serialize=False)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("none", "Outlines of the kelurahan only"),
                            ("osm", "OpenStreetMap"),
                            ("server", "A tile server of your own"),
                            ("file", "A map file on this server"),
                        ],
                        max_length=8,
                    ),
                ),
                ("url", models.CharField(blank=True, max_length=300)),
                ("file", models.CharField(blank=True, max_length=64)),
                ("credit", models.CharField(blank=True, max_length=200)),
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
            options={
                "indexes": [models.Index(fields=["root", "-made_at"], name="base_map_newest")],
            },
        ),
        migrations.CreateModel(
            name="NamedPlace",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("street", "Street"),
                            ("landmark", "Landmark"),
                            ("school", "School"),
                            ("market", "Market"),
                            ("health", "Health centre"),
                            ("worship", "Place of worship"),
                            ("office", "Government office"),
                            ("stop", "Stop or station"),
                            ("neighbourhood", "Neighbourhood"),
                        ],
                        max_length=14,
                    ),
                ),
                ("name", models.CharField(max_length=120)),
                ("folded", models.CharField(max_length=140)),
                ("latitude", models.FloatField()),
                ("longitude", models.FloatField()),
                (
                    "area",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to="agencies.area"
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
                    django.contrib.postgres.indexes.GinIndex(
                        django.contrib.postgres.indexes.OpClass("folded", name="gin_trgm_ops"), name="place_words"
                    )
                ],
            },
        ),
    ]
