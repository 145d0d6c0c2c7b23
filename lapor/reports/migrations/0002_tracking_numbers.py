from django.db import migrations


class Migration(migrations.Migration):
    """The sequence behind the tracking numbers, and the nearest-neighbour index of places."""

    dependencies = [("reports", "0001_initial")]
    operations = [
        migrations.RunSQL(
            "CREATE SEQUENCE reports_tracking_number MINVALUE 0 MAXVALUE 999999999 START 0;",
            "DROP SEQUENCE reports_tracking_number;",
        ),
        migrations.RunSQL(
            "CREATE INDEX report_place ON reports_report USING gist (point(longitude, latitude)) WHERE latitude IS NOT NULL;",
            "DROP INDEX report_place;",
        ),
    ]
