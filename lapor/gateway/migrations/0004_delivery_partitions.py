from django.db import migrations

SQL = """
CREATE TABLE gateway_delivery (
    id uuid NOT NULL,
    received_at timestamptz NOT NULL,
    account_id uuid NOT NULL,
    channel varchar(10) NOT NULL,
    raw bytea NOT NULL,
    size integer NOT NULL,
    state varchar(10) NOT NULL,
    tries smallint NOT NULL DEFAULT 0,
    error text NOT NULL DEFAULT '',
    PRIMARY KEY (received_at, id)
) PARTITION BY RANGE (received_at);
CREATE INDEX gateway_delivery_waiting ON gateway_delivery (channel, received_at) WHERE state = 'waiting';
CREATE INDEX gateway_delivery_aside ON gateway_delivery (account_id, received_at) WHERE state = 'quarantine';
CREATE TABLE gateway_delivery_default PARTITION OF gateway_delivery DEFAULT;

-- Partitions are made by the owner ahead of time; the application may ask for them, and for the end of old ones, through functions only.
CREATE FUNCTION gateway_make_partition(month date) RETURNS void LANGUAGE plpgsql SECURITY DEFINER
    SET search_path = public, pg_temp AS $$
DECLARE
    first date := date_trunc('month', month);
    name text := 'gateway_delivery_' || to_char(first, 'YYYY_MM');
BEGIN
    IF to_regclass(name) IS NULL AND NOT EXISTS (
        SELECT 1 FROM gateway_delivery_default
        WHERE received_at >= first::timestamp AT TIME ZONE 'UTC'
          AND received_at < (first + interval '1 month')::timestamp AT TIME ZONE 'UTC')
    THEN
        EXECUTE format('CREATE TABLE %I PARTITION OF gateway_delivery FOR VALUES FROM (%L) TO (%L)', name,
            first::timestamp AT TIME ZONE 'UTC', (first + interval '1 month')::timestamp AT TIME ZONE 'UTC');
    END IF;
END $$;
SELECT gateway_make_partition((date_trunc('month', now()) + make_interval(months => n))::date) FROM generate_series(0, 2) AS n;
"""
UNDO = "DROP TABLE gateway_delivery; DROP FUNCTION gateway_make_partition(date);"


class Migration(migrations.Migration):
    """Delivery is made by SQL: Django does not know partitions."""

    dependencies = [("gateway", "0003_coming_in")]
    operations = [migrations.RunSQL(SQL, UNDO)]
