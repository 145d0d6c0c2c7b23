"""What may be of the same matter is looked for among the open reports of a place; the index over all points, which
nothing asked, goes."""

from django.db import migrations, models

OPEN = ["received", "awaiting_reporter", "forwarded", "in_progress", "scheduled", "answered"]
IS_OPEN = ", ".join(f"'{state}'" for state in OPEN)


class Migration(migrations.Migration):
    dependencies = [("reports", "0003_queue_columns")]

    operations = [
        migrations.AddIndex(
            model_name="report",
            index=models.Index(
                condition=models.Q(("state__in", OPEN)), fields=["root", "area", "-filed_at"], name="report_open_area"
            ),
        ),
        migrations.RunSQL(
            "CREATE INDEX report_open_place ON reports_report USING gist (point(longitude, latitude))"
            f" WHERE latitude IS NOT NULL AND state IN ({IS_OPEN})",
            "DROP INDEX report_open_place",
        ),
        migrations.RunSQL(
            "DROP INDEX report_place",
            "CREATE INDEX report_place ON reports_report USING gist (point(longitude, latitude))"
            " WHERE latitude IS NOT NULL",
        ),
    ]
