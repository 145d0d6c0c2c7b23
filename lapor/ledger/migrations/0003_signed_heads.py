from django.db import migrations, models

GUARDS = """
CREATE TRIGGER no_truncate BEFORE TRUNCATE ON ledger_event_default FOR EACH STATEMENT EXECUTE FUNCTION ledger_refuse_change();
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON ledger_dailyhead FOR EACH ROW EXECUTE FUNCTION ledger_refuse_change();
"""
UNDO = """
DROP TRIGGER append_only ON ledger_dailyhead;
DROP TRIGGER no_truncate ON ledger_event_default;
"""


class Migration(migrations.Migration):
    """No head was made before: the table is made anew. The default partition gets the guard that the monthly ones have."""

    dependencies = [("ledger", "0002_stream_order")]
    operations = [
        migrations.DeleteModel(name="DailyHead"),
        migrations.CreateModel(
            name="DailyHead",
            fields=[
                ("day", models.DateField(primary_key=True, serialize=False)),
                ("document", models.JSONField()),
            ],
        ),
        migrations.RunSQL(GUARDS, UNDO),
    ]
