from django.db import migrations


class Migration(migrations.Migration):
    """Counters of rate limits need not survive a crash: no write-ahead log for them."""

    dependencies = [("gateway", "0001_initial")]
    operations = [
        migrations.RunSQL("ALTER TABLE gateway_ratecount SET UNLOGGED;", "ALTER TABLE gateway_ratecount SET LOGGED;"),
    ]
