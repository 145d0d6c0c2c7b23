"""Evidence by challenge: the words that officers have to take into a photo, the photos as their camera announced them,
and of a file how it was taken. Files that are there already say nothing of it."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import lapor.core.ids

# As in 0001_schema, with the words that officers were given meanwhile.
TAKE_OUT_IMPORT = """
CREATE OR REPLACE FUNCTION reports_take_out_import(ids uuid[]) RETURNS integer LANGUAGE plpgsql SECURITY DEFINER
    SET search_path = public, pg_temp AS $$
DECLARE
    gone uuid[];
BEGIN
    SELECT array_agg(r.id) INTO gone FROM reports_report r WHERE r.id = ANY (ids) AND r.is_imported
        AND EXISTS (SELECT FROM ledger_event e JOIN ledger_stream s ON s.id = e.stream_id
                    WHERE e.stream_id = r.id AND e.sequence = s.length AND e.name = 'report.import_undone')
        AND NOT EXISTS (SELECT FROM reports_entry e WHERE e.report_id = r.id AND e.act <> 'import')
        AND NOT EXISTS (SELECT FROM reports_report c WHERE c.parent_id = r.id);
    DELETE FROM intake_submission WHERE report_id = ANY (gone);
    DELETE FROM intake_importedreport WHERE report_id = ANY (gone);
    DELETE FROM casework_identityopening WHERE report_id = ANY (gone);
    UPDATE intake_conversation SET report_id = NULL WHERE report_id = ANY (gone);
    DELETE FROM reports_attachment WHERE report_id = ANY (gone);
%s    DELETE FROM reports_clock WHERE report_id = ANY (gone);
    DELETE FROM reports_entry WHERE report_id = ANY (gone);
    DELETE FROM reports_report WHERE id = ANY (gone);
    RETURN coalesce(array_length(gone, 1), 0);
END $$;
"""
WITH_CHALLENGES = """    DELETE FROM reports_capture WHERE report_id = ANY (gone);
    DELETE FROM reports_challenge WHERE report_id = ANY (gone);
"""


class Migration(migrations.Migration):
    dependencies = [("reports", "0008_undo"), migrations.swappable_dependency(settings.AUTH_USER_MODEL)]

    operations = [
        migrations.CreateModel(
            name="Challenge",
            fields=[
                ("id", models.UUIDField(default=lapor.core.ids.new_id, primary_key=True, serialize=False)),
                ("word", models.CharField(max_length=40)),
                ("issued_at", models.DateTimeField()),
                ("valid_until", models.DateTimeField()),
                ("is_ahead", models.BooleanField(default=False)),
                (
                    "officer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "report",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="challenges",
                        to="reports.report",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["report", "officer", "valid_until"], name="challenge_open")],
            },
        ),
        migrations.CreateModel(
            name="Capture",
            fields=[
                ("id", models.UUIDField(default=lapor.core.ids.new_id, primary_key=True, serialize=False)),
                ("original_sha256", models.CharField(max_length=64)),
                ("device_at", models.DateTimeField()),
                ("announced_at", models.DateTimeField()),
                ("was_offline", models.BooleanField(default=False)),
                ("place", models.BinaryField(default=b"")),
                ("place_commitment", models.CharField(blank=True, max_length=64)),
                (
                    "fault",
                    models.CharField(
                        blank=True,
                        choices=[("unknown", "Unknown"), ("used", "Used"), ("expired", "Expired")],
                        max_length=8,
                    ),
                ),
                (
                    "challenge",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="captures",
                        to="reports.challenge",
                    ),
                ),
                (
                    "officer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "report",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="captures",
                        to="reports.report",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("place", b""), _negated=True),
                        fields=["announced_at"],
                        name="capture_place",
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("report", "original_sha256"), name="captured_once"),
                    models.UniqueConstraint(
                        condition=models.Q(("fault", "")), fields=("challenge",), name="challenge_used_once"
                    ),
                ],
            },
        ),
        migrations.AddField(
            model_name="attachment",
            name="taken",
            field=models.CharField(
                blank=True,
                choices=[("in_app", "In App"), ("gallery", "Gallery")],
                max_length=7,
            ),
        ),
        migrations.AddField(
            model_name="attachment",
            name="capture",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.RESTRICT,
                related_name="attachments",
                to="reports.capture",
            ),
        ),
        migrations.RunSQL(TAKE_OUT_IMPORT % WITH_CHALLENGES, TAKE_OUT_IMPORT % ""),
    ]
