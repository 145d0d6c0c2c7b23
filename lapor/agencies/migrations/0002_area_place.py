from django.db import migrations


class Migration(migrations.Migration):
    """Nearest-neighbour look-ups of areas; and the cache table that sign-in limits share between processes."""

    dependencies = [("agencies", "0001_initial")]
    operations = [
        migrations.RunSQL(
            "CREATE INDEX area_place ON agencies_area USING gist (point(longitude, latitude));",
            "DROP INDEX area_place;",
        ),
        migrations.RunSQL(
            "CREATE UNLOGGED TABLE lapor_cache (cache_key varchar(255) PRIMARY KEY, value text NOT NULL, expires timestamptz NOT NULL);"
            "CREATE INDEX lapor_cache_expires ON lapor_cache (expires);",
            "DROP TABLE lapor_cache;",
        ),
    ]
