"""Fingerprints of photos, to ask about a picture that was sent before."""

import django.db.models.deletion
from django.db import migrations, models

import lapor.reports.models.fingerprint

# As in 0009_evidence, with the fingerprints.
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
%s    DELETE FROM reports_attachment WHERE report_id = ANY (gone);
    DELETE FROM reports_capture WHERE report_id = ANY (gone);
    DELETE FROM reports_challenge WHERE report_id = ANY (gone);
    DELETE FROM reports_clock WHERE report_id = ANY (gone);
    DELETE FROM reports_entry WHERE report_id = ANY (gone);
    DELETE FROM reports_report WHERE id = ANY (gone);
    RETURN coalesce(array_length(gone, 1), 0);
END $$;
"""
WITH_FINGERPRINTS = """    DELETE FROM reports_photofingerprint WHERE report_id = ANY (gone);
"""


class Migration(migrations.Migration):
    dependencies = [("reports", "0010_second_rejection"), ("agencies", "0001_schema")]

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
        migrations.RunSQL(TAKE_OUT_IMPORT % WITH_FINGERPRINTS, TAKE_OUT_IMPORT % ""),
    ]
