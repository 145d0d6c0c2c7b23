from django.db import migrations, models

GUARD = """
CREATE TRIGGER ledger_timedhead_append_only BEFORE UPDATE OR DELETE ON ledger_timedhead
    FOR EACH ROW EXECUTE FUNCTION ledger_refuse_change();
"""


class Migration(migrations.Migration):
    dependencies = [("ledger", "0004_set_aside")]
    operations = [
        migrations.CreateModel(
            name="TimedHead",
            fields=[
                ("made_at", models.DateTimeField(primary_key=True, serialize=False)),
                ("document", models.JSONField()),
            ],
        ),
        migrations.RunSQL(GUARD, "DROP TRIGGER ledger_timedhead_append_only ON ledger_timedhead"),
    ]
