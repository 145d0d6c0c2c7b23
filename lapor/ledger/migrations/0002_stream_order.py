from django.db import migrations, models


class Migration(migrations.Migration):
    """0 for the streams there are: their next event is at least as new as its own transaction, as it was before."""

    dependencies = [("ledger", "0001_initial")]
    operations = [
        migrations.AddField(
            model_name="stream",
            name="transaction_id",
            field=models.BigIntegerField(default=0),
        ),
    ]
