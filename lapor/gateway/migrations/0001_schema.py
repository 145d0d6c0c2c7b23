"""Delivery is made by SQL: Django does not know partitions."""

import django.db.models.deletion
from django.db import migrations, models

import lapor.core.ids

DELIVERY = """
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


class Migration(migrations.Migration):
    initial = True
    replaces = [
        ("gateway", "0001_initial"),
        ("gateway", "0002_unlogged_counters"),
        ("gateway", "0003_coming_in"),
        ("gateway", "0004_delivery_partitions"),
        ("gateway", "0005_conversation_of_message"),
        ("gateway", "0006_candidates_and_polling"),
        ("gateway", "0007_pieces"),
        ("gateway", "0008_files_to_fetch"),
        ("gateway", "0009_live_checks"),
        ("gateway", "0010_failed_files"),
        ("gateway", "0011_waiting_for_files"),
        ("gateway", "0012_lookup_of_message"),
        ("gateway", "0013_asks_place"),
        ("gateway", "0014_one_canary"),
        ("gateway", "0015_told_again"),
        ("gateway", "0016_push_and_stop"),
        ("gateway", "0017_sealed_words"),
        ("gateway", "0018_no_file_names"),
        ("gateway", "0019_mail_threads"),
    ]

    dependencies = [
        ("agencies", "0001_schema"),
    ]

    operations = [
        migrations.CreateModel(
            name="Delivery",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "received_at", "id", blank=True, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("id", models.UUIDField()),
                ("received_at", models.DateTimeField()),
                ("account_id", models.UUIDField()),
                ("channel", models.CharField(max_length=10)),
                ("raw", models.BinaryField()),
                ("size", models.PositiveIntegerField()),
                ("state", models.CharField(max_length=10)),
                ("tries", models.PositiveSmallIntegerField(default=0)),
                ("error", models.TextField(default="")),
            ],
            options={
                "db_table": "gateway_delivery",
                "managed": False,
            },
        ),
        migrations.CreateModel(
            name="DeliveryKey",
            fields=[
                ("key", models.BinaryField(primary_key=True, serialize=False)),
                ("delivery_id", models.UUIDField()),
                ("received_at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="RateCount",
            fields=[
                ("key", models.BinaryField(primary_key=True, serialize=False)),
                ("window_ends_at", models.DateTimeField(db_index=True)),
                ("count", models.PositiveIntegerField()),
            ],
        ),
        migrations.CreateModel(
            name="ChannelAccount",
            fields=[
                ("id", models.UUIDField(default=lapor.core.ids.new_id, primary_key=True, serialize=False)),
                ("channel", models.CharField(max_length=10)),
                ("name", models.SlugField(max_length=40)),
                ("settings", models.JSONField(default=dict)),
                ("secrets", models.BinaryField(default=b"")),
                ("is_active", models.BooleanField(default=True)),
                ("is_local", models.BooleanField(default=False)),
                ("silent_after_hours", models.PositiveIntegerField(default=0)),
                ("made_at", models.DateTimeField()),
                ("received_at", models.DateTimeField(null=True)),
                ("sent_at", models.DateTimeField(null=True)),
                ("received_count", models.PositiveBigIntegerField(default=0)),
                ("sent_count", models.PositiveBigIntegerField(default=0)),
                ("failed_count", models.PositiveBigIntegerField(default=0)),
                ("rejected_count", models.PositiveIntegerField(default=0)),
                ("cursor", models.CharField(blank=True, max_length=200)),
                ("polled_at", models.DateTimeField(null=True)),
                ("send_error", models.CharField(blank=True, max_length=300)),
                ("limited_at", models.DateTimeField(null=True)),
                ("check_text", models.CharField(blank=True, max_length=300)),
                ("checked_at", models.DateTimeField(null=True)),
                ("check_is_fine", models.BooleanField(default=False)),
                ("poll_error", models.CharField(blank=True, max_length=300)),
                ("canary", models.CharField(blank=True, max_length=40)),
                ("canary_sent_at", models.DateTimeField(null=True)),
                ("canary_back_at", models.DateTimeField(null=True)),
                (
                    "root",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="agencies.agency"
                    ),
                ),
            ],
            options={
                "ordering": ["channel", "name"],
            },
        ),
        migrations.CreateModel(
            name="InboundMessage",
            fields=[
                ("id", models.UUIDField(default=lapor.core.ids.new_id, primary_key=True, serialize=False)),
                ("channel", models.CharField(max_length=10)),
                ("key", models.BinaryField()),
                ("delivery_id", models.UUIDField()),
                ("delivery_at", models.DateTimeField()),
                ("place_in_delivery", models.PositiveIntegerField()),
                ("kind", models.CharField(max_length=8)),
                ("body", models.BinaryField()),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "Waiting"),
                            ("taken", "Taken"),
                            ("candidate", "Candidate"),
                            ("ignored", "Ignored"),
                            ("quarantine", "Quarantined"),
                        ],
                        default="waiting",
                        max_length=10,
                    ),
                ),
                ("tries", models.PositiveSmallIntegerField(default=0)),
                ("outcome", models.CharField(blank=True, max_length=40)),
                ("report_id", models.UUIDField(null=True)),
                ("entry_id", models.UUIDField(null=True)),
                ("conversation_id", models.UUIDField(null=True)),
                ("group_key", models.BinaryField(default=b"")),
                ("piece", models.PositiveSmallIntegerField(default=0)),
                ("pieces", models.PositiveSmallIntegerField(default=0)),
                ("is_urgent", models.BooleanField(default=False)),
                ("is_protected", models.BooleanField(default=False)),
                ("error", models.TextField(blank=True)),
                ("received_at", models.DateTimeField()),
                ("done_at", models.DateTimeField(null=True)),
                ("said", models.BinaryField(default=b"")),
                ("mail_id", models.BinaryField(default=b"")),
                ("lookup", models.BinaryField(default=b"")),
                ("files_due_at", models.DateTimeField(null=True)),
                (
                    "account",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="gateway.channelaccount"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="InboundFile",
            fields=[
                ("id", models.UUIDField(default=lapor.core.ids.new_id, primary_key=True, serialize=False)),
                ("place", models.PositiveSmallIntegerField()),
                ("content", models.BinaryField(default=b"")),
                (
                    "state",
                    models.CharField(
                        choices=[("waiting", "Waiting"), ("fetched", "Fetched"), ("failed", "Failed")],
                        default="waiting",
                        max_length=8,
                    ),
                ),
                ("tries", models.PositiveSmallIntegerField(default=0)),
                ("error", models.CharField(blank=True, max_length=300)),
                ("created_at", models.DateTimeField()),
                (
                    "message",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="files", to="gateway.inboundmessage"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="OutboundMessage",
            fields=[
                ("id", models.UUIDField(default=lapor.core.ids.new_id, primary_key=True, serialize=False)),
                ("channel", models.CharField(max_length=10)),
                (
                    "audience",
                    models.CharField(
                        choices=[
                            ("reporter", "Reporter"),
                            ("public", "Reporter, in public"),
                            ("officer", "Officers"),
                            ("newsroom", "Newsroom"),
                            ("follower", "Who follows it"),
                            ("code", "Who signs in"),
                            ("ourselves", "Ourselves"),
                        ],
                        max_length=10,
                    ),
                ),
                ("report_id", models.UUIDField(null=True)),
                ("conversation_id", models.UUIDField(null=True)),
                ("cause", models.CharField(max_length=40)),
                ("address", models.BinaryField()),
                ("words", models.BinaryField(default=b"")),
                ("holds_code", models.BooleanField(default=False)),
                (
                    "status",
                    models.CharField(
                        choices=[("waiting", "Waiting"), ("sent", "Sent"), ("failed", "Failed")],
                        default="waiting",
                        max_length=8,
                    ),
                ),
                ("attempts", models.PositiveSmallIntegerField(default=0)),
                ("leased_until", models.DateTimeField(null=True)),
                ("not_before", models.DateTimeField(null=True)),
                ("created_at", models.DateTimeField()),
                ("done_at", models.DateTimeField(null=True)),
                ("provider_id", models.CharField(blank=True, max_length=200)),
                ("provider_state", models.CharField(blank=True, max_length=10)),
                ("public_post", models.CharField(blank=True, max_length=200)),
                ("asks_place", models.BooleanField(default=False)),
                ("opens", models.CharField(blank=True, max_length=300)),
                ("stop_url", models.CharField(blank=True, max_length=300)),
                ("dedupe_key", models.CharField(max_length=120, unique=True)),
                (
                    "account",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="gateway.channelaccount",
                    ),
                ),
                (
                    "root",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="agencies.agency"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="DeliveryAttempt",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField()),
                ("outcome", models.CharField(max_length=14)),
                ("answer", models.CharField(blank=True, max_length=300)),
                (
                    "message",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="delivery_attempts",
                        to="gateway.outboundmessage",
                    ),
                ),
            ],
        ),
        migrations.AddConstraint(
            model_name="channelaccount",
            constraint=models.UniqueConstraint(fields=("channel", "name"), name="account_of_a_channel"),
        ),
        migrations.AddIndex(
            model_name="inboundmessage",
            index=models.Index(
                condition=models.Q(("lookup", b""), _negated=True),
                fields=["account", "lookup", "received_at"],
                name="inbound_sender",
            ),
        ),
        migrations.AddIndex(
            model_name="inboundmessage",
            index=models.Index(
                condition=models.Q(("files_due_at__isnull", False), ("state", "waiting")),
                fields=["account", "lookup"],
                name="inbound_files",
            ),
        ),
        migrations.AddIndex(
            model_name="inboundmessage",
            index=models.Index(
                condition=models.Q(("state", "waiting")),
                fields=["channel", "received_at", "id"],
                name="inbound_waiting",
            ),
        ),
        migrations.AddIndex(
            model_name="inboundmessage",
            index=models.Index(
                condition=models.Q(("state__in", ["quarantine", "candidate"])),
                fields=["account", "state", "received_at"],
                name="inbound_open",
            ),
        ),
        migrations.AddIndex(
            model_name="inboundmessage",
            index=models.Index(
                condition=models.Q(("mail_id", b""), _negated=True), fields=["mail_id"], name="inbound_mail_id"
            ),
        ),
        migrations.AddIndex(
            model_name="inboundmessage",
            index=models.Index(
                condition=models.Q(("channel", "email"), ("state", "ignored")),
                fields=["account", "-received_at"],
                name="inbound_ignored",
            ),
        ),
        migrations.AddIndex(
            model_name="inboundmessage",
            index=models.Index(
                condition=models.Q(models.Q(("group_key", b""), _negated=True), ("state", "waiting")),
                fields=["group_key"],
                name="inbound_group",
            ),
        ),
        migrations.AddIndex(
            model_name="inboundmessage",
            index=models.Index(
                condition=models.Q(("entry_id", None), _negated=True), fields=["entry_id"], name="inbound_entry"
            ),
        ),
        migrations.AddIndex(
            model_name="inboundmessage",
            index=models.Index(
                condition=models.Q(("report_id", None), _negated=True), fields=["report_id"], name="inbound_report"
            ),
        ),
        migrations.AddIndex(
            model_name="inboundmessage",
            index=models.Index(
                condition=models.Q(("conversation_id", None), _negated=True),
                fields=["conversation_id"],
                name="inbound_conversation",
            ),
        ),
        migrations.AddConstraint(
            model_name="inboundmessage",
            constraint=models.UniqueConstraint(fields=("account", "key"), name="inbound_once"),
        ),
        migrations.AddIndex(
            model_name="inboundfile",
            index=models.Index(condition=models.Q(("state", "waiting")), fields=["created_at"], name="file_waiting"),
        ),
        migrations.AddIndex(
            model_name="inboundfile",
            index=models.Index(condition=models.Q(("state", "failed")), fields=["created_at"], name="file_failed"),
        ),
        migrations.AddIndex(
            model_name="inboundfile",
            index=models.Index(
                condition=models.Q(("content", b""), _negated=True), fields=["created_at"], name="file_kept"
            ),
        ),
        migrations.AddConstraint(
            model_name="inboundfile",
            constraint=models.UniqueConstraint(fields=("message", "place"), name="file_of_a_message"),
        ),
        migrations.AddIndex(
            model_name="outboundmessage",
            index=models.Index(fields=["root", "-created_at", "id"], name="outbound_recent"),
        ),
        migrations.AddIndex(
            model_name="outboundmessage",
            index=models.Index(fields=["report_id"], name="outbound_report"),
        ),
        migrations.AddIndex(
            model_name="outboundmessage",
            index=models.Index(
                condition=models.Q(("status", "waiting")), fields=["channel", "created_at"], name="outbound_waiting"
            ),
        ),
        migrations.AddIndex(
            model_name="outboundmessage",
            index=models.Index(condition=models.Q(("status", "failed")), fields=["report_id"], name="outbound_failed"),
        ),
        migrations.AddIndex(
            model_name="outboundmessage",
            index=models.Index(
                condition=models.Q(("conversation_id", None), _negated=True),
                fields=["conversation_id"],
                name="outbound_conversation",
            ),
        ),
        migrations.AddIndex(
            model_name="outboundmessage",
            index=models.Index(
                condition=models.Q(("provider_id", ""), _negated=True), fields=["provider_id"], name="outbound_provider"
            ),
        ),
        # Counters of rate limits need not survive a crash: no write-ahead log for them.
        migrations.RunSQL("ALTER TABLE gateway_ratecount SET UNLOGGED"),
        migrations.RunSQL(DELIVERY),
    ]
