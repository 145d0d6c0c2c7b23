from django.db import migrations, models


class Migration(migrations.Migration):
    """The point of published reports, for lists within a box; taken over from the reports there are."""

    dependencies = [("publish", "0001_initial"), ("reports", "0001_initial")]
    operations = [
        migrations.AddField("publicreport", "latitude", models.FloatField(null=True)),
        migrations.AddField("publicreport", "longitude", models.FloatField(null=True)),
        migrations.RunSQL(
            "UPDATE publish_publicreport AS p SET latitude = r.latitude, longitude = r.longitude "
            "FROM reports_report AS r WHERE r.id = p.id AND p.publication = 'published'",
            migrations.RunSQL.noop,
        ),
        migrations.RunSQL(
            "CREATE INDEX public_point ON publish_publicreport USING gist (point(longitude, latitude)) "
            "WHERE latitude IS NOT NULL AND longitude IS NOT NULL",
            "DROP INDEX public_point",
        ),
    ]
