"""A mail is found by its Message-ID: threads that hold none of our mails, and the same mail by two servers. And what was ignored can be listed."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("gateway", "0018_no_file_names")]

    operations = [
        migrations.AddField("inboundmessage", "mail_id", models.BinaryField(default=b"")),
        migrations.AddIndex(
            "inboundmessage", models.Index(fields=["mail_id"], name="inbound_mail_id", condition=~models.Q(mail_id=b""))
        ),
        migrations.AddIndex(
            "inboundmessage",
            models.Index(
                fields=["account", "-received_at"],
                name="inbound_ignored",
                condition=models.Q(state="ignored", channel="email"),
            ),
        ),
    ]
