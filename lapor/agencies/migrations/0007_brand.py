"""A city's brand: what its preset says, what its administrator changed, and its pictures."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("agencies", "0006_teams")]

    operations = [
        migrations.RenameField("agency", "brand", "preset_brand"),
        migrations.AddField("agency", "own_brand", models.JSONField(default=dict)),
        migrations.CreateModel(
            "BrandFile",
            [
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=60)),
                ("digest", models.CharField(max_length=64)),
                ("media_type", models.CharField(max_length=30)),
                ("public_content", models.BinaryField()),
                (
                    "root",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="agencies.agency"
                    ),
                ),
            ],
        ),
        migrations.AddConstraint("brandfile", models.UniqueConstraint(fields=("root", "name"), name="brand_file_name")),
        migrations.AddIndex("brandfile", models.Index(fields=["digest"], name="brand_file_digest")),
    ]
