"""Readers and heads count positions instead of transaction numbers, which end with the cluster (sequencer.py).

What stands already gets its positions in the order in which it was read until now, so that heads of before still hold.
"""

from django.db import migrations, models

TABLES = """
LOCK TABLE ledger_event IN EXCLUSIVE MODE;
CREATE TABLE ledger_position (
    position bigint PRIMARY KEY,
    event_id bigint NOT NULL UNIQUE,
    recorded_at timestamptz NOT NULL
);
CREATE TABLE ledger_tail (
    event_id bigint PRIMARY KEY,
    recorded_at timestamptz NOT NULL,
    transaction_id xid8 NOT NULL DEFAULT pg_current_xact_id()
);
INSERT INTO ledger_position (position, event_id, recorded_at)
SELECT row_number() OVER (ORDER BY transaction_id, id), id, recorded_at FROM ledger_event;

CREATE FUNCTION ledger_add_to_tail() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
    SET search_path = public, pg_temp AS $$
BEGIN
    INSERT INTO ledger_tail (event_id, recorded_at) SELECT id, recorded_at FROM added;
    RETURN NULL;
END $$;
CREATE TRIGGER ledger_event_tail AFTER INSERT ON ledger_event REFERENCING NEW TABLE AS added
    FOR EACH STATEMENT EXECUTE FUNCTION ledger_add_to_tail();
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON ledger_position
    FOR EACH ROW EXECUTE FUNCTION ledger_refuse_change();
CREATE TRIGGER no_truncate BEFORE TRUNCATE ON ledger_position
    FOR EACH STATEMENT EXECUTE FUNCTION ledger_refuse_change();
"""
CURSORS = """
UPDATE ledger_cursor c SET position = coalesce((
    SELECT max(p.position) FROM ledger_position p JOIN ledger_event e ON e.recorded_at = p.recorded_at AND e.id = p.event_id
    WHERE (e.transaction_id, e.id) <= (c.transaction_id::text::xid8, c.event_id)), 0);
"""


class Migration(migrations.Migration):
    dependencies = [("ledger", "0001_schema")]

    operations = [
        migrations.RunSQL(TABLES),
        migrations.AddField("cursor", "position", models.BigIntegerField(default=0)),
        migrations.RunSQL(CURSORS),
        migrations.RemoveField("cursor", "transaction_id"),
        migrations.RemoveField("cursor", "event_id"),
        migrations.RemoveField("stream", "transaction_id"),
        # Numbers of this cluster: nothing compares them any more.
        migrations.RunSQL("DROP INDEX ledger_event_order; ALTER TABLE ledger_event DROP COLUMN transaction_id"),
        migrations.CreateModel(
            name="DatabaseIdentity",
            fields=[
                ("id", models.PositiveSmallIntegerField(default=1, primary_key=True, serialize=False)),
                ("cluster", models.CharField(max_length=60)),
                ("timeline", models.CharField(max_length=20)),
            ],
        ),
    ]
