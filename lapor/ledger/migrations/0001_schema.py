"""Event is made by SQL: Django does not know partitions."""

from django.db import migrations, models

EVENTS = """
CREATE SEQUENCE ledger_event_id_seq;
CREATE TABLE ledger_event (
    id bigint NOT NULL DEFAULT nextval('ledger_event_id_seq'),
    recorded_at timestamptz NOT NULL,
    stream_id uuid NOT NULL,
    stream_kind varchar(12) NOT NULL,
    sequence integer NOT NULL CHECK (sequence > 0),
    name varchar(40) NOT NULL,
    actor_kind varchar(10) NOT NULL,
    actor_id uuid NULL,
    data jsonb NOT NULL,
    hash bytea NOT NULL CHECK (length(hash) = 32),
    transaction_id xid8 NOT NULL DEFAULT pg_current_xact_id(),
    PRIMARY KEY (recorded_at, id)
) PARTITION BY RANGE (recorded_at);
CREATE INDEX ledger_event_stream ON ledger_event (stream_id, sequence);
CREATE INDEX ledger_event_order ON ledger_event (transaction_id, id);
CREATE TABLE ledger_event_default PARTITION OF ledger_event DEFAULT;

CREATE FUNCTION ledger_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the ledger is append-only: % of % is refused', TG_OP, TG_TABLE_NAME
        USING ERRCODE = 'insufficient_privilege';
END $$;
CREATE TRIGGER ledger_event_append_only BEFORE UPDATE OR DELETE ON ledger_event
    FOR EACH ROW EXECUTE FUNCTION ledger_refuse_change();
CREATE TRIGGER ledger_event_no_truncate BEFORE TRUNCATE ON ledger_event
    FOR EACH STATEMENT EXECUTE FUNCTION ledger_refuse_change();

-- Partitions are made by the owner ahead of time; the application may ask for them through this function only.
CREATE FUNCTION ledger_make_partition(month date) RETURNS void LANGUAGE plpgsql SECURITY DEFINER
    SET search_path = public, pg_temp AS $$
DECLARE
    first date := date_trunc('month', month);
    name text := 'ledger_event_' || to_char(first, 'YYYY_MM');
BEGIN
    IF to_regclass(name) IS NULL AND NOT EXISTS (
        SELECT 1 FROM ledger_event_default
        WHERE recorded_at >= first::timestamp AT TIME ZONE 'UTC'
          AND recorded_at < (first + interval '1 month')::timestamp AT TIME ZONE 'UTC')
    THEN
        EXECUTE format('CREATE TABLE %I PARTITION OF ledger_event FOR VALUES FROM (%L) TO (%L)', name,
            first::timestamp AT TIME ZONE 'UTC', (first + interval '1 month')::timestamp AT TIME ZONE 'UTC');
        EXECUTE format('CREATE TRIGGER no_truncate BEFORE TRUNCATE ON %I FOR EACH STATEMENT EXECUTE FUNCTION ledger_refuse_change()', name);
    END IF;
END $$;
SELECT ledger_make_partition((date_trunc('month', now()) + make_interval(months => n))::date) FROM generate_series(-12, 2) AS n;
"""
GUARDS = """
CREATE TRIGGER no_truncate BEFORE TRUNCATE ON ledger_event_default FOR EACH STATEMENT EXECUTE FUNCTION ledger_refuse_change();
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON ledger_dailyhead FOR EACH ROW EXECUTE FUNCTION ledger_refuse_change();
"""
TIMED_GUARD = """
CREATE TRIGGER ledger_timedhead_append_only BEFORE UPDATE OR DELETE ON ledger_timedhead
    FOR EACH ROW EXECUTE FUNCTION ledger_refuse_change();
"""


class Migration(migrations.Migration):
    initial = True
    replaces = [
        ("ledger", "0001_initial"),
        ("ledger", "0002_stream_order"),
        ("ledger", "0003_signed_heads"),
        ("ledger", "0004_set_aside"),
        ("ledger", "0005_timed_heads"),
    ]

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Event",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "recorded_at", "id", blank=True, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("id", models.BigIntegerField()),
                ("recorded_at", models.DateTimeField()),
                ("stream_id", models.UUIDField()),
                ("stream_kind", models.CharField(max_length=12)),
                ("sequence", models.PositiveIntegerField()),
                ("name", models.CharField(max_length=40)),
                ("actor_kind", models.CharField(max_length=10)),
                ("actor_id", models.UUIDField(null=True)),
                ("data", models.JSONField(default=dict)),
                ("hash", models.BinaryField()),
                ("transaction_id", models.DecimalField(decimal_places=0, max_digits=20)),
            ],
            options={
                "db_table": "ledger_event",
                "managed": False,
            },
        ),
        migrations.CreateModel(
            name="Cursor",
            fields=[
                ("consumer", models.CharField(max_length=40, primary_key=True, serialize=False)),
                ("transaction_id", models.DecimalField(decimal_places=0, default=0, max_digits=20)),
                ("event_id", models.BigIntegerField(default=0)),
                ("moved_at", models.DateTimeField(null=True)),
                ("failures", models.PositiveSmallIntegerField(default=0)),
            ],
        ),
        migrations.CreateModel(
            name="DailyHead",
            fields=[
                ("day", models.DateField(primary_key=True, serialize=False)),
                ("document", models.JSONField()),
            ],
        ),
        migrations.CreateModel(
            name="Stream",
            fields=[
                ("id", models.UUIDField(primary_key=True, serialize=False)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("report", "Report"),
                            ("reporter", "Reporter"),
                            ("conversation", "Conversation"),
                            ("installation", "Installation"),
                        ],
                        max_length=12,
                    ),
                ),
                ("length", models.PositiveIntegerField(default=0)),
                ("head", models.BinaryField(default=b"")),
                ("transaction_id", models.BigIntegerField(default=0)),
            ],
        ),
        migrations.CreateModel(
            name="TimedHead",
            fields=[
                ("made_at", models.DateTimeField(primary_key=True, serialize=False)),
                ("document", models.JSONField()),
            ],
        ),
        migrations.CreateModel(
            name="SetAsideEvent",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("consumer", models.CharField(max_length=40)),
                ("event_id", models.BigIntegerField()),
                ("recorded_at", models.DateTimeField()),
                ("error", models.CharField(max_length=300)),
                ("at", models.DateTimeField()),
            ],
            options={
                "ordering": ["id"],
                "constraints": [models.UniqueConstraint(fields=("consumer", "event_id"), name="set_aside_once")],
            },
        ),
        migrations.RunSQL(EVENTS),
        migrations.RunSQL(GUARDS),
        migrations.RunSQL(TIMED_GUARD),
    ]
