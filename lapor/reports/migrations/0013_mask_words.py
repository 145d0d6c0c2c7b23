"""The words of a report and its story are changed by nobody but the owner: the erasure of a person asks this function, which looks itself whether
an event of this transaction tells of it, and whether nothing but marks stands where the words were."""

from django.db import migrations

SQL = """
CREATE FUNCTION reports_is_masked(before text, after text) RETURNS boolean LANGUAGE sql IMMUTABLE AS $$
    SELECT before LIKE replace(replace(replace(replace(after, '\\', '\\\\'), '%', '\\%'), '_', '\\_'), '•••', '%')
$$;
CREATE FUNCTION reports_mask_words(of_report uuid, words jsonb, entries jsonb, assignments jsonb, proposals jsonb, feedback text) RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    masked integer;
    done integer;
BEGIN
    IF NOT EXISTS (SELECT FROM ledger_event e JOIN ledger_stream s ON s.id = e.stream_id WHERE e.stream_id = of_report AND e.sequence = s.length
                   AND e.name IN ('reporter.erased', 'report.words_erased') AND e.transaction_id >= pg_current_xact_id()) THEN
        RAISE EXCEPTION 'no event of this transaction tells that words are masked';
    END IF;
    UPDATE reports_report SET title = words->>'title', text = words->>'text', address = words->>'address', answers = words->'answers'
        WHERE id = of_report AND reports_is_masked(title, words->>'title') AND reports_is_masked(text, words->>'text')
        AND reports_is_masked(address, words->>'address') AND reports_is_masked(answers::text, (words->'answers')::text);
    GET DIAGNOSTICS masked = ROW_COUNT;
    UPDATE reports_entry e SET text = n.text FROM jsonb_to_recordset(entries) AS n(id uuid, text text)
        WHERE e.id = n.id AND e.report_id = of_report AND reports_is_masked(e.text, n.text);
    GET DIAGNOSTICS done = ROW_COUNT;
    masked := masked + done;
    UPDATE reports_assignment a SET reason = n.text FROM jsonb_to_recordset(assignments) AS n(id uuid, text text)
        WHERE a.id = n.id AND a.report_id = of_report AND reports_is_masked(a.reason, n.text);
    GET DIAGNOSTICS done = ROW_COUNT;
    masked := masked + done;
    UPDATE reports_proposal p SET data = n.data FROM jsonb_to_recordset(proposals) AS n(id uuid, data jsonb)
        WHERE p.id = n.id AND p.report_id = of_report AND reports_is_masked(p.data::text, n.data::text);
    GET DIAGNOSTICS done = ROW_COUNT;
    masked := masked + done;
    UPDATE reports_feedback SET text = feedback WHERE report_id = of_report AND reports_is_masked(text, feedback);
    GET DIAGNOSTICS done = ROW_COUNT;
    masked := masked + done;
    IF masked <> 1 + jsonb_array_length(entries) + jsonb_array_length(assignments) + jsonb_array_length(proposals) + (feedback IS NOT NULL)::int THEN
        RAISE EXCEPTION 'words can only be masked';
    END IF;
END $$;
REVOKE ALL ON FUNCTION reports_mask_words(uuid, jsonb, jsonb, jsonb, jsonb, text) FROM PUBLIC;
"""
BACK = """
DROP FUNCTION reports_mask_words(uuid, jsonb, jsonb, jsonb, jsonb, text);
DROP FUNCTION reports_is_masked(text, text);
"""


class Migration(migrations.Migration):
    dependencies = [("reports", "0012_officer_call"), ("ledger", "0004_set_aside")]
    operations = [migrations.RunSQL(SQL, BACK)]
