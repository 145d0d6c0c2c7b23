"""Whether there was something to ask about the photos of a report's result."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("measure", "0004_asked")]

    operations = [migrations.AddField("reportfigure", "is_questioned", models.BooleanField(default=False))]
