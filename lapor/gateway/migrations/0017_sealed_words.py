"""The words of outgoing messages are sealed; each says whom it is for and of which city it is."""

import json

import django.db.models.deletion
from django.db import migrations, models
from django.db.models import Q

from lapor.reporters import vault

BATCH = 500
AUDIENCES = {"officer": "officer", "press": "newsroom", "follow": "follower", "code": "code", "canary": "ourselves"}


def _audience(row):
    return AUDIENCES.get(row.dedupe_key.partition(":")[0], "public" if row.public_post else "reporter")


def _root(row, roots):
    if row.account_id:
        return row.account.root_id
    return roots.get(row.report_id) or roots[None]


def _roots(schema_editor, rows):
    """By report, its city; by None, the first city: of a message that says nothing of it."""
    ids = [row.report_id for row in rows if row.report_id]
    with schema_editor.connection.cursor() as cursor:
        cursor.execute("SELECT id, root_id FROM reports_report WHERE id = ANY(%s)", [ids])
        found = dict(cursor.fetchall())
        cursor.execute("SELECT id FROM agencies_agency WHERE root_id IS NULL ORDER BY id LIMIT 1")
        return {**found, None: cursor.fetchone()[0]}


def seal(apps, schema_editor):
    for rows in _batches(apps.get_model("gateway", "OutboundMessage").objects.select_related("account")):
        roots = _roots(schema_editor, rows)
        for row in rows:
            row.audience, row.root_id = _audience(row), _root(row, roots)
            row.holds_code = row.cause in {"sign_in.code", "intake.filed"}
            said = {"text": row.text, "subject": row.subject, "choices": row.choices, "answers": row.answers}
            is_over = row.status != "waiting" and (row.holds_code or not bytes(row.address))
            row.words = b"" if is_over else vault.seal(json.dumps(said, ensure_ascii=False))
        type(rows[0]).objects.bulk_update(rows, ["audience", "root_id", "holds_code", "words"])


def unseal(apps, _schema_editor):
    for rows in _batches(apps.get_model("gateway", "OutboundMessage").objects.exclude(words=b"")):
        for row in rows:
            for name, value in json.loads(vault.open_sealed(bytes(row.words))).items():
                setattr(row, name, value)
        type(rows[0]).objects.bulk_update(rows, ["text", "subject", "choices", "answers"])


def _batches(rows):
    last = None
    while True:
        found = list(rows.filter(Q(pk__gt=last) if last else Q()).order_by("pk")[:BATCH])
        if not found:
            return
        yield found
        last = found[-1].pk


class Migration(migrations.Migration):
    dependencies = [
        ("agencies", "0009_page_texts"),
        ("gateway", "0016_push_and_stop"),
        ("reports", "0008_ready_numbers"),
    ]

    operations = [
        # going back, plain columns have to be filled for a moment before they are opened into
        migrations.AlterField("outboundmessage", "text", models.TextField(default="")),
        migrations.AddField(
            "outboundmessage",
            "root",
            models.ForeignKey(
                to="agencies.agency", null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+"
            ),
        ),
        migrations.AddField("outboundmessage", "audience", models.CharField(max_length=10, default="")),
        migrations.AddField("outboundmessage", "words", models.BinaryField(default=b"")),
        migrations.AddField("outboundmessage", "conversation_id", models.UUIDField(null=True)),
        migrations.AddIndex(
            "outboundmessage",
            models.Index(
                fields=["conversation_id"], name="outbound_conversation", condition=~models.Q(conversation_id=None)
            ),
        ),
        migrations.AddField("outboundmessage", "holds_code", models.BooleanField(default=False)),
        migrations.RunPython(seal, unseal),
        migrations.RunSQL("SET CONSTRAINTS ALL IMMEDIATE", "SET CONSTRAINTS ALL IMMEDIATE"),
        migrations.RemoveField("outboundmessage", "subject"),
        migrations.RemoveField("outboundmessage", "text"),
        migrations.RemoveField("outboundmessage", "choices"),
        migrations.RemoveField("outboundmessage", "answers"),
        migrations.AlterField(
            "outboundmessage",
            "root",
            models.ForeignKey(to="agencies.agency", on_delete=django.db.models.deletion.PROTECT, related_name="+"),
        ),
        migrations.AlterField(
            "outboundmessage",
            "audience",
            models.CharField(
                max_length=10,
                choices=[
                    ("reporter", "Reporter"),
                    ("public", "Reporter, in public"),
                    ("officer", "Officers"),
                    ("newsroom", "Newsroom"),
                    ("follower", "Who follows it"),
                    ("code", "Who signs in"),
                    ("ourselves", "Ourselves"),
                ],
            ),
        ),
        migrations.RemoveIndex("outboundmessage", "outbound_recent"),
        migrations.AddIndex(
            "outboundmessage", models.Index(fields=["root", "-created_at", "id"], name="outbound_recent")
        ),
    ]
