"""Reports and what hangs on them can be deleted by nobody but the owner: an import that is undone asks this function, which looks itself
whether each report was imported, says so in its history, and was not acted on."""

from django.db import migrations

SQL = """
CREATE FUNCTION reports_take_out_import(ids uuid[]) RETURNS integer LANGUAGE plpgsql SECURITY DEFINER
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
    DELETE FROM reports_clock WHERE report_id = ANY (gone);
    DELETE FROM reports_entry WHERE report_id = ANY (gone);
    DELETE FROM reports_report WHERE id = ANY (gone);
    RETURN coalesce(array_length(gone, 1), 0);
END $$;
REVOKE ALL ON FUNCTION reports_take_out_import(uuid[]) FROM PUBLIC;
"""


class Migration(migrations.Migration):
    dependencies = [("reports", "0010_no_file_names"), ("ledger", "0004_set_aside")]
    operations = [migrations.RunSQL(SQL, "DROP FUNCTION reports_take_out_import(uuid[])")]
