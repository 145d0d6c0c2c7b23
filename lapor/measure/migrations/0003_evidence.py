"""How the photos of a report's result were taken."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("measure", "0002_sent_words")]

    operations = [migrations.AddField("reportfigure", "evidence", models.CharField(blank=True, max_length=7))]
