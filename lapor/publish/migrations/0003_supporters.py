"""How many others are affected, in the public row, and the order by it.

The index is made in one go: some seconds and 60 bytes a report, a minute and 60 MB for a million."""

from django.db import migrations, models

FILL = (
    "UPDATE publish_publicreport p SET supporters_count = r.supporters_count FROM reports_report r"
    " WHERE r.id = p.id AND r.supporters_count > 0"
)


class Migration(migrations.Migration):
    dependencies = [
        ("agencies", "0009_assets"),
        ("publish", "0002_said_places"),
        ("reports", "0001_schema"),
    ]

    operations = [
        migrations.AddField(
            model_name="publicreport",
            name="supporters_count",
            field=models.PositiveIntegerField(default=0),
        ),
        migrations.RunSQL(FILL, migrations.RunSQL.noop),
        migrations.AddIndex(
            model_name="publicreport",
            index=models.Index(fields=["root", "-supporters_count", "-filed_at", "-id"], name="public_by_support"),
        ),
    ]
