from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("gateway", "0011_waiting_for_files"),
    ]

    operations = [
        migrations.RemoveIndex(model_name="inboundmessage", name="inbound_sender"),
        migrations.RemoveIndex(model_name="inboundmessage", name="inbound_files"),
        migrations.RenameField(model_name="inboundmessage", old_name="sender", new_name="lookup"),
        migrations.AddIndex(
            model_name="inboundmessage",
            index=models.Index(
                fields=["account", "lookup", "received_at"], name="inbound_sender", condition=~models.Q(lookup=b"")
            ),
        ),
        migrations.AddIndex(
            model_name="inboundmessage",
            index=models.Index(
                fields=["account", "lookup"],
                name="inbound_files",
                condition=models.Q(state="waiting", files_due_at__isnull=False),
            ),
        ),
    ]
