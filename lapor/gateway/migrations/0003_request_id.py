"""A delivery, its messages and the replies to them keep the number of the request: their lines of the log name it."""

from django.db import migrations, models

FIELD = {"max_length": 64, "default": "", "db_default": "", "blank": True}


class Migration(migrations.Migration):
    dependencies = [("gateway", "0002_hold")]

    operations = [
        migrations.RunSQL(
            "ALTER TABLE gateway_delivery ADD COLUMN request_id varchar(64) NOT NULL DEFAULT ''",
            "ALTER TABLE gateway_delivery DROP COLUMN request_id",
        ),
        migrations.AddField("inboundmessage", "request_id", models.CharField(**FIELD)),
        migrations.AddField("outboundmessage", "request_id", models.CharField(**FIELD)),
    ]
