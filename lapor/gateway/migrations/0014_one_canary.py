from django.db import migrations


class Migration(migrations.Migration):
    """The column gave way to `canary`, `canary_sent_at` and `canary_back_at`. Databases made in between never had it."""

    dependencies = [
        ("gateway", "0013_asks_place"),
    ]

    operations = [
        migrations.RunSQL(
            "ALTER TABLE gateway_channelaccount DROP COLUMN IF EXISTS canary_at",
            "ALTER TABLE gateway_channelaccount ADD COLUMN canary_at timestamptz NULL",
            state_operations=[migrations.RemoveField(model_name="channelaccount", name="canary_at")],
        ),
    ]
