"""Links for partners of an office, and words to take into a photo that are theirs."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import lapor.core.ids


def _to(model, **more):
    return models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to=model, **more)


class Migration(migrations.Migration):
    dependencies = [
        ("reports", "0011_photo_fingerprints"),
        ("agencies", "0001_schema"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField("report", "has_partners", models.BooleanField(default=False)),
        migrations.CreateModel(
            "PartnerLink",
            [
                ("id", models.UUIDField(default=lapor.core.ids.new_id, primary_key=True, serialize=False)),
                ("name", models.CharField(max_length=80)),
                ("made_at", models.DateTimeField()),
                ("valid_until", models.DateTimeField()),
                ("ended_at", models.DateTimeField(null=True)),
                ("opened_at", models.DateTimeField(null=True)),
                ("agency", _to("agencies.agency", db_index=False)),
                ("officer", _to(settings.AUTH_USER_MODEL, db_index=False)),
                (
                    "report",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="partner_links", to="reports.report"
                    ),
                ),
            ],
        ),
        *(
            migrations.AlterField(name, "officer", _to(settings.AUTH_USER_MODEL, null=True))
            for name in ("challenge", "capture")
        ),
        *(
            migrations.AddField(
                name,
                "partner",
                models.ForeignKey(
                    null=True,
                    on_delete=django.db.models.deletion.CASCADE,
                    related_name="+",
                    to="reports.partnerlink",
                ),
            )
            for name in ("challenge", "capture")
        ),
    ]
