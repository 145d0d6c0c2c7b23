"""Fingerprints of photos, to ask about a picture that was sent before."""

import django.db.models.deletion
from django.db import migrations, models

import lapor.reports.models.fingerprint


class Migration(migrations.Migration):
    dependencies = [("reports", "0009_evidence"), ("agencies", "0001_schema")]

    operations = [
        migrations.CreateModel(
            "PhotoFingerprint",
            [
                (
                    "attachment",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="fingerprint",
                        serialize=False,
                        to="reports.attachment",
                    ),
                ),
                (
                    "report",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="reports.report"
                    ),
                ),
                (
                    "agency",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="agencies.agency",
                    ),
                ),
                ("bits", lapor.reports.models.fingerprint.BitField()),
                ("at", models.DateTimeField()),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("agency__isnull", False)),
                        fields=["agency", "at"],
                        name="fingerprint_agency",
                    )
                ]
            },
        ),
    ]
