"""Acts that can be undone for some seconds: from when others see them, and a function of the owner's that takes out the
rows which an undone act made, where the last event of the report, written in the same transaction, tells of them."""

from django.db import migrations, models

TAKE_OUT_UNDONE = """
CREATE FUNCTION reports_take_out_undone(of_report uuid, clocks uuid[], assignments uuid[]) RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    IF NOT EXISTS (
        SELECT FROM ledger_event e JOIN ledger_stream s ON s.id = e.stream_id AND s.length = e.sequence
        JOIN ledger_tail t ON t.event_id = e.id AND t.transaction_id = pg_current_xact_id()
        WHERE e.stream_id = of_report AND e.name = 'report.undo'
        AND e.data->'gone'->'clocks' @> to_jsonb(clocks) AND e.data->'gone'->'assignments' @> to_jsonb(assignments)
    ) THEN
        RAISE EXCEPTION 'no event of this transaction tells that these rows go';
    END IF;
    DELETE FROM reports_clock WHERE report_id = of_report AND id = ANY (clocks);
    DELETE FROM reports_assignment WHERE report_id = of_report AND id = ANY (assignments);
END $$;
REVOKE ALL ON FUNCTION reports_take_out_undone(uuid, uuid[], uuid[]) FROM PUBLIC;
"""


class Migration(migrations.Migration):
    dependencies = [("reports", "0007_search_addresses"), ("ledger", "0003_held_events")]

    operations = [
        migrations.AddField("report", "public_from", models.DateTimeField(null=True)),
        migrations.AddField("entry", "shown_from", models.DateTimeField(null=True)),
        migrations.RunSQL(TAKE_OUT_UNDONE, "DROP FUNCTION reports_take_out_undone(uuid, uuid[], uuid[])"),
    ]
