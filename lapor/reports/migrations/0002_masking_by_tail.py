"""Whether an event was written in this transaction is told by its place in the ledger's tail (ledger.0002_positions)."""

from django.db import migrations

BY_TAIL = """
DO $do$ BEGIN
    EXECUTE replace(
        pg_get_functiondef('reports_mask_words(uuid, jsonb, jsonb, jsonb, jsonb, text)'::regprocedure),
        'e.transaction_id >= pg_current_xact_id()',
        'EXISTS (SELECT FROM ledger_tail t WHERE t.event_id = e.id AND t.transaction_id = pg_current_xact_id())');
END $do$
"""


class Migration(migrations.Migration):
    dependencies = [("reports", "0001_schema"), ("ledger", "0002_positions")]

    operations = [migrations.RunSQL(BY_TAIL)]
