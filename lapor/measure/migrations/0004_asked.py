"""What the call-back heard of a report."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("measure", "0003_evidence")]

    operations = [
        migrations.AddField("reportfigure", "asked", models.CharField(blank=True, default="", max_length=12)),
        migrations.AddField("reportfigure", "asked_agency_id", models.UUIDField(null=True)),
    ]
