"""Of a hold it is known whether a restore made it or a person."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("gateway", "0003_request_id")]

    operations = [
        migrations.AddField(
            model_name="outboundhold", name="is_by_hand", field=models.BooleanField(default=False, db_default=False)
        )
    ]
