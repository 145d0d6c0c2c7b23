"""What an officer put off ends by whatever reporter and partner do, not only by the first of it. What had ended is
deleted, so that it does not begin again."""

from django.db import migrations, models

ENDED = """
DELETE FROM casework_snooze s USING reports_report r
WHERE r.id = s.report_id AND (r.version <> s.version OR r.unanswered_act <> s.unanswered_act)
"""


class Migration(migrations.Migration):
    dependencies = [("casework", "0005_callback"), ("reports", "0017_heard_count")]

    operations = [
        migrations.RunSQL(ENDED, migrations.RunSQL.noop),
        migrations.RemoveField("snooze", "unanswered_act"),
        migrations.AddField("snooze", "heard_count", models.PositiveIntegerField(default=0), preserve_default=False),
    ]
